"""What a reader left on a film, as plain facts for reports."""

from __future__ import annotations

from dataclasses import asdict

from inference.annotations.measure.labels import annotation_lines
from inference.annotations.measure.measurements import scale_of
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.text.wording import Translate

_NAMES = {AnnotationKind.COBB: "Cobb angle", AnnotationKind.CARDIOTHORACIC: "Cardiothoracic ratio"}


def translatable() -> list[str]:
    """What annotations are called: what a translation has to know."""
    return [_NAMES.get(kind, kind.capitalize()) for kind in AnnotationKind]


def reader_findings(reader: ReaderAnnotations) -> dict[str, dict[str, str]]:
    """By finding key: ``call`` (present, unsure, absent), ``assessment`` (accept, unsure, reject) and ``note``.

    Where they are not the user's own, ``call_author`` and ``author`` say whose. Empty where the reader said nothing. A
    call counts once the model was shown after it.
    """
    keys = {*reader.assessments, *(reader.calls if reader.revealed else ())}
    found = {}
    for key in keys:
        assessment = reader.assessment(key)
        found[key] = {
            "call": str(reader.calls.get(key, "")) if reader.revealed else "",
            "verdict": str(assessment.choice or ""),
            "note": assessment.note,
            **_authors(reader, key),
        }
    return found


def _authors(reader: ReaderAnnotations, key: str) -> dict[str, str]:
    called = reader.call_author if reader.revealed and key in reader.calls else ""
    found = {"author": reader.assessment(key).author, "call_author": called}
    return {name: author for name, author in found.items() if author}


def measured_annotations(film: Radiograph, reader: ReaderAnnotations) -> list[dict[str, object]]:
    """Every annotation with its points in film pixels (column, row) and the lines that the screen shows beside it.

    ``author`` is there where it is not the user's own.
    """
    scale = scale_of(film, reader.annotations)
    return [
        {
            "kind": str(annotation.kind),
            "points": [list(point) for point in annotation.points],
            "lines": list(annotation_lines(annotation, film, scale)),
            **({"author": annotation.author} if annotation.author else {}),
            **({"finding": annotation.finding} if annotation.finding else {}),
            **({"heat": asdict(annotation.heat)} if annotation.heat is not None else {}),
        }
        for annotation in reader.annotations
    ]


def annotation_name(annotation: Annotation) -> str:
    """What an annotation is, in a word or two."""
    return _NAMES.get(annotation.kind, annotation.kind.capitalize())


def annotation_label(film: Radiograph, reader: ReaderAnnotations, translate: Translate = str) -> tuple[str, ...]:
    """One line an annotation, in their order: what it is and what it measures."""
    scale = scale_of(film, reader.annotations)
    return tuple(
        "  ·  ".join((translate(annotation_name(annotation)), *annotation_lines(annotation, film, scale, translate)))
        for annotation in reader.annotations
    )
