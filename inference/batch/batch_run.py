"""A run over many films: a folder for each, and tables, summary and reports of studies for all; for both front ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from inference.annotations.export import measured_annotations, reader_findings
from inference.batch.film_names import KEPT_APART, earlier_rows, key_table, names_by_number, names_by_patient
from inference.batch.pipeline import Outcome, Stages, done_before, run_batch
from inference.batch.priors import Priors
from inference.batch.run_options import BatchListener, BatchOptions, FilmAnalyser, FinalPart
from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.errors import DiskFull, ThoraCamError
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.files.atomic_file import make_folder, typed_errors, write_whole
from inference.files.names import film_name, shown_path
from inference.files.safe_cells import safe_cell
from inference.report.output import csv_json, seed_files
from inference.report.output.film_folder import MANIFEST, write_film_folder
from inference.report.output.study_files import Load, study_done, write_study_report
from inference.report.output.summary_files import write_summary
from inference.report.output.summary_html import SummaryFilm, thumbnail_png
from inference.report.page.options import PriorResults

TABLE, SEED_TABLE, SORTED = "results.csv", "seed-{finding}.csv", "sorted"


@dataclass(slots=True)
class BatchRun:
    """One run over these films: what was written and what failed."""

    options: BatchOptions
    paths: Sequence[Path]
    analyser: FilmAnalyser
    tell: BatchListener
    failures: int = 0
    _analyses: dict[Path, Analysis] = field(default_factory=dict)  # of films whose study gets a report
    _done: set[Path] = field(default_factory=set)
    _names: dict[Path, str] = field(default_factory=dict)
    _rows: dict[int, list[csv_json.Row]] = field(default_factory=dict)
    _thumbnails: dict[Path, bytes] = field(default_factory=dict)  # of films that are done, for the summary
    _priors: Priors = field(init=False)
    _at_hand: str = ""  # what the threads of the run do, and what of it was told
    _told: str = ""
    _count: int = 0

    def __post_init__(self) -> None:
        self._priors = Priors(self.paths, self.options.who, self.options.known)

    def fail(self, place: int, path: Path, error: Exception) -> None:
        """A film that cannot be done; in the tables it is a failed one, where they may name it."""
        self.tell.failed(path, error)
        self.failures += 1
        if not self._anonymize:
            self._rows[place] = csv_json.failed_rows(shown_path(path), self.options.findings)

    def run(self, read: Callable[[Path], Radiograph], *, token: CancelToken | None = None) -> None:
        """Do every film and write the tables, also when somebody stops the run.

        Raises ``Cancelled`` when the token is set, after what was on its way was written or dropped whole, and
        ``DiskFull``.
        """
        make_folder(self.options.out)
        self._name_folders()
        try:
            self._take_all(self._batch(read, token))
            for number, study in enumerate(self.options.studies):
                told = partial(self._tell_study, number)
                self._report_study(study, read, token or CancelToken(), told)
        finally:
            self._write_tables()

    def _batch(
        self, read: Callable[[Path], Radiograph], token: CancelToken | None
    ) -> Generator[Outcome[list[csv_json.Row]], None, None]:
        def reading(path: Path) -> Radiograph:
            self._take_up(path.name)
            return read(path)

        stages = Stages(reading, self._analysed, self._write, self._done_before, self.analyser.prepare)
        paths, analysts, writers = self._priors.in_order(), self.options.analysts, self.options.jobs
        return run_batch(paths, stages, token=token, analysts=analysts, writers=writers, waiting=self._tell_at_hand)

    def _take_up(self, what: str) -> None:
        """Remember what is at hand; on any thread."""
        self._at_hand = what

    def _tell_at_hand(self) -> None:
        """Tell what is at hand, on the thread of the run, where it is something else than before."""
        what = self._at_hand
        if what != self._told:
            self._told = what
            self.tell.at_work(self._count, len(self.paths), what)

    def _analysed(self, film: Radiograph) -> Analysis:
        self._take_up(film.source.name)
        analysis = replace(self.analyser.analyse(film), reader=self.analyser.reader(film))
        self._priors.keep(film.source, analysis)
        return analysis

    def _take_all(self, batch: Generator[Outcome[list[csv_json.Row]], None, None]) -> None:
        places = {path: place for place, path in enumerate(self.paths)}
        with closing(batch) as outcomes:
            for done, outcome in enumerate(outcomes, start=1):
                self._take(replace(outcome, place=places[outcome.path]))
                self._count = done
                self.tell.step(done, len(self.paths), outcome.path.name)

    def _take(self, outcome: Outcome[list[csv_json.Row]]) -> None:
        if isinstance(outcome.error, DiskFull):  # no film is to blame, and none that follows would be done
            raise outcome.error
        if outcome.error is not None:
            self.fail(outcome.place, outcome.path, outcome.error)
            return
        self._done.add(outcome.path)
        if outcome.skipped:
            facts = self._facts(outcome.path)
            rows = csv_json.rows_again(self._shown(outcome.path), facts, self.options.findings)
        else:
            rows = outcome.written or []
        folder = safe_cell(self._names[outcome.path])
        self._rows[outcome.place] = [{**row, csv_json.FOLDER: folder} for row in rows]

    def _write(self, path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> list[csv_json.Row]:
        options = self.options
        self._keep_thumbnail(path, film)
        if options.sort_normal_abnormal:
            seed_files.write_sorted(self._sorted, self._names[path], film, analysis, options.report)
        if any(path in study for study in options.studies):
            self._analyses[path] = analysis
        report = replace(options.report, prior=self._priors.of(path, analysis))
        notes = write_film_folder(
            self._folder(path), film, analysis, report, options.parts, token=token, told=self._take_up
        )
        for note in notes:
            self.tell.note(self._shown(path), note)
        return csv_json.rows(self._shown(path), film, analysis, options.findings)

    def _done_before(self, path: Path, film: Radiograph) -> bool:
        """Whether an earlier run did this very film with this very pack, and left all that is asked for."""
        self._priors.seen(path)
        if not self.options.resume or film.truncated is not None or self._new_pseudonyms:
            return False
        self._take_over(path, film)
        folder = self._folder(path)
        done = done_before(folder / MANIFEST, film, self.analyser.pack_hash, anonymize=self._anonymize)
        all_overlays = self.options.report.all_overlays
        done = done and self.options.parts.present(folder, all_overlays=all_overlays)
        same = done and self._priors.same_as(path, self._facts(path))
        if not (same and self._sorted_before(path) and self._said_before(path, film)):
            return False
        self._priors.keep_again(path, self._facts(path))
        self._keep_thumbnail(path, film)
        return True

    def _take_over(self, path: Path, film: Radiograph) -> None:
        """Give a folder that 0.1 called by the hash of its film the number that it has now."""
        old, new = self.options.out / film_name(film, anonymize=True), self._folder(path)
        if self._anonymize and (old / MANIFEST).is_file() and not new.exists():
            with typed_errors(new):
                old.rename(new)

    def _keep_thumbnail(self, path: Path, film: Radiograph) -> None:
        if self.options.summary:
            self._thumbnails[path] = thumbnail_png(film)

    @property
    def _new_pseudonyms(self) -> bool:
        """Whether DICOM names patients by a key of this run alone: films of an earlier one would be of others."""
        return self._anonymize and self.options.parts.dicom is not None

    def _said_before(self, path: Path, film: Radiograph) -> bool:
        """Whether what the reader says now is what an earlier run wrote."""
        reader, facts = self.analyser.reader(film) or ReaderAnnotations(), self._facts(path)
        said = {item["finding"]: item["reader"] for item in facts["findings"] if item["reader"]}
        drawn = json.loads(json.dumps(measured_annotations(film, reader)))
        flagged = facts.get("key_film") == reader.key_reason
        return bool(said == reader_findings(reader) and facts["marks"] == drawn and flagged)

    def _sorted_before(self, path: Path) -> bool:
        if not self.options.sort_normal_abnormal:
            return True
        return seed_files.sorted_before(self._sorted, self._names[path], self._facts(path))

    # -- studies --------------------------------------------------------------------------------------------------

    def _tell_study(self, number: int, share: float) -> None:
        """So large a share of the report of this study is done; of all reports, in per cent."""
        self.tell.finish(FinalPart.STUDIES, round(100 * (number + share)), 100 * len(self.options.studies))

    def _report_study(
        self,
        paths: Sequence[Path],
        read: Callable[[Path], Radiograph],
        token: CancelToken,
        told: Callable[[float], None],
    ) -> None:
        """Write the report of a study of several films; one that an earlier run wrote of the same films stays."""
        done = [path for path in paths if path in self._done]
        if len(paths) < 2 or not done:
            return
        folder = self.options.out / f"study-{self._names[done[0]]}"
        hashes = [self._facts(path)["film"]["hash"] for path in done]
        if not any(path in self._analyses for path in done) and study_done(folder, hashes, self.analyser.pack_hash):
            return

        def loader(path: Path) -> Load:
            def load() -> tuple[Radiograph, Analysis, PriorResults | None]:
                film = read(path)
                analysis = self._analyses.get(path) or self._analysed(film)
                return film, analysis, self._priors.of(path, analysis)

            return load

        try:
            films = [loader(path) for path in done]
            missing = len(paths) - len(done)
            write_study_report(folder, films, self.options.report, missing=missing, token=token, told=told)
        except ThoraCamError as error:
            self.tell.failed(folder, error)
            self.failures += 1

    # -- tables ---------------------------------------------------------------------------------------------------

    def _write_tables(self) -> None:
        options, out = self.options, self.options.out
        shown = [self._shown(path) for path in self.paths]
        rows = earlier_rows(out / TABLE, but=shown) if options.beside else []
        rows += [row for place in sorted(self._rows) for row in self._rows[place]]
        if options.tables:
            write_whole(out / TABLE, csv_json.table(rows), overwrite=True)
        if options.summary:
            films = [self._summary_of(place) for place in sorted(self._rows)]
            told, form = partial(self._tell_part, FinalPart.SUMMARY), options.report.form
            write_summary(out, films, options.findings, form, dated=not self._anonymize, told=told)
        for finding in options.findings if options.seed_csv else ():
            name = SEED_TABLE.format(finding=finding.key)
            write_whole(out / name, seed_files.seed_table(rows, finding.key), overwrite=True)

    def _tell_part(self, part: FinalPart, share: float) -> None:
        self.tell.finish(part, round(100 * share), 100)

    def _summary_of(self, place: int) -> SummaryFilm:
        """What the summary shows of a film, read from what was written for it."""
        rows = tuple(self._rows[place])
        path = self.paths[place] if place < len(self.paths) else None
        if path not in self._done or path is None:
            return SummaryFilm(rows)
        parts, doubtful = self.options.parts, [one for one in self._facts(path)["findings"] if one["experimental"]]
        report = "report.png" if parts.pages else "report.pdf" if parts.pdf else ""
        keys = frozenset(one["finding"] for one in doubtful)
        return SummaryFilm(rows, self._names[path], self._thumbnails.get(path, b""), keys, report)

    # -- places ---------------------------------------------------------------------------------------------------

    def _name_folders(self) -> None:
        """Give each film its folder: by patient and date, or by a number where identity is left out."""
        if not self._anonymize:
            table = self.options.out / TABLE
            self._names = names_by_patient(self.paths, self.options.who, table, beside=self.options.beside)
            return
        whole = self.options.handed_on or self.options.out
        self._names = names_by_number(self.paths, whole)
        self.tell.note(key_table(whole).name, KEPT_APART)

    @property
    def _anonymize(self) -> bool:
        return self.options.report.anonymize

    @property
    def _sorted(self) -> Path:
        return self.options.out / SORTED

    def _folder(self, path: Path) -> Path:
        return self.options.out / self._names[path]

    def _facts(self, path: Path) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads((self._folder(path) / MANIFEST).read_text(encoding="utf-8"))
        return facts

    def _shown(self, path: Path) -> str:
        return self._names[path] if self._anonymize else shown_path(path)
