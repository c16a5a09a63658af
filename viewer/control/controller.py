"""User intents in, calls out: the parts that a reader's wishes go to, each built with what it needs."""

from __future__ import annotations

from dataclasses import replace

from inference.annotations.store import AnnotationStore, MemoryAnnotationStore
from inference.core.ports import InteractiveEngine
from viewer.control.analysis import AnalysisControl
from viewer.control.annotation_control import AnnotationControl
from viewer.control.assessment_control import AssessmentControl, UnaidedRead
from viewer.control.beside.heat_agreement import HeatAgreement
from viewer.control.beside.similar_films import SimilarFilms
from viewer.control.beside.stability import StabilityControl
from viewer.control.beside.use_log import Record, UseLog
from viewer.control.controller_port import ControllerPort
from viewer.control.export_queue import ExportQueue
from viewer.control.jobs.film_jobs import FilmJobs, Reader
from viewer.control.jobs.job_registry import JobRegistry, Service
from viewer.control.jobs.power import Power
from viewer.control.jobs.thumbnails import Thumbnails
from viewer.control.jobs.worker import Done, Dropped, Event, Failed, Progressed
from viewer.control.layouts.layout_control import LayoutControl
from viewer.control.messages import Messages
from viewer.control.network.network_control import NetworkControl
from viewer.control.objects.object_control import ObjectControl
from viewer.control.opening.opening import Opening
from viewer.control.opening.report_restore import ReportRestore
from viewer.control.ratio_proposal import RatioProposal
from viewer.control.reader_records import ReaderRecords
from viewer.control.report_annotations import ReportAnnotationControl
from viewer.control.session_changes import SessionChanges
from viewer.control.site.ledger_control import LedgerControl
from viewer.control.site.threshold_control import ThresholdControl
from viewer.control.site_films import SiteFilms
from viewer.control.travel import Travel
from viewer.control.view_control import ViewControl
from viewer.control.waiting import Waiting
from viewer.control.worklist_control import WorklistControl
from viewer.state.session import Session


class Controller:
    """Holds no widget: its parts change the session, and ``changes`` tells whoever listens."""

    def __init__(
        self,
        service: Service,
        reader: Reader,
        engine: InteractiveEngine,
        store: AnnotationStore | None = None,
        power: Power | None = None,
        second: InteractiveEngine | None = None,
        record: Record | None = None,
    ) -> None:
        self._jobs = jobs = JobRegistry(service)
        records = ReaderRecords(store or MemoryAnnotationStore(), jobs, lambda error: self.messages.show_failure(error))
        self.changes = changes = SessionChanges(records.completed)
        if second is not None:
            changes.become(replace(changes.session, second_model=False))
        self.messages = messages = Messages(changes)
        self.waiting = Waiting(changes, jobs, messages)
        port = ControllerPort(changes, jobs, FilmJobs(changes, reader, engine, second), messages, self.waiting)
        self.view = ViewControl(changes)
        self.thumbnails = Thumbnails(changes, jobs, reader)
        self.annotations = AnnotationControl(changes, records)
        self.proposal = RatioProposal(changes, jobs, messages, self.annotations)
        self.unaided = UnaidedRead(changes, records)
        self.assessments = AssessmentControl(changes, records, self.unaided)
        self.analysing = AnalysisControl(port, records, power or Power())
        self.heat_agreement = HeatAgreement(changes, self.annotations)
        self.use_log = UseLog(changes, jobs, messages, record)
        self.stability = StabilityControl(port, self.analysing.measures)
        self.layout = LayoutControl(port)
        self.travel = Travel(port, self.analysing, self.layout)
        self.worklist = WorklistControl(changes, self.travel)
        self.report_annotations = ReportAnnotationControl(changes, self.annotations)
        reports = ReportRestore(port, self.view, self.travel, self.report_annotations, self.analysing)
        self.opening = Opening(port, self.travel, self.analysing, self.view, reports)
        self.exports = ExportQueue(port, records.store)
        self.similar = SimilarFilms(port, records.store)
        self.network = NetworkControl(port, self.opening)
        self.ledger, self.thresholds = LedgerControl(port), ThresholdControl(port)
        self.site_films = SiteFilms(port)
        self.objects = ObjectControl(port)

    @property
    def session(self) -> Session:
        """What is open now."""
        return self.changes.session

    def handle(self, event: Event) -> None:
        """Take an event of the service; answers nobody waits for any more are dropped."""
        with self.changes.in_turns():
            match event:
                case Progressed(number, progress):
                    self.waiting.show_progress(number, progress)
                case Done(number) | Failed(number) | Dropped(number):
                    self.waiting.end(number)
                    self._jobs.answer(event)
