"""The engine against a plain GradientTape through the whole model, for every kind of head and method."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.core.analysis import Analysis, Method
from inference.core.film import Radiograph
from inference.engine.keras import KerasEngine
from inference.model_pack import load_pack
from tests.inference.engine import networks, oracle
from tests.inference.model_pack.packs import KEYS, keras_and_numpy_quarrel, pack_of, write_pack
from tests.inference.reading.films import analyse, film_of

SIDE = networks.SIDE
TAPE_METHODS = [method for method in Method if method is not Method.EIGENCAM]


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    return (tmp_path / str(number) for number in range(1000))


def noise_film(seed: int = 0) -> Radiograph:
    values = networks.film_values(seed)[:, :, 0]
    values[0, 0], values[-1, -1] = -1, 1  # the film's extremes, so that preprocessing changes nothing
    return film_of((values + 1) * 127.5)


def scores(analysis: Analysis) -> list[float | None]:
    return [result.score for result in analysis.results]


def assert_equals_oracle(folder: Path, model: Any, outputs: int, *methods: Method, seed: int = 0) -> None:
    """``model`` must end in logits; the pack's network may end in its activation."""
    film = noise_film(seed)
    values = (film.pixels / 127.5 - 1)[:, :, None]
    tapes = [oracle.features_and_gradients(model, "features", values, output) for output in range(outputs)]
    engine = KerasEngine(load_pack(folder))
    for method in methods:
        analysis = analyse(engine.with_method(method), film)
        for (features, gradients), result in zip(tapes, analysis.results, strict=False):
            assert result.heatmap is not None
            expected = oracle.heatmap(features, gradients, method)
            np.testing.assert_allclose(result.heatmap.values, expected, atol=1e-4)


@pytest.mark.parametrize("head", networks.HEADS)
def test_every_head_and_method_equals_the_tape(head: Callable[[Any, int], Any], folders: Iterator[Path]) -> None:
    model = networks.network(head)
    assert_equals_oracle(pack_of(next(folders), model, 3), model, 3, *TAPE_METHODS)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    head=st.sampled_from(networks.HEADS),
    outputs=st.integers(1, 7),
    seed=st.integers(0, 10_000),
    method=st.sampled_from(TAPE_METHODS),
)
@pytest.mark.slow
def test_random_networks_equal_the_tape(
    head: Callable[[Any, int], Any], outputs: int, seed: int, method: Method, folders: Iterator[Path]
) -> None:
    model = networks.network(head, outputs, seed=seed)
    assert_equals_oracle(pack_of(next(folders), model, outputs), model, outputs, method, seed=seed)


@pytest.mark.parametrize("as_layer", [False, True])
@pytest.mark.parametrize("head", [networks.linear, networks.deep])
def test_gradients_are_of_the_logit_under_a_sigmoid(
    head: Callable[[Any, int], Any], as_layer: bool, folders: Iterator[Path]
) -> None:
    ending = networks.with_activation(networks.network(head), "sigmoid", as_layer=as_layer)
    folder = pack_of(next(folders), ending, 3, output="probabilities")
    film = noise_film()
    values = (film.pixels / 127.5 - 1)[None, :, :, None]
    expected = ending(values).numpy()[0]
    analysis = analyse(KerasEngine(load_pack(folder)), film)
    assert scores(analysis)[:3] == pytest.approx(expected.tolist(), abs=1e-6)
    assert_equals_oracle(folder, networks.network(head), 3, Method.GRADCAM)


def test_a_softmax_gives_its_own_scores_and_the_logits_gradients(folders: Iterator[Path]) -> None:
    ending = networks.with_activation(networks.network(networks.linear), "softmax")
    folder = pack_of(next(folders), ending, 3, output="probabilities")
    film = noise_film()
    expected = ending((film.pixels / 127.5 - 1)[None, :, :, None]).numpy()[0]
    analysis = analyse(KerasEngine(load_pack(folder)), film)
    assert scores(analysis)[:3] == pytest.approx(expected.tolist(), abs=1e-6)
    assert_equals_oracle(folder, networks.network(networks.linear), 3, Method.GRADCAM)


def test_a_way_around_the_target_is_carried_along(folders: Iterator[Path]) -> None:
    model = networks.network(networks.deep, bypass=True)
    assert_equals_oracle(pack_of(next(folders), model, 3), model, 3, Method.HIRESCAM)


def test_a_target_inside_a_nested_model_is_cut_there(folders: Iterator[Path]) -> None:
    import keras

    flat = networks.network(networks.linear)
    base = keras.Model(flat.inputs[0], flat.get_layer("features").output, name="base")
    film = keras.Input((SIDE, SIDE, 1))
    hidden = keras.layers.GlobalAveragePooling2D()(base(film))
    nested = keras.Model(film, keras.layers.Dense(3, name="logits")(hidden))
    nested.get_layer("logits").set_weights([weight.value.numpy() for weight in flat.get_layer("logits").weights])
    assert_equals_oracle(pack_of(next(folders), nested, 3), flat, 3, Method.GRADCAM)


def test_a_nested_sequential_model_is_dissolved_too(folders: Iterator[Path]) -> None:
    import keras

    flat = networks.network(networks.linear)
    base = keras.Sequential([keras.Input((SIDE, SIDE, 1)), flat.get_layer("early"), flat.get_layer("features")])
    outer = keras.Sequential([keras.Input((SIDE, SIDE, 1)), base, *flat.layers[-3:]])
    assert_equals_oracle(pack_of(next(folders), outer, 3), flat, 3, Method.GRADCAM)


def test_a_target_layer_that_is_not_named_is_found(folders: Iterator[Path]) -> None:
    model = networks.network(networks.linear)
    assert_equals_oracle(pack_of(next(folders), model, 3, layer=""), model, 3, Method.GRADCAM)


def test_a_keras_file_is_a_pack_too(folders: Iterator[Path]) -> None:
    model = networks.network(networks.deep)
    folder = pack_of(next(folders), model, 3)
    with keras_and_numpy_quarrel():
        model.save(folder / "network.keras")
    table = {"architecture": "network.keras", "target_layer": "features", "output": "logits"}
    pack = write_pack(folder, model, findings=KEYS[:3], target_layer="features", network=table)
    assert_equals_oracle(pack, model, 3, Method.GRADCAM)
