"""Reports and pictures on their way out of the program: the work of exporting, printing and copying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.engine import Progress
from inference.reader_store import ReaderStore
from viewer.film_work import FilmWork
from viewer.host import Host
from viewer.jobs import Answer, Jobs
from viewer.many_tools import Tools
from viewer.session import Busy
from viewer.worker import Lane, Work


class Exports:
    """Exports of the open film go one after the other, an export of many films beside whatever else goes on."""

    def __init__(self, host: Host, jobs: Jobs, films: FilmWork, store: ReaderStore) -> None:
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

    def export_many(self, title: str, work: Work, done: Answer) -> None:
        """Export many films; shown as busy whenever nothing else is."""
        self._many = (self._jobs.submit(Lane.MANY, work, done, self._host.show_failure), title)
        self._host.wait_for(*self._many, "waiting")

    def many_tools(self, pack_hash: Callable[[], str]) -> Tools:
        """What a run over many films needs of this program."""
        return Tools(pack_hash, self._films.engine, self._films.reader.read, self._store.load)

    def show_progress(self, number: int, progress: Progress) -> None:
        """Show how far an export of many films is; any other work is passed over."""
        if number == self._many[0]:
            self._host.become(replace(self._host.session, busy=Busy(*self._many, progress)))
