"""The reader's word on a film, in words: the same in the window and in reports."""

from __future__ import annotations

from inference.core.analysis import Analysis
from inference.core.disagreements import disagreements
from inference.core.findings import Finding
from inference.core.reader_annotations import Agreement, ReaderAnnotations, UnaidedCall
from inference.text.wording import STATE_WORDS, Words

CHOICE_WORDS: dict[Agreement, str] = {
    Agreement.ACCEPT: "agrees with the model",
    Agreement.UNSURE: "is not sure about the model's word",
    Agreement.REJECT: "disagrees with the model",
}
CALL_WORDS: dict[UnaidedCall, str] = {
    UnaidedCall.PRESENT: "present",
    UnaidedCall.UNSURE: "not sure",
    UnaidedCall.ABSENT: "absent",
}


_NOTHING_JUDGED = "You read first. The model judged nothing on this film, so there is nothing to compare."
_AGREED = "You read first. No disagreement on the {count} findings that the model judged."
_APART = "You read first. Disagreement on {apart} of {count}:"
_PAIR = "{finding}: you {call}, model {state}"


def sentences() -> list[str]:
    """What the window says of both: what a translation has to know."""
    return [_NOTHING_JUDGED, _AGREED, _APART, _PAIR, *CALL_WORDS.values()]


def disagreement_text(reader: ReaderAnnotations, analysis: Analysis, words: Words = str) -> str:
    """What the reader called and the model says otherwise, once the model was shown."""
    apart = disagreements(reader, analysis)
    compared = sum(result.analysed and result.finding.key in reader.calls for result in analysis.results)
    if not compared:
        return words(_NOTHING_JUDGED)
    if not apart:
        return words(_AGREED).format(count=compared)
    told = words(_APART).format(apart=len(apart), count=compared)
    return "\n".join((told, *_pairs(reader, analysis, apart, words)))


def reader_text(reader: ReaderAnnotations, key: str) -> str:
    """What the reader said of one finding, in a sentence; empty where nothing."""
    assessment, call = reader.assessment(key), reader.calls.get(key)
    parts = []
    if call is not None and reader.revealed:
        parts.append(f"Reader, before the model: {CALL_WORDS[call]}.")
    if assessment.choice is not None:
        parts.append(f"Reader {CHOICE_WORDS[assessment.choice]}.")
    if assessment.note:
        parts.append(f"Note: {assessment.note}")
    return " ".join(parts)


def _pairs(reader: ReaderAnnotations, analysis: Analysis, apart: tuple[Finding, ...], words: Words) -> list[str]:
    return [
        words(_PAIR).format(
            finding=words(finding.title),
            call=words(CALL_WORDS[reader.calls[finding.key]]),
            state=words(STATE_WORDS[analysis.result(finding).state]),
        )
        for finding in apart
    ]
