"""Which axes of each value of a graph are the film's rows and columns, and which holds its channels."""

from __future__ import annotations

from typing import Any, NamedTuple

Key = tuple[str, int]
"""A value of a graph: the name of the step that gives it, and which of its outputs it is."""

CONVOLUTIONS = ("Convolution", "GroupConvolution", "ConvolutionBackpropData", "GroupConvolutionBackpropData")
KEEPING = (
    "MaxPool",
    "AvgPool",
    "BatchNormInference",
    "Interpolate",
    "Pad",
    "LRN",
    "MVN",
    "NormalizeL2",
    "GRN",
    "PRelu",
)
KEEPING_MORE = ("DepthToSpace", "SpaceToDepth", "GroupNormalization", "Softmax", "LogSoftmax", "Split", "VariadicSplit")
REDUCING = ("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2")


class FilmAxes(NamedTuple):
    """The places of rows, columns and channels among the four axes of a value; the fourth is the film's number."""

    rows: int
    columns: int
    channels: int

    @property
    def first(self) -> int:
        """The axis of the film's number, which is 1 long."""
        return 6 - self.rows - self.columns - self.channels


IMAGE, MAP = FilmAxes(1, 2, 3), FilmAxes(2, 3, 1)


def key_of(value: Any) -> Key:
    """What tells a value from all others of its graph."""
    return value.get_node().get_name(), value.get_index()


def shape_of(value: Any) -> tuple[int, ...]:
    """A value's shape; empty where it is not known before a film is."""
    shape = value.get_partial_shape()
    return () if shape.is_dynamic else tuple(int(side) for side in shape.to_shape())


def film_axes(model: Any) -> dict[Key, FilmAxes]:
    """The axes of each four-dimensional value that still lies over the film."""
    found: dict[Key, FilmAxes] = {key_of(model.inputs[0]): IMAGE}
    for node in model.get_ordered_ops():
        axes = _axes_after(node, found)
        for output in node.outputs() if axes else ():
            if len(shape_of(output)) == 4:
                found[key_of(output)] = axes
    return found


def _axes_after(node: Any, found: dict[Key, FilmAxes]) -> Any:
    """Where a step leaves the film's axes; None where it gives no value over the film."""
    kind = node.get_type_name()
    inputs = node.input_values()
    known = [(value, found[key_of(value)]) for value in inputs if key_of(value) in found]
    if not known or kind == "Result":
        return found.get(key_of(node.output(0))) if kind == "Parameter" else None
    value, axes = known[0]
    if kind in CONVOLUTIONS:
        return MAP
    if kind in KEEPING or kind in KEEPING_MORE:
        return axes if key_of(inputs[0]) in found else None
    if kind == "Transpose":
        return _turned(axes, inputs[1])
    if kind == "Concat":
        return axes if _axis(node) == axes.channels else None
    if kind == "MatMul":
        return axes if _is_pointwise(node, found) else None
    if kind in REDUCING:
        return axes if _same_place(value, node.output(0), axes) else None
    return _of_equal_places(node, known)


def _turned(axes: FilmAxes, order: Any) -> FilmAxes | None:
    node = order.get_node()
    if node.get_type_name() != "Constant":
        return None
    places = [int(place) for place in node.data.reshape(-1)]
    return FilmAxes(*(places.index(axis) for axis in axes))


def _axis(node: Any) -> int:
    axis = int(node.get_attributes()["axis"])
    return axis if axis >= 0 else axis + 4


def _is_pointwise(node: Any, found: dict[Key, FilmAxes]) -> bool:
    """Whether a product takes each place's channels for itself: a dense layer over the last axis."""
    left, right = node.input_values()
    axes = found.get(key_of(left))
    weights = len(right.get_partial_shape()) == 2 and key_of(right) not in found
    return axes is not None and axes.channels == 3 and weights and not node.get_attributes()["transpose_a"]


def _same_place(value: Any, output: Any, axes: FilmAxes) -> bool:
    before, after = shape_of(value), shape_of(output)
    return len(after) == 4 and all(before[axis] == after[axis] for axis in (axes.rows, axes.columns))


def _of_equal_places(node: Any, known: list[tuple[Any, FilmAxes]]) -> FilmAxes | None:
    """The axes of a step of each number for itself, taken from an input as large as its output."""
    if node.get_output_size() != 1 or node.get_type_name() in ("Reshape", "Gather", "Squeeze", "Unsqueeze", "ShapeOf"):
        return None
    for value, axes in known:
        if _same_place(value, node.output(0), axes) and len(shape_of(value)) == 4:
            return axes
    return None
