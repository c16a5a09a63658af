"""A pack with the operating points that the reader's site tuned, beside its own."""

from __future__ import annotations

from dataclasses import replace

from inference.core.findings import Finding
from inference.core.site_points import SiteThresholds
from inference.model_pack.prevalence import AS_STATED, Prevalence, can_be_restated
from inference.model_pack.spec import ModelPack

TUNE_AGAIN = (
    "The site thresholds were tuned for another model, or for films prepared in another way: they are not used. "
    "Tune again under View, Site thresholds."
)


def tuned(pack: ModelPack, thresholds: SiteThresholds | None) -> ModelPack:
    """The pack with the site's points; as it is where there are none, or they were tuned for another pack."""
    if thresholds is None or not thresholds.fits(pack.pack_hash):
        return pack
    specs = tuple(replace(spec, site=thresholds.point(spec.finding.key)) for spec in pack.findings)
    return replace(pack, findings=specs)


def does_not_fit(pack: ModelPack, thresholds: SiteThresholds | None) -> str:
    """A sentence where the site tuned for another pack or preparation; else empty."""
    return "" if thresholds is None or thresholds.fits(pack.pack_hash) else TUNE_AGAIN


def prevalence_here(pack: ModelPack, thresholds: SiteThresholds | None, wanted: Prevalence) -> Prevalence:
    """What is wanted where somebody said so, else the shares of films with each finding that the site stated."""
    if wanted != AS_STATED or thresholds is None or not thresholds.fits(pack.pack_hash):
        return wanted
    return Prevalence(None, tuple(_stated(pack, thresholds)))


def _stated(pack: ModelPack, thresholds: SiteThresholds) -> list[tuple[Finding, float]]:
    found = []
    for spec in pack.findings:
        point = thresholds.point(spec.finding.key)
        if point is not None and point.prevalence is not None and can_be_restated(pack, spec):
            found.append((spec.finding, point.prevalence))
    return found
