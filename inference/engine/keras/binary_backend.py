"""The backend of a pack with one binary network per finding (the seed's); equal backbones run once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.engine.activations import (
    ActivationsAndGradients,
    Group,
    inputs_of_views,
    log_odds,
    ticks,
)
from inference.engine.device_and_precision import DeviceAndPrecision
from inference.engine.folded_heads import FoldedHeads
from inference.engine.gradcam import View
from inference.engine.keras.backbone_head_split import BackboneHeadSplit, split_model
from inference.engine.keras.load import layer_names, load_model
from inference.engine.keras.network import Backbone, Forward, Head, Tick, as_floats, head_of
from inference.engine.keras.runtime.devices import device_name, policies, ready, scope
from inference.model_pack import Link, ModelPack

Floats = NDArray[np.float32]


@dataclass(slots=True)
class _Shared:
    """One backbone and the findings (by place) that run on it, each with its head."""

    backbone: Backbone
    heads: dict[int, Head] = field(default_factory=dict)


class BinarySetBackend:
    """One network per finding. Heads that begin with a linear convolution are folded into closed form.

    See :class:`FoldedHeads` for what their heatmaps are.
    """

    def __init__(self, pack: ModelPack, numerics: DeviceAndPrecision) -> None:
        self._numerics = numerics
        self._outputs = tuple(spec.output for spec in pack.judged)
        self._mirror = pack.input.flip_average
        self._folded = FoldedHeads()
        self._links: list[Link] = []
        self.target_layer = pack.network.target_layer
        self._shared: dict[str, _Shared] = {}
        with scope(numerics):
            for place, spec in enumerate(pack.judged):
                model = load_model(pack, spec.weights, policies(numerics, layer_names(pack)))
                self._add(place, split_model(pack, model, fold=True))
        self.device = device_name(numerics)
        self.precision = numerics.label

    @property
    def backbones(self) -> int:
        """How many different backbones there are to run."""
        return len(self._shared)

    def forward(self, values: Floats, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        """Run each backbone once on an input (rows, columns, channels), and once more on its mirror image if wished."""
        inputs = inputs_of_views(values, mirror=self._mirror)
        forwards: dict[int, list[Forward]] = {place: [] for place in range(len(self._outputs))}
        runs = [(shared, item) for shared in self._shared.values() for item in inputs]
        for number, (shared, item) in enumerate(runs):
            for place, forward in self._forwards(shared, item, ticks(token, progress, number, len(runs))).items():
                forwards[place].append(forward)
        return self._collected(forwards)

    def maps(self, activations: ActivationsAndGradients, method: Method) -> Floats:
        """The heatmaps (n, h, w) of the pack's findings, in its order."""
        return self._folded.maps(activations, method)

    def _add(self, place: int, split: BackboneHeadSplit) -> None:
        """Take one finding's network; its backbone is compiled only if no earlier one is equal."""
        key = fingerprint(split.backbone)
        if key not in self._shared:
            self._shared[key] = _Shared(ready(self._numerics, split.backbone))
        self._links.append(split.link)
        self.target_layer = split.target_layer
        if split.folded is None:
            self._shared[key].heads[place] = head_of(split, (self._outputs[place],))
            return
        self._folded.add(place, split.folded, _grid(split))
        self._shared[key].heads[place] = _folded_head(self._folded, place)

    def _forwards(self, shared: _Shared, values: Floats, tick: Tick) -> dict[int, Forward]:
        with scope(self._numerics):
            maps = shared.backbone(values[None], tick)
            maps = [as_floats(maps[0]), *maps[1:]]  # once, so that all heads' views share it
            return {place: head(maps) for place, head in shared.heads.items()}

    def _collected(self, forwards: dict[int, list[Forward]]) -> ActivationsAndGradients:
        groups, odds, maps = [], [], {}
        for place, own in forwards.items():
            views = tuple(View(one.view.features, one.view.gradients, number > 0) for number, one in enumerate(own))
            groups.append(Group((place,), views))
            output = () if place in self._folded else (self._outputs[place],)
            odds.append(np.mean([_odds(one.logits, output, self._links[place]) for one in own]))
            maps.update({id(view.features): view.features.nbytes for view in views})
        return ActivationsAndGradients(np.asarray(odds, dtype=np.float32), tuple(groups), sum(maps.values()))


def _folded_head(heads: FoldedHeads, place: int) -> Head:
    """The closed form as a head."""

    def forward(maps: list[Any]) -> Forward:
        features = as_floats(maps[0])[0]
        logit = heads.logit(place, features)
        return Forward(np.asarray([logit], dtype=np.float32), View(features, heads.slopes(place)))

    return forward


def _odds(logits: Floats, output: tuple[int, ...], link: Link) -> float:
    return float(log_odds(logits, output, link)[0]) if output else float(logits[0])


def _grid(split: BackboneHeadSplit) -> tuple[int, int]:
    shape = split.backbone[-1].outputs[0].shape
    return int(shape[1]), int(shape[2])


def fingerprint(stages: list[Any]) -> str:
    """A hash over all weights of a backbone."""
    digest = hashlib.sha256()
    for stage in stages:
        for weight in stage.weights:
            digest.update(np.ascontiguousarray(weight.value.numpy()).tobytes())
    return digest.hexdigest()
