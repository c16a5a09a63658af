"""A file of torchxrayvision's weights made into a pack, in a process of its own within bounds of time and memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from inference.core.errors import AlreadyThere, PackMalformed, UsageError
from inference.engine.openvino.apart import work_apart
from inference.engine.openvino.importing.film_axes import MAP, shape_of
from inference.engine.openvino.importing.head import HeadKind
from inference.engine.openvino.importing.network_pack import Made, Network, write_pack
from inference.engine.openvino.importing.new_onnx import MEMORY, SECONDS
from inference.engine.openvino.importing.target import Target
from inference.engine.openvino.importing.xrv.labels import Published, published, published_as, tables
from inference.engine.openvino.importing.xrv.networks import built
from inference.engine.openvino.importing.xrv.torch_file import TorchFile, read_torch_file
from inference.files.atomic_folder import replaced_folder
from inference.imaging.model_input import Fit, Normalise
from inference.model_pack import sha256_of
from inference.model_pack.new_pack import made_of

PLACE = f"{__name__}:pack_into"
DEFAULT = "densenet121-res224-all"
RANGE = (-1024.0, 1024.0)
SIDES = {"DenseNet": 224, "ResNet": 512}
CITATIONS = (
    "J. P. Cohen, J. D. Viviano, et al.: TorchXRayVision: A library of chest X-ray datasets and models. MIDL 2022.",
    "J. P. Cohen, M. Hashir, R. Brooks, H. Bertrand: On the limits of cross-domain generalization. MIDL 2020.",
)


def make_pack(source: Path, target: Path, name: str = "") -> Made:
    """Write a pack into the new folder ``target``; ``name`` is that of published weights, else the file's name says it.

    Raises UsageError, AlreadyThere, and PackError for a file that is none of torchxrayvision's.
    """
    if not source.is_file():
        raise UsageError(f"{source.name} is no file.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyThere(target)
    with made_of(source), replaced_folder(target) as fresh:
        arguments = (source.absolute(), fresh, target.name, name)
        made = work_apart(PLACE, arguments, source, seconds=SECONDS, memory=MEMORY)
    return Made(made[0], (made[1], made[2]), HeadKind(made[3]))


def pack_into(source: Path, folder: Path, name: str, weights: str) -> tuple[Any, ...]:
    """Write the pack; plain values of :class:`Made`. Runs in the child."""
    try:
        file = read_torch_file(source)
        known = _known(file, source, weights)
        side = known.side or SIDES["DenseNet" if any("conv0" in key for key in file.tensors) else "ResNet"]
        network = built(file.tensors, side)
    except ValueError as error:
        raise PackMalformed(source, f"{source.name} cannot be used: {error}.") from None
    outputs = int(np.prod(shape_of(network.logits)))
    manifest = _manifest(name, known, network.architecture, side, tables(known, outputs))
    manifest["training"] = {"file": source.name, "sha256": sha256_of(source), "weights": known.name}
    (folder / "MODEL_CARD.md").write_text(_card(manifest, known), encoding="utf-8", newline="\n")
    target = Target(network.map, str(network.map.get_node().get_friendly_name()), MAP)
    made = write_pack(folder, manifest, Network(network.model, network.logits, "", target))
    return made.target_layer, *made.grid, made.kind.value


def _known(file: TorchFile, source: Path, weights: str) -> Published:
    """What the file, its name or the user says of its outputs."""
    found = published(weights or published_as(source.name) or DEFAULT)
    own = next((words for key, words in file.words.items() if key in ("targets", "pathologies")), None)
    if own is not None and not weights:
        found = replace(found, name=published_as(source.name), labels=own, operating_points=(0.5,) * len(own))
    points = file.tensors.get("op_threshs")
    if points is not None and not weights:
        values = tuple(float(value) for value in np.asarray(points, np.float32).reshape(-1))
        if any(value <= 0 or value >= 1 for value in values) or len(values) != len(found.labels):
            raise ValueError("its operating points are not one between 0 and 1 for each label")
        found = replace(found, operating_points=values)
    elif own is None and not weights and not published_as(source.name):
        found = replace(found, name="", side=0, operating_points=(0.5,) * len(found.labels))
    return found


def _manifest(name: str, known: Published, architecture: str, side: int, judged: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": 1,
        "name": name,
        "version": "0.0.0",
        "title": f"torchxrayvision, {known.name or architecture}",
        "kind": "multi",
        "licence": "Apache-2.0" if known.name else "as its makers say",
        "citations": list(CITATIONS),
        "input": {
            "rows": side,
            "columns": side,
            "channels": 1,
            "fit": str(Fit.CROP),
            "resize": "area",
            "normalise": str(Normalise.FIXED),
            "low": 0.0,
            "high": 1.0,
            "range": list(RANGE),
        },
        **judged,
    }


def _card(manifest: dict[str, Any], known: Published) -> str:
    """Where the weights come from, and what they are not."""
    title, source = manifest["title"], manifest["training"]
    citations = "\n".join(f"- {citation}" for citation in CITATIONS)
    points = "as torchxrayvision states them" if known.name else "0.5 of the raw score: none are stated for this file"
    return (
        f"# {title}\n\nWeights as given in {source['file']} (SHA-256 {source['sha256']}), nothing of them changed. "
        "Research use only. Not a medical device.\n\n"
        "Films enter as torchxrayvision prepares them: the middle square, black -1024, white 1024, one channel, "
        f"{manifest['input']['rows']} x {manifest['input']['columns']} pixels. Operating points: {points}. Its numbers "
        "are indices, 0.5 at the operating point; nothing was measured here (thoracam evaluate does that).\n\n"
        f"Licence: {manifest['licence']}. Please cite:\n\n{citations}\n"
    )
