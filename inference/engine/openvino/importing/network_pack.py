"""A network's graph written as a pack: split at its target layer, and held against the whole network on check films."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import tomli_w
from numpy.typing import NDArray

from inference.core.calibration import sigmoid
from inference.core.cancel import CancelToken
from inference.core.errors import CannotCompile, PackMismatch
from inference.core.findings import FINDINGS
from inference.core.ports import no_progress
from inference.engine.device_and_precision import EXACT
from inference.engine.openvino.check_films import check_films
from inference.engine.openvino.compiled_form import (
    NAME,
    PLACE,
    CompiledForm,
    Form,
    Group,
    check_input,
    read_form,
    source_of,
    take_constants,
)
from inference.engine.openvino.constants import halve
from inference.engine.openvino.importing.film_axes import shape_of
from inference.engine.openvino.importing.head import Head, HeadKind, head_of
from inference.engine.openvino.importing.proof import gradients_agree
from inference.engine.openvino.importing.target import Target
from inference.engine.openvino.opener import backend_on
from inference.engine.openvino.openvino_import import openvino
from inference.engine.pack_engine import default_method
from inference.imaging.model_input import InputSpec, model_input
from inference.model_pack import MANIFEST, Link, ModelPack, Output, load_pack, sha256_of
from inference.model_pack.parse import COMPILED_WEIGHTS

Floats = NDArray[np.float32]
CLOSE = 1e-4  # how far scores may be from the whole network's


@dataclass(frozen=True, slots=True)
class Network:
    """A whole network: ``model`` from a film to scores, its ``logits``, the activation after them, and the target."""

    model: Any
    logits: Any
    activation: str
    target: Target


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a network: its target layer, the rows and columns of its heatmaps, and how they are made.

    ``missing`` is a step of the head whose gradient is not known.
    """

    target_layer: str
    grid: tuple[int, int]
    kind: HeadKind
    missing: str = ""


def outputs_of(manifest: dict[str, Any]) -> tuple[int, ...]:
    """The network's outputs that are judged, in the pack's order."""
    named = {item["key"]: int(item["output"]) for item in manifest["findings"]}
    seven = [named[finding.key] for finding in FINDINGS if finding.key in named]
    return (*seven, *(int(item["output"]) for item in manifest.get("extra", ())))


def write_pack(folder: Path, manifest: dict[str, Any], network: Network) -> Made:
    """Write the pack into an empty folder; raises ``PackError`` and ``CannotCompile``."""
    whole = _whole(network)
    outputs = outputs_of(manifest)
    head = head_of(network.model, network.target, network.logits, outputs)
    if head.kind is HeadKind.GRADIENTS and not gradients_agree(
        network.model, network.target, network.logits, outputs, head.gradients, _texture(manifest)
    ):
        head = Head(HeadKind.NONE, missing="those it has do not agree with finite differences")
    manifest["network"] = _network_table(network, head)
    group = _group(network, head, outputs)
    model = _split(network, head)
    form = Form(format=1, source="", target_layer=network.target.name, groups=(group,), log_odds=(), heat=())
    pack = _written(folder, manifest, model, form)
    found = _heat(pack, CompiledForm(form, *_parts(model)), check_input(pack.input))
    form = msgspec.structs.replace(
        form,
        source=source_of(pack),
        log_odds=tuple(map(float, found[0])),
        heat=tuple(float(np.abs(heat).mean()) for heat in found[1]),
    )
    pack = _written(folder, manifest, model, form)
    _prove(pack, whole)
    return Made(network.target.name, (found[1].shape[1], found[1].shape[2]), head.kind, head.missing)


def _whole(network: Network) -> Any:
    """The network as it came, compiled: what its pack is held against."""
    model = network.model.clone()
    return openvino().Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})


def _texture(manifest: dict[str, Any]) -> Floats:
    """The check input of a pack that is still to be written."""
    table = manifest["input"]
    low, high = map(float, table["range"])
    return check_input(InputSpec(table["rows"], table["columns"], table["channels"], range=(low, high)))


def _network_table(network: Network, head: Head) -> dict[str, Any]:
    table: dict[str, Any] = {
        "architecture": NAME,
        "target_layer": network.target.name,
        "output": str(Output.PROBABILITIES if network.activation else Output.LOGITS),
        "compiled": NAME,
    }
    return table if head.kind is not HeadKind.NONE else {**table, "gradients": False}


def _group(network: Network, head: Head, outputs: tuple[int, ...]) -> Group:
    link = Link(network.activation) if network.activation else Link.SIGMOID
    places = tuple(range(len(outputs)))
    if head.kind is HeadKind.LINEAR:
        parts = {"weights": "weights.0", "bias": "bias.0"}
    else:
        parts = {"logits": "logits.0"} | ({"gradients": "gradients.0"} if head.gradients is not None else {})
    return Group(places=places, outputs=outputs, link=link, features="features.0", **parts)


def _split(network: Network, head: Head) -> Any:
    """The graph from a film to the map, and to what of the head is not in closed form."""
    ov = openvino()
    from openvino import opset13 as ops

    for node in network.model.get_ops():
        for value in node.outputs():
            value.get_tensor().set_names(set())  # those of the file's are no names of what is given
    made = {"features.0": network.target.in_order(network.target.value)}
    if head.weights is not None and head.bias is not None:
        made |= {"weights.0": ops.constant(head.weights), "bias.0": ops.constant(head.bias)}
    else:
        outputs = int(np.prod(shape_of(network.logits)))
        row = ops.constant(np.array([1, outputs], np.int64))
        made |= {"logits.0": ops.reshape(network.logits, row, special_zero=False)}
    if head.gradients is not None:
        made |= {"gradients.0": head.gradients}
    results = []
    for name, value in made.items():
        result = ops.result(value)
        result.output(0).get_tensor().set_names({name})
        results.append(result)
    model = ov.Model(results, network.model.get_parameters(), "thoracam").clone()
    halve(model)
    model.validate_nodes_and_infer_types()
    return model


def _parts(model: Any) -> tuple[Any, dict[str, Floats]]:
    """A copy of the graph without its constants, and these."""
    copy = model.clone()
    return copy, take_constants(copy)


def _written(folder: Path, manifest: dict[str, Any], model: Any, form: Form) -> ModelPack:
    """The pack as it is on the disk, checked."""
    path = folder / NAME
    model.set_rt_info(msgspec.json.encode(form).decode("ascii"), PLACE)
    openvino().save_model(model, str(path), compress_to_fp16=False)
    own = sorted(file for file in folder.iterdir() if file.name != MANIFEST)
    manifest["files"] = {file.name: sha256_of(file) for file in own}
    assert path.with_suffix(COMPILED_WEIGHTS) in own
    (folder / MANIFEST).write_text(tomli_w.dumps(manifest), encoding="utf-8", newline="\n")
    return load_pack(folder)


def _heat(pack: ModelPack, compiled: CompiledForm, values: Floats) -> tuple[Floats, Floats]:
    """Log-odds (n,) and heatmaps (n, h, w) of an input."""
    backend = backend_on(pack, compiled, EXACT)
    activations = backend.forward(values, CancelToken(), no_progress)
    maps = backend.maps(activations, default_method(pack))
    if not (np.isfinite(activations.log_odds).all() and np.isfinite(maps).all()):
        raise PackMismatch(pack.folder, "The network gives no finite number for a film.")
    return activations.log_odds, maps


def _prove(pack: ModelPack, whole: Any) -> None:
    """Hold the pack's scores of check films against the whole network's; raises ``CannotCompile``."""
    compiled = read_form(pack, pack.folder / NAME)
    backend = backend_on(pack, compiled, EXACT)
    for values in (check_input(pack.input), *(model_input(film, pack.input)[0] for film in check_films())):
        given = np.array(whole([values[None]])[0], np.float64).reshape(-1)
        expected = [float(given[spec.output]) for spec in pack.judged]
        if pack.network.output is Output.LOGITS:
            expected = [sigmoid(value) for value in expected]
        odds = backend.forward(values, CancelToken(), no_progress).log_odds
        away = max(abs(sigmoid(float(value)) - score) for value, score in zip(odds, expected, strict=True))
        if not away <= CLOSE:
            raise CannotCompile(f"It differs from the network: scores by {away:.1g}.")
