"""How the network of lungs and heart is taught: masks that move with their film, one network in two libraries."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.engine.anatomy.network import HEART, LEFT, RIGHT
from inference.recipes.anatomy_network import network
from inference.recipes.anatomy_network.card import card
from inference.recipes.anatomy_network.figures import Figures, dice, interval
from inference.recipes.anatomy_network.films import DrawnFilm, batches, moved, read_part, shares_of
from inference.recipes.anatomy_network.onnx_file import folded, kernels_of, onnx_bytes
from tests.inference.training.training_runs import learn_eagerly

SIDE = 64


def drawn() -> DrawnFilm:
    """Two dark lungs and a bright heart, exactly where their mask is."""
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[12:50, 8:26], mask[12:50, 38:56], mask[30:52, 26:38] = RIGHT, LEFT, HEART
    film = np.array([0.6, 0.1, 0.1, 0.9], np.float32)[mask]
    return DrawnFilm(film, mask, 0.5, measured=True)


def test_masks_move_with_their_film() -> None:
    for seed in range(8):
        film, shares = moved(drawn(), SIDE, np.random.default_rng(seed))
        small = cv2.resize(film, (SIDE // 2, SIDE // 2), interpolation=cv2.INTER_AREA)
        assert small[shares[..., HEART] == 1].min(initial=1.0) > 0.7
        assert small[shares[..., RIGHT] == 1].max(initial=0.0) < 0.3
        np.testing.assert_allclose(shares.sum(axis=-1), 1, atol=1e-5)


def test_a_right_lung_never_becomes_a_left_one() -> None:
    for seed in range(8):
        _, shares = moved(drawn(), SIDE, np.random.default_rng(seed))
        columns = np.arange(SIDE // 2)
        right, left = (
            float((shares[..., organ].sum(axis=0) * columns).sum() / shares[..., organ].sum())
            for organ in (RIGHT, LEFT)
        )
        assert right < left


def test_shares_are_those_of_the_four_pixels_below() -> None:
    shares = shares_of(np.array([[0, 1, 3, 3], [1, 1, 3, 3]], np.uint8))
    expected = np.array([[[0.25, 0.75, 0, 0], [0, 0, 0, 1]]], np.float32)
    np.testing.assert_allclose(shares, expected)


def test_batches_are_inputs_and_shares_of_half_their_size() -> None:
    films, truths = next(batches((drawn(), drawn(), drawn()), 2, SIDE, np.random.default_rng(0)))
    assert films.shape == (2, SIDE, SIDE, 1)
    assert truths.shape == (2, SIDE // 2, SIDE // 2, network.CLASSES)
    assert np.abs(films).max() <= 1


def test_only_the_films_of_a_part_are_read(tmp_path: Path) -> None:
    rows = ["file,masks,ctr,measured,size,part"]
    for name, part in (("a", "train"), ("b", "report")):
        cv2.imwrite(str(tmp_path / f"{name}.jpg"), (drawn().film * 255).astype(np.uint8))
        cv2.imwrite(str(tmp_path / f"{name}.png"), drawn().mask)
        rows.append(f"{name}.jpg,{name}.png,0.5,True,64x64,{part}")
    (tmp_path / "anatomy.csv").write_text("\n".join(rows))
    (film,) = read_part(tmp_path, "report", 32)
    assert film.film.shape == film.mask.shape == (32, 32)
    assert film.measured


def test_the_file_says_what_the_network_in_keras_says() -> None:
    import keras

    keras.utils.set_random_seed(1)
    model, random = network.new_network(), np.random.default_rng(2)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([random.uniform(0.5, 1.5, weights.shape) for weights in layer.get_weights()])
    film = random.uniform(-1, 1, (1, SIDE, SIDE, 1)).astype(np.float32)
    file = onnx_bytes(folded(model), SIDE)
    assert len(file) < 3_000_000
    net = cv2.dnn.readNetFromONNX(np.frombuffer(file, np.uint8))
    net.setInput(film.transpose(0, 3, 1, 2))
    expected = np.asarray(model(film)).transpose(0, 3, 1, 2)
    np.testing.assert_allclose(net.forward(), expected, atol=0.01 * float(np.abs(expected).max()))


def test_a_network_that_learns_on_says_first_what_the_file_says() -> None:
    import keras

    model, random = network.new_network(), np.random.default_rng(3)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([random.uniform(0.5, 1.5, weights.shape) for weights in layer.get_weights()])
    films = random.uniform(-1, 1, (4, SIDE, SIDE, 1)).astype(np.float32)
    other = network.new_network()
    network.begin(other, kernels_of(onnx_bytes(folded(model), SIDE)), films)
    expected = np.asarray(model(films))
    close = 0.02 * float(np.abs(expected).max())
    np.testing.assert_allclose(np.asarray(other(films)), expected, atol=close)
    np.testing.assert_allclose(np.asarray(other(films, training=True)), expected, atol=close)


def test_learning_on_ends_with_the_running_average(monkeypatch: pytest.MonkeyPatch) -> None:
    learn_eagerly(monkeypatch)
    model = network.new_network()
    before = [weights.copy() for weights in model.get_weights()]
    network.learn_averaged(
        network.compiled(model, 1e-3, 2), batches((drawn(), drawn()), 2, SIDE, np.random.default_rng(0)), 2
    )
    assert max(float(np.abs(one - two).max()) for one, two in zip(before, model.get_weights(), strict=True)) > 0


def test_dice_is_twice_the_shared_over_both() -> None:
    one = np.array([True, True, False, False])
    assert dice(one, one) == 1
    assert dice(one, ~one) == 0
    assert dice(one, np.array([True, False, False, False])) == pytest.approx(2 / 3)


def test_the_card_says_what_was_measured() -> None:
    found = Figures(np.full((4, 3), 0.95), np.array([True, True, True, False]), np.array([0.01, -0.03]))
    text = card({"as they are": found})
    assert "| as they are | 0.950 (0.950 to 0.950) |" in text
    assert "taken on 3 of 4 (75.0%, 19.4% to 99.4%)" in text
    assert "off by 0.020 on average" in text
    low, high = interval(np.array([0.0, 1.0] * 50))
    assert low < 0.5 < high
