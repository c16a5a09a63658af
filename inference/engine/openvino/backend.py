"""The backend of a compiled form: one run of the graph for each view, heads in closed form where they have one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.engine import activations as kept
from inference.engine.activations import ActivationsAndGradients, inputs_of_views, log_odds, ticks
from inference.engine.convolution import ConvolutionHead
from inference.engine.folded_heads import FoldedHeads
from inference.engine.gradcam import View
from inference.engine.openvino.compiled_form import POOLED, CompiledForm, Group
from inference.engine.openvino.network import Network
from inference.model_pack import ModelPack

Floats = NDArray[np.float32]
Outputs = dict[str, Floats]


class OpenVinoBackend:
    """A compiled form on one device."""

    def __init__(self, pack: ModelPack, compiled: CompiledForm, network: Network, device: str, precision: str) -> None:
        self._form, self._constants, self._network = compiled.form, compiled.constants, network
        self._mirror = pack.input.flip_average
        self._folded = FoldedHeads()
        self.target_layer = compiled.form.target_layer
        self.device, self.precision = device, precision

    def forward(self, values: Floats, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        """Run the network on an input (rows, columns, channels), and on its mirror image where the pack says so."""
        inputs = inputs_of_views(values, mirror=self._mirror)
        made = []
        for place, item in enumerate(inputs):
            token.raise_if_cancelled()
            made.append(self._network.run(item[None], ticks(token, progress, place, len(inputs))))
        odds = np.zeros(sum(len(group.places) for group in self._form.groups), np.float32)
        groups, held = [], {}
        for group in self._form.groups:
            pairs = [self._head(group, outputs, mirrored=place > 0) for place, outputs in enumerate(made)]
            odds[list(group.places)] = np.mean([found for found, _ in pairs], axis=0, dtype=np.float32)
            views = tuple(view for _, view in pairs)
            groups.append(kept.Group(group.places, views))
            held.update({id(view.features): view.features.nbytes for view in views})
            held.update({id(view.gradients): view.gradients.nbytes for view in views if group.gradients})
        pooled = tuple(outputs[POOLED][0] for outputs in made if POOLED in outputs)
        return ActivationsAndGradients(odds, tuple(groups), sum(held.values()), pooled)

    def maps(self, activations: ActivationsAndGradients, method: Method) -> Floats:
        """The heatmaps (n, h, w) of the pack's findings, in its order."""
        return self._folded.maps(activations, method)

    def _head(self, group: Group, outputs: Outputs, *, mirrored: bool) -> tuple[Floats, View]:
        """Log-odds of a group's findings, and the view of its map."""
        features = outputs[group.features]
        features = features[0] if features.ndim == 4 else features
        outputs[group.features] = features  # one array for all the groups on it
        if group.kernel:
            return self._folded_head(group, features, mirrored=mirrored)
        if group.weights:
            logits, gradients = self._linear_head(group, features)
        else:
            logits, gradients = outputs[group.logits][0], self._gradients(group, outputs)
        return log_odds(logits, group.outputs, group.link), View(features, gradients, mirrored)

    def _folded_head(self, group: Group, features: Floats, *, mirrored: bool) -> tuple[Floats, View]:
        place = group.places[0]
        if place not in self._folded:
            bias = float(self._constants[group.bias].reshape(-1)[0])
            head = ConvolutionHead(self._constants[group.kernel], bias)
            self._folded.add(place, head, (features.shape[0], features.shape[1]))
        odds = np.asarray([self._folded.logit(place, features)], dtype=np.float32)
        return odds, View(features, self._folded.slopes(place), mirrored)

    def _linear_head(self, group: Group, features: Floats) -> tuple[Floats, Floats]:
        weights, bias = self._constants[group.weights], self._constants[group.bias]
        with np.errstate(over="ignore", invalid="ignore"):  # no number is a failed finding, not a warning
            logits = features.mean(axis=(0, 1), dtype=np.float32) @ weights + bias
        cells = np.float32(features.shape[0] * features.shape[1])
        return logits, weights[:, group.outputs].T[:, None, None, :] / cells

    def _gradients(self, group: Group, outputs: Outputs) -> Floats:
        """What the graph computed, or the same for every film; zeros where none are known."""
        if not group.gradients:
            return np.zeros((len(group.outputs), 1, 1, outputs[group.features].shape[-1]), np.float32)
        return outputs[group.gradients] if group.gradients in outputs else self._constants[group.gradients]
