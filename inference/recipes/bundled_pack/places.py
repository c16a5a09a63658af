"""Where findings are, and how far class maps lie off them: heat in the box, none where there is no finding."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.recipes.bundled_pack.known_films import BOX_NAMES, Box
from inference.recipes.bundled_pack.targets import KEYS
from inference.training.data.augment import Move
from inference.training.fitting.network import HEAD, TARGET_LAYER

Floats = NDArray[np.float32]
SHARPNESS = 8.0  # cells of this much more heat are e times as likely the peak


def with_class_maps(model: Any) -> Any:
    """The same network giving class maps (n, h, w, outputs), whose mean is the logit less its bias, beside its logits.

    They share all weights.
    """
    import keras

    evidence = model.get_layer(TARGET_LAYER).output
    head = model.get_layer(HEAD)
    bias = head(keras.ops.zeros_like(evidence[:, :1, :1]))
    return keras.Model(model.input, [model.output, head(evidence) - bias])


def of_boxes(boxes: tuple[Box, ...], move: Move, shape: tuple[int, ...], cells: int) -> Floats:
    """Boxes of a film of ``shape``, moved with it, as shares (cells, cells, findings) of cells that they cover."""
    places = np.zeros((cells, cells, len(KEYS)), np.float32)
    for name, left, top, width, height in boxes:
        mask = np.zeros(shape, np.float32)
        mask[round(top) : round(top + height), round(left) : round(left + width)] = 1.0
        covered = on_cells(move.mask(mask), cells)
        number = KEYS.index(BOX_NAMES[name])
        places[..., number] = np.maximum(places[..., number], covered)
    return places


def on_cells(mask: Floats, cells: int) -> Floats:
    """A mask as the share of each cell that it covers."""
    return np.asarray(cv2.resize(mask, (cells, cells), interpolation=cv2.INTER_AREA), np.float32)


def dark(targets: Floats) -> Floats:
    """How far each finding's map (findings,) is to be dark: the weight of a target that surely is not there."""
    known = targets[: len(KEYS)]
    return np.where(known[:, 0] < 0.1, known[:, 1], 0.0).astype(np.float32)


def places_loss(wanted: Any, maps: Any) -> Any:
    """What class maps (n, h, w, outputs) lack: heat inside known places, the peak inside, darkness without a finding.

    ``wanted`` (n, h, w, 2 findings) holds the share of each cell inside, then how far the map is to be dark.
    """
    import keras

    ops, count = keras.ops, len(KEYS)
    inside, darkness = wanted[..., :count], wanted[..., count:]
    given = ops.cast(maps[..., :count], "float32")
    heat = ops.softplus(given)  # never nothing: a dark map would lie nowhere wrong, and teach nothing
    placed = ops.cast(ops.max(inside, axis=(1, 2)) > 0.3, "float32")
    share = ops.sum(heat * inside, axis=(1, 2)) / ops.sum(heat, axis=(1, 2))
    shape = ops.shape(given)
    flat = ops.softmax(ops.reshape(given / SHARPNESS, (shape[0], shape[1] * shape[2], count)), axis=1)
    peak = ops.sum(flat * ops.reshape(inside, (shape[0], shape[1] * shape[2], count)), axis=1)
    off = -ops.log(share + 1e-4) - ops.log(peak + 1e-4)
    lit = ops.mean(ops.relu(given) * darkness, axis=(1, 2))
    return ops.sum(placed * off) / ops.maximum(ops.sum(placed), 1.0) + 0.05 * ops.mean(lit)
