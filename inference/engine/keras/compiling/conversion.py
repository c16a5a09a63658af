"""From TensorFlow's graphs to one graph of OpenVINO, its weights at half precision where that loses nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.core.errors import CannotCompile
from inference.engine.keras.compiling.export import Exported
from inference.engine.keras.compiling.gradient_rules import rules
from inference.engine.openvino.compiled_form import output_name
from inference.engine.openvino.constants import fold, halve
from inference.engine.openvino.openvino_import import openvino

Floats = NDArray[np.float32]


def converted(networks: Sequence[Exported]) -> Any:
    """One OpenVINO model with one input and all outputs and constants; raises ``CannotCompile``."""
    ov = openvino()
    models = [_model(network) for network in networks]
    film = models[0].get_parameters()[0]
    results = list(models[0].get_results())
    for other in models[1:]:
        for target in other.get_parameters()[0].output(0).get_target_inputs():
            target.replace_source_output(film.output(0))
        results += other.get_results()
    for network in networks:
        results += [_result(name, values) for name, values in network.constants.items()]
    made = ov.Model(results, [film], "thoracam")
    halve(made)
    made.validate_nodes_and_infer_types()
    return made


def _model(network: Exported) -> Any:
    """One network; its outputs are called as the export called them, and there are no others."""
    openvino()
    from openvino.frontend import FrontEndManager, GeneralFailure, OpConversionFailure, OpValidationFailure

    reader = FrontEndManager().load_by_framework("tf")
    for rule in rules():
        reader.add_extension(rule)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.pb"
        file.write_bytes(network.graph.graph.as_graph_def().SerializeToString())
        try:
            model = reader.convert(reader.load(str(file)))
        except (RuntimeError, GeneralFailure, OpConversionFailure, OpValidationFailure) as error:
            raise CannotCompile(f"OpenVINO cannot convert the network: {_reason(error)}") from error
    for output in model.outputs:
        output.get_tensor().set_names({_own_name(output)})
    fold(model)
    _set_apart(model)
    return model


def _set_apart(model: Any) -> None:
    """Give gradients of convolutions kernels of their own: minus the kernel, for minus the result.

    A written graph holds equal weights once, and OpenVINO's CPU takes the kernel that it has rearranged for a
    convolution for the one of its gradient, too, which then is wrong.
    """
    from openvino import opset1

    for node in model.get_ordered_ops():
        if node.get_type_name() not in ("ConvolutionBackpropData", "GroupConvolutionBackpropData"):
            continue
        kernel = node.input_value(1).get_node()
        if kernel.get_type_name() == "Constant":
            targets = node.output(0).get_target_inputs()
            node.input(1).replace_source_output(opset1.constant(-kernel.data).output(0))
            negative = opset1.multiply(node.output(0), opset1.constant(np.float32(-1)))
            for target in targets:
                target.replace_source_output(negative.output(0))


def _own_name(output: Any) -> str:
    """``features.0`` of the names ``features.0:0`` and ``model/relu:0``."""
    own = [name.removesuffix(":0") for name in output.get_names() if "." in name and "/" not in name]
    return own[0] if own else output_name(output)


def _result(name: str, values: Floats) -> Any:
    from openvino import opset1

    result = opset1.result(opset1.constant(np.ascontiguousarray(values, dtype=np.float32)))
    result.output(0).get_tensor().set_names({name})
    return result


def _reason(error: Exception) -> str:
    """What OpenVINO names as missing, in one line."""
    text = " ".join(str(error).split())
    _, found, rest = text.partition("No conversion rule found for operations:")
    missing = rest.split("To facilitate")[0].strip()
    return f"it has no rule for {missing}." if found else text[-200:]
