"""The port between whoever wants an analysis and whoever computes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self

from inference.core.analysis import Analysis, FindingResult
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import Finding


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is: ``done`` in 0..1 and what is happening now, in a few words."""

    done: float
    stage: str


ProgressCallback = Callable[[Progress], None]


def no_progress(_progress: Progress) -> None:
    """Take a progress report and do nothing with it."""


class Engine(Protocol):
    """Scores a film for the findings and says where it looked."""

    def warm_up(self) -> None:
        """Load everything and run once on a blank film, so that the first real film is fast."""

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        """Judge one film.

        Raises ``Cancelled`` when the token is set, ``EmptyFilm`` for constant or NaN pixels, ``PackError`` when the
        pack cannot be used and ``EngineError`` when the run fails.
        """


class InteractiveEngine(Engine, Protocol):
    """What a window asks of an engine beyond one analysis a film."""

    @property
    def notice(self) -> str:
        """A sentence for the user about how the engine had to run; empty when all is as asked."""

    def settle(self, token: CancelToken) -> None:
        """Find out, once a machine and pack, in which number format the networks run fastest and change no decision.

        It takes seconds and counts from the next start on; raises ``Cancelled``, and otherwise as :meth:`analyse`.
        """

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        """The calibrated probability of each finding that is judged, without heatmaps; raises as :meth:`analyse`."""

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        """The results for all that is judged, of a film as it was changed here: nothing is checked, nothing kept.

        Raises as :meth:`analyse`.
        """

    def with_method(self, method: str) -> Self:
        """An engine for another way of making heatmaps; on films analysed lately it needs no forward pass."""

    def override(self) -> Self:
        """An engine that analyses whatever it is given, also what the film check refuses, and records that."""
