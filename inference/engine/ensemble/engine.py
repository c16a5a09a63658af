"""The engine of an ensemble: each member looks at the film, and what they say is averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, FindingResult, Method
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import Finding
from inference.core.ports import Progress, ProgressCallback, no_progress
from inference.engine.ensemble.joined_maps import on_grid
from inference.engine.familiarity import target_features
from inference.engine.pack_engine import Look, PackEngine
from inference.engine.results import HowRun, analysis_of
from inference.model_pack import ModelPack

Floats = NDArray[np.float32]


class EnsembleEngine:
    """Scores films with several packs, one after the other: their time adds up, and so does their memory.

    Log-odds are the mean over the members that judge a finding, before any calibration of theirs; heatmaps are the
    mean in logit units, on the grid of the member whose cells are the smallest.
    """

    def __init__(self, pack: ModelPack, members: Sequence[PackEngine]) -> None:
        self.pack, self._members = pack, tuple(members)
        places = [{spec.finding: place for place, spec in enumerate(one.pack.judged)} for one in members]
        self._places = tuple(tuple(own.get(spec.finding) for own in places) for spec in pack.judged)

    @property
    def method(self) -> Method:
        """How heatmaps are made: the first member's way."""
        return self._members[0].method

    @property
    def notice(self) -> str:
        """A sentence about how a member had to run; empty when all is as asked."""
        return next(filter(None, (one.notice for one in self._members)), "")

    @property
    def cached_bytes(self) -> int:
        """How much is kept of recent films."""
        return sum(one.cached_bytes for one in self._members)

    def with_method(self, method: str) -> Self:
        """An engine for another way of making heatmaps."""
        return type(self)(self.pack, [one.with_method(method) for one in self._members])

    def warm_up(self) -> None:
        """Load all members and run each once on a blank input."""
        for one in self._members:
            one.warm_up()

    def settle(self, token: CancelToken) -> None:
        """Find out in which number format each member runs fastest without changing a decision of its own."""
        for one in self._members:
            one.settle(token)

    def prepare(self, radiograph: Radiograph) -> None:
        """Make a film's inputs ahead of its analysis."""
        for one in self._members:
            one.prepare(radiograph)

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        """The calibrated probability of each finding; nothing is kept. Raises as :meth:`analyse`."""
        odds = self._mean_odds([one.log_odds(radiograph, token) for one in self._members])
        pairs = zip(self.pack.judged, odds, strict=True)
        return {spec.finding: spec.calibration.probability(float(value)) for spec, value in pairs}

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        """Judge one film; raises as ``PackEngine.analyse``."""
        looks = []
        for place, one in enumerate(self._members):
            looks.append(one.look(radiograph, token=token, progress=self._part(progress, place)))
        analysis = self._together(radiograph, looks)
        progress(Progress(1.0, "Done"))
        return analysis

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        """The results for all that is judged; nothing is kept. Raises as :meth:`analyse`."""
        analysis = self._together(radiograph, [one.unkept_look(radiograph, token) for one in self._members])
        return tuple(result for result in analysis.all_results if result.analysed)

    def _together(self, radiograph: Radiograph, looks: Sequence[Look]) -> Analysis:
        odds = self._mean_odds([look.activations.log_odds for look in looks])
        finest = max(looks, key=_cells_on_film)
        maps = self._mean_maps(looks, finest)
        analysis = analysis_of(self.pack, radiograph, finest.place, odds, maps, _how(looks))
        return replace(analysis, features=target_features(looks[0].activations))

    def _part(self, progress: ProgressCallback, place: int) -> ProgressCallback:
        """The progress of one member as a part of the whole."""
        count = len(self._members)
        return lambda told: progress(Progress((place + told.done) / count, told.stage))

    def _mean_odds(self, odds: Sequence[Floats]) -> Floats:
        """Log-odds (n,) in the ensemble's order."""
        means = [
            np.mean([own[at] for own, at in zip(odds, places, strict=True) if at is not None])
            for places in self._places
        ]
        return np.asarray(means, np.float32)

    def _mean_maps(self, looks: Sequence[Look], finest: Look) -> Floats:
        """Heatmaps (n, h, w) in the ensemble's order, on the finest grid."""
        grid = (int(finest.maps.shape[1]), int(finest.maps.shape[2]))
        means = []
        for places in self._places:
            maps = [
                on_grid(look.maps[at], look.place, grid, finest.place)
                for look, at in zip(looks, places, strict=True)
                if at is not None
            ]
            means.append(np.mean(maps, axis=0, dtype=np.float32))
        return np.asarray(np.stack(means), np.float32)


def _cells_on_film(look: Look) -> float:
    """How many cells there are to a pixel of the film."""
    rows, columns = look.maps.shape[1:]
    tall, wide = look.place.input_shape
    return float(rows / tall * look.place.scale_y * columns / wide * look.place.scale_x)


def _how(looks: Sequence[Look]) -> HowRun:
    """How the members ran, as one run."""
    first = looks[0].how
    precisions = dict.fromkeys(look.how.precision for look in looks)
    layers = ", ".join(look.how.target_layer for look in looks)
    return HowRun(first.method, first.device, " and ".join(precisions), sum(look.how.seconds for look in looks), layers)
