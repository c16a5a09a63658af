"""Writes a model pack: architecture, half-precision weights, compiled form, ``model.toml``, and the model card."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import tomli_w

from inference.core.findings import FINDINGS
from inference.core.statistics.metrics import Interval, PlattCalibration
from inference.engine.keras.compiling.compile_pack import add_compiled_form
from inference.files.atomic_file import atomic_file
from inference.files.atomic_folder import replaced_folder
from inference.imaging.model_input import InputSpec, Resize
from inference.model_pack import MANIFEST, sha256_of
from inference.model_pack.trained_on import TRAINED_ON
from inference.training.evaluation.isotonic import IsotonicCalibration

ARCHITECTURE = "network.json"
WEIGHTS = "network.weights.h5"
CARD = "MODEL_CARD.md"
FAMILIARITY = "familiarity.npz"
OURS = tuple(map(re.escape, (ARCHITECTURE, WEIGHTS, CARD, MANIFEST, TRAINED_ON, FAMILIARITY)))


class FindingMetrics(Protocol):
    """What was measured of one finding and goes into ``model.toml``; ``heat_full_scale`` 0 is left out."""

    @property
    def key(self) -> str:
        """The finding."""

    @property
    def positives(self) -> int:
        """Validation films with it."""

    @property
    def negatives(self) -> int:
        """Validation films without it."""

    @property
    def auc(self) -> Interval:
        """Area under the ROC curve."""

    @property
    def calibration(self) -> PlattCalibration | IsotonicCalibration:
        """From log-odds to a probability."""

    @property
    def operating_point(self) -> float:
        """The threshold on the probability."""

    @property
    def grey_band(self) -> tuple[float, float]:
        """Where the probability says neither."""

    @property
    def sensitivity(self) -> Interval:
        """At the operating point."""

    @property
    def specificity(self) -> Interval:
        """At the operating point."""

    @property
    def heat_full_scale(self) -> float:
        """The heat shown in full colour, in logit units."""


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What the pack says in words about one finding; of a simulated one, positives and areas are not quoted.

    Of a ``withheld`` one no figure is.
    """

    trained_on: str
    limits: str
    experimental: bool = False
    simulated: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class PackDescription:
    """What ``model.toml`` says of the pack as a whole; ``training`` is the training's own record.

    ``output`` says what the network gives, logits or probabilities; ``tables`` are further tables of ``model.toml``;
    ``not_analysed_reasons`` are those of findings that
    have their own.
    """

    name: str
    version: str
    title: str
    licence: str
    citations: tuple[str, ...]
    target_layer: str
    input: InputSpec
    not_analysed_reason: str
    training: Mapping[str, Any] = field(default_factory=dict)
    output: str = "logits"
    not_analysed_reasons: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)


def write_pack(
    folder: Path,
    model: Any,
    description: PackDescription,
    findings: Sequence[tuple[FindingMetrics, FindingWords]],
    card: str,
    pictures: Mapping[str, bytes] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> None:
    """Write a whole pack to a new folder beside ``folder``, then put it in its place; a user's own files stay in it.

    ``model`` gives one output per item of ``findings``, in their order; ``pictures`` are for the card, ``files`` are
    the pack's own (the record of what it learnt from among them) and get their hashes in ``model.toml``.
    """
    with replaced_folder(folder, OURS) as fresh:
        (fresh / ARCHITECTURE).write_text(architecture_of(model), encoding="utf-8", newline="\n")
        write_half_weights(fresh / WEIGHTS, model)
        (fresh / CARD).write_text(card, encoding="utf-8", newline="\n")
        for name, content in {**(pictures or {}), **(files or {})}.items():
            (fresh / name).write_bytes(content)
        names = (ARCHITECTURE, WEIGHTS, *(files or {}))
        (fresh / MANIFEST).write_text(_manifest(fresh, description, findings, names), encoding="utf-8", newline="\n")
        add_compiled_form(fresh)


def architecture_of(model: Any) -> str:
    """The network's description as Keras writes it, without how it was trained, indented for comparing versions."""
    architecture = json.loads(model.to_json())
    architecture.pop("compile_config", None)
    return json.dumps(architecture, indent=1, sort_keys=True) + "\n"


def write_half_weights(path: Path, model: Any) -> None:
    """Write weights as ``save_weights`` lays them out, floats as float16 unless one is too large for that."""
    import h5py

    model.save_weights(path)
    with atomic_file(path) as file, h5py.File(path, "r") as full, h5py.File(file, "w") as half:
        _copy_attributes(full, half)
        full.visititems(lambda name, item: _copy_half(half, name, item))


def _copy_half(half: Any, name: str, item: Any) -> None:
    if not hasattr(item, "dtype"):
        _copy_attributes(item, half.require_group(name))
        return
    values = item[()]
    if np.issubdtype(values.dtype, np.floating) and np.abs(values).max(initial=0.0) <= np.finfo(np.float16).max:
        values = values.astype(np.float16)
    half.create_dataset(name, data=values)
    _copy_attributes(item, half[name])


def _copy_attributes(source: Any, target: Any) -> None:
    for key, value in source.attrs.items():
        target.attrs[key] = value


def _manifest(
    folder: Path,
    description: PackDescription,
    findings: Sequence[tuple[FindingMetrics, FindingWords]],
    names: Sequence[str],
) -> str:
    keys = {metrics.key for metrics, _ in findings}
    values = {
        "format": 1,
        "name": description.name,
        "version": description.version,
        "title": description.title,
        "kind": "multi",
        "licence": description.licence,
        "citations": list(description.citations),
        "network": {
            "architecture": ARCHITECTURE,
            "weights": WEIGHTS,
            "target_layer": description.target_layer,
            "output": description.output,
        },
        "input": _input_table(description.input),
        "findings": [_finding_table(number, *item) for number, item in enumerate(findings)],
        "not_analysed": [
            {
                "key": finding.key,
                "reason": description.not_analysed_reasons.get(finding.key, description.not_analysed_reason),
            }
            for finding in FINDINGS
            if finding.key not in keys
        ],
        **description.tables,
        "files": {name: sha256_of(folder / name) for name in names},
        "training": dict(description.training),
    }
    return tomli_w.dumps(values)


def _input_table(spec: InputSpec) -> dict[str, Any]:
    return {
        "rows": spec.rows,
        "columns": spec.columns,
        "channels": spec.channels,
        "fit": spec.fit.value,
        "resize": spec.resize.value,
        "normalise": spec.normalise.value,
        "low": spec.low,
        "high": spec.high,
        "range": list(spec.range),
        "flip_average": spec.flip_average,
        **({"softness": spec.softness} if spec.resize is Resize.GAUSSIAN else {}),
    }


def _finding_table(number: int, metrics: FindingMetrics, words: FindingWords) -> dict[str, Any]:
    heat = {"heat_full_scale": _short(metrics.heat_full_scale)} if metrics.heat_full_scale > 0 else {}
    return {
        "key": metrics.key,
        "output": number,
        "operating_point": _short(metrics.operating_point),
        "grey_band": [_short(value) for value in metrics.grey_band],
        "calibration": _calibration_table(metrics.calibration),
        **heat,
        "experimental": words.experimental,
        **({"index": True} if words.simulated else {}),
        "trained_on": words.trained_on,
        "limits": words.limits,
        **({} if words.withheld else _measured(metrics, simulated=words.simulated)),
    }


def _measured(metrics: FindingMetrics, *, simulated: bool) -> dict[str, Any]:
    """What was measured on real films; what simulated films seem to show is not quoted."""
    negatives = {"specificity": _short(metrics.specificity.value), "negatives": metrics.negatives}
    if simulated:
        return negatives
    return {
        "sensitivity": _short(metrics.sensitivity.value),
        **negatives,
        "auc": _short(metrics.auc.value),
        "auc_interval": [_short(metrics.auc.low), _short(metrics.auc.high)],
        "positives": metrics.positives,
    }


def _calibration_table(made: PlattCalibration | IsotonicCalibration) -> dict[str, Any]:
    if isinstance(made, IsotonicCalibration):
        return {"kind": "isotonic", "x": list(made.x), "y": list(made.y)}
    return {"kind": "temperature", "temperature": _short(made.temperature), "bias": _short(made.bias)}


def _short(value: float) -> float:
    return float(f"{value:.4g}")
