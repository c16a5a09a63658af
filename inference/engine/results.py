"""From evidence to the frozen analysis: calibration, states, heatmaps, provenance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import (
    Analysis,
    FindingResult,
    Heatmap,
    Method,
    Placement,
    Provenance,
    ScoreState,
    SiteResult,
)
from inference.core.calibration import sigmoid, state_of
from inference.core.film import Radiograph, read_only
from inference.core.findings import FINDINGS, Finding
from inference.core.software import SOFTWARE
from inference.engine.gradcam import default_full_scale
from inference.model_pack import FindingSpec, ModelPack

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class HowRun:
    """How the engine ran: for the provenance."""

    method: Method
    device: str
    precision: str
    seconds: float
    target_layer: str


def analysis_of(
    pack: ModelPack, film: Radiograph, place: Placement, log_odds: Floats, maps: Floats, how: HowRun
) -> Analysis:
    """All seven results in their order, and what else the pack judges; ``log_odds`` (n,) and ``maps`` (n, h, w) are in
    the pack's order.
    """
    judged = {
        spec.finding: judge(spec, float(value), values, how.method)
        for spec, value, values in zip(pack.judged, log_odds, maps, strict=True)
    }
    results = tuple(judged.get(finding) or _not_analysed(pack, finding) for finding in FINDINGS)
    extra = tuple(judged[spec.finding] for spec in pack.extra)
    return Analysis(film.film_hash, results, place, _provenance(pack, film, how), extra=extra)


def refusal(pack: ModelPack, film: Radiograph, place: Placement, reason: str, method: Method) -> Analysis:
    """All seven findings as not analysed, for a film that the network was not shown."""
    results = tuple(FindingResult(finding, ScoreState.NOT_ANALYSED, reason=reason) for finding in FINDINGS)
    return Analysis(film.film_hash, results, place, _provenance(pack, film, HowRun(method, "none", "none", 0.0, "")))


def judge(spec: FindingSpec, log_odds: float, values: Floats, method: Method) -> FindingResult:
    """The result for one finding from its log-odds and its heatmap (h, w)."""
    if not (math.isfinite(log_odds) and np.isfinite(values).all()):
        reason = "The network gave no number for this film."
        return FindingResult(spec.finding, ScoreState.FAILED, reason=reason, experimental=spec.experimental)
    probability = spec.calibration.probability(log_odds)
    return FindingResult(
        finding=spec.finding,
        state=state_of(probability, spec.operating_point, spec.grey_band),
        probability=probability,
        score=sigmoid(log_odds),
        operating_point=spec.operating_point,
        grey_band=spec.grey_band,
        heatmap=Heatmap(spec.finding, read_only(values), full_scale(spec, values, method)),
        experimental=spec.experimental,
        limits=limits_text(spec),
        measured=spec.measured,
        index=spec.index,
        prevalence=spec.prevalence,
        site=site_result(spec, log_odds),
    )


def site_result(spec: FindingSpec, log_odds: float) -> SiteResult | None:
    """What a finding is by the site's own operating point; None where none was tuned."""
    point = spec.site
    if point is None:
        return None
    low_high = point.band and (_restated(spec, point.band[0]), _restated(spec, point.band[1]))
    state = state_of(sigmoid(log_odds), point.score, point.band)
    return SiteResult(state, _restated(spec, point.score), low_high, point)


def _restated(spec: FindingSpec, score: float) -> float:
    """A raw score on the scale of the probability that is shown."""
    edge = 1e-12
    held = min(max(score, edge), 1.0 - edge)
    return spec.calibration.probability(math.log(held) - math.log1p(-held))


def limits_text(spec: FindingSpec) -> str:
    """What a pack says of a finding's limits, and what was measured, as sentences; empty where it says nothing."""
    found = spec.measured
    parts = [spec.limits] if spec.limits else []
    if found.positives is not None and found.negatives is not None:
        figures = [
            f"{name} {value:.2f}"
            for name, value in (("sensitivity", found.sensitivity), ("specificity", found.specificity))
            if value is not None
        ]
        if found.auc is not None:
            low_high = " ({:.2f} to {:.2f})".format(*found.auc_interval) if found.auc_interval else ""
            figures.append(f"AUC {found.auc:.2f}{low_high}")
        if figures:
            films = f"{found.positives} films with and {found.negatives} without"
            parts.append(f"Measured on {films}: {', '.join(figures)}.")
    return " ".join(parts)


def full_scale(spec: FindingSpec, values: Floats, method: Method) -> float:
    """The value at full colour: the pack's or the grid's default; Eigen-CAM has no unit and takes its own peak."""
    default = spec.heat_full_scale or default_full_scale((int(values.shape[0]), int(values.shape[1])))
    if method is not Method.EIGENCAM:
        return default
    peak = float(values.max())
    return peak if peak > 0 else default


def _not_analysed(pack: ModelPack, finding: Finding) -> FindingResult:
    return FindingResult(finding, ScoreState.NOT_ANALYSED, reason=pack.reason(finding))


def _provenance(pack: ModelPack, film: Radiograph, how: HowRun) -> Provenance:
    return Provenance(
        software=SOFTWARE,
        pack_name=pack.name,
        pack_version=pack.version,
        pack_hash=pack.pack_hash,
        film_hash=film.film_hash,
        method=how.method.value,
        device=how.device,
        precision=how.precision,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=how.seconds,
        reference_prevalence=pack.reference_prevalence,
        target_layer=how.target_layer,
    )
