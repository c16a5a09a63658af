"""The compiled form of a pack: one graph for OpenVINO, and what the program must know to use it.

The graph goes from a film (1, rows, columns, channels) to the feature maps and whatever else of the heads cannot be
computed from these in closed form. What is the same for every film (weights of linear heads, folded kernels) it brings
as constants.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from inference.core.errors import PackMalformed, PackMismatch
from inference.engine.openvino.openvino_import import openvino
from inference.imaging.model_input import InputSpec
from inference.model_pack import Link, ModelPack
from inference.model_pack.parse import COMPILED_WEIGHTS, network_files

Floats = NDArray[np.float32]
NAME = "network.xml"
POOLED = "pooled.0"  # the graph's output of means over the cells of the layer by which the pack knows films, (1, k)
PLACE = ["thoracam", "form"]
"""Where in the graph's own notes the description stands."""
MOST_VALUES = 1 << 28  # that one step of the graph makes of a film: 1 GB; those of known networks are a hundredth of it

Places = Annotated[tuple[int, ...], Meta(min_length=1)]


class Group(Struct, frozen=True, kw_only=True):
    """Findings on one feature map, by their places in the pack's order, and the head that judges them.

    ``features`` names the graph's map. The head is one of three: linear (``weights`` and ``bias``), a folded
    convolution (``kernel`` and ``bias``), or any other, with its ``logits`` and ``gradients`` computed by the graph.
    ``outputs`` are the logits of the findings among all the network's; ``link`` maps logits to scores.
    """

    places: Places
    outputs: Places
    link: Link
    features: str
    weights: str = ""
    kernel: str = ""
    bias: str = ""
    logits: str = ""
    gradients: str = ""


class Form(Struct, frozen=True, kw_only=True):
    """What is said of the graph.

    ``source`` is :func:`source_of` the pack it was made of; ``log_odds`` are those of :func:`check_input` as the pack's
    own network gives them, in the pack's order, and ``heat`` the mean absolute value of its heatmaps.
    """

    format: Literal[1]
    source: str
    target_layer: str
    groups: Annotated[tuple[Group, ...], Meta(min_length=1)]
    log_odds: tuple[float, ...]
    heat: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledForm:
    """A compiled form as it was read: ``model`` without the constants, which are arrays by name."""

    form: Form
    model: Any
    constants: dict[str, Floats]


def source_of(pack: ModelPack) -> str:
    """A SHA-256 over all that a compiled form is made of: files of the network, input, findings and target layer.

    A network that is there in its compiled form alone is made of no other files.
    """
    listed = dict(pack.files)
    network, spec = pack.network, pack.input
    facts = [
        *(f"{name} {listed[name]}" for name in network_files(pack) if network.of_keras),
        f"{spec.rows} {spec.columns} {spec.channels}",
        f"{network.target_layer} {network.output} {network.link}",
        *(f"{item.finding.key} {item.weights} {item.output}" for item in pack.judged),
        *([f"films known by {pack.familiarity.layer}"] if pack.familiarity and pack.familiarity.layer else []),
    ]
    return hashlib.sha256("\n".join(facts).encode("utf-8")).hexdigest()


def check_input(spec: InputSpec) -> Floats:
    """An input (rows, columns, channels) that is the same on every machine: a coarse texture over the pack's range."""
    rows, columns = np.mgrid[0 : spec.rows, 0 : spec.columns]
    texture = (rows * 7 + columns * 13 + (rows * columns) // 11) % 256 + 3 * ((rows // 16 + columns // 16) % 64)
    low, high = spec.range
    values = low + (high - low) * texture[:, :, None] / 445.0
    return np.repeat(values, spec.channels, axis=2).astype(np.float32)


def read_form(pack: ModelPack, path: Path) -> CompiledForm:
    """The compiled form whose description lies at ``path`` and whose weights lie beside it.

    Raises ``PackMalformed`` where it cannot be read, and ``PackMismatch`` where it was made of another network.
    """
    try:
        model = openvino().Core().read_model(path, path.with_suffix(COMPILED_WEIGHTS))
        form = msgspec.json.decode(model.get_rt_info(PLACE).astype(str), type=Form)
    except (RuntimeError, ValueError) as error:
        raise PackMalformed(pack.folder, f"{path.name} is no compiled form that this program can read.") from error
    if max(values_made(model)) > MOST_VALUES:
        raise PackMalformed(pack.folder, f"{path.name} makes an unreasonable number of values of a film.")
    if not all(map(_is_finite, model.get_ops())):
        raise PackMismatch(pack.folder, f"{path.name} holds weights that are no finite numbers.")
    if form.source != source_of(pack):
        raise PackMismatch(pack.folder, f"{path.name} was compiled from another network than the pack's.")
    if sorted(place for group in form.groups for place in group.places) != list(range(len(pack.judged))):
        raise PackMismatch(pack.folder, f"{path.name} was compiled for other findings than the pack's.")
    layer = pack.familiarity.layer if pack.familiarity else ""
    if layer and POOLED not in map(output_name, model.outputs):
        raise PackMismatch(pack.folder, f"{path.name} does not give the layer {layer}, by which the pack knows films.")
    return CompiledForm(form, model, take_constants(model))


def values_made(model: Any) -> Iterator[float]:
    """How many values each step makes of a film, from 0 on; infinitely many where nothing bounds them."""
    yield 0
    for step in model.get_ops():
        for made in step.outputs():
            shape = made.get_partial_shape()
            sides = [] if shape.rank.is_dynamic else [side.get_max_length() for side in shape]
            yield math.inf if shape.rank.is_dynamic or min(sides, default=0) < 0 else math.prod(sides)


def _is_finite(step: Any) -> bool:
    """Whether a step of the graph holds no weight that is no finite number: what such a network says is no figure."""
    if step.get_type_name() != "Constant" or step.get_element_type().is_integral():
        return True
    return bool(np.isfinite(step.data.astype(np.float32, copy=False)).all())


def output_name(output: Any) -> str:
    """The name that an output of the graph was given; the shortest where it has several."""
    names = sorted(output.get_names(), key=len)
    return str(names[0]) if names else ""


def take_constants(model: Any) -> dict[str, Floats]:
    """Take the outputs that are the same for every film off the graph; their values by name."""
    found: dict[str, Floats] = {}
    for result in list(model.get_results()):
        node = result.input_value(0).get_node()
        if node.get_type_name() == "Convert":  # kept at half precision
            node = node.input_value(0).get_node()
        if node.get_type_name() == "Constant":
            found[output_name(result.output(0))] = np.array(node.data, dtype=np.float32)
            model.remove_result(result)
    return found
