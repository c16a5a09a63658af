"""What the film check answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LOOKS_INVERTED = "The grey scale looks inverted: bones are dark."


class FilmCheckOutcome(StrEnum):
    """Whether a film may be judged: as any other, with a banner, or only by the user's override."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class FilmCheckReason:
    """One thing that speaks against judging a film: how much it weighs, and a whole sentence for the user."""

    outcome: FilmCheckOutcome
    sentence: str


@dataclass(frozen=True, slots=True)
class FilmCheck:
    """The outcome for a film and why: whole sentences for the user, the gravest first, none when all is well."""

    outcome: FilmCheckOutcome
    reasons: tuple[str, ...]

    @property
    def asks_inversion(self) -> bool:
        """Whether the film is refused because black and white seem to be swapped."""
        return self.outcome is FilmCheckOutcome.REFUSE and LOOKS_INVERTED in self.reasons


_WEIGHT = {FilmCheckOutcome.OK: 0, FilmCheckOutcome.WARN: 1, FilmCheckOutcome.REFUSE: 2}


def weigh(evidence: Iterable[FilmCheckReason]) -> FilmCheck:
    """The gravest outcome of all evidence, and every sentence once, the gravest first; OK where there is none."""
    found = sorted(evidence, key=lambda item: -_WEIGHT[item.outcome])
    outcome = found[0].outcome if found else FilmCheckOutcome.OK
    return FilmCheck(outcome, tuple(dict.fromkeys(item.sentence for item in found)))


def refuse(sentence: str) -> FilmCheckReason:
    """Evidence that the model must not judge the film."""
    return FilmCheckReason(FilmCheckOutcome.REFUSE, sentence)


def warn(sentence: str) -> FilmCheckReason:
    """Evidence that the model's scores need care."""
    return FilmCheckReason(FilmCheckOutcome.WARN, sentence)
