"""What the bundled network says: maps that add up to logits, mirror images turned back, plain convolutions the same."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec
from inference.recipes.bundled_pack import lite_network, places
from inference.recipes.bundled_pack.network_outputs import Watched
from inference.training.fitting import network
from inference.training.fitting.network import NetworkOptions

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SIDE = 64
OPTIONS = NetworkOptions(SIDE, channels=8, outputs=3, dropout=0.1)
Floats = NDArray[np.float32]


def films(count: int = 3, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).uniform(-1, 1, (count, SIDE, SIDE, 1)).astype(np.float32)


@cache
def trained() -> Any:
    """A training network whose scales are not one."""
    model, random = lite_network.training_network(OPTIONS), np.random.default_rng(1)
    for layer in model.layers:
        if layer.name.startswith("conv_"):
            kernel, bias, scale = layer.get_weights()
            layer.set_weights([kernel, bias + 0.01, scale * random.uniform(0.8, 1.2, scale.shape)])
    return model


def watched(*, mirror: bool = False) -> Watched:
    return Watched(trained(), InputSpec(SIDE, SIDE, flip_average=mirror))


def test_the_evidence_map_has_stride_sixteen_and_adds_up_to_the_logit() -> None:
    seen, logits = watched().inputs(films()), np.asarray(trained().predict_on_batch(films()))
    bias = trained().get_layer(network.HEAD).get_weights()[1]
    assert seen.maps.shape == (3, SIDE // 16, SIDE // 16, 3)
    assert seen.logits == pytest.approx(logits, abs=1e-4)
    assert seen.maps.sum(axis=(1, 2)) + bias == pytest.approx(logits, abs=1e-4)
    assert seen.features.shape == (3, 8)


def test_a_film_and_its_mirror_image_are_judged_alike_and_seen_mirrored() -> None:
    one, other = watched(mirror=True).inputs(films()), watched(mirror=True).inputs(films()[:, :, ::-1])
    assert other.logits == pytest.approx(one.logits, abs=1e-5)
    assert other.maps[:, :, ::-1] == pytest.approx(one.maps, abs=1e-6)


def test_films_are_known_by_the_means_of_the_layer_asked_for() -> None:
    seen = Watched(trained(), InputSpec(SIDE, SIDE), "conv_14").inputs(films())
    assert seen.known.shape == (3, 40)
    target = watched().inputs(films())
    assert target.known == pytest.approx(target.features)


def test_what_a_pack_holds_says_the_same_with_plain_convolutions_in_the_order_asked() -> None:
    small = lite_network.plain(trained(), OPTIONS, [2, 0])
    whole = np.asarray(trained().predict_on_batch(films()))
    assert np.asarray(small.predict_on_batch(films())) == pytest.approx(whole[:, [2, 0]], abs=1e-4)
    assert {type(layer).__module__.split(".")[0] for layer in small.layers} == {"keras"}


def test_first_convolutions_can_be_kept_as_they_are() -> None:
    model = lite_network.training_network(OPTIONS)
    lite_network.freeze_first(model, 3)
    assert [model.get_layer(f"conv_{number:02d}").trainable for number in range(5)] == [False] * 3 + [True] * 2


def test_class_maps_have_the_logits_as_mean_less_their_bias() -> None:
    logits, maps = (np.asarray(part) for part in places.with_class_maps(trained()).predict_on_batch(films()))
    bias = trained().get_layer(network.HEAD).get_weights()[1]
    assert maps.mean(axis=(1, 2)) + bias == pytest.approx(logits, abs=1e-3)
