"""The DICOM objects of one film in a folder, ready to send: report, overlays, structured report, copy of the film."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

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
from inference.report.dicom.context import Context, FilmCopy, read_context
from inference.report.dicom.encapsulated_pdf import encapsulated_pdf
from inference.report.dicom.key_objects import key_objects
from inference.report.dicom.presentation.presentation_state import presentation_state
from inference.report.dicom.secondary_capture import film_capture, new_place, overlay_capture, report_capture
from inference.report.dicom.structured_report import structured_report
from inference.report.page.options import ReportOptions, drawn_keys

REPORT, RESULTS, FILM, DOCUMENT = "report.dcm", "results-sr.dcm", "film.dcm", "report-pdf.dcm"
STATE, KEYS = "presentation-state.dcm", "key-objects.dcm"
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
    the same findings as outlines; colours have none; ``key-objects.dcm``, where it is wanted, points out a film with a
    finding. The overlays are those that the options show and that have
    evidence. There is no ``results-sr.dcm`` where no finding was analysed and no reader spoke; ``film.dcm`` is the
    film's de-identified copy, or a capture of a film that came from a picture. Returns sentences about what a person
    must look at.
    Raises ``ExportError`` and its kin, ``FilmError`` kin where the file went away, or ``Cancelled`` between files.
    """
    token = token or CancelToken()
    context = read_context(film, anonymize=options.anonymize, uids=uids)
    if options.overwrite:
        _clear(folder)
    notes = _write_film(folder / FILM, film, options, context, uids)
    series = generate_uid(None)
    number = 0
    for number, page in enumerate(pages, start=1):
        token.raise_if_cancelled()
        capture = report_capture(page, options, context, new_place(series, number))
        _write(folder / (REPORT if number == 1 else f"report-{number}.dcm"), capture, options)
    keys = _with_evidence(analysis, options)
    for place, key in enumerate(keys, start=number + 1):
        token.raise_if_cancelled()
        overlay = overlay_capture(film, analysis, key, options, context, new_place(series, place))
        _write(folder / f"overlay-{key}.dcm", overlay, options)
    if pdf:
        _write(folder / DOCUMENT, encapsulated_pdf(pdf, context), options)
    if options.dicom.state and (state := presentation_state(film, analysis, keys, options, context)) is not None:
        _write(folder / STATE, state, options)
    if options.dicom.keys and (document := key_objects(film, analysis, context, options)) is not None:
        _write(folder / KEYS, document, options)
    token.raise_if_cancelled()
    report = structured_report(film, analysis, context, options)
    if report is not None:
        _write(folder / RESULTS, report, options)
    return notes


def _with_evidence(analysis: Analysis, options: ReportOptions) -> list[str]:
    """The findings whose overlay shows something: an empty heatmap is said in words, never drawn."""
    shown = drawn_keys(analysis, options)
    maps = {result.finding.key: result.heatmap for result in analysis.results}
    return [key for key in shown if (heatmap := maps[key]) is not None and not heatmap.empty]


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
        folder / RESULTS,
        folder / DOCUMENT,
        folder / STATE,
        folder / KEYS,
        folder / FILM,
        *(folder / f"overlay-{key}.dcm" for key in BY_KEY),
    ):
        with typed_errors(path):
            path.unlink(missing_ok=True)
