"""The small network that classifies a film's thumbnail: four convolutions and two dense layers in NumPy."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

import resources
from inference.core.errors import PackMalformed, PackMissing
from inference.engine.film_check.thumbnail import SIDE

Floats = NDArray[np.float32]
WEIGHTS = resources.path("models/film-check/weights.npz")
CHANNELS = (1, 16, 32, 48, 64)
HIDDEN, OUTPUTS = 128, 10
_FLAT = (SIDE // 2 ** (len(CHANNELS) - 1)) ** 2 * CHANNELS[-1]
SHAPES: dict[str, tuple[int, ...]] = {
    **{f"conv{n}": (9 * CHANNELS[n], CHANNELS[n + 1]) for n in range(4)},
    **{f"conv{n}_bias": (CHANNELS[n + 1],) for n in range(4)},
    "hidden": (_FLAT, HIDDEN),
    "hidden_bias": (HIDDEN,),
    "out": (HIDDEN, OUTPUTS),
    "out_bias": (OUTPUTS,),
}


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Detector:
    """The arrays of ``SHAPES`` by name, float32; kernels of stride 2 as (row, column, channel) flattened, out."""

    arrays: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class ThumbnailClasses:
    """What a thumbnail looks like; shares are 0..1.

    ``chest``, ``cropped``, ``lateral`` and ``other`` add up to 1; ``turns`` are the shares of 0..3 quarter turns
    counter-clockwise; ``mirrored`` and ``inverted`` stand alone.
    """

    chest: float
    cropped: float
    lateral: float
    other: float
    turns: tuple[float, float, float, float]
    mirrored: float
    inverted: float


@lru_cache(maxsize=2)
def load_detector(path: Path = WEIGHTS) -> Detector:
    """The weights from a ``.npz`` file; raises ``PackMissing`` or ``PackMalformed``. Read once per path."""
    if not path.is_file():
        raise PackMissing(path.parent, f"{path.name} is missing.")
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as file:
            arrays = {name: np.asarray(file[name], dtype=np.float32) for name in SHAPES}
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise PackMalformed(path.parent, f"{path.name} is damaged.") from error
    for name, shape in SHAPES.items():
        if arrays[name].shape != shape or not np.isfinite(arrays[name]).all():
            raise PackMalformed(path.parent, f"{path.name} is damaged: {name} is not what it should be.")
    return Detector(arrays)


def classify(detector: Detector, values: Floats) -> ThumbnailClasses:
    """What the thumbnail ``values``, float32 (SIDE, SIDE) in -1..1, looks like."""
    outputs = outputs_of(detector.arrays, values)
    chest, cropped, lateral, other = (float(share) for share in _softmax(outputs[:4]))
    once, twice, thrice = (float(share) for share in _softmax(outputs[4:8])[1:])
    mirrored, inverted = (float(share) for share in _sigmoid(outputs[8:]))
    turns = (1 - once - twice - thrice, once, twice, thrice)
    return ThumbnailClasses(chest, cropped, lateral, other, turns, mirrored, inverted)


def outputs_of(arrays: dict[str, Floats], values: Floats) -> Floats:
    """What the network says of thumbnails, float32 (films, outputs), before any of it is made a probability."""
    layer = values[:, :, None]
    for number in range(len(CHANNELS) - 1):
        layer = np.maximum(_convolved(layer, arrays[f"conv{number}"]) + arrays[f"conv{number}_bias"], 0)
    hidden = np.maximum(layer.reshape(-1) @ arrays["hidden"] + arrays["hidden_bias"], 0)
    return np.asarray(hidden @ arrays["out"] + arrays["out_bias"], dtype=np.float32)


def _convolved(layer: Floats, kernel: Floats) -> Floats:
    """3 x 3, stride 2, a frame of zeros: (rows, columns, in) -> (rows / 2, columns / 2, out)."""
    framed = np.pad(layer, ((1, 1), (1, 1), (0, 0)))
    windows = sliding_window_view(framed, (3, 3), axis=(0, 1))[::2, ::2].transpose(0, 1, 3, 4, 2)
    rows, columns = windows.shape[:2]
    result = np.ascontiguousarray(windows).reshape(rows * columns, -1) @ kernel
    return np.asarray(result, dtype=np.float32).reshape(rows, columns, -1)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))), dtype=np.float32)
