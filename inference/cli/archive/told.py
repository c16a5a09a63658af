"""What a run over an archive says while it goes on, and of its cost at the end."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import suppress

from inference.batch.archive.record import Counts
from inference.batch.workers.film_line import STAGES
from inference.batch.workers.port import Done, Failure
from inference.cli.commands.terminal import show_progress, warn
from inference.core.errors import ThoraCamError

LINE_SECONDS = 60.0  # between two lines where nobody looks at a bar
_WINDOW = 60.0  # seconds over which films a second are counted
_DRAWN = 0.2  # seconds between two drawings of the bar
_MOST_SAID = 20  # failures of a kind, and notes, that are said one by one; tables have all of them


class Told:
    """Says on standard error how many films are done, how fast, how long it will take, and what fails."""

    def __init__(self, total: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._total: int | None = None
        self._counted = threading.Thread(target=self._count, args=(total,), name="thoracam-count", daemon=True)
        self._started = self._drawn = self._line = clock()
        self._recent: deque[tuple[float, int]] = deque([(self._started, 0)])
        self._said: Counter[str] = Counter()
        self.cost: Counter[str] = Counter()
        self.films = 0

    def count(self) -> None:
        """Count the films of the list beside the run."""
        self._counted.start()

    def close(self) -> None:
        """Wait for the count, which is over when the run is, or soon after."""
        self._counted.join()

    def failed(self, film: str, failure: Failure) -> None:
        """Say what went wrong with a film; of many of a kind the first ones."""
        self._say(failure.kind, f"{film}: {failure.sentence}")

    def note(self, film: str, sentence: str) -> None:
        """Say what somebody must look at."""
        self._say("notes", f"{film}: {sentence}")

    def took(self, done: Done) -> None:
        """Add up what films cost."""
        if done.rows:
            self.films += 1
            self.cost.update(done.seconds)

    def step(self, counts: Counts) -> None:
        """Draw the bar, or now and then a line."""
        now = self._clock()
        self._recent.append((now, _at(counts)))
        while len(self._recent) > 2 and now - self._recent[0][0] > _WINDOW:
            self._recent.popleft()
        if sys.stderr.isatty():
            if now - self._drawn > _DRAWN:
                self._drawn = now
                show_progress(_at(counts) + counts.done_before, self._total or 0, self.sentence(counts))
        elif now - self._line > LINE_SECONDS:
            self._line = now
            warn(self.sentence(counts))

    def sentence(self, counts: Counts) -> str:
        """How it goes, in a line."""
        (first, before), (last, now) = self._recent[0], self._recent[-1]
        rate = (now - before) / (last - first) if last > first else 0.0
        parts = [f"{_at(counts):,} films", f"{rate:.2f} a second"]
        if self._total is not None and rate:
            parts.append(f"{_hours((self._total - counts.done_before - _at(counts)) / rate)} left")
        if counts.kinds:
            kinds = ", ".join(f"{kind} {count}" for kind, count in counts.kinds.most_common())
            parts.append(f"{counts.failed} failed ({kinds})")
        return ", ".join(parts)

    def _say(self, kind: str, sentence: str) -> None:
        self._said[kind] += 1
        if self._said[kind] <= _MOST_SAID:
            warn(sentence)
        if self._said[kind] == _MOST_SAID:
            warn(f"Further ones of this kind ({kind}) are not said here.")

    def _count(self, total: Callable[[], int]) -> None:
        with suppress(ThoraCamError, OSError):  # the run says what is wrong with the list
            self._total = total()


def _at(counts: Counts) -> int:
    return counts.done + counts.failed + counts.passed_over


def _hours(seconds: float) -> str:
    minutes = max(round(seconds / 60), 0)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def cost_table(cost: Mapping[str, float], films: int, seconds: float, processor: float | None) -> str:
    """What a film cost on the average: by stage, by the clock of whoever did it, and processor time of all."""
    if not films:
        return "No film was done, so there is nothing to say of their cost.\n"
    rows = [("stage", "ms a film")] + [(stage, f"{1000 * cost.get(stage, 0.0) / films:.1f}") for stage in STAGES]
    rows.append(("whole run", f"{1000 * seconds / films:.1f}"))
    if processor is not None:
        rows.append(("processor time", f"{1000 * processor / films:.1f}"))
    width = max(len(name) for name, _ in rows)
    return "".join(f"{name:<{width}}  {value:>9}\n" for name, value in rows)
