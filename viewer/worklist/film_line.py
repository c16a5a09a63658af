"""What the row of a film says: who, which view, how far it is, how urgent, when it was made, what the reader said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from inference.annotations.wording import CALL_WORDS, CHOICE_WORDS, KEY_REASON_WORDS
from inference.core.analysis import FindingResult, ScoreState
from inference.core.findings import FINDINGS, TENSION_PNEUMOTHORAX
from inference.core.reader_annotations import KeyReason, ReaderAnnotations
from viewer.state.film_standing import NO_WORD, Standing, standing_of, urgent_results
from viewer.state.session import FilmState, Session, film_hash, unaided
from viewer.state.worklist_order import patient_key, patient_title, review_digest
from viewer.style.translation import tr

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, Study


class Tone(StrEnum):
    """The colours of a row's state on the list's own ground, of the dark theme; each 4.5 : 1 against it or more."""

    URGENT = "#ff9b87"
    ABOVE = "#eaa95c"
    NOT_SURE = "#d2c08e"
    NO_WORD = "#d9bd6a"
    PLAIN = "#a3afbc"


SIGNS = {
    Standing.UNREADABLE: "✗",
    Standing.UNAIDED: "◌",
    Standing.RUNNING: "▸",
    Standing.FAILED: "✗",
    Standing.QUEUED: "○",
    Standing.REFUSED: "⊘",
    Standing.UNLIKE: "≠",
    Standing.DONE: "●",
}
URGENT, ABOVE, NOT_SURE, REVIEWED, SAID, KEY, FLAGGED = "⚠", "▲", "?", "✓", "✎", "⚑", "★"


@dataclass(frozen=True, slots=True)
class FilmLine:
    """``name`` is who, or the film where nobody is named; ``said`` counts the findings that the reader assessed.

    ``key``: a key object selection of others points the film out; ``flagged``: the reader flagged it.
    """

    name: str
    view: str
    state: str
    tone: Tone
    date: str
    reviewed: bool
    said: int
    tip: str
    key: bool = False
    flagged: bool = False

    @property
    def badges(self) -> str:
        """A star for the reader's key film, a flag for others'; a pen with how many findings the reader assessed, a
        tick for reviewed.
        """
        found = (
            FLAGGED * self.flagged,
            KEY * self.key,
            f"{SAID}{self.said}" if self.said else "",
            REVIEWED if self.reviewed else "",
        )
        return " ".join(filter(None, found))

    @property
    def text(self) -> str:
        """All of it in two lines, to be read aloud."""
        above = " ".join(filter(None, (self.name, self.view)))
        return f"{above}\n{' '.join(filter(None, (self.state, self.date, self.badges)))}"


def film_line(session: Session, study: Study, entry: FilmEntry) -> FilmLine:
    """What is known of a film; nothing of the model where it is to be read unaided."""
    state = session.films[entry.path]
    who = _who(session, study)
    reading = session.readings.get(film_hash(state), ReaderAnnotations())
    words, tone = _state(session, state)
    reasons = () if unaided(session, state) else entry.key_reasons  # others may have had a model's word
    return FilmLine(
        who or entry.label,
        entry.label if who else "",
        words,
        tone,
        entry.identity.study_date,
        review_digest(study) in session.reviewed,
        len({*reading.assessments, *reading.calls}),
        "\n".join((study.title, _tip(session, state, reading), *(_key_text(reason) for reason in reasons))),
        key=bool(reasons),
        flagged=reading.key_reason is not None,
    )


def _key_text(reason: str) -> str:
    words = tr("Key object of others: {reason}")
    return f"{KEY} {words.format(reason=reason)}"


def _who(session: Session, study: Study) -> str:
    """The patient's name or number; only a number of the list where corner annotations are not shown in full."""
    title = patient_title(study).partition("\n")[0]
    if not title or session.corners == "full":
        return title
    return tr("Patient {number}").format(number=session.worklist.numbers[patient_key(study)])


def _state(session: Session, state: FilmState) -> tuple[str, Tone]:
    standing, urgent = standing_of(session, state), urgent_results(session, state)
    if urgent and standing is not Standing.RUNNING:
        return _urgent(urgent)
    words = tr("none above") if standing is Standing.DONE else tr(standing.value)
    return f"{SIGNS[standing]} {words}", Tone.NO_WORD if standing in NO_WORD else Tone.PLAIN


def _urgent(results: tuple[FindingResult, ...]) -> tuple[str, Tone]:
    """The most urgent finding by its name, and how many more are as certain."""
    first = results[0]
    more = sum(result.state is first.state for result in results) - 1
    above, tension = first.state is ScoreState.ABOVE, first.finding == TENSION_PNEUMOTHORAX
    sign = (URGENT if tension else ABOVE) if above else NOT_SURE
    tone = (Tone.URGENT if tension else Tone.ABOVE) if above else Tone.NOT_SURE
    return " ".join(filter(None, (sign, tr(first.finding.title), f"+{more}" if more else ""))), tone


def _tip(session: Session, state: FilmState, reading: ReaderAnnotations) -> str:
    """The file, how far the film is, what is above or not sure, what the reader said."""
    words = {ScoreState.ABOVE: tr("above"), ScoreState.NOT_SURE: tr("not sure")}
    found = (f"{tr(result.finding.title)}: {words[result.state]}" for result in urgent_results(session, state))
    said = (f"{SAID} {tr(title)}: {tr(word)}" for title, word in _said(reading))
    flag = () if reading.key_reason is None else (f"{FLAGGED} {_flag_text(reading.key_reason)}",)
    return "\n".join((state.entry.path.name, tr(standing_of(session, state).value), *found, *said, *flag))


def _flag_text(reason: KeyReason) -> str:
    return tr("Key film: {}").replace("{}", tr(KEY_REASON_WORDS[reason]))


def _said(reading: ReaderAnnotations) -> list[tuple[str, str]]:
    """Findings with the reader's word on them: the calls made before the model was shown, then the assessments."""
    found = []
    for finding in FINDINGS:
        call, choice = reading.calls.get(finding.key), reading.assessment(finding.key).choice
        found += [(finding.title, CALL_WORDS[call])] if call is not None else []
        found += [(finding.title, CHOICE_WORDS[choice])] if choice is not None else []
    return found
