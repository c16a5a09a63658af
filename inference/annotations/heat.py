"""Annotations that belong to a finding, and how its heatmap met them: stored with them, counted by whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from inference.annotations.measure.measurements import Scale
from inference.annotations.measure.outline import outline
from inference.core.annotation import BELONGING, Annotation, AnnotationKind, HeatInRegion, Point, is_whole
from inference.core.reader_annotations import ReaderAnnotations

_PLAIN = Scale(1.0, 1.0, "px", "")  # lines are in film pixels whatever the scale


def heat_of_findings(reader: ReaderAnnotations) -> Iterator[tuple[str, HeatInRegion]]:
    """Each finding's key with how its heatmap met a region of it on a film, for whoever counts over films.

    Another reader's regions, taken over from a report, do not count; what no heatmap was held against yet is left out.
    """
    for annotation in reader.annotations:
        if annotation.finding and annotation.heat is not None and not annotation.author:
            yield annotation.finding, annotation.heat


def with_heat(annotation: Annotation, heat: Callable[[tuple[Point, ...]], HeatInRegion | None]) -> Annotation:
    """The annotation with how its finding's heatmap meets it, where ``heat`` says it for a border or an arrow's tip.

    ``heat`` is given three points or more of a border, or one point; None leaves what was known.
    """
    if not annotation.finding or annotation.kind not in BELONGING or not is_whole(annotation):
        return annotation if annotation.heat is None else replace(annotation, heat=None)
    tip = annotation.kind is AnnotationKind.ARROW
    found = heat(annotation.points[-1:] if tip else outline(annotation, _PLAIN)[0])
    return annotation if found is None else replace(annotation, heat=found)
