"""A whole Keras file made into a pack: its layers checked, its target layer found, run once before it is kept."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w

from inference.core.cancel import CancelToken
from inference.core.errors import AlreadyThere, UsageError
from inference.core.ports import no_progress
from inference.engine.device_and_precision import EXACT
from inference.engine.keras.compiling.compile_pack import add_compiled_form
from inference.engine.keras.graph import flat_graph
from inference.engine.keras.heads import activation_name
from inference.engine.keras.load import build_model
from inference.engine.keras.runtime.opener import open_backend
from inference.files.atomic_folder import replaced_folder
from inference.model_pack import MANIFEST, ModelPack, Output, load_pack, sha256_of
from inference.model_pack.new_pack import NewPack, check_outputs, made_of, manifest_of

NETWORK = "network.keras"


def make_pack(source: Path, target: Path, wanted: NewPack) -> tuple[str, tuple[int, int]]:
    """Write a pack into the new folder ``target``; says its target layer and the rows and columns of its heatmaps.

    Raises UsageError where file and options do not match, PackError for a network that cannot be used, AlreadyThere.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyThere(target)
    rows, columns, channels = _input_shape(source, wanted.side)
    with made_of(source), replaced_folder(target) as fresh:
        shutil.copyfile(source, fresh / NETWORK)
        manifest = manifest_of(wanted, target.name, f"{source.stem}, a Keras file", (rows, columns, channels))
        manifest |= {"network": {"architecture": NETWORK, "output": "logits"}}
        manifest |= {"files": {NETWORK: sha256_of(source)}}
        made = _completed(fresh, manifest, wanted)
        add_compiled_form(fresh)
        return made


def _completed(folder: Path, manifest: dict[str, Any], wanted: NewPack) -> tuple[str, tuple[int, int]]:
    """Say what the network gives and where it is split, and run it once as it will be run."""
    network = manifest["network"]
    pack = _loaded(folder, manifest)
    spec = pack.input
    graph = flat_graph(build_model(pack), (spec.rows, spec.columns, spec.channels))
    check_outputs(int(graph.output.shape[-1]), wanted)
    last = activation_name(graph.producer(graph.output))
    network["output"] = str(Output.PROBABILITIES if last in ("sigmoid", "softmax") else Output.LOGITS)
    if wanted.target_layer:
        network["target_layer"] = wanted.target_layer
    backend = open_backend(_loaded(folder, manifest), EXACT)
    network["target_layer"] = backend.target_layer
    _loaded(folder, manifest)
    blank = np.zeros((spec.rows, spec.columns, spec.channels), np.float32)
    features = backend.forward(blank, CancelToken(), no_progress).groups[0].views[0].features
    return backend.target_layer, (int(features.shape[0]), int(features.shape[1]))


def _loaded(folder: Path, manifest: dict[str, Any]) -> ModelPack:
    (folder / MANIFEST).write_text(tomli_w.dumps(manifest), encoding="utf-8", newline="\n")
    return load_pack(folder)


def _input_shape(source: Path, side: int | None) -> tuple[int, int, int]:
    """Rows, columns and channels of the network's input, read from the file's own description."""
    if not source.is_file() or source.suffix != ".keras":
        raise UsageError(f"{source.name} is no .keras file. In Keras: model.save('name.keras').")
    try:
        with zipfile.ZipFile(source) as archive:
            layers = json.loads(archive.read("config.json"))["config"]["layers"]
        config = next(layer["config"] for layer in layers if layer["class_name"] == "InputLayer")
        _, rows, columns, channels = config.get("batch_shape") or config["batch_input_shape"]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, StopIteration) as problem:
        raise UsageError(f"{source.name} describes no network that takes a film.") from problem
    rows, columns = rows or side, columns or side
    if not rows or not columns:
        raise UsageError("The network takes films of any size: say with --side how large they shall be.")
    if channels not in (1, 3):
        raise UsageError(f"The network takes {channels} channels; films have 1, or 3 equal ones.")
    return int(rows), int(columns), int(channels)
