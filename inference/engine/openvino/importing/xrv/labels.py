"""What the outputs of torchxrayvision's networks are: its labels, their operating points, and the app's findings."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import resources
from inference.core.errors import UsageError
from inference.core.findings import (
    FINDINGS,
    MEDIASTINUM_ABNORMALITY,
    PLEURAL_EFFUSION,
    PNEUMOTHORAX,
    RIB_FRACTURE,
)

FINDING_OF = {
    "Effusion": PLEURAL_EFFUSION,
    "Pneumothorax": PNEUMOTHORAX,
    "Fracture": RIB_FRACTURE,
    "Enlarged Cardiomediastinum": MEDIASTINUM_ABNORMALITY,
}
LIMITS_OF = {
    "Fracture": "It was trained on any fracture that a report names, not on ribs alone.",
    "Enlarged Cardiomediastinum": "It was trained on an enlarged heart or mediastinum, not on other abnormalities.",
}
INDEX = "The bar is an index of its raw score about its makers' operating point, no probability."
NOT_TRAINED = "torchxrayvision's networks do not look for it."
NO_POINT = "These weights were not trained for it."
TABLE = "torchxrayvision.toml"


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of weights: ``labels`` in the order of the outputs, and the raw score at which each calls."""

    name: str
    side: int
    labels: tuple[str, ...]
    operating_points: tuple[float, ...]


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.path(TABLE).read_text("utf-8"))


def names() -> tuple[str, ...]:
    """The published weights, by the names that torchxrayvision gives them."""
    return tuple(_table())


def published(name: str) -> Published:
    """What is known of published weights."""
    found = _table()[name]
    return Published(name, found["side"], tuple(found["labels"]), tuple(found["operating_points"]))


def published_as(file: str) -> str:
    """The name of the published weights that a file of this name holds; empty where it is none of them."""
    return next((name for name, found in _table().items() if found["file"] == file), "")


def tables(known: Published, outputs: int) -> dict[str, Any]:
    """``findings``, ``extra`` and ``not_analysed`` of ``model.toml``; raises ``UsageError`` for other outputs."""
    if len(known.labels) != outputs:
        raise UsageError(f"The network has {outputs} outputs, and {known.name or 'its labels'} {len(known.labels)}.")
    findings, extra = [], []
    for output, (label, point) in enumerate(zip(known.labels, known.operating_points, strict=True)):
        finding = FINDING_OF.get(label)
        if not label or math.isnan(point):
            continue
        if finding is not None:
            findings.append({"key": finding.key, **_judged(label, output, point)})
        else:
            title = label.replace("_", " ").capitalize()
            extra.append({"key": title.lower().replace(" ", "_"), "title": title, **_judged(label, output, point)})
    if not findings:
        raise UsageError("These weights judge none of the seven findings.")
    judged = {item["key"] for item in findings}
    reasons = [
        {"key": finding.key, "reason": NO_POINT if finding in FINDING_OF.values() else NOT_TRAINED}
        for finding in FINDINGS
        if finding.key not in judged
    ]
    return {"findings": findings, "extra": extra, "not_analysed": reasons}


def _judged(label: str, output: int, point: float) -> dict[str, Any]:
    """One output: its operating point becomes 0.5, as torchxrayvision's own numbers have it."""
    return {
        "output": output,
        "operating_point": 0.5,
        "calibration": {"kind": "isotonic", "x": [0.0, point, 1.0], "y": [0.0, 0.5, 1.0]},
        "index": True,
        "experimental": True,
        "trained_on": "public sets of films, labelled by their reports, as torchxrayvision says",
        "limits": " ".join(filter(None, (LIMITS_OF.get(label, ""), INDEX))),
    }
