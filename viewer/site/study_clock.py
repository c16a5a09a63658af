"""The clock before a film: it runs while the film is seen, and counts apart how long the window was behind another."""

from __future__ import annotations

from collections.abc import Callable


class ActiveClock:
    """Seconds by a monotonic ``time``; stands still until it is started."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._seconds = self._away = 0.0
        self._running_since: float | None = None
        self._away_since: float | None = None

    def take(self, seconds: float, away: float) -> None:
        """Stand still at these figures, as they were kept."""
        self._seconds, self._away = seconds, away
        self._running_since = self._away_since = None

    def run(self) -> None:
        """The film is seen."""
        self._gather()
        self._running_since = self._time()

    def stop(self, *, away: bool = False) -> None:
        """The film is not seen; ``away``: because the window is behind another."""
        self._gather()
        self._away_since = self._time() if away else None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._running_since is not None

    @property
    def seconds(self) -> float:
        """How long the film was seen."""
        return self._seconds + (0.0 if self._running_since is None else self._time() - self._running_since)

    @property
    def away(self) -> float:
        """How long the window was behind another."""
        return self._away + (0.0 if self._away_since is None else self._time() - self._away_since)

    def _gather(self) -> None:
        self._seconds, self._away = self.seconds, self.away
        self._running_since = self._away_since = None
