"""How the film check is taught: fair folds, repeatable samples, true mirror images, one network in two libraries."""

from __future__ import annotations

import numpy as np
import pytest

from inference.engine.film_check import cnn
from inference.engine.film_check.cnn import Detector, classify
from inference.recipes.film_check import network
from inference.recipes.film_check.brushes import SIDE, spectral
from inference.recipes.film_check.card import card
from inference.recipes.film_check.figures import Row, figures, wilson
from inference.recipes.film_check.films import plain
from inference.recipes.film_check.fit import ALL_SIDES, folds_of, pool
from inference.training.data.labels import LabelledFilm, LabelTable


def films(count: int) -> network.Floats:
    rng = np.random.default_rng(0)
    return np.stack([np.clip(0.5 + 0.2 * spectral(rng, 1.5), 0, 1) for _ in range(count)]).astype(np.float32)


def test_all_films_of_a_patient_are_in_one_fold() -> None:
    table = LabelTable(("a",), tuple(LabelledFilm(f"{n}.png", f"p{n // 3}", (0.0,)) for n in range(60)))
    folds = folds_of(table)
    assert all(len(set(folds[n : n + 3])) == 1 for n in range(0, 60, 3))
    assert set(folds) == {0, 1, 2, 3, 4}


def test_samples_repeat_and_belong_to_their_film() -> None:
    stack, folds = films(4), np.array([0, 1, 2, 3], dtype=np.int8)
    once, again = (pool(stack, folds, stack[:1], 40, seed=3) for _ in range(2))
    np.testing.assert_array_equal(once.values, again.values)
    expected = np.where(once.folds == ALL_SIDES, ALL_SIDES, np.arange(40) % 4)
    np.testing.assert_array_equal(once.folds, expected)


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


def test_an_interval_holds_its_share() -> None:
    assert wilson(0, 100) == pytest.approx((0.0, 0.037), abs=0.001)
    low, high = wilson(5, 10)
    assert low < 0.5 < high


def test_the_card_counts_the_shipped_fold_and_all_folds() -> None:
    rows = (Row("right, as it is", 200, 3, 1), Row("landscape", 200, 10, 150))
    text = card([rows, rows])
    assert "(200 real films): 1 refused" in text
    assert "(400 real films): 2 refused" in text
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
    arrays = {name: np.zeros(shape, np.float32) for name, shape in cnn.SHAPES.items()}
    rows = figures(Detector(arrays), stack, seed=0)
    assert {row.films for row in rows} == {2}
    assert classify(Detector(arrays), plain(stack[0]).values).chest == pytest.approx(0.25)
    assert stack.shape[1:] == (SIDE, SIDE)
