"""Whether a heatmap's evidence lies where its finding can be: how much of the strongest lies outside that field."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.core.analysis import Analysis, EvidenceLocation, FindingResult, Method, Placement, ScoreState
from inference.core.film import Radiograph
from inference.engine.anatomy import Thorax
from inference.engine.anatomy.finding_regions import FIELD_OF, field_mask, thorax_of
from inference.engine.byte_cache import ByteCache
from inference.imaging.heat_on_film import cells_on_film, placement_on

STRONG = 0.5  # of a map's own peak
_KEPT = 4 << 20  # bytes of thoraxes of recent films: another method asks for them again
_CALLED = (ScoreState.ABOVE, ScoreState.NOT_SURE)


class EvidenceLocator:
    """Says of analyses where their evidence lies; keeps the thorax of recent films."""

    def __init__(self) -> None:
        self._known: ByteCache[tuple[Thorax | None]] = ByteCache(_KEPT)

    def located(self, analysis: Analysis, film: Radiograph) -> Analysis:
        """The analysis with what lies outside, for each finding that was called and has evidence to look at."""
        if not any(_has_location(result, analysis) for result in analysis.results):
            return analysis
        thorax = self._thorax(film)
        if thorax is None:
            return analysis
        results = tuple(
            replace(result, evidence_location=evidence_location(result, analysis.placement, film.shape, thorax))
            if _has_location(result, analysis)
            else result
            for result in analysis.results
        )
        return replace(analysis, results=results)

    def _thorax(self, film: Radiograph) -> Thorax | None:
        known = self._known.get(film.film_hash)
        if known is None:
            known = (thorax_of(film),)
            self._known.put(film.film_hash, known, _bytes(known[0]))
        return known[0]


def evidence_location(
    result: FindingResult, place: Placement, film_shape: tuple[int, int], thorax: Thorax
) -> EvidenceLocation | None:
    """How much of the strongest evidence for a finding lies outside its field; None where none lies on the film.

    ``thorax`` is that of a copy of the film with square pixels, of any size.
    """
    assert result.heatmap is not None
    values = result.heatmap.values
    here = placement_on(place, film_shape, thorax.shape)
    field = FIELD_OF[result.finding]
    mask = field_mask(thorax, field, here.input_shape[1] / values.shape[1] / here.scale_x)
    heat = cells_on_film(values, here, thorax.shape)
    if not heat.max() > 0:
        return None
    strong = np.where(heat >= STRONG * heat.max(), heat, 0)
    return EvidenceLocation(field.value, float(strong[~mask].sum() / strong.sum()))


def _has_location(result: FindingResult, analysis: Analysis) -> bool:
    """Eigen-CAM shows the film's main direction, not evidence for one finding."""
    evidence = result.heatmap is not None and not result.heatmap.empty
    return evidence and result.state in _CALLED and analysis.provenance.method != Method.EIGENCAM


def _bytes(thorax: Thorax | None) -> int:
    return 64 if thorax is None else sum(mask.nbytes for mask in thorax.lungs.values()) + 16_384
