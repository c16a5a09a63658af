"""The worker's stand-in: does its work when told to, on the test's own thread."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence

from inference.core.cancel import Cancelled, CancelToken
from inference.core.ports import Progress
from viewer.control.jobs.worker import Done, Dropped, Event, Failed, Lane, Progressed, Urgency, Work


class FakeService:
    """Keeps work until ``work_off`` is called; then hands the events on, in the order of the real lanes."""

    def __init__(self) -> None:
        self.handle: Callable[[Event], None] = lambda _event: None
        self._waiting: list[tuple[int, int, Lane, Work, CancelToken]] = []
        self._tokens: dict[int, CancelToken] = {}
        self._count = 0

    def submit(self, lane: Lane, work: Work, urgency: Urgency = Urgency.NOW) -> int:
        self._count += 1
        token = CancelToken()
        self._tokens[self._count] = token
        heapq.heappush(self._waiting, (int(urgency), self._count, lane, work, token))
        return self._count

    def cancel(self, number: int) -> None:
        self._tokens[number].cancel()

    def waiting(self, lane: Lane) -> int:
        """How many pieces of work wait on a lane."""
        return sum(item[2] == lane for item in self._waiting)

    def work_off(self, *lanes: Lane) -> None:
        """Do all waiting work of these lanes (of all lanes by default), newly submitted work too."""
        while (item := self._take(lanes or tuple(Lane))) is not None:
            self.handle(self._event(item[1], item[3], item[4]))

    def start(self, lane: Lane) -> Event:
        """Do the next work of a lane but keep its event back, as if it were still on its way."""
        item = self._take((lane,))
        assert item is not None
        return self._event(item[1], item[3], item[4])

    def _take(self, lanes: Sequence[Lane]) -> tuple[int, int, Lane, Work, CancelToken] | None:
        for item in sorted(self._waiting):
            if item[2] in lanes:
                self._waiting.remove(item)
                return item
        return None

    def _event(self, number: int, work: Work, token: CancelToken) -> Event:
        def progress(value: Progress) -> None:
            self.handle(Progressed(number, value))

        try:
            token.raise_if_cancelled()
            return Done(number, work(token, progress))
        except Cancelled:
            return Dropped(number)
        except Exception as error:  # noqa: BLE001 - as at the real boundary
            return Failed(number, error)
