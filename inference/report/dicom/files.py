"""The DICOM objects of one film in a folder, ready to send: pictures, states, key objects, data, reports, its copy."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

from highdicom.sr import CodedConcept
from pydicom.dataset import Dataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import generate_uid

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY
from inference.files.atomic_file import typed_errors, write_whole
from inference.report.deidentify.dataset import write_deidentified
from inference.report.deidentify.times import leave_out_times, tell_in_zone
from inference.report.deidentify.uids import NewUids
from inference.report.dicom import codes as concepts
from inference.report.dicom.context import Context, FilmCopy, read_context
from inference.report.dicom.encapsulated_pdf import encapsulated_pdf
from inference.report.dicom.key_objects import key_objects, reader_key_objects
from inference.report.dicom.parametric_map import parametric_map
from inference.report.dicom.presentation.presentation_state import presentation_state
from inference.report.dicom.secondary_capture import film_capture, new_place, overlay_capture, report_capture
from inference.report.dicom.sr_set import SetObject, set_object
from inference.report.dicom.structured_report import reader_report, structured_report
from inference.report.page.options import ReportOptions, drawn_keys

REPORT, RESULTS, FILM, DOCUMENT = "report.dcm", "results-sr.dcm", "film.dcm", "report-pdf.dcm"
STATE, KEYS, READER_KEYS = "presentation-state.dcm", "key-objects.dcm", "key-objects-reader.dcm"
READER = "reader-sr.dcm"
PAGES = r"report(?:-[1-9][0-9]*)?\.dcm"


def write_dicom_files(
    folder: Path,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    *,
    pages: Iterable[bytes],
    pdf: bytes = b"",
    uids: NewUids,
    token: CancelToken | None = None,
) -> tuple[str, ...]:
    """Write ``report.dcm``, ``overlay-<finding>.dcm``, ``results-sr.dcm`` and, where the results need it, ``film.dcm``.

    ``pages`` are those of the report as PNG; further ones are ``report-2.dcm``, ... ``pdf``, where it is not empty,
    becomes ``report-pdf.dcm``; ``presentation-state.dcm``, where it is wanted, shows the film as the options say, with
    the same findings as outlines; colours have none; ``key-objects.dcm`` and ``key-objects-reader.dcm``, where they are
    wanted, point out a film with a finding, and one that the reader flagged; ``heat-<finding>.dcm``, where they are
    wanted, are heatmaps as data. The overlays are those that the options show and that have
    evidence. There is no ``results-sr.dcm``, which refers to the others, where no finding was analysed, and no
    ``reader-sr.dcm`` where no reader spoke; ``film.dcm`` is the
    film's de-identified copy, or a capture of a film that came from a picture. Returns sentences about what a person
    must look at.
    Raises ``ExportError`` and its kin, ``FilmError`` kin where the file went away, or ``Cancelled`` between files.
    """
    context = read_context(film, anonymize=options.anonymize, uids=uids)
    if options.overwrite:
        _clear(folder)
    notes = _write_film(folder / FILM, film, options, context, uids)
    made = _Set(folder, film, analysis, options, context, token or CancelToken())
    made.write_captures(pages)
    made.write_document(pdf)
    made.write_chosen()
    made.write_reports()
    return notes


class _Set:
    """Writes the results of one film, and notes what the report that comes last refers to."""

    def __init__(
        self,
        folder: Path,
        film: Radiograph,
        analysis: Analysis,
        options: ReportOptions,
        context: Context,
        token: CancelToken,
    ) -> None:
        self._folder, self._film, self._analysis, self._options = folder, film, analysis, options
        self._context, self._token = context, token
        self._keys = _with_evidence(analysis, options)
        self._objects: list[SetObject] = []  # of the model
        self._of_reader: list[SetObject] = []

    def write_captures(self, pages: Iterable[bytes]) -> None:
        """The pages of the report and the overlays, a series of pictures."""
        series, number, options = generate_uid(None), 0, self._options
        for number, page in enumerate(pages, start=1):
            capture = report_capture(page, options, self._context, new_place(series, number))
            self._add(REPORT if number == 1 else f"report-{number}.dcm", capture, concepts.REPORT_PAGE)
        for place, key in enumerate(self._keys, start=number + 1):
            picture = overlay_capture(self._film, self._analysis, key, options, self._context, new_place(series, place))
            self._add(f"overlay-{key}.dcm", picture, concepts.OVERLAY)

    def write_document(self, pdf: bytes) -> None:
        """The report as encapsulated PDF, where there is one."""
        if pdf:
            self._add(DOCUMENT, encapsulated_pdf(pdf, self._context), concepts.REPORT_DOCUMENT)

    def write_chosen(self) -> None:
        """Presentation state, key objects and heatmaps as data, as the form says."""
        form, film, analysis, context = self._options.dicom, self._film, self._analysis, self._context
        if form.state:
            state = presentation_state(film, analysis, self._keys, self._options, context)
            self._add(STATE, state, concepts.AS_SEEN)
            self._of_reader += self._objects[-1:] if state is not None else []
        if form.keys:
            self._add(KEYS, key_objects(film, analysis, context), concepts.KEY_FILM)
            selection = reader_key_objects(film, analysis, context, self._options)
            self._add(READER_KEYS, selection, concepts.KEY_FILM, self._of_reader)
        for result in analysis.results if form.maps else ():
            if result.heatmap is not None:
                data = parametric_map(film, analysis, result.heatmap, context)
                self._add(f"heat-{result.finding.key}.dcm", data, concepts.HEAT)

    def write_reports(self) -> None:
        """What the reader said, and last what the model says, the root of its results."""
        film, analysis, context, options = self._film, self._analysis, self._context, self._options
        self._add(READER, reader_report(film, analysis, context, options, self._of_reader), concepts.TITLE, [])
        report = structured_report(film, analysis, context, options, self._keys, self._objects)
        self._add(RESULTS, report, concepts.TITLE, [])

    def _add(self, name: str, data: Dataset | None, what: CodedConcept, objects: list[SetObject] | None = None) -> None:
        """Write an object, where there is one, and note it among these, by default the model's."""
        self._token.raise_if_cancelled()
        if data is not None:
            _write(self._folder / name, data, self._options)
            (self._objects if objects is None else objects).append(set_object(data, what))


def _with_evidence(analysis: Analysis, options: ReportOptions) -> list[str]:
    """The findings whose overlay shows something: an empty heatmap is said in words, never drawn.

    Of the seven alone, which have codes.
    """
    shown = drawn_keys(analysis, options)
    maps = {result.finding.key: result.heatmap for result in analysis.results}
    return [key for key in shown if (heatmap := maps.get(key)) is not None and not heatmap.empty]


def _write_film(
    path: Path, film: Radiograph, options: ReportOptions, context: Context, uids: NewUids
) -> tuple[str, ...]:
    if context.copy is FilmCopy.DEIDENTIFIED:
        return write_deidentified(path, film, uids, overwrite=options.overwrite).notes
    if context.copy is FilmCopy.CAPTURE:
        _write(path, film_capture(film, options, context), options)
    return ()


def _write(path: Path, data: Dataset, options: ReportOptions) -> None:
    if options.anonymize:
        leave_out_times(data)
    elif offset := data.get("TimezoneOffsetFromUTC"):
        tell_in_zone(data, str(offset))
    buffer = io.BytesIO()
    dcmwrite(buffer, data, enforce_file_format=True)
    write_whole(path, buffer.getvalue(), overwrite=options.overwrite)


def _pages(folder: Path) -> list[Path]:
    """The pages of a report that an earlier run left there."""
    return [path for path in folder.glob("report*.dcm") if re.fullmatch(PAGES, path.name)]


def _clear(folder: Path) -> None:
    """Take away what an earlier run wrote, so that a folder that is sent as a whole holds one export."""
    for path in (
        *_pages(folder),
        *(folder / name for name in (RESULTS, READER, DOCUMENT, STATE, KEYS, READER_KEYS, FILM)),
        *(folder / f"{kind}-{key}.dcm" for key in BY_KEY for kind in ("overlay", "heat")),
    ):
        with typed_errors(path):
            path.unlink(missing_ok=True)
