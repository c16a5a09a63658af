"""In which order studies are listed, which of them a search leaves, and how far each is read: pure, no Qt.

The order changes only when the user asks for it or opens more; answers that arrive meanwhile move nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.core.analysis import ScoreState
from inference.core.film import Identity
from inference.files.natural_order import natural_order
from inference.report.film_info import readable_name
from viewer.state.film_standing import NO_WORD, known_count, standing_of, urgency, urgent_results
from viewer.state.session import FilmState, Session
from viewer.state.worklist import Worklist

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, Study


class StudyProgress(StrEnum):
    """How far a study is read."""

    NEW = "new"
    ANALYSED = "analysed"
    REVIEWED = "reviewed"


class WorklistOrder(StrEnum):
    """How studies are sorted; ``URGENT`` is stored under the name that it had."""

    OPENED = "opened"
    URGENT = "worst"
    NEWEST = "newest"
    NAME = "name"


class FilmFilter(StrEnum):
    """Which films are left in the list; ``NO_WORD``: those of which the model can say nothing."""

    ALL = "all"
    ABOVE = "above"
    NOT_REVIEWED = "not reviewed"
    NO_WORD = "no word"


def patient_key(study: Study) -> str:
    """What tells patients apart, in whatever order the films stand; without name and number a study is its own."""
    found = {f"{entry.identity.patient_id}\n{entry.identity.patient_name}".strip() for entry in study.films} - {""}
    return min(found, default=study.key)


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
    """List the films in this order; those of a study, and of a patient who is named, stay together."""
    worklist = replace(
        session.worklist, sequence=_sequence(session, order), sorting=order.value, results=known_count(session)
    )
    return replace(session, worklist=worklist)


def with_newcomers(session: Session, before: Worklist) -> Session:
    """List films that came by themselves in a list that was as ``before``: its search and filter judge them alone.

    In the order of urgency, which nothing is known of for them, they stand below those of their study or patient, or
    last; no other row moves until the user asks.
    """
    order, kept = WorklistOrder(before.sorting), FilmFilter(before.kept)
    sequence = _below(session, before.sequence) if order is WorklistOrder.URGENT else _sequence(session, order)
    hidden = before.hidden
    if before.search or kept is not FilmFilter.ALL:
        listed = {entry.path for study in before.studies for entry in study.films}
        new = (study for study in session.studies if any(entry.path not in listed for entry in study.films))
        hidden |= frozenset(_left_out(session, tuple(new), before.search, kept)) - listed
    return replace(session, worklist=replace(session.worklist, sequence=sequence, hidden=hidden))


def with_patients_together(studies: Iterable[Study]) -> tuple[Study, ...]:
    """A patient's studies one below the other, newly opened ones below those that were there."""
    patients: dict[str, list[Study]] = {}
    for study in studies:
        patients.setdefault(patient_key(study), []).append(study)
    return tuple(study for own in patients.values() for study in own)


def updated(session: Session) -> Session:
    """The list in its own order, search and filter, by what is known now."""
    session = arranged(session, WorklistOrder(session.worklist.sorting))
    return _narrowed(session, session.worklist.search, FilmFilter(session.worklist.kept))


def newer_results(session: Session) -> int:
    """How many results came since the list was put in an order, or filtered, that depends on them."""
    worklist = session.worklist
    if worklist.sorting != WorklistOrder.URGENT and worklist.kept not in (FilmFilter.ABOVE, FilmFilter.NO_WORD):
        return 0
    return max(0, known_count(session) - worklist.results)


def searched(session: Session, search: str) -> Session:
    """Leave only films of which every word of the search is known: patient, study, film, file or progress."""
    return _narrowed(session, search, FilmFilter(session.worklist.kept))


def filtered(session: Session, kept: FilmFilter) -> Session:
    """Leave only films of this kind, as things stand now."""
    return _narrowed(session, session.worklist.search, kept)


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


def _sequence(session: Session, order: WorklistOrder) -> tuple[Path, ...]:
    if order is WorklistOrder.OPENED:
        return ()
    keys: dict[WorklistOrder, Callable[[FilmEntry], Any]] = {
        WorklistOrder.URGENT: lambda entry: urgency(session, session.films[entry.path]),
        WorklistOrder.NEWEST: _moment,
        WorklistOrder.NAME: _name,
    }
    known = {entry.path: keys[order](entry) for study in session.studies for entry in study.films}
    groups = [_in_order(films, known) for films in _groups(session.studies)]
    return tuple(entry.path for films in sorted(groups, key=lambda films: known[films[0].path]) for entry in films)


def _below(session: Session, sequence: tuple[Path, ...]) -> tuple[Path, ...]:
    """The sequence with the films that it lacks, each below those of its study, or of its patient, or all."""
    places = {path: place for place, path in enumerate(sequence) if path in session.films}
    below: dict[int, list[Path]] = {}

    def last(films: Iterable[FilmEntry], otherwise: int) -> int:
        return max((places[entry.path] for entry in films if entry.path in places), default=otherwise)

    for studies in _groups(session.studies):
        of_patient = last(chain(*studies), len(sequence))
        for films in studies:
            new = [entry.path for entry in films if entry.path not in places]
            below.setdefault(last(films, of_patient), []).extend(new)
    left = (path for path, place in places.items() for path in (path, *below.get(place, ())))
    return (*left, *below.get(len(sequence), ()))


def _groups(studies: tuple[Study, ...]) -> Iterable[list[tuple[FilmEntry, ...]]]:
    """The films that stay together, study by study: those of a named patient, else each picture by itself."""
    groups: dict[object, list[tuple[FilmEntry, ...]]] = {}
    for study in studies:
        if any(entry.identity != Identity() for entry in study.films):
            groups.setdefault(patient_key(study), []).append(study.films)
        else:
            groups.update((entry.path, [(entry,)]) for entry in study.films)
    return groups.values()


def _in_order(studies: list[tuple[FilmEntry, ...]], keys: Mapping[Path, Any]) -> list[FilmEntry]:
    """The films of each study in order, the studies by their first films."""
    ordered = [sorted(films, key=lambda entry: keys[entry.path]) for films in studies]
    ordered.sort(key=lambda films: keys[films[0].path])
    return [entry for films in ordered for entry in films]


def _moment(entry: FilmEntry) -> int:
    """When a film was made, as far as its file says, the newest first; without a date it is the oldest."""
    said = f"{entry.identity.study_date} {entry.identity.study_time or '00:00'}"
    digits = "".join(filter(str.isdecimal, said)) if entry.identity.study_date else ""
    return -int(digits or 0)


def _name(entry: FilmEntry) -> object:
    who = entry.identity
    return natural_order(_who(who.patient_name, who.patient_id) or entry.path.name)


def _narrowed(session: Session, search: str, kept: FilmFilter) -> Session:
    hidden = frozenset(_left_out(session, session.studies, search, kept))
    worklist = replace(session.worklist, search=search, kept=kept.value, hidden=hidden, results=known_count(session))
    return replace(session, worklist=worklist)


def _left_out(session: Session, studies: tuple[Study, ...], search: str, kept: FilmFilter) -> Iterator[Path]:
    """The films of these studies that a search or a filter leaves out."""
    words = search.casefold().split()
    for study in studies if words else ():
        yield from _unknown(session, study, words)
    for study in studies if kept is not FilmFilter.ALL else ():
        reviewed = review_digest(study) in session.reviewed
        for entry in study.films:
            if not _is_kept(session, session.films[entry.path], kept, reviewed=reviewed):
                yield entry.path


def _is_kept(session: Session, state: FilmState, kept: FilmFilter, *, reviewed: bool) -> bool:
    match kept:
        case FilmFilter.ABOVE:
            return any(result.state is ScoreState.ABOVE for result in urgent_results(session, state))
        case FilmFilter.NOT_REVIEWED:
            return not reviewed
        case FilmFilter.NO_WORD:
            return standing_of(session, state) in NO_WORD
    return True


def _unknown(session: Session, study: Study, words: list[str]) -> Iterator[Path]:
    """The films of a study of which not all these words are known."""
    of_study = " ".join((patient_title(study), study.title, progress_of(session, study).value))
    for entry in study.films:
        known = f"{of_study} {entry.label} {entry.path.name}".casefold()
        if not all(word in known for word in words):
            yield entry.path
