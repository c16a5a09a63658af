"""Who reads which film when: sessions, arms and order follow from the seed and the reader's code alone.

Every order is one of hashes, so that any version of the program, on any machine, has the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from inference.site.reader_study.study_file import Arm, Study


@dataclass(frozen=True, slots=True)
class PlannedRead:
    """One film in one arm; ``session`` and ``place`` in it count from 0, ``arm`` is a place among the study's."""

    session: int
    place: int
    arm: int
    case: int


def sessions(study: Study, reader: str) -> tuple[tuple[PlannedRead, ...], ...]:
    """What a reader reads: in each session every film once; over all sessions every film in every arm.

    With ``crossover`` a session holds a block of each arm, on equal shares of the films that change arms from session
    to session; where a reader begins depends on the code, as does the order of blocks. Without, a session is an arm.
    """
    if not study.crossover:
        return tuple(_planned(study, reader, place, [(place, _cases(study))]) for place in range(len(study.arms)))
    arms = len(study.arms)
    ordered = sorted(_cases(study), key=lambda case: rank(study.seed, "share", str(case)))
    shares = [ordered[place::arms] for place in range(arms)]
    shift = int(rank(study.seed, "shift", reader), 16) % arms
    return tuple(
        _planned(
            study, reader, session, [((place + session + shift) % arms, share) for place, share in enumerate(shares)]
        )
        for session in range(arms)
    )


def _planned(study: Study, reader: str, session: int, blocks: list[tuple[int, list[int]]]) -> tuple[PlannedRead, ...]:
    blocks = sorted(blocks, key=lambda block: rank(study.seed, "block", reader, str(session), str(block[0])))
    ordered = [
        (arm, case)
        for arm, cases in blocks
        for case in sorted(cases, key=lambda case: rank(study.seed, "order", reader, str(arm), str(case)))
    ]
    return tuple(PlannedRead(session, place, arm, case) for place, (arm, case) in enumerate(ordered))


def _cases(study: Study) -> list[int]:
    return [film.case for film in study.films]


def arm_of(study: Study, read: PlannedRead) -> Arm:
    """The arm of a read."""
    return study.arms[read.arm]


def rank(seed: int, *words: str) -> str:
    """A hash (hex) to order things by."""
    return hashlib.sha256("\x1f".join((str(seed), *words)).encode("utf-8")).hexdigest()
