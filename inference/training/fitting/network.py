"""Networks that can be trained: a one-channel MobileNetV2 with a fine evidence map, and its start from ImageNet.

Source of the trunk: Sandler et al., MobileNetV2, CVPR 2018 (batch norms folded into the convolutions); of the finer
map: Lin et al., Feature Pyramid Networks, CVPR 2017; why finer: Preechakul et al., PYLON, 2022.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.training.fitting import efficientnet_lite

TARGET_LAYER = "evidence"
HEAD = "logits"
EXACT = "float32"  # of the last layer, also where the rest is computed in half precision
MIDDLE = 576  # channels of the last expansion at stride 16
DEEP = 1280
STAGES: tuple[tuple[int, int, int, int], ...] = (  # expansion, channels, repeats, first stride
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """Shape of a network: input side in pixels, channels of the evidence map, outputs, dropout before the head."""

    side: int = 320
    channels: int = 256
    outputs: int = 2
    dropout: float = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """One convolution of a start: kernel in Keras's layout, float32, and its bias."""

    kernel: NDArray[np.float32]
    bias: NDArray[np.float32]


def evidence_network(options: NetworkOptions) -> Any:
    """A Keras model from (side, side, 1) in -1..1 to one logit per output.

    The logit is a bias plus a weighted mean over the cells of ``TARGET_LAYER`` (stride 16), so that Grad-CAM there is
    exact.
    """
    import keras

    inputs = keras.Input((options.side, options.side, 1), name="film")
    return evidence_of(inputs, _mobilenet(inputs), options)


def lite_evidence_network(options: NetworkOptions) -> Any:
    """The same over the trunk of EfficientNet-Lite 0."""
    import keras

    inputs = keras.Input((options.side, options.side, 1), name="film")
    numbers = iter(range(100))

    def conv(tensor: Any, channels: int, size: int, stride: int) -> Any:
        return _conv(tensor, channels, next(numbers), size=size, stride=stride)

    def depthwise(tensor: Any, size: int, stride: int) -> Any:
        return _depthwise(tensor, stride, next(numbers), size=size)

    return evidence_of(inputs, efficientnet_lite.trunk(inputs, conv, depthwise), options)


def evidence_of(inputs: Any, maps: tuple[Any, Any], options: NetworkOptions) -> Any:
    """The network over a trunk's maps of stride 16 and 32: evidence, its mean, and a linear head."""
    import keras

    evidence = _evidence(*maps, options.channels)
    pooled = keras.layers.GlobalAveragePooling2D(name="pool")(evidence)
    if options.dropout:
        pooled = keras.layers.Dropout(options.dropout, name="dropout")(pooled)
    logits = keras.layers.Dense(options.outputs, name=HEAD, dtype=EXACT)(pooled)
    return keras.Model(inputs, logits, name="evidence_network")


def _evidence(middle: Any, deep: Any, channels: int) -> Any:
    import keras

    fine = keras.layers.Conv2D(channels, 1, kernel_initializer="he_normal", name="lateral")(middle)
    coarse = keras.layers.Conv2D(channels, 1, kernel_initializer="he_normal", name="top")(deep)
    coarse = keras.layers.UpSampling2D(2, interpolation="bilinear", name="top_up")(coarse)
    both = keras.layers.Add(name="merge")([fine, coarse])
    return keras.layers.ReLU(name=TARGET_LAYER)(both)


def _mobilenet(inputs: Any) -> tuple[Any, Any]:
    """The maps of stride 16 (576 channels, after the last expansion) and of stride 32 (1,280 channels)."""
    numbers = iter(range(100))
    middle = tensor = _conv(inputs, 32, next(numbers), size=3, stride=2, active=True)
    for expansion, channels, repeats, stride in STAGES:
        for step in [stride] + [1] * (repeats - 1):
            tensor, expanded = _block(tensor, expansion, channels, step, numbers)
            middle = expanded if expanded.shape[-1] == MIDDLE else middle
    return middle, _conv(tensor, DEEP, next(numbers), active=True)


def _block(tensor: Any, expansion: int, channels: int, step: int, numbers: Iterator[int]) -> tuple[Any, Any]:
    """An inverted residual: what it gives, and its expanded input."""
    import keras

    width = tensor.shape[-1]
    expanded = _conv(tensor, expansion * width, next(numbers), active=True) if expansion > 1 else tensor
    number = next(numbers)
    moved = _relu6(_depthwise(expanded, step, number), number)
    number = next(numbers)
    result = _conv(moved, channels, number)
    if step == 1 and width == channels:
        result = keras.layers.Add(name=f"add_{number:02d}")([tensor, result])
    return result, expanded


def _conv(tensor: Any, channels: int, number: int, *, size: int = 1, stride: int = 1, active: bool = False) -> Any:
    import keras

    result = keras.layers.Conv2D(channels, size, stride, padding="same", name=f"conv_{number:02d}")(tensor)
    return _relu6(result, number) if active else result


def _depthwise(tensor: Any, stride: int, number: int, *, size: int = 3) -> Any:
    import keras

    return keras.layers.DepthwiseConv2D(size, stride, padding="same", name=f"conv_{number:02d}")(tensor)


def _relu6(tensor: Any, number: int) -> Any:
    import keras

    return keras.layers.ReLU(6.0, name=f"relu_{number:02d}")(tensor)


def read_tflite(path: Path) -> tuple[Convolution, ...]:
    """The convolutions of a quantised TFLite network in its order, as floats (scale and zero point per channel)."""
    import tensorflow as tf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the interpreter announces its move to another package
        interpreter = tf.lite.Interpreter(str(path))
    details = {item["index"]: item for item in interpreter.get_tensor_details()}
    convolutions = []
    for operation in interpreter._get_ops_details():  # noqa: SLF001  # the only way to the order of the operations
        if operation["op_name"] in {"CONV_2D", "DEPTHWISE_CONV_2D"}:
            _, kernel, bias = operation["inputs"][:3]
            parts = [
                dequantised(interpreter.get_tensor(i), details[i]["quantization_parameters"]) for i in (kernel, bias)
            ]
            # TFLite keeps (out, rows, columns, in), and (1, rows, columns, channels) for a depthwise kernel
            convolutions.append(Convolution(np.ascontiguousarray(parts[0].transpose(1, 2, 3, 0)), parts[1]))
    return tuple(convolutions)


def dequantised(values: NDArray[Any], quantisation: dict[str, Any]) -> NDArray[np.float32]:
    """Stored integers as floats: (value - zero point) * scale along the quantised axis."""
    shape = [1] * values.ndim
    shape[quantisation["quantized_dimension"] if values.ndim > 1 else 0] = -1
    scales = np.asarray(quantisation["scales"], np.float32).reshape(shape)
    zeros = np.asarray(quantisation["zero_points"], np.float32).reshape(shape)
    return np.asarray((values.astype(np.float32) - zeros) * scales, dtype=np.float32)


def start_from(model: Any, convolutions: Sequence[Convolution]) -> None:
    """Give the trunk of a network these weights; colour kernels are summed over RGB for the one grey channel."""
    layers = [layer for layer in model.layers if layer.name.startswith("conv_")]
    for layer, start in zip(layers, convolutions, strict=False):
        kernel = start.kernel
        if layer is layers[0]:
            kernel = kernel.sum(axis=2, keepdims=True)
        layer.set_weights([kernel, start.bias])
