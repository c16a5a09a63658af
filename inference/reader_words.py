"""The reader's word on a film, in words: the same in the window and in reports."""

from __future__ import annotations

from inference.findings import Finding
from inference.reader_marks import Call, Choice, ReaderMarks, disagreements
from inference.types import Analysis
from inference.wording import STATE_WORDS

CHOICE_WORDS: dict[Choice, str] = {
    Choice.ACCEPT: "agrees with the model",
    Choice.UNSURE: "is not sure about the model's word",
    Choice.REJECT: "disagrees with the model",
}
CALL_WORDS: dict[Call, str] = {Call.PRESENT: "present", Call.UNSURE: "not sure", Call.ABSENT: "absent"}


def disagreement_text(reader: ReaderMarks, analysis: Analysis) -> str:
    """What the reader called and the model says otherwise, once the model was shown."""
    apart = disagreements(reader, analysis)
    compared = sum(result.analysed and result.finding.key in reader.calls for result in analysis.results)
    if not compared:
        return "You read first. The model judged nothing on this film, so there is nothing to compare."
    if not apart:
        return f"You read first. No disagreement on the {compared} findings that the model judged."
    return "\n".join((f"You read first. Disagreement on {len(apart)} of {compared}:", *_pairs(reader, analysis, apart)))


def reader_text(reader: ReaderMarks, key: str) -> str:
    """What the reader said of one finding, in a sentence; empty where nothing."""
    verdict, call = reader.verdict(key), reader.calls.get(key)
    parts = []
    if call is not None and reader.revealed:
        parts.append(f"Reader, before the model: {CALL_WORDS[call]}.")
    if verdict.choice is not None:
        parts.append(f"Reader {CHOICE_WORDS[verdict.choice]}.")
    if verdict.note:
        parts.append(f"Note: {verdict.note}")
    return " ".join(parts)


def _pairs(reader: ReaderMarks, analysis: Analysis, apart: tuple[Finding, ...]) -> list[str]:
    return [
        f"{finding.title}: you {CALL_WORDS[reader.calls[finding.key]]}, "
        f"model {STATE_WORDS[analysis.result(finding).state]}"
        for finding in apart
    ]
