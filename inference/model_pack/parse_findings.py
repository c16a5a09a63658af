"""The findings of ``model.toml``: operating points, calibration, what was measured, and what is not analysed."""

from __future__ import annotations

from itertools import pairwise

from inference.core.analysis import Measured
from inference.core.calibration import Calibration, Isotonic, Temperature
from inference.core.findings import BY_KEY, FINDINGS, Finding
from inference.model_pack.spec import FindingSpec, Kind, NotAnalysed
from inference.model_pack.toml import Table


def findings_of(top: Table, kind: Kind) -> tuple[FindingSpec, ...]:
    """The ``[[findings]]`` in the app's order; raises ``PackMalformed``."""
    specs = [_finding(table, kind) for table in top.tables("findings")]
    if not specs:
        raise top.refuse("there is no [[findings]] table.")
    keys = [spec.finding.key for spec in specs]
    outputs = [(spec.weights, spec.output) for spec in specs]
    if len(set(keys)) < len(keys):
        raise top.refuse("a finding appears twice.")
    if len(set(outputs)) < len(outputs):
        raise top.refuse("two findings share one output.")
    return tuple(sorted(specs, key=lambda spec: FINDINGS.index(spec.finding)))


def _finding(table: Table, kind: Kind) -> FindingSpec:
    spec = FindingSpec(
        finding=_known(table),
        output=table.whole("output", 0),
        operating_point=table.number("operating_point", low=0.0, high=1.0),
        grey_band=_band(table, "grey_band"),
        calibration=_calibration(table.table("calibration", required=False)),
        heat_full_scale=_full_scale(table),
        weights=table.text("weights") if kind is Kind.BINARY_SET else "",
        experimental=table.flag("experimental", False),
        trained_on=table.text("trained_on", ""),
        limits=table.text("limits", ""),
        measured=_measured(table),
    )
    table.done()
    return spec


def _known(table: Table) -> Finding:
    key = table.text("key")
    if key not in BY_KEY:
        raise table.refuse(f"{key} is not one of the seven findings ({', '.join(BY_KEY)}).")
    return BY_KEY[key]


def _band(table: Table, key: str) -> tuple[float, float] | None:
    if not table.has(key):
        return None
    low, high = table.pair(key)
    if not 0.0 <= low <= high <= 1.0:
        raise table.refuse(f"{key} must be two rising numbers between 0 and 1.")
    return low, high


def _full_scale(table: Table) -> float | None:
    value = table.maybe_number("heat_full_scale")
    if value is not None and value <= 0:
        raise table.refuse("heat_full_scale must be above 0.")
    return value


def _calibration(table: Table) -> Calibration:
    kind = table.text("kind", "temperature")
    if kind == "temperature":
        return _temperature(table)
    if kind == "isotonic":
        return _isotonic(table)
    raise table.refuse("kind must be temperature or isotonic.")


def _temperature(table: Table) -> Temperature:
    result = Temperature(table.number("temperature", 1.0), table.number("bias", 0.0))
    if result.temperature <= 0:
        raise table.refuse("temperature must be above 0.")
    table.done()
    return result


def _isotonic(table: Table) -> Isotonic:
    x, y = table.numbers("x", low=0.0, high=1.0), table.numbers("y", low=0.0, high=1.0)
    if len(x) != len(y) or len(x) < 2:
        raise table.refuse("x and y must have the same length, at least two.")
    if any(b <= a for a, b in pairwise(x)) or any(b < a for a, b in pairwise(y)):
        raise table.refuse("x must rise and y must not fall.")
    table.done()
    return Isotonic(x, y)


def _measured(table: Table) -> Measured:
    return Measured(
        sensitivity=table.maybe_number("sensitivity", low=0.0, high=1.0),
        specificity=table.maybe_number("specificity", low=0.0, high=1.0),
        auc=table.maybe_number("auc", low=0.0, high=1.0),
        auc_interval=_band(table, "auc_interval"),
        positives=table.whole("positives") if table.has("positives") else None,
        negatives=table.whole("negatives") if table.has("negatives") else None,
    )


def not_analysed_of(top: Table, findings: tuple[FindingSpec, ...]) -> tuple[NotAnalysed, ...]:
    """The ``[[not_analysed]]`` findings with their reasons; raises ``PackMalformed``."""
    result = []
    for table in top.tables("not_analysed"):
        item = NotAnalysed(_known(table), table.text("reason"))
        table.done()
        if any(spec.finding == item.finding for spec in findings):
            raise table.refuse("the finding is also under [[findings]].")
        result.append(item)
    return tuple(result)
