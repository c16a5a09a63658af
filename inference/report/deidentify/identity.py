"""A film as an export without identity may speak of it: no word of its header but terms that everybody uses."""

from __future__ import annotations

from dataclasses import replace

from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Identity, Radiograph
from inference.report.deidentify.public_terms import KNOWN_MEASURES, MODALITIES, TERMS


def without_free_text(film: Radiograph) -> Radiograph:
    """The film without identity; view, body part and unit stay only where they are terms of the standard."""
    unit = film.unit if film.unit in KNOWN_MEASURES else ""
    return replace(film, identity=public_identity(film.identity), unit=unit)


def without_time(analysis: Analysis) -> Analysis:
    """The analysis without its moment, which is often the day of the film (PS3.15 Table E.1-1: dates are removed)."""
    return replace(analysis, provenance=replace(analysis.provenance, created=""))


def without_signers(analysis: Analysis) -> Analysis:
    """The analysis without the names of those who signed its site thresholds off; their seal stays."""
    return replace(
        analysis,
        results=tuple(map(_without_signer, analysis.results)),
    )


def _without_signer(result: FindingResult) -> FindingResult:
    if result.site is None or not result.site.point.signer:
        return result
    return replace(result, site=replace(result.site, point=replace(result.site.point, signer="", signed="")))


def public_identity(who: Identity) -> Identity:
    """What of an identity says only what kind of film it is; a site can fill even coded strings with words."""
    return Identity(
        modality=who.modality if who.modality in MODALITIES else "",
        body_part=who.body_part if who.body_part in TERMS["BodyPartExamined"] else "",
        view_position=who.view_position if who.view_position in TERMS["ViewPosition"] else "",
        laterality=who.laterality if who.laterality in ("L", "R", "U", "B") else "",
    )
