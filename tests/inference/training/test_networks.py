"""Networks by name: the seed's is exact, Keras's own come with a target layer, unknown names are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.training.fitting.network import TARGET_LAYER, NetworkOptions
from inference.training.fitting.networks import UnknownNetwork, begin, plan_of

SMALL = NetworkOptions(side=96, outputs=7)


# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def test_the_seeds_network_is_its_own_at_its_own_size() -> None:
    model = plan_of("xception").build(NetworkOptions(side=1024))
    kernel = model.get_layer("top_conv").kernel
    assert tuple(kernel.shape) == (32, 32, 2048, 3)
    assert model.get_layer("predictions").activation.__name__ == "sigmoid"
    assert model.output_shape == (None, 1)
    assert model.count_params() == 20_861_480 + 32 * 32 * 2048 * 3 + 4


def test_a_network_of_keras_gets_a_target_layer_and_a_logit_per_finding() -> None:
    plan = plan_of("MobileNetV3Small")
    model = plan.build(SMALL)
    assert len(model.get_layer(plan.target_layer).output.shape) == 4
    assert model.output_shape == (None, 7)
    assert plan.target_layer == TARGET_LAYER


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownNetwork, match="xception-multi"):
        plan_of("resnext-9000")


def test_a_size_that_leaves_no_map_for_a_heatmap_is_refused() -> None:
    with pytest.raises(UnknownNetwork, match="its last map has one cell"):
        plan_of("MobileNetV3Small").built(NetworkOptions(side=32))


def layered(units: int) -> Any:
    import keras

    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(3, name="trunk")(inputs)
    return keras.Model(inputs, keras.layers.Dense(units, name="head")(hidden))


def test_a_whole_keras_file_gives_weights_where_names_and_shapes_agree(tmp_path: Path) -> None:
    given, model = layered(1), layered(7)
    given.save(tmp_path / "given.keras")
    head = model.get_layer("head").get_weights()
    begin(model, tmp_path / "given.keras")
    assert np.array_equal(model.get_layer("trunk").get_weights()[0], given.get_layer("trunk").get_weights()[0])
    assert np.array_equal(model.get_layer("head").get_weights()[0], head[0])


def test_a_weights_file_is_loaded_whole_and_nothing_leaves_all_as_it_is(tmp_path: Path) -> None:
    given, model = layered(2), layered(2)
    given.save_weights(tmp_path / "given.weights.h5")
    begin(model, tmp_path / "given.weights.h5")
    begin(model, None)
    assert all(np.array_equal(a, b) for a, b in zip(given.get_weights(), model.get_weights(), strict=True))
