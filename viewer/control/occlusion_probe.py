"""Occlusion by hand, without a widget: one request is under way, the newest one waits, all between are dropped."""

from __future__ import annotations

from collections.abc import Callable

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.ports import InteractiveEngine, ProgressCallback
from inference.engine.occlusion import Occlusion, Patch, occlude
from viewer.control.jobs.job_registry import JobRegistry
from viewer.control.jobs.worker import Lane


class OcclusionProbe:
    """Asks the engine about patches of one film; ``show`` is told of each answer, None when it has ended."""

    def __init__(
        self, jobs: JobRegistry, show: Callable[[Occlusion | None], None], fail: Callable[[object], None]
    ) -> None:
        self._jobs, self._show, self._fail = jobs, show, fail
        self._number: int | None = None
        self._waiting: tuple[InteractiveEngine, Radiograph, Patch] | None = None
        self.active = False

    def at(self, engine: InteractiveEngine, film: Radiograph, patch: Patch) -> None:
        """Ask about a patch, now or as soon as the answer under way is there."""
        self.active = True
        self._waiting = (engine, film, patch)
        self._ask()

    def end(self) -> None:
        """Forget what is asked; a late answer is not shown."""
        self._jobs.drop(self._number)
        self._number = self._waiting = None
        if self.active:
            self.active = False
            self._show(None)

    def _ask(self) -> None:
        if self._number is not None or self._waiting is None:
            return
        engine, film, patch = self._waiting
        self._waiting = None

        def work(token: CancelToken, _progress: ProgressCallback) -> Occlusion:
            return occlude(engine, film, patch, token)

        self._number = self._jobs.submit(Lane.ANALYSE, work, self._answered, self._failed)

    def _answered(self, value: object) -> None:
        assert isinstance(value, Occlusion)
        self._number = None
        self._show(value)
        self._ask()

    def _failed(self, error: object) -> None:
        self.end()
        self._fail(error)
