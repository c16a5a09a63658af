"""The objects of films that are sent to a node: results as DICOM, and films or their copies without identity."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from inference.core.cancel import CancelToken
from inference.core.errors import FilmError
from inference.core.ports import Progress, ProgressCallback
from inference.network.sending.queue import Outgoing, SendQueue
from inference.report.deidentify.dataset import deidentified_film
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.files import FILM
from inference.report.output.export import Part
from inference.report.page.options import DicomForm, Observer, PageForm, SeenArea
from viewer.control.export_queue import BatchPorts
from viewer.control.jobs.worker import Work
from viewer.export.batch_export_dialog import BatchExportRequest
from viewer.export.batch_export_job import BatchExportResult, batch_work
from viewer.export.export_job import export_work
from viewer.export.export_request import ExportRequest
from viewer.network.send_dialog import SendRequest
from viewer.state.session import Session

_DICOM = frozenset({Part.DICOM})


@dataclass(slots=True)
class Made:
    """Objects that are ready to be queued, and the films of which none could be made."""

    objects: list[Outgoing] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def drop(self) -> None:
        """Take away the copies: nobody sends them."""
        for one in self.objects:
            if one.copy:
                with suppress(OSError):
                    one.path.unlink(missing_ok=True)


def folder_work(folder: Path) -> Work:
    """The work of finding what an export wrote as DICOM; it goes as it lies."""

    def work(_token: CancelToken, _progress: ProgressCallback) -> Made:
        files = [folder] if folder.is_file() else sorted(folder.rglob("*.dcm"))
        return Made([Outgoing(path.absolute()) for path in files])

    return work


def send_work(
    session: Session,
    asked: SendRequest,
    institution: str,
    dicom: DicomForm,
    form: PageForm,
    area: SeenArea | None = None,
) -> Work:
    """The work of making the objects of the open film, as it is seen; answers with ``Made``.

    Results and film share their UIDs, with the patient's identity or without. ``area`` is what of the film is seen.
    """
    state = session.film
    assert state is not None
    assert state.radiograph is not None
    film = state.radiograph

    def work(token: CancelToken, progress: ProgressCallback) -> Made:
        queue, made = SendQueue(), Made()
        with tempfile.TemporaryDirectory(prefix="thoracam-") as place:
            found: dict[str, bytes] = {}
            if asked.results:
                request = ExportRequest(
                    Path(place) / "results",
                    asked.anonymize,
                    overwrite=False,
                    parts=_DICOM,
                    dicom=dicom,
                    area=area,
                    patient_id=asked.patient_id,
                    patient_name=asked.patient_name,
                )
                export_work(session, request, institution, form)(token, progress)
                found = {path.name: path.read_bytes() for path in sorted(request.path.rglob("*.dcm"))}
            copy = found.pop(FILM, b"")
            if asked.film:
                whole = film.source.read_bytes() if not asked.anonymize else copy
                found[FILM] = whole or deidentified_film(film, NewUids()).data
            made.objects = [queue.keep(data, f"{film.source.name}: {name}") for name, data in found.items()]
        return made

    return work


def many_work(
    session: Session, asked: SendRequest, tools: BatchPorts, observer: Observer, dicom: DicomForm, form: PageForm
) -> Work:
    """The work of making the objects of many films, each in its own window; answers with ``Made``.

    What is not analysed yet is. Films go as they lie, or as copies that share the UIDs of the results.
    """

    def work(token: CancelToken, progress: ProgressCallback) -> Made:
        made = Made()
        try:
            if asked.results:
                run = _batch_of(session, asked, tools, observer, dicom, form)
                _make_results(asked, run, made, token, progress)
            if asked.film and not asked.anonymize:
                made.objects += [Outgoing(path) for path in _dicom_films(session, asked.films)]
            elif asked.film and not asked.results:
                _make_copies(_dicom_films(session, asked.films), tools, made, token, progress)
        except BaseException:
            made.drop()
            raise
        return made

    return work


def results_work(session: Session, films: Sequence[Path], tools: BatchPorts, dicom: DicomForm, form: PageForm) -> Work:
    """The work of analysing films that arrived and making their results; answers with ``Made``.

    With the patient's identity: they go back to where the films are.
    """
    asked = SendRequest("", results=True, film=False, anonymize=False, films=tuple(films))
    return many_work(session, asked, tools, Observer(), dicom, form)


def _batch_of(
    session: Session, asked: SendRequest, tools: BatchPorts, observer: Observer, dicom: DicomForm, form: PageForm
) -> Callable[[Path], Work]:
    """The run that makes the results of the films, into a folder."""

    def run(folder: Path) -> Work:
        request = BatchExportRequest(
            folder,
            (asked.films,),
            frozenset({"dicom"}),
            anonymize=asked.anonymize,
            resume=False,
            jobs=1,
            patient_id=asked.patient_id,
            patient_name=asked.patient_name,
        )
        return batch_work(session, request, tools, observer, dicom, form)

    return run


def _make_results(
    asked: SendRequest, run: Callable[[Path], Work], made: Made, token: CancelToken, progress: ProgressCallback
) -> None:
    queue = SendQueue()
    with tempfile.TemporaryDirectory(prefix="thoracam-") as place:
        folder = Path(place) / "results"
        result = run(folder)(token, progress)
        assert isinstance(result, BatchExportResult)
        made.failed += result.failed
        for path in sorted(folder.glob("*/dicom/*.dcm")):
            if path.name != FILM or (asked.film and asked.anonymize):
                made.objects.append(queue.keep(path.read_bytes(), f"{path.parent.parent.name}: {path.name}"))
                path.unlink()  # at most one object lies there twice


def _dicom_films(session: Session, films: Sequence[Path]) -> list[Path]:
    """Those that are DICOM: a picture cannot be sent as it is."""
    known = {film.path: film.identity for study in session.studies for film in study.films}
    return [path for path in films if path in known and known[path].sop_uid]


def _make_copies(
    films: Sequence[Path], tools: BatchPorts, made: Made, token: CancelToken, progress: ProgressCallback
) -> None:
    """Copies without identity, which share the UIDs of studies and patients that they have in common."""
    queue, uids = SendQueue(), NewUids()
    for number, path in enumerate(films):
        token.raise_if_cancelled()
        progress(Progress(number / len(films), "drawing"))
        try:
            copy = deidentified_film(tools.read(path, token), uids)
        except FilmError:
            made.failed.append(path.name)
            continue
        made.objects.append(queue.keep(copy.data, f"{path.name}: {FILM}"))
