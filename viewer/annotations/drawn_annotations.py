"""The annotations of a film made ready to draw, with what is being drawn or moved, and with their labels."""

from __future__ import annotations

from inference.annotations.measure.labels import annotation_lines
from inference.annotations.measure.measurements import Scale, scale_of
from inference.annotations.measure.outline import outline
from inference.core.annotation import Annotation, is_whole
from inference.core.film import Radiograph
from viewer.annotations.annotation_item import DrawnAnnotation
from viewer.state.session import PROPOSED
from viewer.style.translation import tr

MOST_LABELS = 512


class AnnotationDrawing:
    """Keeps labels from one drawing to the next, because that of a region looks at every pixel in it."""

    def __init__(self) -> None:
        self._labels: dict[tuple[Annotation, Scale], tuple[str, ...]] = {}

    def forget(self) -> None:
        """Another film has other labels."""
        self._labels.clear()

    def drawn(
        self, film: Radiograph, annotations: tuple[Annotation, ...], draft: Annotation | None, selected: int | None
    ) -> tuple[DrawnAnnotation, ...]:
        """The annotations; a ``draft`` takes the place of the one with its number, one without a number is new."""
        shown = _with_draft(annotations, draft)
        scale = scale_of(film, shown)
        return tuple(
            _drawn(item, film.pixel_aspect, scale, self._label(item, film, scale), selected=item.number == selected)
            for item in shown
        )

    def _label(self, annotation: Annotation, film: Radiograph, scale: Scale) -> tuple[str, ...]:
        if not is_whole(annotation):
            return ()
        if len(self._labels) > MOST_LABELS:
            self._labels.clear()
        key = (annotation, scale)
        if key not in self._labels:
            lines = annotation_lines(annotation, film, scale, tr)
            proposed = (tr("Proposed: Enter accepts, drag corrects, Esc dismisses"),)
            self._labels[key] = (*proposed, *lines) if annotation.number == PROPOSED else lines
        return self._labels[key]


def _with_draft(annotations: tuple[Annotation, ...], draft: Annotation | None) -> tuple[Annotation, ...]:
    if draft is None:
        return annotations
    if not draft.number:
        return (*annotations, draft)
    return tuple(draft if annotation.number == draft.number else annotation for annotation in annotations)


def _drawn(
    annotation: Annotation, aspect: float, scale: Scale, label: tuple[str, ...], *, selected: bool
) -> DrawnAnnotation:
    lines = tuple(tuple((x, y * aspect) for x, y in line) for line in outline(annotation, scale))
    handles = tuple((x, y * aspect) for x, y in annotation.points)
    proposed = annotation.number == PROPOSED
    return DrawnAnnotation(annotation.number, lines, handles, label, selected, proposed)
