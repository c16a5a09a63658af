"""The learned network as an ONNX file that OpenCV reads: plain convolutions at half precision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.recipes.anatomy_network.network import CLASSES, DOWN, Kernel

Floats = NDArray[np.float32]
OPSET = 13


def folded(model: Any) -> dict[str, Kernel]:
    """Kernels (out, in, rows, columns) and biases of all convolutions by name, batch normalisation folded in."""
    import keras

    found: dict[str, Kernel] = {}
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D):
            kernel, *bias = layer.get_weights()
            factor, shift = np.ones(kernel.shape[-1]), bias[0] if bias else 0.0
            if not bias:
                norm = model.get_layer(f"{layer.name}_norm")
                gain, beta, mean, variance = norm.get_weights()
                factor = gain / np.sqrt(variance + norm.epsilon)
                shift = beta - mean * factor
            found[layer.name] = (np.asarray((kernel * factor).transpose(3, 2, 0, 1)), np.asarray(shift))
    return found


def kernels_of(content: bytes) -> dict[str, Kernel]:
    """What :func:`onnx_bytes` wrote, by the names of the convolutions."""
    import onnx

    halves = {held.name: held for held in onnx.load_from_string(content).graph.initializer}
    arrays = {name: np.asarray(onnx.numpy_helper.to_array(held), np.float32) for name, held in halves.items()}
    names = [name.removesuffix(".kernel.half") for name in halves if name.endswith(".kernel.half")]
    return {name: (arrays[f"{name}.kernel.half"], arrays[f"{name}.bias.half"]) for name in names}


def onnx_bytes(kernels: Mapping[str, Kernel], side: int) -> bytes:
    """The file: "film" (1, 1, side, side) -> "classes", logits (1, CLASSES, side / 2, side / 2)."""
    from onnx import TensorProto, checker, helper

    nodes = [*_halves_widened(kernels), *_nodes()]
    held = [array for name, kernel in kernels.items() for array in _held(name, kernel)]
    held.append(helper.make_tensor("twice", TensorProto.FLOAT, [4], [1.0, 1.0, 2.0, 2.0]))
    film = helper.make_tensor_value_info("film", TensorProto.FLOAT, [1, 1, side, side])
    classes = helper.make_tensor_value_info("classes", TensorProto.FLOAT, [1, CLASSES, side // 2, side // 2])
    graph = helper.make_graph(nodes, "lungs_and_heart", [film], [classes], held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="thoracam")
    model.ir_version = 8  # what OpenCV of 2024 reads too
    checker.check_model(model)
    return bytes(model.SerializeToString())


def _held(name: str, kernel: Kernel) -> Iterator[Any]:
    from onnx import numpy_helper

    for array, part in zip(kernel, ("kernel", "bias"), strict=True):
        yield numpy_helper.from_array(np.asarray(array, np.float16), f"{name}.{part}.half")


def _halves_widened(kernels: Mapping[str, Kernel]) -> Iterator[Any]:
    from onnx import TensorProto, helper

    for name in kernels:
        for part in ("kernel", "bias"):
            yield helper.make_node("Cast", [f"{name}.{part}.half"], [f"{name}.{part}"], to=TensorProto.FLOAT)


def _nodes() -> Iterator[Any]:
    """The layers in order, as ``network.new_network`` lays them."""
    from onnx import helper

    kept = ["stem_b"]
    yield from _convolved("film", "stem_a", 2)
    yield from _convolved("stem_a", "stem_b", 1)
    for level in range(len(DOWN) + 1):
        yield from _convolved(kept[-1], f"down{level}_a", 2)
        yield from _convolved(f"down{level}_a", f"down{level}_b", 1)
        kept.append(f"down{level}_b")
    below = kept.pop()
    for level, beside in reversed(list(enumerate(kept))):
        modes = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
        yield helper.make_node("Resize", [below, "", "twice"], [f"up{level}_twice"], **modes)
        yield helper.make_node("Concat", [f"up{level}_twice", beside], [f"up{level}_joined"], axis=1)
        yield from _convolved(f"up{level}_joined", f"up{level}", 1)
        below = f"up{level}"
    yield helper.make_node("Conv", [below, "classes.kernel", "classes.bias"], ["classes"], kernel_shape=[1, 1])


def _convolved(source: str, name: str, strides: int) -> Iterator[Any]:
    from onnx import helper

    held = [source, f"{name}.kernel", f"{name}.bias"]
    yield helper.make_node("Conv", held, [f"{name}_raw"], kernel_shape=[3, 3], pads=[1] * 4, strides=[strides] * 2)
    yield helper.make_node("Relu", [f"{name}_raw"], [name])
