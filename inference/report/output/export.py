"""One film's export as the user chose it: a single file, or a folder of several that arrives as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.errors import BadName, ExportError
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY, EXTRA
from inference.core.ports import Progress, ProgressCallback, no_progress
from inference.files.atomic_file import write_whole
from inference.files.atomic_folder import staged
from inference.files.names import film_name, name_problem, shown_path
from inference.report.deidentify.burned_in_text import letters_note
from inference.report.deidentify.uids import NewUids
from inference.report.output import csv_json
from inference.report.output.fhir import fhir_bundle
from inference.report.output.film_folder import DICOM_NAMES
from inference.report.output.pictures import film_png, overlay_keys, overlay_png, viewports_png
from inference.report.output.report_files import FURTHER_PAGES, write_pages
from inference.report.page.film.real_size import real_size_pages
from inference.report.page.film.report import FilmReport, film_report
from inference.report.page.options import ReportOptions, drawn_keys
from inference.report.page.pdf import About, pages_pdf, report_pdf
from inference.report.page.png import report_pngs
from inference.report.page.provenance import report_facts, report_hash


class Part(Enum):
    """What can be exported: its file in a folder, and the ending of its name where it goes alone."""

    REPORT_PNG = ("report.png", ".png")
    REPORT_PDF = ("report.pdf", ".pdf")
    FILM = ("film.png", ".png")
    VIEWPORTS = ("panes.png", ".png")
    OVERLAYS = ("overlay-{finding}.png", "")
    CSV = ("result.csv", ".csv")
    JSON = ("result.json", ".json")
    FHIR = ("result.fhir.json", ".json")
    REAL_SIZE = ("film-real-size.pdf", ".pdf")
    DICOM = ("dicom", "")

    @property
    def file(self) -> str:
        """Its name in a folder."""
        return self.value[0]

    @property
    def ending(self) -> str:
        """The ending of its file's name; empty where it is a folder of several files."""
        return self.value[1]


Parts = frozenset[Part]
SIZE_UNKNOWN = "There is no film in real size: the file does not say how large a pixel is."
_KEY = f"(?:{'|'.join(BY_KEY)}|{EXTRA}[a-z0-9_]+)"
OURS = (
    *(re.escape(part.file).replace(re.escape("{finding}"), _KEY) for part in Part if part is not Part.DICOM),
    FURTHER_PAGES,
    *DICOM_NAMES,
)


@dataclass(frozen=True, slots=True)
class Written:
    """Where an export went, and sentences about what a person must look at."""

    path: Path
    notes: tuple[str, ...] = ()


def ending_of(parts: Parts) -> str:
    """The ending of the file that these parts make; empty where they make a folder."""
    return next(iter(parts)).ending if len(parts) == 1 else ""


def write_export(
    path: Path,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    parts: Parts,
    *,
    token: CancelToken | None = None,
    progress: ProgressCallback = no_progress,
) -> Written:
    """Write the parts, at least one, to ``path``: a file for a single one that is a file, else a folder; all or none.

    Raises ``BadName``, ``ExportError`` and its kin (also for the size of a film that nobody knows), ``FilmError`` kin
    where DICOM is asked for and the film's file went away, or ``Cancelled`` before anything is in its place.
    """
    problem = name_problem(path.name)
    if problem:
        raise BadName(path, problem)
    if parts == {Part.REAL_SIZE} and film.spacing is None:
        raise ExportError(path, SIZE_UNKNOWN)
    export = _Export(path.name, film, analysis, options, token or CancelToken(), progress, len(parts))
    letters = letters_note(film) if options.anonymize and parts - {Part.CSV, Part.JSON, Part.FHIR} else ""
    found = [letters] if letters else []
    if ending_of(parts):
        [part] = parts
        if part is Part.REPORT_PNG:
            return Written(export.pages(path), tuple(found))
        return Written(write_whole(path, export.file(part), overwrite=options.overwrite), tuple(found))
    ordered = [part for part in Part if part in parts]
    with staged(path, ordered[-1].file, ours=OURS, overwrite=options.overwrite) as stage:
        notes = [note for part in ordered for note in export.write(stage, part)]
    return Written(path, (*notes, *found))


class _Export:
    """Makes the parts of one export; the page only once."""

    def __init__(
        self,
        target: str,
        film: Radiograph,
        analysis: Analysis,
        options: ReportOptions,
        token: CancelToken,
        progress: ProgressCallback,
        count: int,
    ) -> None:
        self._target = target
        self._film, self._analysis, self._options = film, analysis, options
        self._token, self._progress, self._count = token, progress, count
        self._done = 0
        self._made: FilmReport | None = None
        self._makers: dict[Part, Callable[[], bytes]] = {
            Part.REPORT_PDF: lambda: report_pdf(self._report(), options),
            Part.FILM: lambda: film_png(film, analysis, options),
            Part.VIEWPORTS: lambda: viewports_png(film, analysis, options),
            Part.REAL_SIZE: self._real_size,
            Part.CSV: lambda: csv_json.table(csv_json.rows(self._name(), self._film, analysis)),
            Part.JSON: self._json,
            Part.FHIR: lambda: fhir_bundle(film, analysis, options, self._report().hash),
        }

    def file(self, part: Part) -> bytes:
        """One part as a file."""
        self._step(part)
        data = self._makers[part]()
        self._token.raise_if_cancelled()
        return data

    def pages(self, path: Path) -> Path:
        """The pages of the report as pictures, the first of them at ``path``; see :func:`write_pages`."""
        self._step(Part.REPORT_PNG)
        pages = report_pngs(self._report(), self._options)
        return write_pages(path, pages, overwrite=self._options.overwrite, token=self._token)

    def write(self, folder: Path, part: Part) -> tuple[str, ...]:
        """One part as a file or files of a folder; returns notes."""
        if part is Part.DICOM:
            self._step(part)
            return self._write_dicom(folder / part.file)
        if part is Part.REAL_SIZE and self._film.spacing is None:
            return (SIZE_UNKNOWN,)
        if part is Part.REPORT_PNG:
            self.pages(folder / part.file)
            return ()
        if part is not Part.OVERLAYS:
            write_whole(folder / part.file, self.file(part))
            return ()
        self._step(part)
        for key in overlay_keys(self._analysis, self._options):
            self._token.raise_if_cancelled()
            picture = overlay_png(self._film, self._analysis, key, self._options)
            write_whole(folder / part.file.format(finding=key), picture)
        return ()

    def _step(self, part: Part) -> None:
        self._token.raise_if_cancelled()
        self._progress(Progress(self._done / self._count, part.file.format(finding="…")))
        self._done += 1

    def _report(self) -> FilmReport:
        if self._made is None:
            self._made = film_report(self._film, self._analysis, self._options)
        return self._made

    def _real_size(self) -> bytes:
        film, options, made = self._film, self._options, self._analysis.provenance
        reader = self._analysis.reader if options.annotated else None
        created = "" if options.anonymize else made.created
        about = About("ThoraCAM film in real size", "", made.software, created)
        return pages_pdf(real_size_pages(film, options, reader), about, options.form)

    def _json(self) -> bytes:
        facts = report_facts(self._film, self._analysis, self._options, drawn_keys(self._analysis, self._options))
        name = None if self._options.anonymize else shown_path(self._film.source.name)
        prior = self._options.prior
        return csv_json.result_json(self._film, self._analysis, name=name, report=report_hash(facts), prior=prior)

    def _name(self) -> str:
        """What the film is called in a table: by its file, and without identity by the number that the export has."""
        if not self._options.anonymize:
            return shown_path(self._film.source.name)
        number = re.match(r"film-[0-9]{4}(?![0-9])", self._target)
        return number[0] if number else film_name(self._film, anonymize=True)

    def _write_dicom(self, folder: Path) -> tuple[str, ...]:
        from inference.report.dicom.files import write_dicom_files  # highdicom takes a second to import

        report, options = self._report(), self._options
        pages, pdf = report_pngs(report, options), report_pdf(report, options) if options.dicom.document else b""
        return write_dicom_files(
            folder, self._film, self._analysis, options, pages=pages, pdf=pdf, uids=NewUids(), token=self._token
        )
