"""The reader's word on a film, in words: the same in the window and in reports."""

from __future__ import annotations

from inference.core.analysis import Analysis
from inference.core.disagreements import disagreements
from inference.core.findings import Finding
from inference.core.reader_annotations import Agreement, ReaderAnnotations, UnaidedCall
from inference.text.wording import STATE_WORDS, Translate

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


_NOTHING_JUDGED = "Unaided read. The model judged nothing on this film, so there is nothing to compare."
_AGREED = "Unaided read. No disagreement on the {count} findings that the model judged."
_DISAGREED = "Unaided read. Disagreement on {apart} of {count}:"
_PAIR = "{finding}: you {call}, model {state}"


def translatable() -> list[str]:
    """What the window says of both: what a translation has to know."""
    return [_NOTHING_JUDGED, _AGREED, _DISAGREED, _PAIR, *CALL_WORDS.values()]


def disagreement_text(reader: ReaderAnnotations, analysis: Analysis, translate: Translate = str) -> str:
    """What the reader called and the model says otherwise, once the model was shown."""
    differing = disagreements(reader, analysis)
    compared = sum(result.analysed and result.finding.key in reader.calls for result in analysis.results)
    if not compared:
        return translate(_NOTHING_JUDGED)
    if not differing:
        return translate(_AGREED).format(count=compared)
    told = translate(_DISAGREED).format(apart=len(differing), count=compared)
    return "\n".join((told, *_pairs(reader, analysis, differing, translate)))


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


def _pairs(
    reader: ReaderAnnotations, analysis: Analysis, differing: tuple[Finding, ...], translate: Translate
) -> list[str]:
    return [
        translate(_PAIR).format(
            finding=translate(finding.title),
            call=translate(CALL_WORDS[reader.calls[finding.key]]),
            state=translate(STATE_WORDS[analysis.result(finding).state]),
        )
        for finding in differing
    ]
