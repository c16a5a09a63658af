"""Reports and pictures on their way out of the program: the work of exporting, printing and copying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.annotations.store import AnnotationStore
from inference.core.ports import Progress
from viewer.control.batch_ports import BatchPorts
from viewer.control.controller_port import ControllerPort
from viewer.control.film_jobs import FilmJobs
from viewer.control.job_registry import Answer, JobRegistry
from viewer.control.worker import Lane, Work
from viewer.state.session import Busy


class ExportQueue:
    """Exports of the open film go one after the other, an export of many films beside whatever else goes on."""

    def __init__(self, host: ControllerPort, jobs: JobRegistry, films: FilmJobs, store: AnnotationStore) -> None:
        self._host, self._jobs, self._films, self._store = host, jobs, films, store
        self._drawing: dict[str, int] = {}
        self._many: tuple[int, str] = (0, "")  # the export of many films: its number and title

    def export(self, title: str, work: Work, done: Answer) -> None:
        """Write a report; ``done`` is told what was written."""
        number = self._jobs.submit(Lane.EXPORT, work, done, self._host.show_failure)
        self._host.wait_for(number, title, "drawing")

    def draw(self, what: str, work: Work, done: Answer) -> None:
        """Draw something small; a newer wish for the same thing replaces one under way."""
        self._jobs.drop(self._drawing.get(what))
        self._drawing[what] = self._jobs.submit(Lane.EXPORT, work, done, self._host.show_failure)

    def export_batch(self, title: str, work: Work, done: Answer) -> None:
        """Export many films; shown as busy whenever nothing else is."""
        self._many = (self._jobs.submit(Lane.MANY, work, done, self._host.show_failure), title)
        self._host.wait_for(*self._many, "waiting")

    def batch_ports(self, pack_hash: Callable[[], str]) -> BatchPorts:
        """What a run over many films needs of this program."""
        return BatchPorts(pack_hash, self._films.engine, self._films.reader.read, self._store.load)

    def show_progress(self, number: int, progress: Progress) -> None:
        """Show how far an export of many films is; any other work is passed over."""
        if number == self._many[0]:
            self._host.become(replace(self._host.session, busy=Busy(*self._many, progress)))
