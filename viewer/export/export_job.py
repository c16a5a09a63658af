"""What the window hands to the report writers: the open film as it is shown, or as it opens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, of_patient
from inference.core.ports import ProgressCallback
from inference.core.prior import comparable
from inference.core.reader_annotations import ReaderAnnotations, without_annotations, without_free_text, without_hidden
from inference.files.names import film_name, next_number
from inference.imaging.spatial_transform import UPRIGHT
from inference.report.output.export import Written, write_export
from inference.report.output.pictures import shown_picture
from inference.report.page.display_list import LIGHT
from inference.report.page.film.preview import report_preview
from inference.report.page.film.real_size import real_size_pages
from inference.report.page.film.report import film_report
from inference.report.page.options import (
    PLAIN_PAGE,
    Observer,
    PageForm,
    PriorResults,
    ReportOptions,
    ViewportGrayscale,
)
from inference.report.page.rasterize import rasterize
from viewer.control.jobs.worker import Work
from viewer.export.export_request import ExportRequest
from viewer.export.report_preview import WIDTH
from viewer.state.prior_matching import prior_of
from viewer.state.session import Session

Pixels = NDArray[np.uint8]


def report_names(film: Radiograph, folder: Path) -> dict[bool, str]:
    """Proposed file names without ending, by whether the export is anonymised: a running number of the folder then."""
    return {True: f"film-{next_number(folder, 'film'):04}-report", False: f"{film_name(film, anonymize=False)}-report"}


def export_work(session: Session, request: ExportRequest, institution: str = "", form: PageForm = PLAIN_PAGE) -> Work:
    """The work of writing what was asked for of the open film; answers with what was written."""
    film, analysis = _open_film(session, annotations=request.annotations_shown, anonymize=request.anonymize)
    film = of_patient(film, request.patient_id, request.patient_name)
    options = replace(options_of(session, request, institution), dicom=request.dicom, form=form)

    def work(token: CancelToken, progress: ProgressCallback) -> Written:
        return write_export(request.path, film, analysis, options, request.parts, token=token, progress=progress)

    return work


def preview_work(session: Session, request: ExportRequest, institution: str = "", form: PageForm = PLAIN_PAGE) -> Work:
    """The work of drawing a small report page; answers with RGB uint8."""
    film, analysis = _open_film(session, annotations=request.annotations_shown, anonymize=request.anonymize)
    film = of_patient(film, request.patient_id, request.patient_name)
    options = replace(options_of(session, request, institution), form=form)

    def work(token: CancelToken, _progress: ProgressCallback) -> Pixels:
        token.raise_if_cancelled()
        return report_preview(film, analysis, options, 3 * WIDTH)

    return work


def print_work(
    session: Session, institution: str = "", form: PageForm = PLAIN_PAGE, *, annotations_shown: bool, anonymize: bool
) -> Work:
    """The work of drawing the pages of a report on white paper; answers with a tuple of RGB uint8."""
    film, analysis = _open_film(session, annotations=annotations_shown, anonymize=anonymize)
    options = replace(options_of(session, None, institution, anonymize=anonymize), form=form)

    def work(token: CancelToken, _progress: ProgressCallback) -> tuple[Pixels, ...]:
        token.raise_if_cancelled()
        pages = film_report(film, analysis, options).pages
        return tuple(np.asarray(rasterize(page, LIGHT), dtype=np.uint8) for page in pages)

    return work


def print_film_work(session: Session, form: PageForm, *, annotations_shown: bool, anonymize: bool) -> Work:
    """The work of drawing the open film in real size; answers with a tuple of RGB uint8, a sheet each."""
    state = session.film
    assert state is not None
    assert state.radiograph is not None
    film, reader = state.radiograph, _as_seen(session, annotations=annotations_shown, anonymize=anonymize)
    options = replace(options_of(session, None, anonymize=anonymize), form=form)

    def work(token: CancelToken, _progress: ProgressCallback) -> tuple[Pixels, ...]:
        token.raise_if_cancelled()
        pages = real_size_pages(film, options, reader)
        return tuple(np.asarray(rasterize(page, LIGHT), dtype=np.uint8) for page in pages)

    return work


def copy_work(session: Session, *, annotations_shown: bool, anonymize: bool) -> Work:
    """The work of drawing the film as it is shown, with overlays and annotations; answers with RGB uint8.

    Without identity the annotations lose what the reader wrote.
    """
    state = session.shown_film
    assert state is not None
    assert state.radiograph is not None
    film, analysis, options = state.radiograph, state.analysis, options_of(session, None, anonymize=anonymize)
    reader = _as_seen(session, annotations=annotations_shown, anonymize=anonymize)

    def work(token: CancelToken, _progress: ProgressCallback) -> Pixels:
        token.raise_if_cancelled()
        return shown_picture(film, analysis, options, reader)

    return work


def options_of(
    session: Session, request: ExportRequest | None, institution: str = "", *, anonymize: bool = True
) -> ReportOptions:
    """How the film is drawn: as seen, unless the request says otherwise."""
    overlay, presentation = session.overlay, session.presentation
    as_seen = request is None or request.as_seen
    return ReportOptions(
        keys=overlay.drawn if as_seen else None,
        opacity=overlay.opacity,
        colormap=overlay.colormap,
        outlined=overlay.outlined and as_seen,
        voi=presentation.voi if as_seen else None,
        invert=presentation.invert and as_seen,
        unlinked=ViewportGrayscale(presentation.unlinked.voi, presentation.unlinked.invert)
        if as_seen and presentation.unlinked is not None
        else None,
        transform=presentation.transform if as_seen else UPRIGHT,
        area=request.area if request is not None and as_seen else None,
        annotated=request is not None and request.as_seen and request.annotations_shown,
        all_overlays=request is not None and request.all_overlays,
        anonymize=anonymize if request is None else request.anonymize,
        overwrite=request is not None and request.overwrite,
        institution=institution,
        observer=Observer() if request is None else Observer(request.reader, institution, signed=request.signed),
        prior=_prior(session),
    )


def _prior(session: Session) -> PriorResults | None:
    """What the same model said of the prior of the open film, where it is there."""
    now, path = session.shown_film, prior_of(session)
    before = None if path is None else session.films[path]
    if now is None or now.analysis is None or before is None or before.analysis is None:
        return None
    if not comparable(now.analysis, before.analysis):
        return None
    return PriorResults(before.entry.identity.study_date, before.analysis)


def _open_film(session: Session, *, annotations: bool, anonymize: bool) -> tuple[Radiograph, Analysis]:
    """The film and its analysis with the reader's word."""
    state = session.shown_film
    assert state is not None
    assert state.radiograph is not None
    assert state.analysis is not None
    reader = _as_seen(session, annotations=annotations, anonymize=anonymize)
    return state.radiograph, replace(state.analysis, reader=None if reader.empty else reader)


def _as_seen(session: Session, *, annotations: bool, anonymize: bool) -> ReaderAnnotations:
    """What the reader left and did not hide; all that was written is gone where identity is left out.

    ``annotations``: they are on the screen, not switched off.
    """
    seen = without_hidden(session.reading) if annotations else without_annotations(session.reading)
    return without_free_text(seen) if anonymize else seen
