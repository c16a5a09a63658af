"""The backend of a pack with one network for all its findings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.engine.activations import (
    ActivationsAndGradients,
    Group,
    group_maps,
    inputs_of_views,
    log_odds,
    ticks,
    wanted_outputs,
)
from inference.engine.device_and_precision import DeviceAndPrecision
from inference.engine.gradcam import View
from inference.engine.keras.backbone_head_split import split_model
from inference.engine.keras.load import layer_names, load_model
from inference.engine.keras.network import Forward, Tick, as_floats, head_of
from inference.engine.keras.runtime.devices import device_name, policies, ready, scope
from inference.model_pack import ModelPack

Floats = NDArray[np.float32]


class MultilabelBackend:
    """One network, split and compiled on one device."""

    def __init__(self, pack: ModelPack, numerics: DeviceAndPrecision) -> None:
        self._numerics = numerics
        self._outputs = wanted_outputs(pack)
        self._mirror = pack.input.flip_average
        with scope(numerics):
            split = split_model(pack, load_model(pack, dtypes=policies(numerics, layer_names(pack))))
            self._backbone = ready(numerics, split.backbone)
            self._head = head_of(split, self._outputs)
        self._link, self._pools = split.link, split.pools
        self.target_layer = split.target_layer
        self.device = device_name(numerics)
        self.precision = numerics.label

    def forward(self, values: Floats, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        """Run the network on an input (rows, columns, channels), and on its mirror image where the pack says so."""
        inputs = inputs_of_views(values, mirror=self._mirror)
        made = [self._forward(item, ticks(token, progress, place, len(inputs))) for place, item in enumerate(inputs)]
        forwards = [one for one, _ in made]
        views = tuple(View(one.view.features, one.view.gradients, place > 0) for place, one in enumerate(forwards))
        odds = [log_odds(one.logits, self._outputs, self._link) for one in forwards]
        size = sum(view.features.nbytes + view.gradients.nbytes for view in views)
        group = Group(tuple(range(len(self._outputs))), views)
        pooled = tuple(means for _, means in made if means is not None)
        return ActivationsAndGradients(np.mean(odds, axis=0, dtype=np.float32), (group,), size, pooled)

    def maps(self, activations: ActivationsAndGradients, method: Method) -> Floats:
        """The heatmaps (n, h, w) of the pack's findings, in its order."""
        return group_maps(activations, method)

    def _forward(self, values: Floats, tick: Tick) -> tuple[Forward, Floats | None]:
        """What the head gives, and the means of the layer by which the pack knows films, where that is another."""
        with scope(self._numerics):
            maps = list(self._backbone(values[None], tick))
            means = as_floats(maps.pop())[0].mean(axis=(0, 1), dtype=np.float32) if self._pools else None
            return self._head(maps), means
