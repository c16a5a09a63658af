"""How the film check is taught: fair folds, repeatable samples, true mirror images, one network in two libraries."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.engine.film_check import cnn
from inference.engine.film_check.cnn import Detector, classify
from inference.recipes.film_check import network
from inference.recipes.film_check.brushes import SIDE, spectral
from inference.recipes.film_check.card import card
from inference.recipes.film_check.figures import REPEATS, Row, right_films, wrong_films
from inference.recipes.film_check.films import AGAIN, FIRST, plain
from inference.recipes.film_check.fit import Taught, pool
from inference.recipes.film_check.sets import in_part, set_films
from tests.inference.training.training_runs import learn_eagerly


def films(count: int) -> network.Floats:
    rng = np.random.default_rng(0)
    return np.stack([np.clip(0.5 + 0.2 * spectral(rng, 1.5), 0, 1) for _ in range(count)]).astype(np.float32)


def test_each_film_is_in_the_part_of_its_patient_and_a_patient_nobody_knows_teaches(tmp_path: Path) -> None:
    for folder in ("films", "films2"):
        (tmp_path / folder).mkdir()
    (tmp_path / "films/labels.csv").write_text("file,patient\na.jpg,1\nb.jpg,2\nc.jpg,9\n")
    (tmp_path / "films2/parts.csv").write_text("patient,part\n1,choose\n2,report\n")
    (tmp_path / "films2/labels.csv").write_text("file,patient,part\nnih/d.jpg,1,choose\n")
    (tmp_path / "films2/anatomy.csv").write_text("file,part\nanatomy/e.jpg,report\n")
    films = set_films(tmp_path)
    assert [(film.file, film.part) for film in films] == [
        ("films/a.jpg", "choose"),
        ("films/b.jpg", "report"),
        ("films/c.jpg", "train"),
        ("films2/nih/d.jpg", "choose"),
        ("films2/anatomy/e.jpg", "report"),
    ]
    assert list(in_part(films, "report")) == [1, 4]
    assert list(in_part(films, "report", "elsewhere")) == [4]


def test_samples_repeat() -> None:
    stack = films(4)
    grey = np.rint(stack * 255).astype(np.uint8)
    once, again = (pool(Taught(grey, grey[:1], stack[:1]), 40, seed=3) for _ in range(2))
    np.testing.assert_array_equal(once.values, again.values)
    np.testing.assert_array_equal(once.answers, again.answers)


def test_the_samples_that_teach_again_are_mixed_otherwise() -> None:
    stack = films(4)
    grey = np.rint(stack * 255).astype(np.uint8)
    first, again = (pool(Taught(grey, grey[:1], stack[:1]), 300, seed=3, mix=mix).answers for mix in (FIRST, AGAIN))
    assert (again[:, 3] == 1).sum() > 1.2 * (first[:, 3] == 1).sum()


def test_what_teaches_again_moves_the_last_two_layers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    learn_eagerly(monkeypatch)
    made = pool(Taught(np.rint(films(4) * 255).astype(np.uint8), np.empty((0, SIDE, SIDE), np.uint8), films(1)), 64, 3)
    samples = made.values, made.answers
    before = network.fit(*samples, epochs=1, seed=0)
    after = network.fit(*samples, epochs=1, seed=0, again=samples)
    moved = {name for name, array in before.items() if not np.allclose(array, after[name], atol=1e-6)}
    assert moved == {"hidden", "hidden_bias", "out", "out_bias"}


def test_a_mirrored_sample_is_what_mirroring_the_film_gives() -> None:
    film = films(1)[0]
    for transform in range(4):
        before, after = plain(film, transform), plain(film, (4 - transform) % 4, mirrored=True)
        values = np.rint((np.stack([before.values] * 64) + 1) * 127.5).astype(np.uint8)
        answers = np.array([[0, transform, 0, 0]] * 64, dtype=np.int8)
        changed, truths = network.mirrored_by_chance(values, answers, np.random.default_rng(0))
        mirror = truths[:, 2] == 1
        assert 0 < mirror.sum() < 64
        assert set(truths[mirror, 1]) == {after.turn}
        np.testing.assert_allclose(network.as_values(changed[mirror][0]), after.values, atol=0.01)


def test_unknown_answers_stay_unknown_in_the_mirror() -> None:
    answers = np.full((32, 4), -1, dtype=np.int8)
    _, truths = network.mirrored_by_chance(np.zeros((32, 48, 48), np.uint8), answers, np.random.default_rng(0))
    assert (truths == -1).all()


def test_the_card_counts_right_films_of_both_hospitals() -> None:
    rows = (
        Row("right, as it is", 200, 3, 1),
        Row("right, as it is, other hospital", 54, 2, 0),
        Row("landscape", 200, 10, 150),
    )
    text = card(rows)
    assert "as they are (200): 1 refused (0.5%, 0.0% to 2.8%)" in text
    assert "Of the other hospital (54): 0 refused (0.0%, 0.0% to 6.6%)" in text
    assert "| landscape* | 200 | 40 | 10 | 150 |" in text


def test_the_network_says_the_same_in_keras_and_in_numpy() -> None:
    import keras

    keras.utils.set_random_seed(1)
    model = network.new_network()
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([np.random.default_rng(2).uniform(0.5, 1.5, w.shape) for w in layer.get_weights()])
    values = plain(films(1)[0]).values
    arrays = network.arrays_of(model)
    ours = cnn.outputs_of(arrays, values)
    np.testing.assert_allclose(ours, np.asarray(model(values[None, ..., None]))[0], rtol=1e-3, atol=1e-4)


def test_figures_count_every_film_of_every_kind() -> None:
    stack = films(2)
    detector = Detector({name: np.zeros(shape, np.float32) for name, shape in cnn.SHAPES.items()})
    assert [row.films for row in right_films(detector, stack, seed=0)] == [2, 2, 2 * REPEATS]
    assert {row.films for row in wrong_films(detector, stack, seed=0)} == {2}
    assert classify(detector, plain(stack[0]).values).chest == pytest.approx(0.25)
    assert stack.shape[1:] == (SIDE, SIDE)
