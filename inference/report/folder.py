"""Everything about one film in a folder of its own: pictures, report, and last the JSON that says it is complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from inference.cancel import CancelToken
from inference.findings import FINDINGS, Finding
from inference.report.deidentify_uids import NewUids
from inference.report.files import write_whole
from inference.report.picture import ReportOptions, marked_picture, plain_picture
from inference.report.png import encode_picture, report_png
from inference.report.table import result_json
from inference.types import Analysis, Radiograph, ScoreState

NOT_ASKED = "Not asked for in this run."
MANIFEST = "result.json"
DICOM = "dicom"


def write_film_folder(
    folder: Path,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    *,
    heatmaps: bool = True,
    dicom: NewUids | None = None,
    token: CancelToken | None = None,
) -> tuple[str, ...]:
    """Write ``original.png``, ``heatmap-<finding>.png``, ``report.png`` and last ``result.json``, each whole.

    With ``dicom``, which gives new UIDs where identity is left out, also the folder ``dicom``. Returns sentences about
    what a person must look at. Raises ``ExportError`` and its kin, or ``Cancelled`` between files.
    """
    token = token or CancelToken()
    write_whole(folder / "original.png", encode_picture(plain_picture(film, options)), overwrite=options.overwrite)
    for result in analysis.results:
        if heatmaps and result.heatmap is not None:
            token.raise_if_cancelled()
            picture = marked_picture(film, analysis, (result.finding.key,), options)
            path = folder / f"heatmap-{result.finding.key}.png"
            write_whole(path, encode_picture(picture), overwrite=options.overwrite)
    token.raise_if_cancelled()
    shown = options if heatmaps else replace(options, keys=())
    page = report_png(film, analysis, shown)
    write_whole(folder / "report.png", page, overwrite=options.overwrite)
    notes = _write_dicom(folder / DICOM, film, analysis, shown, page, dicom, token) if dicom else ()
    name = None if options.anonymize else film.source.name
    write_whole(folder / MANIFEST, result_json(film, analysis, name=name), overwrite=options.overwrite)
    return notes


def _write_dicom(
    folder: Path,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    page: bytes,
    uids: NewUids,
    token: CancelToken,
) -> tuple[str, ...]:
    from inference.report.dicom_files import write_dicom_files  # highdicom takes a second to import

    return write_dicom_files(folder, film, analysis, options, page=page, uids=uids, token=token)


def only(analysis: Analysis, findings: Sequence[Finding] = FINDINGS) -> Analysis:
    """The analysis with the other findings as not analysed, because nobody asked for them."""
    results = tuple(
        result
        if result.finding in findings
        else replace(
            result,
            state=ScoreState.NOT_ANALYSED,
            probability=None,
            score=None,
            heatmap=None,
            operating_point=None,
            grey_band=None,
            reason=NOT_ASKED,
        )
        for result in analysis.results
    )
    return replace(analysis, results=results)
