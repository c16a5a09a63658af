"""Small model packs in the exact format, for tests: built in a second, loaded in less."""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w

from inference.core.findings import FINDINGS
from inference.engine.keras.compiling.compile_pack import compile_pack
from inference.model_pack import sha256_of

KEYS = [finding.key for finding in FINDINGS]
TWO_FINDINGS = ("pneumothorax", "pleural_effusion")
# How each finding sees the two channels of the tiny network (bright cells, dark cells): for, against, and so on.
TASTES = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (1.0, -0.5), (-0.5, 1.0), (0.5, 0.5), (0.0, -1.0))


def write_tiny_pack(
    folder: Path,
    *,
    findings: Sequence[str] = TWO_FINDINGS,
    side: int = 64,
    cell: int = 8,
    fit: str = "letterbox",
    gain: float = 40.0,
    bias: float = -1.0,
    **changes: Any,
) -> Path:
    """A pack whose first finding likes bright cells and whose second likes dark ones; returns its folder.

    A film that is black but for one bright corner is hot in that corner for the first finding. ``side`` is the input
    in pixels, ``cell`` the pixels under one heatmap cell; ``changes`` replace top-level tables of ``model.toml``.
    """
    model = tiny_model(len(findings), side=side, cell=cell, gain=gain, bias=bias)
    spec = input_table(side, side, fit=fit)
    return write_pack(folder, model, findings=findings, target_layer="features", **{"input": spec, **changes})


def write_compiled_pack(folder: Path) -> Path:
    """The tiny pack as this program makes packs: with its compiled form."""
    write_tiny_pack(folder)
    compile_pack(folder)
    return folder


def tiny_model(outputs: int, *, side: int = 64, cell: int = 8, gain: float = 40.0, bias: float = -1.0) -> Any:
    """Mean over each cell, then brightness and darkness as two channels, then one linear logit per finding."""
    from keras import Sequential, layers

    model = Sequential(
        [
            layers.Input((side, side, 1), name="film"),
            layers.AveragePooling2D(cell, name="cells"),
            layers.Conv2D(2, 1, activation="relu", name="features"),
            layers.GlobalAveragePooling2D(name="pool"),
            layers.Dense(outputs, name="logits"),
        ],
        name="tiny",  # with names of its own a pack made twice is the same, and compiled once in a run
    )
    tastes = np.array([TASTES[place % len(TASTES)] for place in range(outputs)], dtype=np.float32).T
    model.get_layer("features").set_weights([np.array([[[[1.0, -1.0]]]], np.float32), np.zeros(2, np.float32)])
    model.get_layer("logits").set_weights([tastes * gain, np.full(outputs, bias, np.float32)])
    return model


def write_pack(
    folder: Path, model: Any, *, findings: Sequence[str], target_layer: str, half: bool = True, **changes: Any
) -> Path:
    """Any Keras model as a pack: architecture, weights (float16 when ``half``), card and ``model.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "network.json").write_text(model.to_json(), encoding="utf-8")
    with keras_and_numpy_quarrel():
        model.save_weights(folder / "network.weights.h5")
    if half:
        halve_weights(folder / "network.weights.h5")
    (folder / "MODEL_CARD.md").write_text("# A pack for tests\n", encoding="utf-8")
    rows, columns, channels = model.input_shape[1:]
    table = manifest(findings, target_layer=target_layer, spec=input_table(rows, columns, channels))
    write_manifest(folder, {**table, **changes})
    return folder


def manifest(findings: Sequence[str], *, target_layer: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """A whole ``model.toml`` as a dictionary, but for its ``files``."""
    return {
        "format": 1,
        "name": "tiny",
        "version": "0.0.1",
        "title": "Tiny test network",
        "kind": "multi",
        "licence": "Apache-2.0",
        "citations": ["Nobody, Nowhere, 2026."],
        "network": {
            "architecture": "network.json",
            "weights": "network.weights.h5",
            "target_layer": target_layer,
            "output": "logits",
        },
        "input": dict(spec),
        "findings": [finding_table(key, place) for place, key in enumerate(findings)],
        "not_analysed": [
            {"key": finding.key, "reason": "The tiny test network was not trained for it."}
            for finding in FINDINGS
            if finding.key not in findings
        ],
    }


def input_table(rows: int, columns: int, channels: int = 1, *, fit: str = "letterbox") -> dict[str, Any]:
    """An ``[input]`` table: film extremes to -1..1."""
    return {
        "rows": rows,
        "columns": columns,
        "channels": channels,
        "fit": fit,
        "resize": "area",
        "normalise": "minmax",
        "range": [-1.0, 1.0],
    }


def finding_table(key: str, output: int, **changes: Any) -> dict[str, Any]:
    """A ``[[findings]]`` table."""
    table = {
        "key": key,
        "output": output,
        "operating_point": 0.5,
        "grey_band": [0.45, 0.55],
        "calibration": {"kind": "temperature", "temperature": 1.0, "bias": 0.0},
        "heat_full_scale": 0.5,
        "experimental": False,
        "trained_on": "nothing; weights set by hand",
        "limits": "Knows bright from dark only.",
    }
    return {**table, **changes}


def write_manifest(folder: Path, table: Mapping[str, Any]) -> None:
    """Write ``model.toml`` with the true SHA-256 of every other file, unless ``table`` brings its own ``files``."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = {name: sha256_of(folder / name) for name in names if name != "model.toml"}
    (folder / "model.toml").write_text(tomli_w.dumps({"files": files, **table}), encoding="utf-8")


def pack_of(folder: Path, model: Any, outputs: int, *, output: str = "logits", layer: str = "features") -> Path:
    """A pack of any network whose outputs are the first findings; its weights stay float32."""
    network = {
        "architecture": "network.json",
        "weights": "network.weights.h5",
        "target_layer": layer,
        "output": output,
    }
    return write_pack(folder, model, findings=KEYS[:outputs], target_layer=layer, half=False, network=network)


def load_table(folder: Path) -> dict[str, Any]:
    """A pack's ``model.toml`` as a dictionary."""
    return tomllib.loads((folder / "model.toml").read_text())


def write_reference_films(folder: Path, *, limit: float = 99.0, layer: str = "", **arrays: Any) -> Path:
    """Give a pack reference films, by default of the tiny network: around (0.5, 0.5), at distances of 0 to 1."""
    known = {
        "mean": np.full(2, 0.5, np.float32),
        "precision": np.eye(2, dtype=np.float32),
        "distances": np.linspace(0, 1, 101, dtype=np.float32),
    }
    np.savez(folder / "familiarity.npz", **{**known, **arrays})
    table = load_table(folder)
    table.pop("files", None)
    familiarity = {"file": "familiarity.npz", "limit": limit, **({"layer": layer} if layer else {})}
    write_manifest(folder, {**table, "familiarity": familiarity})
    return folder


@contextmanager
def keras_and_numpy_quarrel() -> Iterator[None]:
    """Ignore what NumPy 2 has against the way Keras and TensorFlow hand over arrays; not ours to mend."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "__array__ implementation doesn't accept a copy", DeprecationWarning)
        yield


def halve_weights(path: Path) -> None:
    """Rewrite a Keras weights file with every float32 dataset as float16."""
    import h5py

    with h5py.File(path, "r+") as file:
        names: list[str] = []
        file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
        for name in names:
            values = file[name][()]
            if values.dtype == np.float32:
                del file[name]
                file[name] = values.astype(np.float16)
