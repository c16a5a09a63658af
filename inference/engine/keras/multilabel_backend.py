"""The backend of a pack with one network for all its findings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.engine.gradcam import View
from inference.engine.keras.evidence import (
    ActivationsAndGradients,
    Group,
    group_maps,
    log_odds,
    looks_of,
    ticks,
    wanted_outputs,
)
from inference.engine.keras.load import layer_names, load_model
from inference.engine.keras.network import Forward, Tick, head_of
from inference.engine.keras.runtime.device_and_precision import DeviceAndPrecision
from inference.engine.keras.trunk_head_split import split_model
from inference.model_pack import ModelPack

Floats = NDArray[np.float32]


class MultilabelBackend:
    """One network, cut and compiled on one device."""

    def __init__(self, pack: ModelPack, numerics: DeviceAndPrecision) -> None:
        self._numerics = numerics
        self._outputs = wanted_outputs(pack)
        self._mirror = pack.input.flip_average
        with numerics.scope():
            cut = split_model(pack, load_model(pack, dtypes=numerics.policies(layer_names(pack))))
            self._trunk = numerics.compile(cut.trunk)
            self._head = head_of(cut, self._outputs)
        self._link = cut.link
        self.target_layer = cut.target_layer
        self.device = numerics.device_name()
        self.precision = numerics.label

    def look(self, values: Floats, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        """Run the network on an input (rows, columns, channels), and on its mirror image where the pack says so."""
        inputs = looks_of(values, mirror=self._mirror)
        looks = [self._look(item, ticks(token, progress, place, len(inputs))) for place, item in enumerate(inputs)]
        views = tuple(View(look.view.features, look.view.gradients, place > 0) for place, look in enumerate(looks))
        odds = [log_odds(look.logits, self._outputs, self._link) for look in looks]
        size = sum(view.features.nbytes + view.gradients.nbytes for view in views)
        group = Group(tuple(range(len(self._outputs))), views)
        return ActivationsAndGradients(np.mean(odds, axis=0, dtype=np.float32), (group,), size)

    def maps(self, evidence: ActivationsAndGradients, method: Method) -> Floats:
        """The heatmaps (n, h, w) of the pack's findings, in its order."""
        return group_maps(evidence, method)

    def _look(self, values: Floats, tick: Tick) -> Forward:
        with self._numerics.scope():
            return self._head(self._trunk(values[None], tick))
