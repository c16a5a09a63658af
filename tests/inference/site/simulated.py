"""A reader and a model that are made up, so that what is counted is known beforehand."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, timedelta

import numpy as np

from inference.core.findings import FINDINGS
from inference.site.ledger.sight import Arm, FilmFacts, Read, Region, Score, Sight

STATES, WORDS = ("above", "not_sure", "below"), ("present", "unsure", "absent")
PACK, PACK_HASH, PREPARATION = "made-up 1.0.0", "a" * 64, "1"


def film_hash(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def sight(
    number: int,
    *,
    states: dict[str, str] | None = None,
    reads: tuple[Read, ...] = (),
    regions: tuple[Region, ...] = (),
    day: str = "2026-11-02",
    view: str = "PA",
    device: str = "Maker One",
    pack: tuple[str, str] = (PACK, PACK_HASH),
    scores: dict[str, float] | None = None,
    refused: bool = False,
    unlike: float | None = 50.0,
    sharpness: float | None = 0.1,
    accession: str = "",
) -> Sight:
    """One film; where nothing is said of a finding its state is below."""
    film = FilmFacts(film_hash(number), f"/films/{number}.dcm", day, view, device, accession, sharpness)
    found = () if refused else tuple(_score(finding.key, states or {}, scores or {}) for finding in FINDINGS)
    return Sight(film, *pack, PREPARATION, refused, unlike, found, reads, regions)


def _score(key: str, states: dict[str, str], scores: dict[str, float]) -> Score:
    state = states.get(key, "below")
    score = scores.get(key, {"above": 0.9, "not_sure": 0.5, "below": 0.1}[state])
    return Score(key, score, score, state)


def simulated(count: int, seed: int = 0) -> tuple[list[Sight], Counter[tuple[str, str, str, str]]]:
    """So many films, each read of every finding, and how often each arm, finding, word and state occurs."""
    rng = np.random.default_rng(seed)
    sights, known = [], Counter[tuple[str, str, str, str]]()
    for number in range(count):
        arm = Arm.UNAIDED if rng.random() < 0.5 else Arm.AIDED
        states = {finding.key: str(rng.choice(STATES, p=(0.2, 0.1, 0.7))) for finding in FINDINGS}
        words = {finding.key: str(rng.choice(WORDS, p=(0.25, 0.1, 0.65))) for finding in FINDINGS}
        for key in states:
            known[arm.value, key, words[key], states[key]] += 1
        reads = tuple(Read(key, arm, word, word) for key, word in words.items())
        day = (date(2026, 1, 5) + timedelta(days=int(rng.integers(0, 300)))).isoformat()
        view, device = str(rng.choice(("PA", "AP"))), str(rng.choice(("Maker One", "Maker Two")))
        sights.append(sight(number, states=states, reads=reads, day=day, view=view, device=device))
    return sights, known
