"""What the ledger keeps of one film as a reader saw it: plain values, made by whoever shows or analyses films."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.reader_annotations import CHANGED, Agreement, ReaderAnnotations, UnaidedCall, heat_of_findings

NO_WORD = "neither"  # the reader disagrees with "not sure", which says neither present nor absent
_COUNTED = (ScoreState.ABOVE, ScoreState.NOT_SURE, ScoreState.BELOW)
_MEANT = {
    ScoreState.ABOVE: (UnaidedCall.PRESENT, UnaidedCall.ABSENT),
    ScoreState.BELOW: (UnaidedCall.ABSENT, UnaidedCall.PRESENT),
}


class Arm(StrEnum):
    """Whether the reader had seen the model's word; the two are never counted together."""

    UNAIDED = "unaided"
    AIDED = "aided"


@dataclass(frozen=True, slots=True)
class Score:
    """What the model said of a finding: raw score and probability, 0..1, and its state by the pack and by the site."""

    finding: str
    score: float
    probability: float
    state: str
    site_state: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A reader's word on a finding: present, unsure, absent, or ``NO_WORD``; ``choice`` is what the reader pressed."""

    finding: str
    arm: Arm
    word: str
    choice: str


@dataclass(frozen=True, slots=True)
class Region:
    """How a heatmap met what a reader drew for its finding: the ``number`` of the annotation, hit, and overlap (0..1).

    ``overlap`` is None for an arrow. ``arm`` is unaided where the finding was called so; whether the region was there
    before the model was shown is known to the ledger, which saw it then.
    """

    finding: str
    arm: Arm
    number: int
    hit: bool
    overlap: float | None


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """Which film, by hash, where it lies, and what is asked of films by view, device and likeness.

    ``day`` is ISO, of the analysis. ``accession`` is stored as a salted digest alone. ``unlike`` is the percentile of
    its features among the pack's reference films, ``sharpness`` has no unit; None where they are not known.
    """

    film_hash: str
    path: str
    day: str
    view: str = ""
    device: str = ""
    accession: str = ""
    sharpness: float | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """A film, the model that judged it, and what the reader said; ``refused``: the film check let no model judge it."""

    film: FilmFacts
    pack: str
    pack_hash: str
    preparation: str
    refused: bool
    unlike: float | None
    scores: tuple[Score, ...]
    reads: tuple[Read, ...]
    regions: tuple[Region, ...] = ()


def sight_of(film: FilmFacts, analysis: Analysis, reader: ReaderAnnotations) -> Sight:
    """What the ledger keeps of an analysis and of what its own reader said; words of other readers are left out."""
    made = analysis.provenance
    scores = tuple(_scores(analysis))
    states = {score.finding: ScoreState(score.state) for score in scores}
    return Sight(
        film,
        f"{made.pack_name} {made.pack_version}",
        made.pack_hash,
        made.preparation,
        not scores and not any(result.state is ScoreState.FAILED for result in analysis.results),
        None if analysis.familiarity is None else analysis.familiarity.percentile,
        scores,
        (*_unaided(reader, states), *_aided(reader, states)),
        tuple(_regions(reader, states, made.pack_hash)),
    )


def word_meant(choice: Agreement, state: ScoreState) -> str:
    """What an assessment of the model's word says of the finding itself."""
    if choice is Agreement.UNSURE or (choice is Agreement.ACCEPT and state is ScoreState.NOT_SURE):
        return UnaidedCall.UNSURE.value
    if state not in _MEANT:
        return NO_WORD
    return _MEANT[state][choice is Agreement.REJECT].value


def _scores(analysis: Analysis) -> Iterator[Score]:
    for result in analysis.results:
        if result.state in _COUNTED and result.score is not None and result.probability is not None:
            yield Score(result.finding.key, result.score, result.probability, result.state.value, _site_state(result))


def _site_state(result: FindingResult) -> str:
    return "" if result.site is None else result.site.state.value


def _unaided(reader: ReaderAnnotations, states: Mapping[str, ScoreState]) -> Iterator[Read]:
    """Calls count once they are fixed: the model was shown after them."""
    if reader.revealed and not reader.call_author:
        for key, call in reader.calls.items():
            if key in states:
                yield Read(key, Arm.UNAIDED, call.value, call.value)


def _aided(reader: ReaderAnnotations, states: Mapping[str, ScoreState]) -> Iterator[Read]:
    for key, said in reader.assessments.items():
        if said.choice is not None and key in states and _is_own(said.author):
            yield Read(key, Arm.AIDED, word_meant(said.choice, states[key]), said.choice.value)


def _regions(reader: ReaderAnnotations, states: Mapping[str, ScoreState], pack_hash: str) -> Iterator[Region]:
    """What was held against a heatmap of this model."""
    called = {read.finding for read in _unaided(reader, states)}
    for drawn, heat in heat_of_findings(reader):
        if drawn.finding in states and heat.pack == pack_hash:
            arm = Arm.UNAIDED if drawn.finding in called else Arm.AIDED
            yield Region(drawn.finding, arm, drawn.number, heat.hit, heat.overlap)


def _is_own(author: str) -> bool:
    """Whether it is the user's word: also where another reader's was taken over and changed since."""
    return not author or author.endswith(CHANGED)
