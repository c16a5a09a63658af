"""What a reader says and draws on a film: the plain value that is stored and that reports take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from inference.findings import Finding
from inference.measure.marks import Mark, MarkKind
from inference.types import Analysis, ScoreState


class Choice(StrEnum):
    """What the reader thinks of the model's word on a finding."""

    ACCEPT = "accept"
    UNSURE = "unsure"
    REJECT = "reject"


class Call(StrEnum):
    """What the reader said of a finding before seeing the model."""

    PRESENT = "present"
    UNSURE = "unsure"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reader's word on one finding; ``choice`` None where only a note was written."""

    choice: Choice | None = None
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        return self.choice is None and not self.note


@dataclass(frozen=True, slots=True)
class ReaderMarks:
    """Everything a reader left on one film.

    ``verdicts`` and ``calls`` are by the finding's key; ``calls`` were made before the model was shown, and are fixed
    once it was (``revealed``).
    """

    marks: tuple[Mark, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=lambda: MappingProxyType({}))
    calls: Mapping[str, Call] = field(default_factory=lambda: MappingProxyType({}))
    revealed: bool = False

    @property
    def empty(self) -> bool:
        """Whether the reader left nothing at all."""
        return not (self.marks or self.verdicts or self.calls or self.revealed)

    def verdict(self, key: str) -> Verdict:
        """The verdict on a finding, an empty one where there is none."""
        return self.verdicts.get(key, Verdict())


def with_verdict(reader: ReaderMarks, key: str, verdict: Verdict) -> ReaderMarks:
    """Another verdict on one finding; an empty one is forgotten."""
    others = {name: known for name, known in reader.verdicts.items() if name != key}
    verdicts = others if verdict.empty else {**others, key: verdict}
    return replace(reader, verdicts=MappingProxyType(verdicts))


def with_call(reader: ReaderMarks, key: str, call: Call | None) -> ReaderMarks:
    """Another call on one finding, None takes it back; nothing changes once the model was shown."""
    if reader.revealed:
        return reader
    others = {name: known for name, known in reader.calls.items() if name != key}
    return replace(reader, calls=MappingProxyType(others if call is None else {**others, key: call}))


def disagreements(reader: ReaderMarks, analysis: Analysis) -> tuple[Finding, ...]:
    """Findings the reader called present and the model puts below its operating point, or absent and above."""
    opposite = {(Call.PRESENT, ScoreState.BELOW), (Call.ABSENT, ScoreState.ABOVE)}
    return tuple(
        result.finding
        for result in analysis.results
        if (reader.calls.get(result.finding.key), result.state) in opposite
    )


def without_words(reader: ReaderMarks) -> ReaderMarks:
    """The same without anything the reader wrote, which may name the patient; marks that were only text are gone."""
    verdicts = {key: replace(known, note="") for key, known in reader.verdicts.items() if known.choice is not None}
    marks = tuple(replace(mark, text="") for mark in reader.marks if mark.kind is not MarkKind.TEXT)
    return replace(reader, marks=marks, verdicts=MappingProxyType(verdicts))
