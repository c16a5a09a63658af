"""EfficientNet-Lite 0: its trunk with batch norms kept as they were, and how it becomes one of plain convolutions.

Source: Tan and Le, EfficientNet, ICML 2019; the Lite family (no squeeze-and-excitation, ReLU6): TensorFlow TPU models,
Apache License 2.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEM = 32
DEEP = 1280
STAGES: tuple[tuple[int, int, int, int, int], ...] = (  # expansion, kernel, channels, repeats, first stride
    (1, 3, 16, 1, 1),
    (6, 3, 24, 2, 2),
    (6, 5, 40, 2, 2),
    (6, 3, 80, 3, 2),
    (6, 5, 112, 3, 1),
    (6, 5, 192, 4, 2),
    (6, 3, 320, 1, 1),
)
MIDDLE = 672  # channels of the last expansion at stride 16
EPSILON = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class ScaledKernel:
    """One convolution of the start and its batch norm: kernel in Keras's layout, scale and bias by output channel."""

    kernel: NDArray[np.float32]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]


def trunk(inputs: Any, conv: Any, depthwise: Any) -> tuple[Any, Any]:
    """The maps of stride 16 (672 channels) and stride 32 (1,280) of ``inputs``.

    ``conv(tensor, channels, size, stride)`` and ``depthwise(tensor, size, stride)`` add layers without activation.
    """
    middle = tensor = _relu6(conv(inputs, STEM, 3, 2))
    for expansion, size, channels, repeats, stride in STAGES:
        for step in [stride] + [1] * (repeats - 1):
            tensor, expanded = _block(tensor, (expansion, size, channels, step), conv, depthwise)
            middle = expanded if expanded.shape[-1] == MIDDLE else middle
    return middle, _relu6(conv(tensor, DEEP, 1, 1))


def _block(tensor: Any, shape: tuple[int, int, int, int], conv: Any, depthwise: Any) -> tuple[Any, Any]:
    """An inverted residual of (expansion, kernel, channels, stride): what it gives, and its expanded input."""
    import keras

    expansion, size, channels, stride = shape
    width = tensor.shape[-1]
    expanded = _relu6(conv(tensor, expansion * width, 1, 1)) if expansion > 1 else tensor
    result = conv(_relu6(depthwise(expanded, size, stride)), channels, 1, 1)
    if stride == 1 and width == channels:
        result = keras.layers.Add()([tensor, result])
    return result, expanded


def _relu6(tensor: Any) -> Any:
    import keras

    return keras.layers.ReLU(6.0)(tensor)


def read_start(path: Path) -> tuple[ScaledKernel, ...]:
    """The convolutions of the start in their order; the stem's colours are summed for one grey channel."""
    with np.load(path, allow_pickle=False) as archive:
        values = {name: np.asarray(archive[name], np.float32) for name in archive.files}
    found = tuple(_scaled(values, *names) for names in _names(values))
    stem = found[0]
    return (ScaledKernel(stem.kernel.sum(axis=2, keepdims=True), stem.scale, stem.bias), *found[1:])


def _names(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The names of each convolution's kernel and batch norm, in the trunk's order."""
    yield "_conv_stem", "_bn0"
    for number in range(sum(stage[3] for stage in STAGES)):
        block = f"_blocks.{number}."
        for conv, norm in (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")):
            if f"{block}{conv}.weight" in values:
                yield block + conv, block + norm
    yield "_conv_head", "_bn1"


def _scaled(values: Mapping[str, NDArray[np.float32]], conv: str, norm: str) -> ScaledKernel:
    kernel = values[f"{conv}.weight"].transpose(2, 3, 1, 0)  # (rows, columns, in, out); depthwise: (r, c, 1, channels)
    if "depthwise" in conv:
        kernel = kernel.transpose(0, 1, 3, 2)
    scale = values[f"{norm}.weight"] / np.sqrt(values[f"{norm}.running_var"] + np.float32(EPSILON))
    return ScaledKernel(
        np.ascontiguousarray(kernel), scale, values[f"{norm}.bias"] - values[f"{norm}.running_mean"] * scale
    )
