"""What the film check answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether a film may be judged: as any other, with a banner, or only when the user insists."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks against judging a film: how much it weighs, and a whole sentence for the user."""

    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class FilmCheck:
    """The verdict on a film and why: whole sentences for the user, the gravest first, none when all is well."""

    verdict: Verdict
    reasons: tuple[str, ...]


_WEIGHT = {Verdict.OK: 0, Verdict.WARN: 1, Verdict.REFUSE: 2}


def weigh(evidence: Iterable[Evidence]) -> FilmCheck:
    """The gravest verdict of all evidence, and every sentence once, the gravest first; OK where there is none."""
    found = sorted(evidence, key=lambda item: -_WEIGHT[item.verdict])
    verdict = found[0].verdict if found else Verdict.OK
    return FilmCheck(verdict, tuple(dict.fromkeys(item.sentence for item in found)))


def refuse(sentence: str) -> Evidence:
    """Evidence that the model must not judge the film."""
    return Evidence(Verdict.REFUSE, sentence)


def warn(sentence: str) -> Evidence:
    """Evidence that the model's scores need care."""
    return Evidence(Verdict.WARN, sentence)
