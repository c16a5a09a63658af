"""What the window hands to the report writer: the open film as it is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inference.cancel import CancelToken
from inference.engine import Progress, ProgressCallback
from inference.reader_marks import without_words
from inference.report.names import report_name
from inference.report.png import ReportOptions, write_report
from inference.types import Radiograph
from viewer.export_dialog import ExportRequest
from viewer.session import Session
from viewer.worker import Work


def report_names(film: Radiograph) -> dict[bool, str]:
    """Proposed file names, by whether the report is anonymised."""
    return {choice: f"{report_name(film, anonymize=choice)}.png" for choice in (True, False)}


def report_work(session: Session, request: ExportRequest, institution: str = "") -> Work:
    """The work of writing the open film's report as it is shown; answers with its path."""
    state = session.film
    assert state is not None
    assert state.radiograph is not None
    assert state.analysis is not None
    film, overlay, look = state.radiograph, session.overlay, session.look
    reader = without_words(session.reading) if request.anonymize else session.reading
    analysis = replace(state.analysis, reader=None if reader.empty else reader)
    options = ReportOptions(
        keys=overlay.drawn or None,
        opacity=overlay.opacity,
        colormap=overlay.colormap,
        voi=look.voi,
        invert=look.invert,
        anonymize=request.anonymize,
        overwrite=request.overwrite,
        institution=institution,
    )

    def work(token: CancelToken, progress: ProgressCallback) -> Path:
        token.raise_if_cancelled()
        progress(Progress(0.3, "drawing the report"))
        return write_report(request.path, film, analysis, options, token=token)

    return work
