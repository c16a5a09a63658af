"""An ONNX file as a graph from a film (1, rows, columns, channels) in float32 to the network's outputs (1, n)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inference.core.errors import PackMalformed, PackMismatch, UsageError
from inference.engine.openvino.compiled_form import MOST_VALUES, values_made
from inference.engine.openvino.constants import fold
from inference.engine.openvino.importing.onnx_header import OnnxHeader, read_header
from inference.engine.openvino.openvino_import import openvino
from inference.model_pack.manifest import MAX_SIDE


@dataclass(frozen=True, slots=True)
class FilmScaling:
    """What each channel of a film goes through before the network: less ``mean``, over ``deviation``."""

    mean: tuple[float, ...] = ()
    deviation: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNetwork:
    """A network as it was read: ``model`` takes a film and has one output."""

    model: Any
    header: OnnxHeader
    shape: tuple[int, int, int]


def read_onnx(path: Path, side: int | None, scaling: FilmScaling) -> ReadNetwork:
    """The network in a file; raises ``PackError`` and ``UsageError`` in words."""
    header = read_header(path)
    model = _converted(path)
    if len(model.inputs) != 1:
        names = ", ".join(sorted(value.get_any_name() for value in model.inputs))
        raise PackMismatch(path, f"The network must take one film and nothing else; it takes {names or 'nothing'}.")
    if len(model.outputs) != 1:
        raise PackMismatch(
            path, f"The network must have one output and has {len(model.outputs)}; export it with its logits alone."
        )
    shape, channels_first = _shape(path, model.inputs[0].get_partial_shape(), side)
    rows, columns, channels = shape
    _to_float32(model)
    model.reshape([1, channels, rows, columns] if channels_first else [1, rows, columns, channels])
    _look_at_sizes(path, model)
    fold(model)
    model = _of_film(path, model, shape, scaling, channels_first=channels_first)
    _look_at_sizes(path, model, unknown=False)
    return ReadNetwork(model, header, shape)


def _look_at_sizes(path: Path, model: Any, *, unknown: bool = True) -> None:
    """Refuse a step that makes too many values, of a film or of nothing; ``unknown``: how many may not be known yet."""
    if any(count > MOST_VALUES for count in values_made(model) if not unknown or math.isfinite(count)):
        raise PackMalformed(path, "The network makes an unreasonable number of values of a film.")


def _converted(path: Path) -> Any:
    openvino()
    from openvino.frontend import FrontEndManager, GeneralFailure, OpConversionFailure, OpValidationFailure

    reader = FrontEndManager().load_by_framework("onnx")
    try:
        return reader.convert(reader.load(str(path)))
    except (RuntimeError, GeneralFailure, OpConversionFailure, OpValidationFailure) as error:
        raise PackMalformed(path, f"OpenVINO cannot read the network: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """The last sentence of what OpenVINO says, in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else "it does not say why.")[-200:]


def _shape(path: Path, found: Any, side: int | None) -> tuple[tuple[int, int, int], bool]:
    """Rows, columns and channels of the input, and whether channels stand before rows."""
    if found.rank.is_dynamic or len(found) != 4:
        raise PackMismatch(path, f"The network takes {found}, not one film of rows, columns and channels.")
    sides = [axis.get_length() if axis.is_static else None for axis in found]
    first = sides[1] in (1, 3)
    if not first and sides[3] not in (1, 3):
        raise PackMismatch(path, f"The network takes {found}; of a film it must say that it has 1 or 3 channels.")
    if sides[0] not in (None, 1):
        raise PackMismatch(path, f"The network takes {sides[0]} films at once; export it for one, or for any number.")
    rows, columns = (sides[2], sides[3]) if first else (sides[1], sides[2])
    rows, columns = rows or side, columns or side
    if not rows or not columns:
        raise UsageError("The network takes films of any size: say with --side how large they shall be.")
    if max(rows, columns) > MAX_SIDE:
        raise PackMismatch(path, f"The network takes films of {rows} x {columns} pixels; at most {MAX_SIDE} are read.")
    channels = sides[1] if first else sides[3]
    assert channels is not None  # 1 or 3
    return (rows, columns, channels), first


def _to_float32(model: Any) -> None:
    """Have all that is computed in other floating-point numbers computed in float32."""
    ov = openvino()
    from openvino import opset13

    others = (ov.Type.f16, ov.Type.bf16, ov.Type.f64)
    for node in model.get_ordered_ops():
        kind = node.get_type_name()
        narrow = node.get_output_size() == 1 and node.get_element_type() in others
        if kind == "Parameter" and narrow:
            node.set_element_type(ov.Type.f32)
        elif kind == "Constant" and narrow:
            _replace(node, opset13.constant(node.data.astype(np.float32)))
        elif kind == "Convert" and narrow:
            _replace(node, opset13.convert(node.input_value(0), "f32"))
    model.validate_nodes_and_infer_types()


def _replace(node: Any, other: Any) -> None:
    other.set_friendly_name(node.get_friendly_name())
    for target in node.output(0).get_target_inputs():
        target.replace_source_output(other.output(0))


def _of_film(path: Path, model: Any, shape: tuple[int, int, int], scaling: FilmScaling, *, channels_first: bool) -> Any:
    """The same network from a film in this program's order of axes."""
    ov = openvino()
    from openvino import opset13

    given, film = model.get_parameters()[0], opset13.parameter([1, *shape], np.float32, name="film")
    value = _scaled(film, shape[2], scaling)
    if channels_first:
        value = opset13.transpose(value, opset13.constant(np.array([0, 3, 1, 2], np.int64)))
    if given.get_element_type() != ov.Type.f32:
        value = opset13.convert(value, given.get_element_type())
    for target in given.output(0).get_target_inputs():
        target.replace_source_output(value.output(0))
    made = ov.Model(model.get_results(), [film], "network")
    output = made.outputs[0].get_partial_shape()
    sides = [] if output.is_dynamic else [int(side) for side in output.to_shape()]
    if not sides or int(np.prod(sides)) != max(sides):
        raise PackMismatch(path, f"The network gives {output} of a film, not one number for each finding.")
    return made


def _scaled(film: Any, channels: int, scaling: FilmScaling) -> Any:
    from openvino import opset13

    value = film
    for numbers, step in ((scaling.mean, opset13.subtract), (scaling.deviation, opset13.divide)):
        if numbers:
            if len(numbers) not in (1, channels):
                raise UsageError(f"The network takes {channels} channels; name as many means and deviations, or one.")
            value = step(value, opset13.constant(np.array(numbers, np.float32)))
    return value
