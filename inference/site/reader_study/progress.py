"""Where a reader stands in a study: what is read, what comes next, and when the next session opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from inference.site.reader_study.reading_order import PlannedRead, arm_of, sessions
from inference.site.reader_study.results_file import InHand, Place, Read, Results
from inference.site.reader_study.study_file import Stage, Study


@dataclass(frozen=True, slots=True)
class Next:
    """The rating to ask for now, and what was said of it before the program ended."""

    read: PlannedRead
    place: Place
    begun: InHand


@dataclass(frozen=True, slots=True)
class Standing:
    """``session`` counts from 0; ``done`` of ``total`` films of it are read.

    ``next`` is None when all is read, or when the session is not open before ``opens``.
    """

    session: int
    sessions: int
    done: int
    total: int
    next: Next | None
    opens: datetime | None = None

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to read, ever."""
        return self.next is None and self.opens is None


def standing(study: Study, reader: str, results: Results, now: datetime) -> Standing:
    """Where this reader stands; ``now`` is a time with its zone."""
    plan = sessions(study, reader)
    last: datetime | None = None
    for number, session in enumerate(plan):
        left = [read for read in session if not is_read(study, reader, read, results.reads)]
        if left:
            done = len(session) - len(left)
            opens = None if last is None else last + timedelta(days=study.washout_days)
            closed = opens is not None and now < opens and not _is_begun(reader, number, results)
            following = None if closed else next_of(study, reader, left[0], results)
            return Standing(number, len(plan), done, len(session), following, opens if closed else None)
        last = max(_times(reader, number, results), default=None)
    return Standing(len(plan) - 1, len(plan), len(plan[-1]), len(plan[-1]), None)


def next_of(study: Study, reader: str, read: PlannedRead, results: Results) -> Next:
    """The first stage of a film that is not rated yet, the last where all are."""
    places = places_of(study, reader, read)
    place = next((place for place in places if place not in results.reads), places[-1])
    known = results.reads.get(place)
    begun = results.begun.get(place) or (InHand(dict(known.ratings), known.seconds, known.away) if known else InHand())
    return Next(read, place, begun)


def places_of(study: Study, reader: str, read: PlannedRead) -> list[Place]:
    """Where the ratings of a film go, in their order."""
    arm = arm_of(study, read)
    return [place_of(reader, read, arm.name, stage) for stage in arm.stages]


def place_of(reader: str, read: PlannedRead, arm: str, stage: Stage) -> Place:
    """Where one rating of a film goes."""
    return Place(reader=reader, session=read.session, arm=arm, case=read.case, stage=stage)


def is_read(study: Study, reader: str, read: PlannedRead, reads: Mapping[Place, Read]) -> bool:
    """Whether every stage of a film is rated."""
    return all(place in reads for place in places_of(study, reader, read))


def previous(study: Study, reader: str, read: PlannedRead) -> PlannedRead | None:
    """The film before, in the same arm and session; None at its beginning, or where the study forbids to go back."""
    session = sessions(study, reader)[read.session]
    before = session[read.place - 1] if read.place else None
    return before if study.go_back and before is not None and before.arm == read.arm else None


def _is_begun(reader: str, session: int, results: Results) -> bool:
    """Whether anything of a session was rated: then it is gone on with."""
    places = (*results.reads, *results.begun)
    return any(place.reader == reader and place.session == session for place in places)


def _times(reader: str, session: int, results: Results) -> list[datetime]:
    return [read.time for read in results.reads.values() if read.at.reader == reader and read.at.session == session]
