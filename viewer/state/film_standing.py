"""How far each film of the list is, and how urgent it is: declared ranks, pure, no Qt.

Everything that comes of the model counts as unknown on a film that is to be read unaided.
"""

from __future__ import annotations

import math
from enum import StrEnum
from itertools import chain
from pathlib import Path

from inference.core.analysis import FindingResult, ScoreState
from inference.core.findings import (
    HEMOTHORAX,
    MEDIASTINUM_ABNORMALITY,
    PERICARDIAL_EFFUSION,
    PLEURAL_EFFUSION,
    PNEUMOTHORAX,
    RIB_FRACTURE,
    TENSION_PNEUMOTHORAX,
)
from viewer.state.session import FilmState, Session, is_analysing, unaided

URGENCY = (
    TENSION_PNEUMOTHORAX,
    PNEUMOTHORAX,
    HEMOTHORAX,
    PERICARDIAL_EFFUSION,
    MEDIASTINUM_ABNORMALITY,
    PLEURAL_EFFUSION,
    RIB_FRACTURE,
)  # most urgent first: what may kill within minutes, hours, days
RANKS = {finding.key: place for place, finding in enumerate(URGENCY)}
_GROUPS = {ScoreState.ABOVE: 0, ScoreState.NOT_SURE: 1}
_NO_WORD, _BELOW, _WAITING = 2, 3, 4  # behind what is above or not sure
_EDGE = 1e-6  # of probabilities whose odds are taken


class Standing(StrEnum):
    """How far a film is, as it is said."""

    UNREADABLE = "cannot be opened"
    UNAIDED = "unaided read"
    RUNNING = "is being analysed"
    FAILED = "analysis failed"
    QUEUED = "not analysed yet"
    REFUSED = "refused by the film check"
    UNLIKE = "unlike the films known"
    DONE = "analysed"


NO_WORD = frozenset({Standing.UNREADABLE, Standing.FAILED, Standing.REFUSED, Standing.UNLIKE})


def standing_of(session: Session, state: FilmState) -> Standing:
    """How far a film is; of one that is to be read unaided only whether it can be opened."""
    if state.failure is not None:
        return Standing.UNREADABLE
    if unaided(session, state):
        return Standing.UNAIDED
    if is_under_way(session, state.entry.path):
        return Standing.RUNNING
    return _standing_of_analysis(state)


def is_under_way(session: Session, path: Path) -> bool:
    """Whether a film is being analysed now, ahead of need or because it is open."""
    return path == session.ahead.running or (path == session.current and is_analysing(session))


def is_waiting(state: FilmState) -> bool:
    """Whether nothing is known of a film yet: neither a result nor why there is none."""
    return state.analysis is None and state.failure is None and state.analysis_failure is None


def known_count(session: Session) -> int:
    """Of how many films there is a result, or the reason why there is none."""
    return len(session.films) - sum(map(is_waiting, session.films.values()))


def next_waiting(session: Session) -> Path | None:
    """The film to analyse next: the nearest below the open one, then from the top; what a search hides comes last.

    The open one is none of them: whoever cancelled its analysis does not want it.
    """
    here = session.worklist.place(session.current)
    places = (session.order[here:], session.order[:here], session.films)
    waiting = (path for path in chain(*places) if path != session.current and is_waiting(session.films[path]))
    return next(waiting, None)


def urgent_results(session: Session, state: FilmState) -> tuple[FindingResult, ...]:
    """What is above on a film, then what is not sure, each by the rank of its finding.

    Nothing that is to be hidden, and nothing of a film unlike those known, of which no number is to be trusted.
    """
    analysis = None if unaided(session, state) else state.analysis
    found = (
        []
        if analysis is None or analysis.unlike
        else [result for result in analysis.results if result.state in _GROUPS]
    )
    return tuple(sorted(found, key=_place))


def urgency(session: Session, state: FilmState) -> tuple[float, ...]:
    """A sort key, the most urgent film first.

    Films with a finding above come by its rank, then by how far it lies above its operating point; then those with one
    that is not sure, in the same way; then those of which the model says nothing (refused, unlike, failed), for
    somebody has to look; then those with nothing above, by the finding nearest to its operating point; then those that
    wait for their analysis, or are to be read unaided.
    """
    urgent = urgent_results(session, state)
    if urgent:
        return min(map(_place, urgent))
    standing = standing_of(session, state)
    if standing in NO_WORD:
        return (_NO_WORD,)
    if standing is not Standing.DONE or state.analysis is None:
        return (_WAITING,)
    return (_BELOW, min((-_margin(result) for result in state.analysis.results), default=0.0))


def _standing_of_analysis(state: FilmState) -> Standing:
    analysis = state.analysis
    if analysis is None:
        return Standing.QUEUED if state.analysis_failure is None else Standing.FAILED
    if not any(result.analysed for result in analysis.results):
        return Standing.REFUSED
    return Standing.UNLIKE if analysis.unlike else Standing.DONE


def _place(result: FindingResult) -> tuple[float, ...]:
    return (_GROUPS[result.state], RANKS[result.finding.key], -_margin(result))


def _margin(result: FindingResult) -> float:
    """How far a probability lies above its operating point, in log-odds; below it is negative."""
    if result.probability is None:
        return -math.inf
    point = 0.5 if result.operating_point is None else result.operating_point
    return _log_odds(result.probability) - _log_odds(point)


def _log_odds(probability: float) -> float:
    held = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(held / (1 - held))
