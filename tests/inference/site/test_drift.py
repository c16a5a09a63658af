"""The drift card: green where nothing changed, red where it did, grey where there are too few films to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import pytest

from inference.site.drift.films import films_of, weeks
from inference.site.drift.lights import Light, Topic, cards
from inference.site.ledger.sight import Sight
from inference.site.ledger.store import Ledger
from tests.inference.site.simulated import PACK_HASH, film_hash, sight

KEY = "pneumothorax"


def months(later: Mapping[str, object] = MappingProxyType({}), films: int = 480, seed: int = 1) -> list[Sight]:
    """Films over 24 weeks, 20 a week; ``later`` is what is other in the last four."""
    rng, found = np.random.default_rng(seed), []
    for number in range(films):
        day = date(2026, 1, 5) + timedelta(weeks=number // 20, days=number % 5)
        score = float(rng.beta(2, 6))
        own: dict[str, object] = {
            "view": str(rng.choice(("PA", "AP"), p=(0.7, 0.3))),
            "unlike": float(rng.uniform(0, 100)),
            "sharpness": float(rng.normal(0.1, 0.01)),
            "refused": bool(rng.random() < 0.03),
            "scores": {KEY: score},
            "states": {KEY: "above" if score > 0.5 else "below"},
        }
        changed = {name: value(rng) if callable(value) else value for name, value in later.items()}
        found.append(sight(number, day=day.isoformat(), **(own | changed if number >= films - 80 else own)))  # type: ignore[arg-type]
    return found


def lights_of(sights: list[Sight]) -> dict[Topic, Light]:
    ledger = Ledger(None)
    ledger.keep(sights)
    return {card.topic: card.light for card in cards(films_of(ledger, PACK_HASH))}


def test_nothing_changed_is_green() -> None:
    assert set(lights_of(months()).values()) == {Light.GREEN}


@pytest.mark.parametrize(
    ("topic", "later"),
    [
        (Topic.SCORES, {"scores": lambda rng: {KEY: float(rng.beta(5, 3))}}),
        (Topic.FILMS, {"device": "Maker Two"}),
        (Topic.FILMS, {"refused": lambda rng: bool(rng.random() < 0.5)}),
        (Topic.FILMS, {"sharpness": lambda rng: float(rng.normal(0.08, 0.01))}),
        (Topic.LIKENESS, {"unlike": lambda rng: float(rng.uniform(70, 100))}),
    ],
)
def test_what_changed_much_is_red_and_the_rest_stays_green(topic: Topic, later: dict[str, object]) -> None:
    found = lights_of(months(later))
    assert found.pop(topic) is Light.RED
    assert Light.RED not in found.values()


def test_too_few_films_are_grey() -> None:
    assert set(lights_of(months(films=100)[:20]).values()) == {Light.GREY}
    assert set(lights_of([]).values()) == {Light.GREY}


def test_the_oddest_films_stand_first_behind_a_light() -> None:
    ledger = Ledger(None)
    other = [sight(900 + n, day="2026-06-19", device="Maker Two") for n in range(30)]
    ledger.keep([*months(), *other])
    card = next(one for one in cards(films_of(ledger, PACK_HASH)) if one.topic is Topic.FILMS)
    assert card.measures[0].subject in ("Maker One", "Maker Two")
    assert {film.film_hash for film in card.films[:30]} == {film_hash(900 + n) for n in range(30)}


def test_chance_lights_no_more_than_one_card_in_a_hundred() -> None:
    """Each light's measures share an error of 1 %; 300 cards of unchanged films hold about 9 yellow lights at most."""
    rng, yellow = np.random.default_rng(0), 0
    from inference.site.statistics.difference import of_shares, of_values

    for _ in range(300):
        values = of_values(rng.normal(size=80), rng.normal(size=80), 1)
        shares = of_shares((int(rng.binomial(80, 0.3)), 80), (int(rng.binomial(80, 0.3)), 80), 1)
        yellow += values.sure + shares.sure
    assert yellow <= 15


def test_weeks_are_counted_from_monday() -> None:
    ledger = Ledger(None)
    ledger.keep([sight(1, day="2026-11-02"), sight(2, day="2026-11-08", refused=True), sight(3, day="2026-11-09")])
    found = weeks(films_of(ledger, PACK_HASH))
    assert [(week.monday.isoformat(), week.films, week.refused) for week in found] == [
        ("2026-11-02", 2, 1),
        ("2026-11-09", 1, 0),
    ]
