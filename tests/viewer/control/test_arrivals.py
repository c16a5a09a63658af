"""Films that arrive join the worklist beside what the reader does, and never in its way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from inference.core.cancel import CancelToken
from inference.core.errors import UsageError
from inference.reading import ScanResult
from tests.fakes import FakeReader, film
from tests.viewer.control.desk import A, B, C, Desk, Films
from viewer.control.jobs.worker import Lane
from viewer.control.network.arrivals import Arrived


class Brought:
    """A source at which films arrive once; then it is over."""

    def __init__(self, *paths: Path) -> None:
        self._left = [Arrived(paths)]

    def wait(self, token: CancelToken) -> Arrived:
        if not self._left:
            raise UsageError("it is over")
        return self._left.pop()

    def close(self) -> None:
        """Nothing is held."""


class Reader(FakeReader):
    """Notes what it was asked to look at; ``beside`` is another, where there is one."""

    def __init__(self, films: Films, beside: Self | None = None) -> None:
        super().__init__(films)
        self._beside, self.scanned = beside, list[Sequence[Path]]()

    @property
    def beside(self) -> Self:
        return self._beside or self

    def scan(self, paths: Sequence[Path], token: CancelToken) -> ScanResult:
        self.scanned.append(paths)
        return super().scan(paths, token)


def test_films_that_arrive_are_listed_while_a_film_that_takes_long_is_read() -> None:
    desk = Desk()
    desk.controller.opening.open_paths((A,))
    desk.service.start(Lane.READ)  # and its answer is long in coming
    desk.controller.network.receiver.start(Brought(B, C))
    desk.service.work_off(Lane.RECEIVE)
    assert list(desk.controller.session.films) == [B, C]


def test_films_that_arrive_are_looked_at_by_the_process_that_nobody_waits_for() -> None:
    films: Films = {B: film("b")}
    beside = Reader(films)
    reader = Reader(films, beside)
    desk = Desk(reader=reader)
    desk.controller.network.watch.start(Brought(B))
    desk.service.work_off(Lane.WATCH)
    assert list(desk.controller.session.films) == [B]
    assert (beside.scanned, reader.scanned) == ([(B,)], [])


def test_what_the_reader_searches_for_stays_while_films_arrive() -> None:
    desk = Desk()
    desk.controller.opening.open_paths((A,))
    desk.service.work_off(Lane.READ)
    desk.controller.worklist.search("a.dcm")
    desk.controller.network.receiver.start(Brought(B))
    desk.service.work_off(Lane.RECEIVE)
    session = desk.controller.session
    assert (session.worklist.search, session.order, set(session.films)) == ("a.dcm", (A,), {A, B})
