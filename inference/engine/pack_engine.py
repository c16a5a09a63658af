"""The engine: a pack's networks on this machine, from film to analysis."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, Familiarity, FindingResult, Method, Placement
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import Finding
from inference.core.ports import Progress, ProgressCallback, no_progress
from inference.engine.activations import FORWARD_SHARE, ActivationsAndGradients
from inference.engine.byte_cache import DEFAULT_BYTES
from inference.engine.familiarity import familiarity_of, features_of, target_features
from inference.engine.results import HowRun, analysis_of
from inference.engine.runtime import Opener, Runtime
from inference.imaging.model_input import model_input, placement
from inference.model_pack import Kind, ModelPack


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Look:
    """What a pack's networks make of one film: activations, heatmaps (n, h, w) in its order, and where the film lay."""

    activations: ActivationsAndGradients
    maps: NDArray[np.float32]
    place: Placement
    how: HowRun


class PackEngine:
    """Scores films with one model pack; keeps recent feature maps so that another method costs no forward.

    ``opener`` makes the pack's networks ready to run; ``method`` is a :class:`Method`, by default Grad-CAM, and
    HiResCAM for a binary set, where it is exact. Nothing is loaded before ``warm_up`` or the first ``analyse``.
    """

    def __init__(
        self, pack: ModelPack, opener: Opener, method: str | None = None, cache_bytes: int = DEFAULT_BYTES
    ) -> None:
        self.pack = pack
        self.method = method_for(pack, method)
        self._runtime = Runtime(pack, opener, cache_bytes)

    @property
    def notice(self) -> str:
        """A sentence for the user about how the engine had to run; empty when all is as asked."""
        return self._runtime.notice

    @property
    def cached_bytes(self) -> int:
        """How much is kept of recent films."""
        return self._runtime.cached_bytes

    def with_method(self, method: str) -> Self:
        """An engine for another method that shares networks and recent feature maps with this one."""
        other = object.__new__(type(self))
        other.pack, other.method, other._runtime = self.pack, method_for(self.pack, method), self._runtime
        return other

    def warm_up(self) -> None:
        """Load everything and run once on a blank input, so that the first real film is fast."""
        spec = self.pack.input
        blank = np.zeros((spec.rows, spec.columns, spec.channels), np.float32)
        self._runtime.forward(blank, CancelToken(), no_progress)

    def settle(self, token: CancelToken) -> None:
        """Find out, once a machine and pack, in which number format the networks run fastest; see the port."""
        self._runtime.settle(token)

    def prepare(self, radiograph: Radiograph) -> None:
        """Make a film's input ahead of its analysis, from any thread; raises ``EmptyFilm``."""
        self._runtime.prepare(radiograph)

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        """The calibrated probability of each finding the pack judges; nothing is kept. Raises as :meth:`analyse`."""
        odds = self.log_odds(radiograph, token)
        pairs = zip(self.pack.judged, odds, strict=True)
        return {spec.finding: spec.calibration.probability(float(value)) for spec, value in pairs}

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        """The results for all that the pack judges; nothing is kept. Raises as :meth:`analyse`."""
        seen = self.unkept_look(radiograph, token)
        analysis = analysis_of(self.pack, radiograph, seen.place, seen.activations.log_odds, seen.maps, seen.how)
        return tuple(result for result in analysis.all_results if result.analysed)

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        """Judge one film.

        Raises ``Cancelled``, ``EmptyFilm`` for constant or not-a-number pixels, ``PackError`` when the pack cannot be
        used and ``EngineError`` when the run fails.
        """
        seen = self.look(radiograph, token=token, progress=progress)
        analysis = analysis_of(self.pack, radiograph, seen.place, seen.activations.log_odds, seen.maps, seen.how)
        features = target_features(seen.activations)
        analysis = replace(analysis, familiarity=self._familiarity(seen.activations), features=features)
        progress(Progress(1.0, "Done"))
        return analysis

    def look(self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback) -> Look:
        """What the networks make of one film, before it is judged; raises as :meth:`analyse`."""
        started = time.perf_counter()
        token.raise_if_cancelled()
        activations = self._runtime.activations(radiograph, token, progress)
        token.raise_if_cancelled()
        progress(Progress(FORWARD_SHARE[1], "Drawing the heatmaps"))
        return self._seen(radiograph, activations, started)

    def unkept_look(self, radiograph: Radiograph, token: CancelToken) -> Look:
        """The same of a film that nobody comes back to: nothing of it is kept."""
        started = time.perf_counter()
        values, _ = model_input(radiograph, self.pack.input)
        return self._seen(radiograph, self._runtime.forward(values, token, no_progress), started)

    def _seen(self, radiograph: Radiograph, activations: ActivationsAndGradients, started: float) -> Look:
        backend = self._runtime.backend()
        maps = backend.maps(activations, self.method)
        place = placement(radiograph.shape, self.pack.input, radiograph.pixel_aspect)
        seconds = time.perf_counter() - started
        how = HowRun(self.method, backend.device, backend.precision, seconds, backend.target_layer)
        return Look(activations, maps, place, how)

    def log_odds(self, radiograph: Radiograph, token: CancelToken) -> NDArray[np.float32]:
        """The log-odds (n,) alone, in the pack's order; nothing is kept. Raises as :meth:`analyse`."""
        values, _ = model_input(radiograph, self.pack.input)
        return self._runtime.forward(values, token, no_progress).log_odds

    def _familiarity(self, activations: ActivationsAndGradients) -> Familiarity | None:
        """How like the pack's reference films a film is, by a feature map that all findings share."""
        if self.pack.familiarity is None:
            return None
        return familiarity_of(features_of(activations), self.pack, self._runtime.reference_films())


def method_for(pack: ModelPack, wish: str | None) -> Method:
    """The method asked for, or by default; Eigen-CAM where the pack's network gives no gradients."""
    return Method(wish) if wish and pack.network.gradients else default_method(pack)


def default_method(pack: ModelPack) -> Method:
    """Grad-CAM; for a binary set HiResCAM, since a cell of the seed's own heatmap sees the whole film.

    Eigen-CAM, which needs no gradients, where the network gives none.
    """
    if not pack.network.gradients:
        return Method.EIGENCAM
    return Method.HIRESCAM if pack.kind is Kind.BINARY_SET else Method.GRADCAM
