"""What the window hands to a run over many films: the engine, the reader's word on each, and how the run goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from inference.batch.batch_run import BatchRun
from inference.batch.run_lock import held
from inference.batch.run_options import BatchOptions, FinalPart
from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.errors import AnnotationsError
from inference.core.film import Identity, Radiograph, of_patient
from inference.core.ports import Progress, ProgressCallback
from inference.core.reader_annotations import ReaderAnnotations, without_annotations, without_free_text, without_hidden
from inference.report.deidentify.uids import NewUids
from inference.report.output.film_folder import FolderParts, asked_for, wish_for, wish_for_page
from inference.report.page.options import PLAIN_DICOM, PLAIN_PAGE, DicomForm, Observer, PageForm, ReportOptions
from inference.text.messages import message_for
from viewer.control.export_queue import BatchPorts
from viewer.control.jobs.worker import Work
from viewer.export.batch_export_dialog import BatchExportRequest, StudyChoice
from viewer.state.session import Session
from viewer.state.worklist_order import patient_title


@dataclass(slots=True)
class BatchExportResult:
    """What became of a run: the films that could not be done, and sentences about what a person must look at.

    ``films``: how many were done, where they came by themselves.
    """

    folder: Path
    films: int = 0
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def study_choices(session: Session) -> tuple[StudyChoice, ...]:
    """The studies that are listed; all are chosen at first."""
    shown = set(session.order)
    found = []
    for study in session.studies:
        films = tuple(entry.path for entry in study.films if entry.path in shown)
        who = patient_title(study).replace("\n", "  ")
        if films:
            title = study.title if session.corners != "full" or not who else f"{who}  ·  {study.title}"
            picture = not study.films[0].identity.sop_uid
            found.append(StudyChoice(title, films, chosen=True, picture=picture))
    return tuple(found)


def batch_work(
    session: Session,
    request: BatchExportRequest,
    tools: BatchPorts,
    observer: Observer,
    dicom: DicomForm = PLAIN_DICOM,
    form: PageForm = PLAIN_PAGE,
) -> Work:
    """The work of exporting films, read by this observer; answers with ``BatchExportResult``."""

    def work(token: CancelToken, progress: ProgressCallback) -> BatchExportResult:
        told = _Told(BatchExportResult(request.folder), progress)
        paths = tuple(path for study in request.studies for path in study)
        judge = _Judge(session, tools, token, told, request)
        run = BatchRun(_options(session, request, observer, dicom, form), paths, judge, told)
        with held(request.folder):
            run.run(lambda path: _read(tools, request, path, token), token=token)
            if "media" in request.parts:
                _write_media(request, paths, told)
        return told.written

    return work


def arrived_work(
    session: Session,
    request: BatchExportRequest,
    tools: BatchPorts,
    observer: Observer,
    dicom: DicomForm = PLAIN_DICOM,
    form: PageForm = PLAIN_PAGE,
) -> Work:
    """The work of writing the results of files that came, beside those of earlier ones; answers with the same.

    ``request.studies`` are the files, listed or not yet: what is no film is passed over.
    """

    def work(token: CancelToken, progress: ProgressCallback) -> BatchExportResult:
        from inference.reading.files.scan import worth_telling  # with the DICOM library

        told = _Told(BatchExportResult(request.folder), progress)
        found = tools.scan([path for study in request.studies for path in study], token)
        films = {film.path: film.identity for study in found.studies for film in study.films}
        spoilt = [error for error in found.skipped if worth_telling(error)]
        if films or spoilt:
            options = replace(_options(session, request, observer, dicom, form), who=films, beside=True)
            run = BatchRun(options, tuple(films), _Judge(session, tools, token, told, request), told)
            for place, error in enumerate(spoilt, start=len(films)):
                run.fail(place, error.path, error)
            with held(request.folder):
                run.run(lambda path: _read(tools, request, path, token), token=token)
            told.written.films = len(films) + len(spoilt) - run.failures
        return told.written

    return work


def _write_media(request: BatchExportRequest, paths: Sequence[Path], told: _Told) -> None:
    """Put what was written as DICOM and, with identity, the films on media of their own beside the films' folders."""
    from inference.report.dicom.media import write_media  # DICOM writers take a second to import

    written = sorted(request.folder.glob("*/dicom/*.dcm"))
    films = [] if request.anonymize else list(paths)

    def share(done: float) -> None:
        told.finish(FinalPart.MEDIA, round(100 * done), 100)

    made = write_media(request.folder / "media", [*films, *written], overwrite=True, told=share)
    for sentence in made.notes:
        told.note("", sentence)


def _read(tools: BatchPorts, request: BatchExportRequest, path: Path, token: CancelToken) -> Radiograph:
    """Read a film; a picture is of the patient that the user named."""
    return of_patient(tools.read(path, token), request.patient_id, request.patient_name)


def _options(
    session: Session, request: BatchExportRequest, observer: Observer, dicom: DicomForm, form: PageForm
) -> BatchOptions:
    wanted = request.parts | ({"dicom"} if "media" in request.parts else set())
    report = ReportOptions(
        all_overlays="all_overlays" in wanted,
        anonymize=request.anonymize,
        overwrite=request.overwrite or request.resume,
        institution=observer.organization,
        observer=observer,
        dicom=dicom,
        form=form,
    )
    parts = FolderParts(
        pictures="overlays" in wanted,
        pages=request.only != "results",
        original="originals" in wanted,
        heat="heat" in wanted,
        pdf="pdf" in wanted,
        fhir="fhir" in wanted,
        dicom=NewUids() if "dicom" in wanted else None,
        asked=asked_for(
            {
                "method": session.method,
                "observer": repr(observer),
                **wish_for(dicom, dicom="dicom" in wanted),
                **wish_for_page(form),
                **_patient(request),
                **({"overlays": "all"} if "all_overlays" in wanted else {}),
            }
        ),
    )
    return BatchOptions(
        request.folder,
        report,
        parts,
        resume=request.resume,
        jobs=request.jobs,
        tables=request.only != "reports",
        who=_who(session, request),
        summary="summary" in wanted,
        studies=request.studies if "studies" in wanted else (),
        known=_known(session),
    )


def _known(session: Session) -> dict[Path, Analysis]:
    """What the window has of films, which may be priors of those that leave."""
    return {path: state.analysis for path, state in session.films.items() if state.analysis is not None}


def _who(session: Session, request: BatchExportRequest) -> dict[Path, Identity]:
    """Whose the films are, as far as their headers say it or the user did, who speaks for pictures alone."""
    named = Identity(patient_id=request.patient_id, patient_name=request.patient_name)
    known = {film.path: film.identity for study in session.studies for film in study.films}
    return {path: who if who.sop_uid else named for path, who in known.items()}


def _patient(request: BatchExportRequest) -> dict[str, object]:
    named = request.patient_id or request.patient_name
    return {"patient": [request.patient_id, request.patient_name]} if named else {}


class _Judge:
    """What the window knows of a film already, else the engine; with the reader's word on it."""

    def __init__(
        self, session: Session, tools: BatchPorts, token: CancelToken, told: _Told, request: BatchExportRequest
    ) -> None:
        self._session, self._tools, self._token, self._request = session, tools, token, request
        self._told = told
        known = [state.analysis for state in session.films.values() if state.analysis is not None]
        self._known = {analysis.film_hash: analysis for analysis in known}

    @property
    def pack_hash(self) -> str:
        """The pack in use."""
        known = next(iter(self._known.values()), None)
        return known.provenance.pack_hash if known is not None else self._tools.pack_hash()

    def prepare(self, _film: Radiograph) -> None:
        """Nothing runs ahead: the engine serves the open film too."""

    def analyse(self, film: Radiograph) -> Analysis:
        """Judge one film, or take what was seen in the window."""
        analysis = self._known.get(film.film_hash)
        if analysis is None or (self._session.method and analysis.provenance.method != self._session.method):
            analysis = self._tools.engine.analyse(film, token=self._token)
        return analysis

    def reader(self, film: Radiograph) -> ReaderAnnotations | None:
        """What the reader said and drew on a film as far as it is seen, without words where identity is left out."""
        reader = self._session.readings.get(film.film_hash) or self._stored(film.film_hash)
        reader = without_hidden(reader) if self._request.annotations_shown else without_annotations(reader)
        reader = without_free_text(reader) if self._request.anonymize else reader
        return None if reader.empty else reader

    def _stored(self, film_hash: str) -> ReaderAnnotations:
        try:
            return self._tools.known(film_hash)
        except AnnotationsError as error:
            self._told.note("", message_for(error).text)
            return ReaderAnnotations()


@dataclass(slots=True)
class _Told:
    """Remembers how the run goes, and shows how far it is."""

    written: BatchExportResult
    progress: ProgressCallback

    def failed(self, path: Path, _error: Exception) -> None:
        """A film could not be done."""
        self.written.failed.append(path.name)

    def note(self, _name: str, sentence: str) -> None:
        """Somebody must look at something; the same for many films is said once."""
        if sentence not in self.written.notes:
            self.written.notes.append(sentence)

    def step(self, done: int, total: int, name: str) -> None:
        """So many films are done."""
        self.progress(Progress(done / max(total, 1), f"{done} / {total}"))

    def at_work(self, done: int, total: int, what: str) -> None:
        """So many films are done, and this is at hand."""
        self.progress(Progress(done / max(total, 1), f"{done} / {total}  \u00b7  {what}"))

    def finish(self, part: FinalPart, done: int, total: int) -> None:
        """What is written of several films is so far."""
        self.progress(Progress(done / max(total, 1), part.value))
