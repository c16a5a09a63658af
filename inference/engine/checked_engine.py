"""An engine that looks first whether a film is one that the model may judge."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import Self

from inference.core.analysis import Analysis, FindingResult
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import Finding
from inference.core.ports import ProgressCallback, no_progress
from inference.engine.anatomy.heart_width import SIDE, proposed_ratio
from inference.engine.ensemble import EnsembleEngine
from inference.engine.evidence_location import EvidenceLocator
from inference.engine.film_check import FilmCheckOutcome, check_film
from inference.engine.pack_engine import PackEngine
from inference.engine.results import refusal
from inference.imaging.display_pipeline import small_display
from inference.imaging.model_input import check_film_content, placement
from inference.model_pack import ModelPack
from inference.text.wording import INCOMPLETE


class CheckedEngine:
    """Judges what passes the film check; a refused film comes back with every finding not analysed, and why.

    Of each finding that is called it also says how much of its evidence lies where the finding cannot be, and of the
    film a cardiothoracic ratio for a reader to look at.
    """

    def __init__(self, engine: PackEngine | EnsembleEngine, notice: str = "") -> None:
        self._engine, self._notice = engine, notice
        self._override = False
        self._locator = EvidenceLocator()

    @property
    def pack(self) -> ModelPack:
        """The pack in use."""
        return self._engine.pack

    @property
    def notice(self) -> str:
        """A sentence about how the engine had to run, or what the pack cannot give; empty when all is as asked."""
        return self._engine.notice or self._notice

    @property
    def cached_bytes(self) -> int:
        """How much is kept of recent films."""
        return self._engine.cached_bytes

    def warm_up(self) -> None:
        """Load everything and run once on a blank input."""
        self._engine.warm_up()

    def settle(self, token: CancelToken) -> None:
        """Find out in which number format the networks run fastest without changing a decision."""
        self._engine.settle(token)

    def prepare(self, radiograph: Radiograph) -> None:
        """Make a film's input ahead of its analysis."""
        if radiograph.truncated is None:
            self._engine.prepare(radiograph)

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        """The probabilities alone; of parts of a film too, so nothing is checked here."""
        return self._engine.probabilities(radiograph, token)

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        """The results of a film as it was changed here; nothing is checked."""
        return self._engine.results(radiograph, token)

    def with_method(self, method: str) -> Self:
        """An engine for another way of making heatmaps."""
        other = copy(self)
        other._engine = self._engine.with_method(method)  # noqa: SLF001 - its own class
        return other

    def override(self) -> Self:
        """An engine that analyses also what the check refuses, and records that."""
        other = copy(self)
        other._override = True  # noqa: SLF001 - its own class
        return other

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        """Judge one film, or say why not; truncated pixel data are never judged. Raises as ``Engine.analyse``."""
        if radiograph.truncated is not None:
            return self._refusal(radiograph, INCOMPLETE)
        check_film_content(radiograph)
        check = check_film(radiograph)
        refused = check.outcome is FilmCheckOutcome.REFUSE
        if refused and not self._override:
            return replace(self._refusal(radiograph, " ".join(check.reasons)), check=check)
        analysis = self._engine.analyse(radiograph, token=token, progress=progress)
        if not refused:  # on what may be no upright chest film, lungs are no measure
            located = self._locator.located(analysis, radiograph)
            analysis = replace(located, ctr_proposed=proposed_ratio(small_display(radiograph, SIDE)))
        return replace(analysis, check=check, override=refused)

    def _refusal(self, film: Radiograph, reason: str) -> Analysis:
        place = placement(film.shape, self.pack.input, film.pixel_aspect)
        return refusal(self.pack, film, place, reason, self._engine.method)
