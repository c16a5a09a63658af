"""From scores of own films to an operating point: chosen on normals alone, so that positives can judge it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inference.core.errors import UsageError
from inference.core.site_points import SitePoint
from inference.core.statistics.metrics import Floats, auc
from inference.core.statistics.small_samples import auc_interval, wilson
from inference.site.statistics import conformal
from inference.site.statistics.order import cleared_interval, normals_needed, rank_for


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of an operating point: calls on so large a share of normals, a band of own films or none."""

    false_calls: float = 0.1
    band: bool = False
    band_error: float = conformal.ERROR
    prevalence: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OwnScores:
    """Raw scores of own films for one finding, 0..1, in any order."""

    normals: Floats
    positives: Floats

    @property
    def area(self) -> tuple[float, float, float] | None:
        """The area under the ROC curve with its 95 % interval; None without both kinds."""
        if not len(self.normals) or not len(self.positives):
            return None
        scores = np.concatenate([self.normals, self.positives])
        truth = np.concatenate([np.zeros(len(self.normals), bool), np.ones(len(self.positives), bool)])
        area = auc(scores, truth)
        return area, *auc_interval(area, len(self.positives), len(self.normals))


def tuned_point(finding: str, own: OwnScores, wish: Wish) -> SitePoint:
    """The lowest operating point with no more than the wished share of normals called, expected over such samples.

    Raises ``UsageError`` where there are too few normals for so small a share, or too few films for a band.
    """
    count = len(own.normals)
    rank = rank_for(count, wish.false_calls)
    if rank > count or count == 0:
        raise UsageError(too_few(count, wish.false_calls))
    edge = float(np.sort(own.normals)[rank - 1])
    score = min(math.nextafter(edge, 2.0), 1.0)
    low, high = cleared_interval(rank, count)
    return SitePoint(
        finding,
        score,
        wish.false_calls,
        count,
        1.0 - high,
        1.0 - low,
        len(own.positives),
        int((own.positives >= score).sum()),
        _band(own, wish, score),
        wish.band_error,
        wish.prevalence,
    )


def too_few(normals: int, false_calls: float) -> str:
    """What to say where there are too few normals."""
    needed = normals_needed(false_calls)
    return f"{normals} normals cannot carry {100 * false_calls:g} false calls per 100: it takes {needed} at least."


def hits_interval(point: SitePoint) -> tuple[float, float] | None:
    """The 95 % interval of the share of own positives that are called (Wilson); None without positives."""
    return wilson(point.hits / point.positives, point.positives) if point.positives else None


def band_missing(own: OwnScores, wish: Wish) -> tuple[int, int]:
    """How many normals and positives are missing for a band."""
    return conformal.missing(len(own.normals), len(own.positives), wish.band_error)


def histogram(own: OwnScores, bins: int = 40) -> Mapping[str, tuple[int, ...]]:
    """Films by score, in ``bins`` bins of equal width on the log-odds from -8 to 8: normals, positives."""
    edges = np.linspace(-8.0, 8.0, bins + 1)
    return {"normals": _counts(own.normals, edges), "positives": _counts(own.positives, edges)}


def log_odds(scores: Floats) -> Floats:
    """The log-odds of scores, held within ±8, where a picture ends."""
    held = np.clip(scores, 1e-9, 1 - 1e-9)
    return np.asarray(np.clip(np.log(held) - np.log1p(-held), -7.999, 7.999))


def _counts(scores: Floats, edges: Floats) -> tuple[int, ...]:
    return tuple(int(count) for count in np.histogram(log_odds(scores), edges)[0])


def _band(own: OwnScores, wish: Wish, score: float) -> tuple[float, float] | None:
    """The conformal band, widened to the operating point where that lies beside it; errors only become fewer."""
    if not wish.band:
        return None
    found = conformal.band(own.normals, own.positives, wish.band_error)
    if found is None:
        normals, positives = band_missing(own, wish)
        raise UsageError(f"For a band {normals} normals and {positives} positives are missing.")
    return min(found.low, score), max(found.high, score)
