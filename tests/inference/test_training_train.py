"""Training on a user's own films: read as films are, both kinds weighed alike, two phases that can be taken up."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.training import fit, train
from inference.training.labels import UNKNOWN, LabelledFilm, LabelTable
from inference.training.own_films import read_films
from inference.training.split import Split

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def film(name: str, *targets: float) -> LabelledFilm:
    return LabelledFilm(name, name, targets)


def picture(path: Path, rows: int, columns: int, seed: int = 0) -> None:
    cv2.imwrite(str(path), np.random.default_rng(seed).integers(0, 256, (rows, columns), dtype=np.uint8))


def test_films_are_kept_in_their_shape_and_unreadable_ones_are_said(tmp_path: Path) -> None:
    picture(tmp_path / "a.png", 200, 100)
    (tmp_path / "b.png").write_text("no film")
    table, stack = read_films(LabelTable(("x",), (film("a.png", 1), film("b.png", 0))), tmp_path, side=50)
    assert [item.file for item in table.films] == ["a.png"]
    assert stack[0].shape == (50, 25)
    assert table.skipped[0].reason == "b.png: NotAFilm"


def test_rare_positives_weigh_as_much_as_many_negatives() -> None:
    targets = np.array([[1.0], [0.0], [0.0], [0.0], [0.0], [UNKNOWN]], np.float32)
    weights = train.balanced_weights(targets)
    assert weights[0, 0] == pytest.approx(weights[1:5, 0].sum())
    assert weights[5, 0] == 0.0


def test_no_film_weighs_more_than_ten_of_the_other_kind() -> None:
    targets = np.array([[1.0]] + [[0.0]] * 500, np.float32)
    weights = train.balanced_weights(targets)
    assert weights[0, 0] / weights[1, 0] == pytest.approx(10.0)


def test_scores_of_a_sigmoid_cost_what_their_logits_cost() -> None:
    logits = np.array([[0.7], [-2.0]], np.float32)
    targets = fit.with_weights(np.array([[1.0], [0.0]], np.float32), np.ones(1, np.float32))
    scores = 1 / (1 + np.exp(-logits))
    assert float(fit.masked_loss_of_scores(targets, scores)) == pytest.approx(
        float(fit.masked_loss(targets, logits)), rel=1e-4
    )


def little_data() -> train.LabelledFilms:
    rng = np.random.default_rng(0)
    table = LabelTable(("pneumothorax",), tuple(film(str(number), float(number % 2)) for number in range(8)))
    stack = [rng.integers(0, 256, (40 + number, 50), dtype=np.uint8) for number in range(8)]
    return train.LabelledFilms(table, stack, Split(frozenset("012345"), frozenset("67")))


def test_the_head_learns_first_and_the_trunk_only_afterwards(tmp_path: Path) -> None:
    options = train.quick(train.TrainOptions(side=32, batch=2), steps=1)
    model = train.train(little_data(), options, tmp_path)
    assert model.output_shape == (None, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["head", "whole"]
    assert all(layer.trainable for layer in model.layers)
