"""A site's operating point as a sentence for a terminal."""

from __future__ import annotations

from inference.core.findings import BY_KEY
from inference.core.site_points import SitePoint
from inference.site.thresholds.tuning import hits_interval


def point_text(point: SitePoint) -> str:
    """What it calls, what that rests on, and between which limits the truth may lie."""
    low, high = 100 * point.low, 100 * point.high
    text = (
        f"{BY_KEY[point.finding].title}: score {point.score:.4f}; {100 * point.false_calls:g} false calls per 100 "
        f"intended, {point.normals} normals leave between {low:.0f} and {high:.0f} (90 % interval)"
    )
    between = hits_interval(point)
    if between is not None:
        text += (
            f"; {point.hits} of {point.positives} positives called ({100 * between[0]:.0f} to {100 * between[1]:.0f} %)"
        )
    if point.band is not None:
        text += f"; not sure from {point.band[0]:.4f} to {point.band[1]:.4f}"
    return f"{text}."
