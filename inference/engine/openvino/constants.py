"""What is constant in a graph: computed once, and kept as small as it can be without a change."""

from __future__ import annotations

from typing import Any

import numpy as np

from inference.engine.openvino.openvino_import import openvino


def fold(model: Any) -> None:
    """Compute now what does not depend on the film: shapes, and weights in the order in which they are used."""
    from openvino.passes import ConstantFolding, Manager

    manager = Manager()
    manager.register_pass(ConstantFolding())
    manager.run_passes(model)


def halve(model: Any) -> None:
    """Keep each weight as float16 that this does not change; a pack's own are stored so, most of the time."""
    ov = openvino()
    from openvino import opset1

    for node in model.get_ops():
        if node.get_type_name() != "Constant" or node.get_element_type() != ov.Type.f32:
            continue
        values = node.data
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        if values.size < 2 or not np.array_equal(half.astype(np.float32), values):
            continue
        targets = node.output(0).get_target_inputs()
        wide = opset1.convert(opset1.constant(half), "f32")
        for target in targets:
            target.replace_source_output(wide.output(0))
