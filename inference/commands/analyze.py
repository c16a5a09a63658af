"""``thoracam analyze``: a report, heatmaps and numbers for each film, and one table for all."""

from __future__ import annotations

import argparse
import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from inference.batch import Outcome, Stages, done_before, run_batch
from inference.cancel import CancelToken
from inference.checked_engine import CheckedEngine
from inference.commands.limit_options import limits_of
from inference.commands.terminal import complain, say, show_progress, warn
from inference.errors import AlreadyThere, UsageError
from inference.faithfulness import with_faithfulness
from inference.findings import BY_KEY, FINDINGS, Finding
from inference.messages import incomplete_film
from inference.packs import open_engine
from inference.reading import ScanResult, scan
from inference.reading.supervised import SupervisedReader
from inference.report import table
from inference.report.deidentify_uids import NewUids
from inference.report.files import make_folder, write_whole
from inference.report.folder import DICOM, MANIFEST, only, write_film_folder
from inference.report.names import distinct, film_name, folder_names
from inference.report.picture import ReportOptions
from inference.types import Analysis, Radiograph

TABLE = "results.csv"


def findings_of(text: str) -> tuple[Finding, ...]:
    """The findings named by their keys, separated by commas; an argparse type."""
    keys = [key.strip() for key in text.split(",") if key.strip()]
    unknown = [key for key in keys if key not in BY_KEY]
    if unknown or not keys:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'none'}: the findings are {', '.join(BY_KEY)}")
    return tuple(finding for finding in FINDINGS if finding.key in keys)


def run(options: argparse.Namespace) -> int:
    """Analyse every film below the paths; one that fails is said and the rest go on."""
    engine = open_engine(
        options.model, device=options.device, precision=options.precision, method=options.method, cache_bytes=0
    )  # nobody comes back to a film here
    if options.anyway:
        engine = engine.insisting()
    if (options.out / TABLE).exists() and not (options.overwrite or options.resume):
        raise AlreadyThere(options.out / TABLE)
    found = scan(options.paths, limits_of(options))
    paths = tuple(entry.path for study in found.studies for entry in study.films)
    if not paths and not found.skipped:
        raise UsageError("There is no film below the paths given.")
    make_folder(options.out)
    return _Run(options, engine, paths).over(found)


class _Run:
    """One run over many films: what was written and what failed."""

    def __init__(self, options: argparse.Namespace, engine: CheckedEngine, paths: tuple[Path, ...]) -> None:
        self._options, self._engine, self._paths = options, engine, paths
        self._report = ReportOptions(
            opacity=options.alpha,
            colormap=options.colormap,
            anonymize=options.anonymize,
            overwrite=options.overwrite or options.resume,
        )
        self._names = {} if options.anonymize else folder_names(paths)
        self._dicom = NewUids() if options.dicom else None
        self._rows: dict[int, list[table.Row]] = {}
        self._failed = 0

    def over(self, found: ScanResult) -> int:
        """Do every film and write the table, also when somebody stops the run; returns the exit status."""
        for place, error in enumerate(found.skipped, start=len(self._paths)):
            self._fail(place, error.path, error)
        try:
            if self._paths:
                self._analyse_all()
        finally:
            rows = [row for place in sorted(self._rows) for row in self._rows[place]]
            write_whole(self._options.out / TABLE, table.table(rows), overwrite=True)
        return 1 if self._failed else 0

    def _analyse_all(self) -> None:
        total = len(self._paths)
        with closing(SupervisedReader(limits=limits_of(self._options))) as reader:
            reader.start()
            show_progress(0, total, "loading the model")
            self._engine.warm_up()
            if self._engine.notice:
                warn(self._engine.notice)
            stages = Stages(reader.read, self._analyse, self._write, self._done_before, self._engine.prepare)
            self._take_all(run_batch(self._paths, stages), total)

    def _take_all(self, batch: Generator[Outcome[list[table.Row]], None, None], total: int) -> None:
        with closing(batch) as outcomes:
            for done, outcome in enumerate(outcomes, start=1):
                self._take(outcome)
                show_progress(done, total, outcome.path.name)

    def _take(self, outcome: Outcome[list[table.Row]]) -> None:
        if outcome.error is not None:
            self._fail(outcome.place, outcome.path, outcome.error)
        elif outcome.skipped:
            facts = json.loads((self._folder(outcome.path) / MANIFEST).read_text(encoding="utf-8"))
            self._rows[outcome.place] = table.rows_again(self._shown(outcome.path), facts, self._options.findings)
        elif outcome.written is not None:
            self._rows[outcome.place] = outcome.written

    def _analyse(self, film: Radiograph) -> Analysis:
        token = CancelToken()
        if film.gap is not None:
            say(film.source, incomplete_film(film))
            self._failed += 1
        analysis = only(self._engine.analyse(film, token=token), self._options.findings)
        return with_faithfulness(self._engine, film, analysis, token=token) if self._options.faithfulness else analysis

    def _write(self, path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> list[table.Row]:
        folder, heatmaps = self._folder(path), not self._options.no_heatmaps
        for note in write_film_folder(
            folder, film, analysis, self._report, heatmaps=heatmaps, dicom=self._dicom, token=token
        ):
            warn(f"{self._shown(path)}: {note}")
        return table.rows(self._shown(path), analysis, self._options.findings)

    def _done_before(self, path: Path, film: Radiograph) -> bool:
        """Name the film's folder, and say whether an earlier run did this very film with this very pack."""
        if self._options.anonymize:
            self._names[path] = distinct(film_name(film, anonymize=True), self._names.values())
        if (
            not self._options.resume
            or film.gap is not None
            or (self._dicom and not (self._folder(path) / DICOM).is_dir())
        ):
            return False
        manifest, anonymize = self._folder(path) / MANIFEST, self._options.anonymize
        return done_before(manifest, film, self._engine.pack.pack_hash, anonymize=anonymize)

    def _folder(self, path: Path) -> Path:
        return Path(self._options.out) / self._names[path]

    def _shown(self, path: Path) -> str:
        return self._names[path] if self._options.anonymize else str(path)

    def _fail(self, place: int, path: Path, error: Exception) -> None:
        complain(path, error)
        self._failed += 1
        if not self._options.anonymize:
            self._rows[place] = table.failed_rows(str(path), self._options.findings)
