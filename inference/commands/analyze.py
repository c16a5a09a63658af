"""``thoracam analyze``: a report, heatmaps and numbers for each film, and one table for all."""

from __future__ import annotations

import argparse
from pathlib import Path

from inference.cancel import CancelToken
from inference.commands.terminal import complain, show_progress
from inference.engine import Engine
from inference.errors import AlreadyThere, ThoraCamError, UsageError
from inference.findings import BY_KEY, FINDINGS, Finding
from inference.packs import open_engine
from inference.reading import ScanResult, read_film, scan
from inference.report import table
from inference.report.files import make_folder, write_whole
from inference.report.folder import only, write_film_folder
from inference.report.names import distinct, film_name, folder_names
from inference.report.picture import ReportOptions
from inference.types import Radiograph

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
    engine = open_engine(options.model)
    if (options.out / TABLE).exists() and not options.overwrite:
        raise AlreadyThere(options.out / TABLE)
    found = scan(options.paths)
    paths = tuple(entry.path for study in found.studies for entry in study.films)
    if not paths and not found.skipped:
        raise UsageError("There is no film below the paths given.")
    make_folder(options.out)
    return _Run(options, engine).over(found, paths)


class _Run:
    """One run over many films: what was written and what failed."""

    def __init__(self, options: argparse.Namespace, engine: Engine) -> None:
        self._options, self._engine = options, engine
        self._report = ReportOptions(
            opacity=options.alpha,
            colormap=options.colormap,
            anonymize=options.anonymize,
            overwrite=options.overwrite,
        )
        self._rows: list[table.Row] = []
        self._names: dict[Path, str] = {}
        self._used: list[str] = []
        self._failed = 0

    def over(self, found: ScanResult, paths: tuple[Path, ...]) -> int:
        """Do every film and write the table, also when somebody stops the run; returns the exit status."""
        self._names = folder_names(paths)
        for error in found.skipped:
            self._fail(error.path, error)
        try:
            if paths:
                show_progress(0, len(paths), "loading the model")
                self._engine.warm_up()
            for number, path in enumerate(paths):
                show_progress(number, len(paths), path.name)
                self._film(path)
            show_progress(len(paths), len(paths), "done")
        finally:
            write_whole(self._options.out / TABLE, table.table(self._rows), overwrite=True)
        return 1 if self._failed else 0

    def _film(self, path: Path) -> None:
        try:
            film = read_film(path)
            self._write(path, film)
        except ThoraCamError as error:
            self._fail(path, error)

    def _write(self, path: Path, film: Radiograph) -> None:
        findings = self._options.findings
        analysis = only(self._engine.analyse(film, token=CancelToken()), findings)
        name = self._name(path, film)
        folder = self._options.out / name
        write_film_folder(folder, film, analysis, self._report, heatmaps=not self._options.no_heatmaps)
        shown = name if self._options.anonymize else str(path)
        self._rows += table.rows(shown, analysis, findings)

    def _name(self, path: Path, film: Radiograph) -> str:
        """The folder's name: known before, or made from the film itself where it must not say the file's."""
        if self._options.anonymize:
            self._names[path] = distinct(film_name(film, anonymize=True), self._used)
            self._used.append(self._names[path])
        return self._names[path]

    def _fail(self, path: Path, error: ThoraCamError) -> None:
        complain(path, error)
        self._failed += 1
        if not self._options.anonymize:
            self._rows += table.failed_rows(str(path), self._options.findings)
