"""Reader marks as plain facts for JSON, and back again with every value checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from inference.core.annotation import Annotation, AnnotationKind, Point, is_whole
from inference.core.findings import BY_KEY
from inference.core.reader_annotations import Agreement, Assessment, ReaderAnnotations, UnaidedCall

FORMAT = 1
_LONGEST_TEXT = 10_000


def to_dict(reader: ReaderAnnotations) -> dict[str, object]:
    """Marks, verdicts and calls, ready for JSON."""
    return {
        "format": FORMAT,
        "marks": [_annotation_facts(annotation) for annotation in reader.annotations],
        "verdicts": {
            key: {"choice": None if assessment.choice is None else str(assessment.choice), "note": assessment.note}
            for key, assessment in reader.assessments.items()
        },
        "calls": {key: str(call) for key, call in reader.calls.items()},
        "revealed": reader.revealed,
    }


def reader_of(facts: object) -> ReaderAnnotations:
    """The reader marks that :func:`facts_of` wrote; raises ``ValueError`` for anything else."""
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise ValueError("another format")
    try:
        annotations = tuple(map(_annotation, facts["marks"]))
        assessments = {_key(key): _verdict(value) for key, value in facts["verdicts"].items()}
        calls = {_key(key): UnaidedCall(value) for key, value in facts["calls"].items()}
        revealed = facts["revealed"]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not reader marks") from error
    if not isinstance(revealed, bool) or len({annotation.number for annotation in annotations}) != len(annotations):
        raise ValueError("not reader marks")
    return ReaderAnnotations(annotations, MappingProxyType(assessments), MappingProxyType(calls), revealed)


def _annotation_facts(annotation: Annotation) -> dict[str, object]:
    return {
        "number": annotation.number,
        "kind": str(annotation.kind),
        "points": [list(point) for point in annotation.points],
        "text": annotation.text,
        "known_mm": annotation.known_mm,
    }


def _annotation(facts: Mapping[str, Any]) -> Annotation:
    known = facts["known_mm"]
    if known is not None and not (_is_number(known) and known > 0):
        raise ValueError("a length that is none")
    points = tuple(map(_point, facts["points"]))
    annotation = Annotation(
        _whole_number(facts["number"]), AnnotationKind(facts["kind"]), points, _text(facts["text"]), known
    )
    if not is_whole(annotation):
        raise ValueError("a mark with other points than its kind needs")
    return annotation


def _point(pair: object) -> Point:
    if not (isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair))):
        raise ValueError("a point that is none")
    return float(pair[0]), float(pair[1])


def _whole_number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a number that is none")  # noqa: TRY004 - one error for whatever a file may hold
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _verdict(facts: Mapping[str, Any]) -> Assessment:
    choice = facts["choice"]
    return Assessment(None if choice is None else Agreement(choice), _text(facts["note"]))


def _key(key: str) -> str:
    if key not in BY_KEY:
        raise ValueError("a finding that is none of the seven")
    return key


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError("a text that is none")
    return value
