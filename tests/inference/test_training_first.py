"""The first pack: what it says of itself follows from what was measured."""

from __future__ import annotations

import numpy as np

from inference.training import card, evaluate, first
from inference.training.evaluate import Assessment
from inference.training.figures import Interval
from inference.training.probes import Faithfulness


def assessment(key: str, *, good: bool = True) -> Assessment:
    rng = np.random.default_rng(0)
    truth = np.tile([True, False], 60)
    scores = rng.normal(np.where(truth, 1.0, -1.0) if good else 0.0, 1.0, 120)
    faithful = Faithfulness(60, Interval(1.25, 0.5, 1.5), Interval(0.1, 0.0, 0.2), 0.9)
    patients, view = np.arange(120).astype(str), np.array(["PA", "AP", "AP"] * 40)
    found = evaluate.Evidence(key, scores, truth, ~truth, patients, np.ones(120), view, scores, faithful)
    return evaluate.assess(found, rounds=50)


def test_a_finding_that_may_be_chance_is_experimental() -> None:
    assert first.words(assessment("pleural_effusion", good=False)).experimental
    assert not first.words(assessment("pleural_effusion")).experimental


def test_pneumothorax_stays_experimental_however_good_its_area() -> None:
    assert first.words(assessment("pneumothorax")).experimental


def test_the_card_holds_counts_intervals_citations_and_the_warning() -> None:
    found = [assessment("pneumothorax"), assessment("pleural_effusion")]
    counts = card.Counts(900, 700, 120, 100, {"pneumothorax": 40, "pleural_effusion": 113})
    text = card.model_card("1.2.3", first.PHASES, counts, found)
    for phrase in (
        "version 1.2.3",
        "| 900 | 700 | 40 | 113 |",
        "ChestX-ray8",
        "NIH Clinical Center",
        "Apache License 2.0",
    ):
        assert phrase in text
    assert f"{found[0].auc.value:.2f} ({found[0].auc.low:.2f} to {found[0].auc.high:.2f})" in text
    assert "It is no medical device" in text
    assert "nan" not in text


def test_every_phase_starts_where_the_last_ended_at_no_lower_resolution() -> None:
    sides = [recipe.side for recipe in first.PHASES]
    assert sides == sorted(sides)
    assert len({recipe.name for recipe in first.PHASES}) == len(first.PHASES)
    assert len({recipe.channels for recipe in first.PHASES}) == 1
