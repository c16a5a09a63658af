"""Whether a head's gradients say by how much its logits change: held against finite differences."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.openvino.importing.gradient import steps_between
from inference.engine.openvino.importing.target import Target
from inference.engine.openvino.openvino_import import openvino

Floats = NDArray[np.float32]
STEP = 1e-3  # of the map's length: short enough that a head is nearly straight along it
APART = 0.05  # of the greatest change that such a step can make of a logit
EXACT = {"INFERENCE_PRECISION_HINT": "f32"}


def gradients_agree(
    model: Any, target: Target, logits: Any, outputs: tuple[int, ...], gradients: Any, values: Floats
) -> bool:
    """Take a short step of the map along the gradients, and as far back: do the logits change as these say?

    ``values`` is an input (rows, columns, channels). Costs three runs of the network.
    """
    ov = openvino()
    from openvino import opset13 as ops

    film, step = model.get_parameters()[0], ops.parameter(target.value.get_partial_shape(), np.float32)
    first = [ops.result(value) for value in (gradients, target.value)]
    request = ov.Core().compile_model(ov.Model(first, [film], "slopes"), "CPU", EXACT).create_infer_request()
    request.infer([values[None]])
    slopes, features = (np.array(tensor.data, np.float64) for tensor in request.output_tensors)
    away = _along(target, slopes, features)
    moved = ops.add(target.value, step)
    after = {node.get_name() for node in steps_between(model, target.value, logits)}
    uses = [use for use in target.value.get_target_inputs() if use.get_node().get_name() in after]
    for use in uses:
        use.replace_source_output(moved.output(0))
    results = [ops.result(logits), ops.result(target.in_order(step))]
    shifted = ov.Core().compile_model(ov.Model(results, [film, step], "shifted"), "CPU", EXACT).create_infer_request()
    for use in uses:
        use.replace_source_output(target.value)
    made = [_run(shifted, values, sign * away) for sign in (1, -1)]
    change = (made[0][0] - made[1][0])[list(outputs)] / 2
    expected = (np.broadcast_to(slopes, (len(outputs), *made[0][1].shape[1:])) * made[0][1]).sum(axis=(1, 2, 3))
    lengths = np.sqrt((np.broadcast_to(slopes, (len(outputs), *made[0][1].shape[1:])) ** 2).sum(axis=(1, 2, 3)))
    greatest = np.maximum(lengths * np.linalg.norm(made[0][1]), 1e-5)
    return bool((np.abs(change - expected) <= APART * greatest).all())


def _along(target: Target, slopes: NDArray[np.float64], features: NDArray[np.float64]) -> Floats:
    """A step in the target's own order of axes along the sum of all gradients, each of length one."""
    each = slopes / np.maximum(np.sqrt((slopes**2).sum(axis=(1, 2, 3), keepdims=True)), 1e-30)
    whole = each.sum(axis=0)
    if target.axes is not None:
        order = (target.axes.rows, target.axes.columns, target.axes.channels)
        placed = np.zeros(features.shape)
        placed += np.moveaxis(whole[None], (1, 2, 3), order)
    else:
        placed = np.zeros(features.shape)
        tokens = np.broadcast_to(whole, (*target.grid, features.shape[2])).reshape(-1, features.shape[2])
        np.moveaxis(placed, target.token_axis, 0)[target.aside :, 0] = tokens
    length = float(np.linalg.norm(placed))
    return np.asarray(placed * (STEP * float(np.linalg.norm(features)) / max(length, 1e-30)), np.float32)


def _run(request: Any, values: Floats, step: Floats) -> list[NDArray[np.float64]]:
    request.infer([values[None], step])
    logits, away = (np.array(tensor.data, np.float64) for tensor in request.output_tensors)
    return [logits.reshape(-1), away]
