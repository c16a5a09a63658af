"""A pack's probabilities for another prevalence: odds by Bayes, operating points with them, so that no call changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.core.calibration import Restated, odds_ratio, with_odds
from inference.core.findings import Finding
from inference.model_pack.spec import FindingSpec, ModelPack

NOT_STATED = "This model does not say for which prevalence its probabilities are stated, so they stay as they are."


@dataclass(frozen=True, slots=True)
class Prevalence:
    """The share of films with a finding for which probabilities are wanted: ``common`` to all, and ``own`` ones.

    None, and no own, leave all as the pack states it.
    """

    common: float | None = None
    own: tuple[tuple[Finding, float], ...] = ()

    def of(self, finding: Finding) -> float | None:
        """What is wanted for one finding."""
        return dict(self.own).get(finding, self.common)


AS_STATED = Prevalence()


def restated(pack: ModelPack, wanted: Prevalence) -> ModelPack:
    """The pack with the probabilities, operating points and grey bands of all findings that can be restated."""
    return replace(pack, findings=tuple(_restated(pack, spec, wanted.of(spec.finding)) for spec in pack.findings))


def can_be_restated(pack: ModelPack, spec: FindingSpec) -> bool:
    """Whether a finding's number is a probability for a stated prevalence that positives were measured for."""
    stated = pack.reference_prevalence
    return stated is not None and 0 < stated < 1 and not spec.index and bool(spec.measured.positives)


def objection(pack: ModelPack, wanted: Prevalence) -> str:
    """Why something that is wanted cannot be had of this pack, as a sentence; empty where all can be."""
    if wanted == AS_STATED:
        return ""
    if not any(can_be_restated(pack, spec) for spec in pack.findings):
        return NOT_STATED
    judged = {spec.finding: spec for spec in pack.findings}
    for finding, _ in wanted.own:
        if finding not in judged or not can_be_restated(pack, judged[finding]):
            return f"{finding.title}: this model has no measured probability of it that could be restated."
    return ""


def _restated(pack: ModelPack, spec: FindingSpec, wanted: float | None) -> FindingSpec:
    stated = pack.reference_prevalence
    if wanted is None or stated is None or not can_be_restated(pack, spec) or isinstance(spec.calibration, Restated):
        return spec
    ratio = odds_ratio(stated, wanted)
    low_high = spec.grey_band and (with_odds(spec.grey_band[0], ratio), with_odds(spec.grey_band[1], ratio))
    return replace(
        spec,
        calibration=Restated(spec.calibration, ratio),
        operating_point=with_odds(spec.operating_point, ratio),
        grey_band=low_high,
        prevalence=wanted,
    )
