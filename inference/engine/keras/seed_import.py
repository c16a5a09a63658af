"""The seed notebook's network, and its weights files made into a pack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli_w

from inference.core.errors import PackMismatch, UsageError
from inference.core.findings import FINDINGS, Finding
from inference.engine.keras.compiling.compile_pack import add_compiled_form
from inference.engine.keras.load import fill
from inference.engine.keras.runtime.tensorflow_import import keras
from inference.files.atomic_folder import replaced_folder
from inference.model_pack import MANIFEST, sha256_of

SIDE = 1024
TARGET = "top_conv"
UNKNOWN = "unknown: imported from weights without a record"
WEIGHT_SUFFIXES = (".h5", ".hdf5")
OTHER_NAMES = {  # file names beyond the finding's own key, letters only
    "mediastinum": "mediastinum_abnormality",
    "mediastinal": "mediastinum_abnormality",
    "abnormalmediastinum": "mediastinum_abnormality",
    "haemothorax": "hemothorax",
    "pneumothoraxtension": "tension_pneumothorax",
    "ribfractures": "rib_fracture",
    "fracture": "rib_fracture",
}


def seed_network(side: int = SIDE, *, nested: bool = False) -> Any:
    """The seed's binary network with random weights; ``nested`` keeps Xception as one layer of the outer model."""
    layers, applications = keras().layers, keras().applications
    base = applications.Xception(include_top=False, input_shape=(side, side, 3), weights=None)
    film = keras().Input((side, side, 3)) if nested else base.input
    features = base(film) if nested else base.output
    cells = side // 32
    made = layers.Conv2D(3, cells, padding="same", use_bias=False, name=TARGET)(features)
    made = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(made))
    return keras().Model(film, layers.Dense(1, activation="sigmoid", name="predictions")(made))


def import_seed(source: Path, target: Path, *, side: int = SIDE) -> tuple[Finding, ...]:
    """Write a pack into the new folder ``target`` from a folder of weights files, one per finding; says which it found.

    Raises ``UsageError`` where a file's name says no finding, or nothing is there, or ``target`` is not empty, and
    ``PackMismatch`` where weights do not fit the seed's network.
    """
    files = weight_files(source)
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"{target} is not empty.")
    with replaced_folder(target) as fresh:
        _write(fresh, files, side)
        _write_manifest(fresh, target.name, tuple(files), side)
        add_compiled_form(fresh)
    return tuple(files)


def _write(folder: Path, files: dict[Finding, Path], side: int) -> None:
    """Everything but the manifest."""
    (folder / "weights").mkdir()
    model = _fitting_network(files, side)
    for finding, file in files.items():
        _load(model, file)
        model.save_weights(folder / "weights" / f"{finding.key}.weights.h5")
    (folder / "network.json").write_text(model.to_json(), encoding="utf-8")
    (folder / "MODEL_CARD.md").write_text(_card(tuple(files)), encoding="utf-8")


def weight_files(source: Path) -> dict[Finding, Path]:
    """The weights file of each finding, in the app's order, by file name; raises ``UsageError`` in words."""
    if not source.is_dir():
        raise UsageError(f"{source} is not a folder.")
    found: dict[Finding, Path] = {}
    for path in sorted(source.iterdir()):
        if path.suffix.lower() in WEIGHT_SUFFIXES:
            finding = finding_of(path.name)
            if finding in found:
                raise UsageError(f"{path.name} and {found[finding].name} are both for {finding.title}.")
            found[finding] = path
    if not found:
        raise UsageError(f"There is no HDF5 weights file in {source}.")
    return {finding: found[finding] for finding in FINDINGS if finding in found}


def finding_of(name: str) -> Finding:
    """The finding that a weights file's name speaks of; the longest name that fits wins."""
    letters = re.sub("[^a-z]", "", name.lower())
    names = {item.key.replace("_", ""): item.key for item in FINDINGS} | OTHER_NAMES
    fitting = sorted((known for known in names if known in letters), key=len)
    if not fitting:
        raise UsageError(f"The name {name} speaks of none of the findings {', '.join(item.key for item in FINDINGS)}.")
    return next(item for item in FINDINGS if item.key == names[fitting[-1]])


def _fitting_network(files: dict[Finding, Path], side: int) -> Any:
    """The seed's network, flat or nested, whichever the first file fits."""
    first = next(iter(files.values()))
    for nested in (False, True):
        model = seed_network(side, nested=nested)
        try:
            _load(model, first)
        except PackMismatch:
            if nested:
                raise
        else:
            return model
    raise AssertionError  # the loop returns or raises


def _load(model: Any, file: Path) -> None:
    try:
        fill(model, file)
    except ValueError as error:
        raise PackMismatch(file, f"{file.name} does not fit the seed's network: {error}") from error


def _write_manifest(folder: Path, name: str, findings: Sequence[Finding], side: int) -> None:
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    table = {
        "format": 1,
        "name": name,
        "version": "0.0.0",
        "title": "Seed networks, imported",
        "kind": "binary-set",
        "licence": "unknown",
        "citations": ["Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, CVPR 2017."],
        "network": {"architecture": "network.json", "target_layer": TARGET, "output": "probabilities"},
        "input": _input_table(side),
        "findings": [_finding_table(finding) for finding in findings],
        "not_analysed": [
            {"key": finding.key, "reason": "No weights were given for it."}
            for finding in FINDINGS
            if finding not in findings
        ],
        "files": {file: sha256_of(folder / file) for file in files},
    }
    (folder / MANIFEST).write_text(tomli_w.dumps(table), encoding="utf-8")


def _input_table(side: int) -> dict[str, Any]:
    """The seed's preprocessing: the film's extremes to 0..1, stretched to a square, three equal channels."""
    return {
        "rows": side,
        "columns": side,
        "channels": 3,
        "fit": "stretch",
        "resize": "linear",
        "normalise": "minmax",
        "range": [0.0, 1.0],
    }


def _finding_table(finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "weights": f"weights/{finding.key}.weights.h5",
        "output": 0,
        "operating_point": 0.5,
        "experimental": True,
        "trained_on": UNKNOWN,
        "limits": "Nothing was measured; the operating point is a guess.",
    }


def _card(findings: Sequence[Finding]) -> str:
    lines = "\n".join(f"- {finding.title}" for finding in findings)
    return (
        "# Seed networks, imported\n\nOne binary Xception per finding, weights as given, nothing measured. "
        f"Research use only. Not a medical device.\n\nFindings:\n\n{lines}\n"
    )
