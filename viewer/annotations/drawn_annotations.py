"""The annotations of a film made ready to draw, with what is being drawn or moved, and with their labels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.annotations.measure.labels import annotation_lines
from inference.annotations.measure.measurements import Scale, scale_of
from inference.annotations.measure.outline import outline
from inference.core.annotation import Annotation, AnnotationKind, is_whole
from inference.core.film import Radiograph
from viewer.annotations.annotation_item import DrawnAnnotation
from viewer.state.session import PROPOSED
from viewer.style.translation import tr

MOST_LABELS = 512


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """An annotation in a list: its number, kind and name, what it says in one line, and whether it is hidden."""

    number: int
    kind: AnnotationKind
    name: str
    words: str
    hidden: bool
    selected: bool


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
        """The annotations that are not hidden; a ``draft`` takes the place of the one with its number, or is new."""
        known = _with_draft(annotations, draft)
        scale = scale_of(film, known)
        return tuple(
            _drawn(item, film.pixel_aspect, scale, self._label(item, film, scale), selected=item.number == selected)
            for item in known
            if not item.hidden
        )

    def rows(
        self, film: Radiograph, annotations: tuple[Annotation, ...], selected: int | None
    ) -> tuple[AnnotationRow, ...]:
        """The annotations as lines of a list."""
        scale = scale_of(film, annotations)
        return tuple(
            AnnotationRow(
                item.number,
                item.kind,
                item.text,
                "  ·  ".join(self._label(item, film, scale)),
                item.hidden,
                item.number == selected,
            )
            for item in annotations
        )

    def _label(self, annotation: Annotation, film: Radiograph, scale: Scale) -> tuple[str, ...]:
        if not is_whole(annotation):
            return ()
        if len(self._labels) > MOST_LABELS:
            self._labels.clear()
        key = (replace(annotation, label_at=None), scale)
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
    label_at = annotation.label_at and (annotation.label_at[0], annotation.label_at[1] * aspect)
    return DrawnAnnotation(annotation.number, lines, handles, label, selected, proposed, label_at)
