"""The bundled network while it is trained (kernels beside the scales of their batch norms), and as a pack holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from inference.training.fitting.efficientnet_lite import ScaledKernel, trunk
from inference.training.fitting.network import HEAD, NetworkOptions, evidence_of, lite_evidence_network

SCALED = "conv_"


@keras.saving.register_keras_serializable("thoracam")
class ScaledConv2D(keras.layers.Conv2D):  # type: ignore[misc]  # Keras has no types
    """A convolution whose kernel is multiplied by a fixed scale of each output channel, as after a batch norm."""

    def build(self, input_shape: Any) -> None:
        """Add the scale beside kernel and bias."""
        super().build(input_shape)
        self.scale = self.add_weight(name="scale", shape=(self.filters,), initializer="ones", trainable=False)

    def convolution_op(self, inputs: Any, kernel: Any) -> Any:
        """Convolve with the scaled kernel."""
        return super().convolution_op(inputs, kernel * self.scale)


@keras.saving.register_keras_serializable("thoracam")
class ScaledDepthwiseConv2D(keras.layers.DepthwiseConv2D):  # type: ignore[misc]  # Keras has no types
    """The same for a depthwise convolution."""

    def build(self, input_shape: Any) -> None:
        """Add the scale beside kernel and bias."""
        super().build(input_shape)
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones", trainable=False)

    def call(self, inputs: Any) -> Any:
        """Convolve with the scaled kernel."""
        kernel = self.kernel * keras.ops.reshape(self.scale, (1, 1, -1, 1))
        found = keras.ops.depthwise_conv(
            inputs, kernel, strides=self.strides, padding=self.padding, data_format=self.data_format
        )
        return found + self.bias


def training_network(options: NetworkOptions) -> Any:
    """The network to train, from (side, side, 1) in -1..1 to one logit per output."""
    inputs = keras.Input((options.side, options.side, 1), name="film")
    numbers = iter(range(100))

    def conv(tensor: Any, channels: int, size: int, stride: int) -> Any:
        return ScaledConv2D(channels, size, stride, padding="same", name=f"{SCALED}{next(numbers):02d}")(tensor)

    def depthwise(tensor: Any, size: int, stride: int) -> Any:
        return ScaledDepthwiseConv2D(size, stride, padding="same", name=f"{SCALED}{next(numbers):02d}")(tensor)

    return evidence_of(inputs, trunk(inputs, conv, depthwise), options)


def start(model: Any, kernels: Sequence[ScaledKernel]) -> None:
    """Give the trunk of a training network its first weights."""
    layers = [layer for layer in model.layers if layer.name.startswith(SCALED)]
    for layer, first in zip(layers, kernels, strict=True):
        layer.set_weights([first.kernel, first.bias, first.scale])


def freeze_first(model: Any, count: int) -> None:
    """Keep the first ``count`` convolutions of the trunk as they are."""
    for layer in model.layers:
        if layer.name.startswith(SCALED):
            layer.trainable = int(layer.name.removeprefix(SCALED)) >= count


def plain(model: Any, options: NetworkOptions, columns: Sequence[int]) -> Any:
    """What a pack holds: plain convolutions, these outputs only, in this order, without dropout."""
    kept = lite_evidence_network(NetworkOptions(options.side, options.channels, outputs=len(columns), dropout=0.0))
    for layer in kept.layers:
        if layer.weights:
            layer.set_weights(_plain(model.get_layer(layer.name), columns))
    return kept


def _plain(layer: Any, columns: Sequence[int]) -> list[NDArray[np.float32]]:
    weights = layer.get_weights()
    if layer.name == HEAD:
        return [weights[0][:, list(columns)], weights[1][list(columns)]]
    if not layer.name.startswith(SCALED):
        return list(weights)
    kernel, bias, scale = weights
    along = scale[:, None] if isinstance(layer, keras.layers.DepthwiseConv2D) else scale
    return [kernel * along, bias]
