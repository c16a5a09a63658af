"""Reader marks as plain facts for JSON, and back again with every value checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from inference.findings import BY_KEY
from inference.measure.marks import Mark, MarkKind, Point, is_whole
from inference.reader_marks import Call, Choice, ReaderMarks, Verdict

FORMAT = 1
_LONGEST_TEXT = 10_000


def facts_of(reader: ReaderMarks) -> dict[str, object]:
    """Marks, verdicts and calls, ready for JSON."""
    return {
        "format": FORMAT,
        "marks": [_mark_facts(mark) for mark in reader.marks],
        "verdicts": {
            key: {"choice": None if verdict.choice is None else str(verdict.choice), "note": verdict.note}
            for key, verdict in reader.verdicts.items()
        },
        "calls": {key: str(call) for key, call in reader.calls.items()},
        "revealed": reader.revealed,
    }


def reader_of(facts: object) -> ReaderMarks:
    """The reader marks that :func:`facts_of` wrote; raises ``ValueError`` for anything else."""
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise ValueError("another format")
    try:
        marks = tuple(map(_mark, facts["marks"]))
        verdicts = {_key(key): _verdict(value) for key, value in facts["verdicts"].items()}
        calls = {_key(key): Call(value) for key, value in facts["calls"].items()}
        revealed = facts["revealed"]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not reader marks") from error
    if not isinstance(revealed, bool) or len({mark.number for mark in marks}) != len(marks):
        raise ValueError("not reader marks")
    return ReaderMarks(marks, MappingProxyType(verdicts), MappingProxyType(calls), revealed)


def _mark_facts(mark: Mark) -> dict[str, object]:
    return {
        "number": mark.number,
        "kind": str(mark.kind),
        "points": [list(point) for point in mark.points],
        "text": mark.text,
        "known_mm": mark.known_mm,
    }


def _mark(facts: Mapping[str, Any]) -> Mark:
    known = facts["known_mm"]
    if known is not None and not (_is_number(known) and known > 0):
        raise ValueError("a length that is none")
    points = tuple(map(_point, facts["points"]))
    mark = Mark(_whole_number(facts["number"]), MarkKind(facts["kind"]), points, _text(facts["text"]), known)
    if not is_whole(mark):
        raise ValueError("a mark with other points than its kind needs")
    return mark


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


def _verdict(facts: Mapping[str, Any]) -> Verdict:
    choice = facts["choice"]
    return Verdict(None if choice is None else Choice(choice), _text(facts["note"]))


def _key(key: str) -> str:
    if key not in BY_KEY:
        raise ValueError("a finding that is none of the seven")
    return key


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError("a text that is none")
    return value
