"""The findings of ``model.toml``: operating points, calibration, what was measured, and what is not analysed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from inference.core.analysis import Measured
from inference.core.calibration import Calibration, Isotonic, Temperature
from inference.core.findings import BY_KEY, EXTRA, FINDINGS, Finding
from inference.model_pack import manifest
from inference.model_pack.spec import FindingSpec, Kind, NotAnalysed
from inference.model_pack.table import Place

MOST_EXTRA, MOST_TITLE = 40, 60
_KEY = re.compile("[a-z][a-z0-9_]{0,59}")
Tables = Sequence[Mapping[str, Any]]


def findings_of(top: Place, tables: Tables, kind: Kind) -> tuple[FindingSpec, ...]:
    """The ``[[findings]]`` in the app's order; raises ``PackMalformed``."""
    specs = [_finding(_place(top, "findings", number, table), table, kind) for number, table in enumerate(tables)]
    if not specs:
        raise top.refuse("there is no [[findings]] table.")
    keys = [spec.finding.key for spec in specs]
    outputs = [(spec.weights, spec.output) for spec in specs]
    if len(set(keys)) < len(keys):
        raise top.refuse("a finding appears twice.")
    if len(set(outputs)) < len(outputs):
        raise top.refuse("two findings share one output.")
    return tuple(sorted(specs, key=lambda spec: FINDINGS.index(spec.finding)))


def extra_of(top: Place, tables: Tables, kind: Kind, findings: tuple[FindingSpec, ...]) -> tuple[FindingSpec, ...]:
    """The ``[[extra]]`` in their own order; raises ``PackMalformed``."""
    if tables and kind is Kind.BINARY_SET:
        raise top.refuse("extra: a set of binary networks cannot have it.")
    if len(tables) > MOST_EXTRA:
        raise top.refuse(f"extra: at most {MOST_EXTRA} are shown.")
    specs = [_extra(_place(top, "extra", number, table), table) for number, table in enumerate(tables)]
    keys, outputs = [spec.finding.key for spec in specs], [spec.output for spec in (*findings, *specs)]
    if len(set(keys)) < len(keys):
        raise top.refuse("extra: a key appears twice.")
    if tables and len(set(outputs)) < len(outputs):
        raise top.refuse("extra: an output is named twice.")
    return tuple(specs)


def _extra(place: Place, values: Mapping[str, Any]) -> FindingSpec:
    table = place.read(values, manifest.Extra)
    if not _KEY.fullmatch(table.key) or table.key in BY_KEY:
        raise place.refuse("key must be of lower-case letters, digits and _, and none of the seven findings.")
    if len(table.title) > MOST_TITLE or not table.title.isprintable():
        raise place.refuse(f"title must be a line of at most {MOST_TITLE} letters.")
    return _spec(place, table, Finding(f"{EXTRA}{table.key}", table.title, ""), Kind.MULTI)


def not_analysed_of(top: Place, tables: Tables, findings: tuple[FindingSpec, ...]) -> tuple[NotAnalysed, ...]:
    """The ``[[not_analysed]]`` findings with their reasons; raises ``PackMalformed``."""
    result = []
    for number, values in enumerate(tables):
        place = _place(top, "not_analysed", number, values)
        table = place.read(values, manifest.NotAnalysed)
        item = NotAnalysed(_known(place, table.key), table.reason)
        if any(spec.finding == item.finding for spec in findings):
            raise place.refuse("the finding is also under [[findings]].")
        result.append(item)
    return tuple(result)


def _place(top: Place, name: str, number: int, values: Mapping[str, Any]) -> Place:
    return top.table(f"{name} {values.get('key', number)}")


def _finding(place: Place, values: Mapping[str, Any], kind: Kind) -> FindingSpec:
    table = place.read(values, manifest.FindingTable)
    return _spec(place, table, _known(place, table.key), kind)


def _spec(place: Place, table: manifest.FindingTable, finding: Finding, kind: Kind) -> FindingSpec:
    _check_weights(place, table, kind)
    return FindingSpec(
        finding=finding,
        output=table.output,
        operating_point=table.operating_point,
        grey_band=_rising(place, "grey_band", table.grey_band),
        calibration=_calibration(place.table("calibration"), table.calibration),
        heat_full_scale=table.heat_full_scale,
        weights=table.weights or "",
        experimental=table.experimental,
        trained_on=table.trained_on,
        limits=table.limits,
        measured=Measured(
            table.sensitivity,
            table.specificity,
            table.auc,
            _rising(place, "auc_interval", table.auc_interval),
            table.positives,
            table.negatives,
        ),
        index=table.index,
    )


def _check_weights(place: Place, table: manifest.FindingTable, kind: Kind) -> None:
    """Each network of a binary set has weights of its own, and only those have."""
    if kind is Kind.BINARY_SET and table.weights is None:
        raise place.refuse("weights is missing.")
    if kind is not Kind.BINARY_SET and table.weights is not None:
        raise place.refuse("the key weights is not known.")


def _known(place: Place, key: str) -> Finding:
    if key not in BY_KEY:
        raise place.refuse(f"{key} is not one of the seven findings ({', '.join(BY_KEY)}).")
    return BY_KEY[key]


def _rising(place: Place, key: str, band: tuple[float, float] | None) -> tuple[float, float] | None:
    if band is not None and band[0] > band[1]:
        raise place.refuse(f"{key} must be two rising numbers between 0 and 1.")
    return band


def _calibration(place: Place, values: Mapping[str, Any]) -> Calibration:
    if place.read(values, manifest.Calibration, more=True).kind == "isotonic":
        return _isotonic(place, place.read(values, manifest.Isotonic))
    table = place.read(values, manifest.Temperature)
    return Temperature(table.temperature, table.bias)


def _isotonic(place: Place, table: manifest.Isotonic) -> Isotonic:
    if len(table.x) != len(table.y):
        raise place.refuse("x and y must have the same length, at least two.")
    if any(b <= a for a, b in pairwise(table.x)) or any(b < a for a, b in pairwise(table.y)):
        raise place.refuse("x must rise and y must not fall.")
    return Isotonic(table.x, table.y)
