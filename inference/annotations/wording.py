"""The reader's word on a film, in words: the same in the window and in reports."""

from __future__ import annotations

from inference.core.analysis import Analysis
from inference.core.disagreements import disagreements
from inference.core.findings import Finding
from inference.core.reader_annotations import ANOTHER, CHANGED, Agreement, KeyReason, ReaderAnnotations, UnaidedCall
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
KEY_REASON_WORDS: dict[KeyReason, str] = {
    KeyReason.OF_INTEREST: "of interest",
    KeyReason.REFERRING: "for the referring provider",
    KeyReason.TEACHING: "for teaching",
    KeyReason.CONFERENCE: "for a conference",
    KeyReason.PEER_REVIEW: "for peer review",
    KeyReason.RESEARCH: "for research",
}

_CHANGED = "{author}, changed since"
_OTHERS_CALL = "{author}, before the model: {word}"
_OTHERS_ASSESSMENT = "{author} {word}"
_OTHERS_NOTE = "{author}: {word}"
_TAKEN_OVER = "Taken over from {author}"
_CALLED, _ASSESSED = "{who}, before the model: {word}.", "{who} {word}."
_NOTE, _NOTE_BY = "Note", "Note by {author}"
_READER, _ANOTHER = "Reader", "Another reader ({author})"
_NOTHING_JUDGED = "Unaided read. The model judged nothing on this film, so there is nothing to compare."
_AGREED = "Unaided read. No disagreement on the {count} findings that the model judged."
_DISAGREED = "Unaided read. Disagreement on {apart} of {count}:"
_PAIR = "{finding}: you {call}, model {state}"


def translatable() -> list[str]:
    """What the window says of both: what a translation has to know."""
    others = (ANOTHER, _CHANGED, _OTHERS_CALL, _OTHERS_ASSESSMENT, _OTHERS_NOTE, _TAKEN_OVER, *CHOICE_WORDS.values())
    told = (_CALLED, _ASSESSED, _NOTE, _NOTE_BY, _READER, _ANOTHER)
    return [
        _NOTHING_JUDGED,
        _AGREED,
        _DISAGREED,
        _PAIR,
        *CALL_WORDS.values(),
        *KEY_REASON_WORDS.values(),
        *others,
        *told,
    ]


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


def reader_text(reader: ReaderAnnotations, key: str, translate: Translate = str) -> str:
    """What the reader said of one finding, in a sentence; empty where nothing."""
    assessment, call = reader.assessment(key), reader.calls.get(key)
    parts = []
    if call is not None and reader.revealed:
        word = translate(CALL_WORDS[call])
        parts.append(translate(_CALLED).format(who=_who(reader.call_author, translate), word=word))
    if assessment.choice is not None:
        word = translate(CHOICE_WORDS[assessment.choice])
        parts.append(translate(_ASSESSED).format(who=_who(assessment.author, translate), word=word))
    if assessment.note:
        author = assessment.author
        note = translate(_NOTE_BY).format(author=author) if author else translate(_NOTE)
        parts.append(f"{note}: {assessment.note}")
    return " ".join(parts)


def impression_author(reader: ReaderAnnotations, translate: Translate = str) -> str:
    """From whom the impression was taken over; empty for the user's own."""
    author = reader.impression_author
    return translate(_TAKEN_OVER).format(author=author) if author else ""


def others_text(own: ReaderAnnotations, other: ReaderAnnotations | None, key: str, translate: Translate = str) -> str:
    """What another reader said of one finding, line by line, and whose the user's own word was; empty for neither."""
    lines = [] if other is None else _others_lines(other, key, translate)
    taken = own.assessment(key).author or (own.call_author if key in own.calls and own.revealed else "")
    whose = author_text(taken, translate)
    return "\n".join([*lines, *([translate(_TAKEN_OVER).format(author=whose)] if taken else [])])


def author_text(author: str, translate: Translate = str) -> str:
    """Whose word or drawing it is, as kept, in the reader's language: also that it is another's, or was changed."""
    name = author.removesuffix(CHANGED)
    said = translate(ANOTHER) if name == ANOTHER else name
    return translate(_CHANGED).format(author=said) if name != author else said


def _others_lines(other: ReaderAnnotations, key: str, translate: Translate) -> list[str]:
    call, said = other.calls.get(key) if other.revealed else None, other.assessment(key)
    found = (
        (_OTHERS_CALL, other.call_author, translate(CALL_WORDS[call]) if call is not None else ""),
        (_OTHERS_ASSESSMENT, said.author, translate(CHOICE_WORDS[said.choice]) if said.choice is not None else ""),
        (_OTHERS_NOTE, said.author, said.note),
    )
    return [
        translate(pattern).format(author=author_text(author, translate), word=word)
        for pattern, author, word in found
        if word
    ]


def _who(author: str, translate: Translate) -> str:
    return translate(_ANOTHER).format(author=author) if author else translate(_READER)


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
