"""What the engine keeps of a film: log-odds and views, from which any method's heatmaps follow without a forward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.ports import Progress, ProgressCallback
from inference.engine.gradcam import View, heatmaps
from inference.model_pack import Link, ModelPack

Floats = NDArray[np.float32]
FORWARD_SHARE = (0.1, 0.9)  # the share of an analysis that the forwards take, from and to


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Group:
    """Findings that share a feature map: their places in the pack's order, and the views of the map."""

    places: tuple[int, ...]
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class ActivationsAndGradients:
    """One film's ``log_odds`` (n,) in the pack's order and its views in groups; ``size`` is in bytes.

    ``pooled`` is for each view the mean (k,) over the cells of the layer by which the pack knows films; nothing where
    that is the target layer, whose map the views have.
    """

    log_odds: Floats
    groups: tuple[Group, ...]
    size: int
    pooled: tuple[Floats, ...] = ()


class Backend(Protocol):
    """A pack's networks, loaded and ready on one device."""

    device: str
    precision: str
    target_layer: str

    def forward(self, values: Floats, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        """Run the networks on an input (rows, columns, channels); heeds the token between stages."""

    def maps(self, activations: ActivationsAndGradients, method: Method) -> Floats:
        """The heatmaps (n, h, w) of the pack's findings, in its order; no forward."""


def maps_of_groups(activations: ActivationsAndGradients, maps_of: Callable[[Group], Floats]) -> Floats:
    """The heatmaps (n, h, w) of all groups in the pack's order, each group's made by ``maps_of``."""
    made: dict[int, Floats] = {}
    for group in activations.groups:
        made.update(zip(group.places, maps_of(group), strict=True))
    return np.stack([made[place] for place in sorted(made)])


def group_maps(activations: ActivationsAndGradients, method: Method) -> Floats:
    """The heatmaps (n, h, w) by a method, in the pack's order."""
    return maps_of_groups(activations, lambda group: heatmaps(group.views, method))


def log_odds(logits: Floats, outputs: tuple[int, ...], link: Link) -> Floats:
    """Log-odds (n,) of the chosen outputs: the logit itself, or for a softmax against all other outputs together."""
    if link is Link.SIGMOID:
        return logits[list(outputs)]
    others = [np.delete(logits, output) for output in outputs]
    rest = [float(np.logaddexp.reduce(values)) if values.size else -np.inf for values in others]
    return np.asarray(logits[list(outputs)] - np.asarray(rest), dtype=np.float32)


def inputs_of_views(values: Floats, *, mirror: bool) -> list[Floats]:
    """The inputs to run: the film, and its mirror image where the pack averages over both."""
    return [values, np.ascontiguousarray(values[:, ::-1])] if mirror else [values]


def ticks(token: CancelToken, progress: ProgressCallback, place: int, count: int) -> Callable[[float], None]:
    """A tick for forward ``place`` of ``count`` that reports progress and raises ``Cancelled`` when asked to stop."""

    def tick(share: float) -> None:
        token.raise_if_cancelled()
        progress(
            Progress(
                FORWARD_SHARE[0] + (FORWARD_SHARE[1] - FORWARD_SHARE[0]) * (place + share) / count,
                "Looking at the film",
            )
        )

    return tick


def wanted_outputs(pack: ModelPack) -> tuple[int, ...]:
    """The network's output for each of what the pack judges, in order."""
    return tuple(spec.output for spec in pack.judged)
