"""In which order studies are listed, which of them a search leaves, and how far each is read: pure, no Qt.

The order changes only when the user asks for it or opens more; answers that arrive meanwhile move nothing.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from inference.core.analysis import FindingResult, ScoreState
from inference.imaging.film_info import readable_name
from viewer.state.session import Session, unaided

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, Study


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
    return "\n".join(filter(None, (readable_name(who.patient_name), who.patient_id)))


def progress_of(session: Session, study: Study) -> StudyProgress:
    """How far a study is read."""
    if review_mark(study) in session.reviewed:
        return StudyProgress.REVIEWED
    done = all(session.films[entry.path].analysis for entry in study.films)
    return StudyProgress.ANALYSED if done else StudyProgress.NEW


def review_mark(study: Study) -> str:
    """What is remembered of a reviewed study: a digest, which names neither patient nor study."""
    return sha256(study.key.encode()).hexdigest()[:20]


def arranged(session: Session, order: WorklistOrder) -> Session:
    """List the studies in this order, those of one patient together; what is open stays open."""
    return replace(session, studies=_together(_sorted(session, order)), sorting=order.value)


def with_patients_together(session: Session) -> Session:
    """List a patient's studies one below the other, newly opened ones below those that were there."""
    return replace(session, studies=_together(session.studies))


def searched(session: Session, search: str) -> Session:
    """Leave only films of which every word of the search is known: patient, study, film, file or progress."""
    words = search.casefold().split()
    hidden = {
        entry.path
        for study in session.studies
        for entry in study.films
        if not all(word in _known(session, study, entry) for word in words)
    }
    return replace(session, search=search, hidden=frozenset(hidden))


def next_study(session: Session, step: int) -> Path | None:
    """The first film shown of the study ``step`` places further, or None at the ends of the list."""
    shown = [[entry.path for entry in study.films if entry.path not in session.hidden] for study in session.studies]
    here = next((place for place, study in enumerate(session.studies) if _holds(study, session.current)), None)
    if here is None:
        return None
    beyond = shown[here + 1 :] if step > 0 else shown[:here][::-1]
    return next((paths[0] for paths in beyond if paths), None)


def with_review_toggled(session: Session) -> Session:
    """Mark the open study as reviewed, or take the mark back."""
    study = next((study for study in session.studies if _holds(study, session.current)), None)
    return session if study is None else replace(session, reviewed=session.reviewed ^ {review_mark(study)})


def _holds(study: Study, path: Path | None) -> bool:
    return any(entry.path == path for entry in study.films)


def _sorted(session: Session, order: WorklistOrder) -> tuple[Study, ...]:
    if order is WorklistOrder.WORST:
        return tuple(sorted(session.studies, key=lambda study: -_worst(study, session)))
    return tuple(sorted(session.studies, key=lambda study: session.arrival.index(study.key)))


def _together(studies: tuple[Study, ...]) -> tuple[Study, ...]:
    patients: dict[str, list[Study]] = {}
    for study in studies:
        patients.setdefault(patient_key(study), []).append(study)
    return tuple(study for own in patients.values() for study in own)


def _worst(study: Study, session: Session) -> float:
    """What the reader may know by now: films to be read first count as not analysed."""
    films = [session.films[entry.path] for entry in study.films]
    found = [None if unaided(session, film) else film.analysis for film in films]
    return max((_severity(result) for analysis in found if analysis for result in analysis.results), default=-1.0)


_RANKS = {ScoreState.ABOVE: 2.0, ScoreState.NOT_SURE: 1.0, ScoreState.BELOW: 0.0}


def _severity(result: FindingResult) -> float:
    """Above before not sure before below; among equals, how far the probability is up."""
    if result.state not in _RANKS or result.probability is None:
        return -1.0
    return _RANKS[result.state] + 0.999 * result.probability


def _known(session: Session, study: Study, entry: FilmEntry) -> str:
    parts = (patient_title(study), study.title, entry.label, entry.path.name, progress_of(session, study).value)
    return " ".join(parts).casefold()
