"""In which order studies are listed, which of them a search leaves, and how far each is read: pure, no Qt.

The order changes only when the user asks for it or opens more; answers that arrive meanwhile move nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from inference.core.analysis import FindingResult, ScoreState
from inference.imaging.film_info import readable_name
from viewer.state.session import Session, unaided

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import Study


class StudyProgress(StrEnum):
    """How far a study is read."""

    NEW = "new"
    ANALYSED = "analysed"
    REVIEWED = "reviewed"


class WorklistOrder(StrEnum):
    """How studies are sorted."""

    OPENED = "opened"
    WORST = "worst"


def patient_key(study: Study) -> str:
    """What tells patients apart; a study without name and number is a patient of its own."""
    who = study.films[0].identity
    return f"{who.patient_id}\n{who.patient_name}".strip() or study.key


def patient_title(study: Study) -> str:
    """The patient's name and number to be read, a line each; empty where the file is silent."""
    who = study.films[0].identity
    return _who(who.patient_name, who.patient_id)


@lru_cache(maxsize=1 << 15)  # each letter of a search asks for all of them
def _who(name: str, number: str) -> str:
    return "\n".join(filter(None, (readable_name(name), number)))


def progress_of(session: Session, study: Study) -> StudyProgress:
    """How far a study is read."""
    if review_digest(study) in session.reviewed:
        return StudyProgress.REVIEWED
    done = all(session.films[entry.path].analysis for entry in study.films)
    return StudyProgress.ANALYSED if done else StudyProgress.NEW


def review_digest(study: Study) -> str:
    """What is remembered of a reviewed study: a digest, which names neither patient nor study."""
    return sha256(study.key.encode()).hexdigest()[:20]


def arranged(session: Session, order: WorklistOrder) -> Session:
    """List the studies in this order, those of one patient together; what is open stays open."""
    studies = _together(_sorted(session, order))
    return replace(session, worklist=replace(session.worklist, studies=studies, sorting=order.value))


def with_patients_together(session: Session) -> Session:
    """List a patient's studies one below the other, newly opened ones below those that were there."""
    return replace(session, worklist=replace(session.worklist, studies=_together(session.studies)))


def searched(session: Session, search: str) -> Session:
    """Leave only films of which every word of the search is known: patient, study, film, file or progress."""
    words = search.casefold().split()
    hidden = frozenset(path for study in session.studies if words for path in _unknown(session, study, words))
    return replace(session, worklist=replace(session.worklist, search=search, hidden=hidden))


def next_study(session: Session, step: int) -> Path | None:
    """The first film listed of the next study (``step`` 1) or the previous one (-1), None at the ends."""
    return session.worklist.next_study(session.current, step)


def with_review_toggled(session: Session) -> Session:
    """Note the open study as reviewed, or take that back."""
    study = session.worklist.study_of(session.current)
    return session if study is None else replace(session, reviewed=session.reviewed ^ {review_digest(study)})


def is_reviewed(session: Session) -> bool:
    """Whether the open study is noted as reviewed."""
    study = session.worklist.study_of(session.current)
    return study is not None and review_digest(study) in session.reviewed


def _sorted(session: Session, order: WorklistOrder) -> tuple[Study, ...]:
    if order is WorklistOrder.WORST:
        return tuple(sorted(session.studies, key=lambda study: -_worst(study, session)))
    arrival = {key: place for place, key in enumerate(session.worklist.arrival)}
    return tuple(sorted(session.studies, key=lambda study: arrival[study.key]))


def _together(studies: tuple[Study, ...]) -> tuple[Study, ...]:
    patients: dict[str, list[Study]] = {}
    for study in studies:
        patients.setdefault(patient_key(study), []).append(study)
    return tuple(study for own in patients.values() for study in own)


def _worst(study: Study, session: Session) -> float:
    """What the reader may know by now: films to be read unaided count as not analysed."""
    films = [session.films[entry.path] for entry in study.films]
    found = [None if unaided(session, film) else film.analysis for film in films]
    return max((_severity(result) for analysis in found if analysis for result in analysis.results), default=-1.0)


_RANKS = {ScoreState.ABOVE: 2.0, ScoreState.NOT_SURE: 1.0, ScoreState.BELOW: 0.0}


def _severity(result: FindingResult) -> float:
    """Above before not sure before below; among equals, how far the probability is up."""
    if result.state not in _RANKS or result.probability is None:
        return -1.0
    return _RANKS[result.state] + 0.999 * result.probability


def _unknown(session: Session, study: Study, words: list[str]) -> Iterator[Path]:
    """The films of a study of which not all these words are known."""
    of_study = " ".join((patient_title(study), study.title, progress_of(session, study).value))
    for entry in study.films:
        known = f"{of_study} {entry.label} {entry.path.name}".casefold()
        if not all(word in known for word in words):
            yield entry.path
