"""The objects of the open film that are sent to a node: results as DICOM, and the film or its copy without identity."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.report.deidentify.dataset import deidentified_film
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.files import FILM
from inference.report.output.export import Part
from inference.report.page.options import DicomForm, Observer, PageForm, SeenArea
from viewer.control.export_queue import BatchPorts
from viewer.control.jobs.worker import Work
from viewer.export.batch_export_dialog import BatchExportRequest
from viewer.export.batch_export_job import batch_work
from viewer.export.export_job import export_work
from viewer.export.export_request import ExportRequest
from viewer.network.send_dialog import SendRequest
from viewer.state.session import Session


def send_work(
    session: Session,
    asked: SendRequest,
    institution: str,
    dicom: DicomForm,
    form: PageForm,
    area: SeenArea | None = None,
) -> Work:
    """The work of making the objects; answers with a list of whole DICOM files as bytes.

    Results and film share their UIDs, with the patient's identity or without. ``area`` is what of the film is seen.
    """
    state = session.film
    assert state is not None
    assert state.radiograph is not None
    film = state.radiograph

    def work(token: CancelToken, progress: ProgressCallback) -> list[bytes]:
        with tempfile.TemporaryDirectory(prefix="thoracam-") as place:
            made: dict[str, bytes] = {}
            if asked.results:
                where = Path(place) / "results"
                request = ExportRequest(where, asked.anonymize, overwrite=False, parts=_DICOM, dicom=dicom, area=area)
                export_work(session, request, institution, form)(token, progress)
                made = {path.name: path.read_bytes() for path in sorted(request.path.rglob("*.dcm"))}
            copy = made.pop(FILM, b"")
            if not asked.film:
                return list(made.values())
            if not asked.anonymize:
                copy = film.source.read_bytes()
            return [*made.values(), copy or deidentified_film(film, NewUids()).data]

    return work


def results_work(session: Session, films: Sequence[Path], tools: BatchPorts, dicom: DicomForm, form: PageForm) -> Work:
    """The work of analysing films that arrived and making their results; answers with DICOM files as bytes.

    With the patient's identity: they go back to where the films are.
    """

    def work(token: CancelToken, progress: ProgressCallback) -> list[bytes]:
        with tempfile.TemporaryDirectory(prefix="thoracam-") as place:
            folder = Path(place) / "results"
            parts = frozenset({"dicom"})
            asked = BatchExportRequest(folder, (tuple(films),), parts, anonymize=False, resume=False, jobs=1)
            batch_work(session, asked, tools, Observer(), dicom, form)(token, progress)
            return [path.read_bytes() for path in sorted(folder.glob("*/dicom/*.dcm")) if path.name != FILM]

    return work


_DICOM = frozenset({Part.DICOM})
