"""What a reader left on a film, as plain facts for reports."""

from __future__ import annotations

from inference.measure.figures import scale_of
from inference.measure.marks import Mark, MarkKind
from inference.measure.words import mark_lines
from inference.reader_marks import ReaderMarks
from inference.types import Radiograph

_NAMES = {MarkKind.COBB: "Cobb angle", MarkKind.CARDIOTHORACIC: "Cardiothoracic ratio"}


def reader_findings(reader: ReaderMarks) -> dict[str, dict[str, str]]:
    """By finding key: ``call`` (present, unsure, absent), ``verdict`` (accept, unsure, reject) and ``note``.

    Empty where the reader said nothing. A call counts once the model was shown after it.
    """
    keys = {*reader.verdicts, *(reader.calls if reader.revealed else ())}
    found = {}
    for key in keys:
        verdict = reader.verdict(key)
        found[key] = {
            "call": str(reader.calls.get(key, "")) if reader.revealed else "",
            "verdict": str(verdict.choice or ""),
            "note": verdict.note,
        }
    return found


def measured_marks(film: Radiograph, reader: ReaderMarks) -> list[dict[str, object]]:
    """Every mark with its points in film pixels (column, row) and the lines that stand beside it on the screen."""
    scale = scale_of(film, reader.marks)
    return [
        {
            "kind": str(mark.kind),
            "points": [list(point) for point in mark.points],
            "lines": list(mark_lines(mark, film, scale)),
        }
        for mark in reader.marks
    ]


def mark_name(mark: Mark) -> str:
    """What a mark is, in a word or two."""
    return _NAMES.get(mark.kind, mark.kind.capitalize())


def mark_words(film: Radiograph, reader: ReaderMarks) -> tuple[str, ...]:
    """One line a mark, in their order: what it is and what it measures."""
    scale = scale_of(film, reader.marks)
    return tuple("  ·  ".join((mark_name(mark), *mark_lines(mark, film, scale))) for mark in reader.marks)
