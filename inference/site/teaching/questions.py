"""Which film is asked for which finding: as many with it as without, in an order of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from inference.site.teaching.painted import TeachingFilm


@dataclass(frozen=True, slots=True)
class Question:
    """Is this finding on this film?"""

    film: TeachingFilm
    finding: str

    @property
    def present(self) -> bool:
        """The answer."""
        return self.film.answers[self.finding]


def questions(films: Sequence[TeachingFilm], findings: Sequence[str], chance: Random) -> list[Question]:
    """Every film that shows one of the findings, and for each as many that do not show it, shuffled."""
    asked: list[Question] = []
    for key in findings:
        present = [film for film in films if film.answers.get(key) is True]
        absent = [film for film in films if film.answers.get(key) is False]
        healthy = [film for film in absent if not any(film.answers.values())]
        others = [film for film in absent if film not in healthy]
        chance.shuffle(healthy)
        chance.shuffle(others)
        without = _alternating(healthy, others)[: max(len(present), 1)]
        asked += [Question(film, key) for film in (*present, *without)]
    chance.shuffle(asked)
    return asked


def _alternating(first: list[TeachingFilm], second: list[TeachingFilm]) -> list[TeachingFilm]:
    """One of each in turn, then what is left of either."""
    pairs = min(len(first), len(second))
    mixed = [film for pair in zip(first[:pairs], second[:pairs], strict=True) for film in pair]
    return [*mixed, *first[pairs:], *second[pairs:]]
