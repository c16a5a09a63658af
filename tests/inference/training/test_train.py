"""Training on a user's own films: read as films are, both kinds weighed alike, two phases that can be taken up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inference.reading import read_film
from inference.training.data.labels import UNKNOWN, LabelledFilm, LabelTable
from inference.training.data.split import Split
from inference.training.fitting import fit, train
from inference.training.fitting.network import NetworkOptions
from inference.training.fitting.networks import NetworkPlan
from inference.training.run.films import read_films
from tests.builders import phantom, write_dicom

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def film(name: str, *targets: float) -> LabelledFilm:
    return LabelledFilm(name, name, targets)


def picture(path: Path, rows: int, columns: int, seed: int = 0) -> None:
    cv2.imwrite(str(path), np.random.default_rng(seed).integers(0, 256, (rows, columns), dtype=np.uint8))


def quick(options: train.TrainOptions, steps: int) -> train.TrainOptions:
    """The same options with this many steps in each phase, checked at their end: for trying things out."""
    head = replace(options.head, steps=steps, check_every=steps, warm_up=1)
    return replace(options, head=head, whole=replace(options.whole, steps=steps, check_every=steps, warm_up=1))


def test_films_are_kept_in_their_shape_and_unreadable_ones_are_said(tmp_path: Path) -> None:
    picture(tmp_path / "a.png", 200, 100)
    (tmp_path / "b.png").write_text("no film")
    table, stack, hashes = read_films(LabelTable(("x",), (film("a.png", 1), film("b.png", 0))), tmp_path, side=50)
    assert [item.file for item in table.films] == ["a.png"]
    assert stack[0].shape == (50, 25)
    assert hashes == (read_film(tmp_path / "a.png").film_hash,)
    assert table.skipped[0].reason == "b.png: NotAFilm"


def test_a_film_that_its_window_shows_all_black_is_left_out_before_the_training(tmp_path: Path) -> None:
    write_dicom(tmp_path / "a.dcm", phantom(), WindowCenter=9000, WindowWidth=100)
    table, stack, hashes = read_films(LabelTable(("x",), (film("a.dcm", 1),)), tmp_path, side=50)
    assert (table.films, stack, hashes) == ((), (), ())
    assert table.skipped[0].reason == "a.dcm: EmptyFilm"


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


def tiny_network(options: NetworkOptions) -> Any:
    """Two layers: a trunk and a head; the real trunk takes seconds to compile."""
    import keras

    inputs = keras.Input((options.side, options.side, 1))
    evidence = keras.layers.Conv2D(2, 8, 8, activation="relu", name="evidence")(inputs)
    pooled = keras.layers.GlobalAveragePooling2D()(evidence)
    return keras.Model(inputs, keras.layers.Dense(options.outputs, name="logits")(pooled))


def trained(folder: Path, monkeypatch: pytest.MonkeyPatch, *, whole_steps: int) -> tuple[Any, Any]:
    """The trunk's kernel as it began and as it ended."""
    plan = NetworkPlan("tiny", tiny_network, 1, "evidence")
    monkeypatch.setattr(train, "plan_of", lambda _name: plan)
    options = quick(train.TrainOptions(side=32, batch=2), steps=2)
    options = replace(options, whole=replace(options.whole, steps=whole_steps))
    begun: list[Any] = []
    monkeypatch.setattr(
        train, "begin", lambda model, _start: begun.append(model.get_layer("evidence").get_weights()[0])
    )
    model = train.train(little_data(), options, folder)
    return begun[0], model.get_layer("evidence").get_weights()[0]


def test_the_trunk_rests_while_the_head_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = trained(tmp_path, monkeypatch, whole_steps=0)
    assert np.array_equal(begun, ended)
    assert (tmp_path / "head" / "checks.json").exists()


def test_the_trunk_learns_in_the_second_phase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = trained(tmp_path, monkeypatch, whole_steps=2)
    assert not np.array_equal(begun, ended)
    assert (tmp_path / "whole" / "checks.json").exists()


def test_what_the_network_sees_is_left_to_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained(tmp_path, monkeypatch, whole_steps=0)
    assert cv2.imread(str(tmp_path / "contact_sheet.png")) is not None
