"""The bundled network while it is trained (kernels beside the scales of their batch norms), and as a pack holds it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.training.fitting.efficientnet_lite import ScaledKernel, trunk
from inference.training.fitting.network import HEAD, NetworkOptions, evidence_of, lite_evidence_network

SCALED = "conv_"


@cache
def scaled_layers() -> tuple[Any, Any]:
    """Keras layers of a convolution and a depthwise one whose kernel is multiplied by a fixed scale of each channel.

    As after a batch norm that learns no more; Keras is imported when they are first asked for.
    """
    import keras

    class ScaledConv2D(keras.layers.Conv2D):  # type: ignore[misc]  # Keras has no types
        """A convolution with scaled output channels."""

        def build(self, input_shape: Any) -> None:
            super().build(input_shape)
            self.scale = self.add_weight(name="scale", shape=(self.filters,), initializer="ones", trainable=False)

        def convolution_op(self, inputs: Any, kernel: Any) -> Any:
            return super().convolution_op(inputs, kernel * self.scale)

    class ScaledDepthwiseConv2D(keras.layers.DepthwiseConv2D):  # type: ignore[misc]  # Keras has no types
        """A depthwise convolution with scaled channels."""

        def build(self, input_shape: Any) -> None:
            super().build(input_shape)
            self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones", trainable=False)

        def call(self, inputs: Any) -> Any:
            kernel = self.kernel * keras.ops.reshape(self.scale, (1, 1, -1, 1))
            options = {"strides": self.strides, "padding": self.padding, "data_format": self.data_format}
            return keras.ops.depthwise_conv(inputs, kernel, **options) + self.bias

    return ScaledConv2D, ScaledDepthwiseConv2D


def training_network(options: NetworkOptions) -> Any:
    """The network to train, from (side, side, 1) in -1..1 to one logit per output."""
    import keras

    convolution, depthwise_convolution = scaled_layers()
    inputs = keras.Input((options.side, options.side, 1), name="film")
    numbers = iter(range(100))

    def conv(tensor: Any, channels: int, size: int, stride: int) -> Any:
        return convolution(channels, size, stride, padding="same", name=f"{SCALED}{next(numbers):02d}")(tensor)

    def depthwise(tensor: Any, size: int, stride: int) -> Any:
        return depthwise_convolution(size, stride, padding="same", name=f"{SCALED}{next(numbers):02d}")(tensor)

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
    along = scale if kernel.shape[-1] == len(scale) else scale[:, None]  # a depthwise kernel ends in (channels, 1)
    return [kernel * along, bias]
