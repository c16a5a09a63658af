"""How often a film's worker ended while it had the film."""

from __future__ import annotations

from inference.batch.workers.port import MOST_TRIES, Became, Done, Failure, Task
from inference.core.errors import WorkerDied


class Tries:
    """Counts the ends of workers, film by film; a film that was done is forgotten."""

    def __init__(self) -> None:
        self._ends: dict[str, int] = {}

    def ended_under(self, task: Task) -> Done | None:
        """A worker ended that had this film; its failure where that is once too often."""
        count = self._ends[task.film] = self._ends.get(task.film, 0) + 1
        if count < MOST_TRIES:
            return None
        self.forget(task)
        return Done(task, Became.FAILED, failure=Failure(WorkerDied.__name__))

    def forget(self, task: Task) -> None:
        """The film is done with."""
        self._ends.pop(task.film, None)
