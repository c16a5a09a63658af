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
from inference.engine.gradcam import View
from inference.engine.keras.activations import (
    ActivationsAndGradients,
    Group,
    group_maps,
    inputs_of_views,
    log_odds,
    maps_of_groups,
    ticks,
)
from inference.engine.keras.backbone_head_split import BackboneHeadSplit, split_model
from inference.engine.keras.convolution import ConvolutionHead, Spectrum, convolved, gradient, spectrum_of, transformed
from inference.engine.keras.load import layer_names, load_model
from inference.engine.keras.network import Backbone, Forward, Head, Tick, as_floats, head_of
from inference.engine.keras.runtime.device_and_precision import DeviceAndPrecision
from inference.model_pack import Link, ModelPack

Floats = NDArray[np.float32]


@dataclass(slots=True)
class _Shared:
    """One backbone and the findings (by place) that run on it, each with its head."""

    backbone: Backbone
    heads: dict[int, Head] = field(default_factory=dict)


class BinarySetBackend:
    """One network per finding. Heads that begin with a linear convolution are folded into closed form.

    For those, heatmaps are exact at the backbone's map (a cell's contribution to the logit), except that Grad-CAM is
    the seed's own, at the output of the convolution.
    """

    def __init__(self, pack: ModelPack, numerics: DeviceAndPrecision) -> None:
        self._numerics = numerics
        self._outputs = tuple(spec.output for spec in pack.findings)
        self._mirror = pack.input.flip_average
        self._folded: dict[int, ConvolutionHead] = {}
        self._spectra: dict[int, Spectrum] = {}
        self._links: list[Link] = []
        self.target_layer = pack.network.target_layer
        self._shared: dict[str, _Shared] = {}
        with numerics.scope():
            for place, spec in enumerate(pack.findings):
                model = load_model(pack, spec.weights, numerics.policies(layer_names(pack)))
                self._add(place, split_model(pack, model, fold=True))
        self.device = numerics.device_name()
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
        if method is not Method.GRADCAM or len(self._folded) < len(self._outputs):
            return group_maps(activations, method)
        seen: dict[int, NDArray[np.complex64]] = {}
        return maps_of_groups(activations, lambda group: self._seed_map(group, seen))

    def _add(self, place: int, split: BackboneHeadSplit) -> None:
        """Take one finding's network; its backbone is compiled only if no earlier one is equal."""
        key = _fingerprint(split.backbone)
        if key not in self._shared:
            self._shared[key] = _Shared(self._numerics.compile(split.backbone))
        self._links.append(split.link)
        self.target_layer = split.target_layer
        if split.folded is None:
            self._shared[key].heads[place] = head_of(split, (self._outputs[place],))
            return
        self._folded[place] = split.folded
        self._shared[key].heads[place] = _folded_head(split.folded, _grid(split))

    def _forwards(self, shared: _Shared, values: Floats, tick: Tick) -> dict[int, Forward]:
        with self._numerics.scope():
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

    def _seed_map(self, group: Group, seen: dict[int, NDArray[np.complex64]]) -> Floats:
        """The seed's Grad-CAM (1, h, w) of one finding; ``seen`` keeps transformed maps, by id, for the others."""
        place, made = group.places[0], []
        for view in group.views:
            kernel = self._spectrum(place, (view.features.shape[0], view.features.shape[1]))
            if id(view.features) not in seen:
                seen[id(view.features)] = transformed(view.features, kernel.size)
            heat = convolved(seen[id(view.features)], kernel)
            made.append(np.flip(heat, axis=1) if view.mirrored else heat)
        return np.asarray(np.mean(made, axis=0), dtype=np.float32)[None]

    def _spectrum(self, place: int, grid: tuple[int, int]) -> Spectrum:
        if place not in self._spectra:
            self._spectra[place] = spectrum_of(self._folded[place], grid)
        return self._spectra[place]


def _folded_head(head: ConvolutionHead, grid: tuple[int, int]) -> Head:
    """The closed form: the gradient is the same for every film, the logit its product with the map."""
    slopes = gradient(head, grid)[None]

    def forward(maps: list[Any]) -> Forward:
        features = as_floats(maps[0])[0]
        logit = float(np.vdot(features, slopes[0])) + head.bias
        return Forward(np.asarray([logit], dtype=np.float32), View(features, slopes))

    return forward


def _odds(logits: Floats, output: tuple[int, ...], link: Link) -> float:
    return float(log_odds(logits, output, link)[0]) if output else float(logits[0])


def _grid(split: BackboneHeadSplit) -> tuple[int, int]:
    shape = split.backbone[-1].outputs[0].shape
    return int(shape[1]), int(shape[2])


def _fingerprint(stages: list[Any]) -> str:
    """A hash over all weights of a backbone."""
    digest = hashlib.sha256()
    for stage in stages:
        for weight in stage.weights:
            digest.update(np.ascontiguousarray(weight.value.numpy()).tobytes())
    return digest.hexdigest()
