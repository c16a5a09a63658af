"""Annotations that belong to a finding, and how its heatmap met them: stored with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.annotations.measure.measurements import Scale
from inference.annotations.measure.outline import outline
from inference.core.annotation import BELONGING, Annotation, AnnotationKind, HeatInRegion, Point, is_whole

_PLAIN = Scale(1.0, 1.0, "px", "")  # lines are in film pixels whatever the scale


def with_heat(annotation: Annotation, heat: Callable[[tuple[Point, ...]], HeatInRegion | None]) -> Annotation:
    """The annotation with how its finding's heatmap meets it, where ``heat`` says it for a border or an arrow's tip.

    ``heat`` is given three points or more of a border, or one point; None leaves what was known.
    """
    if not annotation.finding or annotation.kind not in BELONGING or not is_whole(annotation):
        return annotation if annotation.heat is None else replace(annotation, heat=None)
    tip = annotation.kind is AnnotationKind.ARROW
    found = heat(annotation.points[-1:] if tip else outline(annotation, _PLAIN)[0])
    return annotation if found is None else replace(annotation, heat=found)
