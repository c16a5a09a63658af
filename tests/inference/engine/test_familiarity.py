"""How far a film lies from those a model knows: by hand, as properties, and through the engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.core.analysis import Familiarity
from inference.core.errors import PackMismatch
from inference.engine.checked_engine import CheckedEngine
from inference.engine.familiarity import distance, familiarity_of, percentile, pooled
from inference.engine.keras import KerasEngine
from inference.engine.keras.compiling.compile_pack import compile_pack
from inference.engine.openvino import OpenVinoEngine
from inference.engine.openvino.compiled_form import POOLED, output_name, read_form
from inference.engine.openvino.network import Network
from inference.engine.openvino.openvino_import import openvino
from inference.engine.openvino.split import split_at
from inference.engine.pack_engine import PackEngine
from inference.model_pack import ModelPack, ReferenceFilms, load_pack
from tests.inference.model_pack.packs import (
    input_table,
    load_table,
    write_manifest,
    write_reference_films,
    write_tiny_pack,
)
from tests.inference.reading.films import analyse, film_of, hot_corner

FLOAT = np.float32
DISTANCES = np.array([1, 2, 4], FLOAT)


def test_pooling_is_the_mean_over_cells_and_views() -> None:
    film = np.array([[[0, 4], [2, 0]]], FLOAT)
    mirror = np.array([[[2, 4], [4, 4]]], FLOAT)
    assert pooled([film]).tolist() == [1, 2]
    assert pooled([film, mirror]).tolist() == [2, 3]


def test_the_distance_by_hand() -> None:
    known = ReferenceFilms(np.array([1, 1], FLOAT), np.array([[4, 0], [0, 1]], FLOAT), DISTANCES)
    assert distance(np.array([1.0, 1.0]), known) == 0
    assert distance(np.array([2.0, 1.0]), known) == pytest.approx(2)
    assert distance(np.array([2.5, 5.0]), known) == pytest.approx(5)


def test_a_matrix_that_is_no_precision_gives_no_imaginary_distance() -> None:
    known = ReferenceFilms(np.zeros(1, FLOAT), np.array([[-1]], FLOAT), DISTANCES)
    assert distance(np.array([2.0]), known) == 0


@pytest.mark.parametrize(
    ("far", "expected"), [(0, 0), (1, 0), (1.5, 25), (2, 50), (3, 75), (4, 100), (4.001, 100), (1e9, 100)]
)
def test_the_percentile_is_linear_between_the_reference_films(far: float, expected: float) -> None:
    assert percentile(far, DISTANCES) == pytest.approx(expected)


def test_the_percentile_of_a_single_reference_film() -> None:
    assert percentile(0.5, DISTANCES[:1]) == 0
    assert percentile(1.5, DISTANCES[:1]) == 100


@given(st.lists(st.floats(0, 1e6, width=32), min_size=1, max_size=40), st.floats(0, 2e6), st.floats(0, 2e6))
def test_a_film_farther_away_is_never_of_a_lower_percentile(known: list[float], one: float, other: float) -> None:
    distances = np.sort(np.array(known, FLOAT))
    near, far = sorted((one, other))
    assert 0 <= percentile(near, distances) <= percentile(far, distances) <= 100


def test_only_beyond_the_limit_is_a_film_unlike_the_others() -> None:
    assert not Familiarity(99.0, 1.0, 99.0).unlike
    assert Familiarity(99.1, 1.0, 99.0).unlike


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference_films(write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny"))


def half_bright() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    pixels = np.zeros((64, 64), FLOAT)
    pixels[:32] = 255
    return pixels


def test_the_engine_says_how_familiar_a_film_is(folder: Path) -> None:
    engine = KerasEngine(load_pack(folder))
    near = analyse(engine, film_of(half_bright())).familiarity
    assert near is not None
    assert (near.percentile, near.distance, near.limit) == pytest.approx((0, 0, 99))
    far = analyse(engine, hot_corner()).familiarity  # a sixteenth is bright: 7 / 16 away along both channels
    assert far is not None
    assert far.distance == pytest.approx(7 / 16 * 2**0.5, abs=1e-5)
    assert far.percentile == pytest.approx(100 * far.distance, abs=1e-3)
    assert not far.unlike


def test_a_film_beyond_the_limit_is_unlike_and_keeps_its_states(folder: Path, tmp_path: Path) -> None:
    strict = write_reference_films(write_tiny_pack(tmp_path / "strict"), limit=50.0)
    engines = [CheckedEngine(KerasEngine(load_pack(one))).override() for one in (folder, strict)]
    lenient, judged = (analyse(engine, hot_corner()) for engine in engines)
    assert (lenient.unlike, judged.unlike) == (False, True)
    assert [one.state for one in judged.results] == [one.state for one in lenient.results]


def test_the_mirror_image_is_pooled_too(tmp_path: Path) -> None:
    table = {**input_table(64, 64), "flip_average": True}
    mirrored = write_reference_films(write_tiny_pack(tmp_path / "mirrored", input=table))
    found = analyse(KerasEngine(load_pack(mirrored)), hot_corner()).familiarity
    assert found is not None
    assert found.distance == pytest.approx(7 / 16 * 2**0.5, abs=1e-5)


def test_another_method_says_the_same(folder: Path) -> None:
    engine = KerasEngine(load_pack(folder))
    first = analyse(engine, hot_corner()).familiarity
    assert analyse(engine.with_method("layercam"), hot_corner()).familiarity == first


def test_a_pack_without_reference_films_says_nothing(tmp_path: Path) -> None:
    engine = KerasEngine(load_pack(write_tiny_pack(tmp_path / "tiny")))
    assert analyse(engine, hot_corner()).familiarity is None


def test_reference_films_of_another_layer_are_refused(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    pack = load_pack(write_reference_films(folder, mean=np.zeros(3, FLOAT), precision=np.eye(3, dtype=FLOAT)))
    with pytest.raises(PackMismatch, match="3 channels, the target layer has 2"):
        analyse(KerasEngine(pack), hot_corner())


def test_features_that_are_no_numbers_are_of_no_percentile(folder: Path) -> None:
    pack = load_pack(folder)
    known = ReferenceFilms(np.zeros(1, FLOAT), np.eye(1, dtype=FLOAT), DISTANCES)
    assert familiarity_of(np.array([np.nan]), pack, known) is None


@pytest.fixture(scope="module")
def known_by_cells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_tiny_pack(
        tmp_path_factory.mktemp("packs") / "cells", input={**input_table(64, 64), "fit": "stretch"}
    )
    write_reference_films(folder, layer="cells", mean=np.zeros(1, FLOAT), precision=np.eye(1, dtype=FLOAT))
    compile_pack(folder)
    return folder


@pytest.mark.parametrize("engine", [KerasEngine, OpenVinoEngine])
def test_films_may_be_known_by_an_earlier_layer(
    known_by_cells: Path, engine: Callable[[ModelPack], PackEngine]
) -> None:
    found = analyse(engine(load_pack(known_by_cells)), hot_corner()).familiarity  # a sixteenth is 1, the rest -1
    assert found is not None
    assert found.distance == pytest.approx(14 / 16, abs=1e-4)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_network_in_two_parts_knows_films_by_the_same_layer(known_by_cells: Path, share: float) -> None:
    whole = read_form(load_pack(known_by_cells), known_by_cells / "network.xml").model
    values = np.random.default_rng(0).uniform(-1, 1, (1, 64, 64, 1)).astype(FLOAT)
    parts = [openvino().Core().compile_model(part, "CPU") for part in split_at(whole, share)]
    found = Network(parts).run(values, lambda share: None)[POOLED]
    np.testing.assert_allclose(found, [[values.mean()]], atol=1e-5)


def test_a_layer_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = write_reference_films(write_tiny_pack(tmp_path / "tiny"), layer="eyes")
    with pytest.raises(PackMismatch, match="no layer eyes"):
        analyse(KerasEngine(load_pack(folder)), hot_corner())


def test_a_compiled_form_without_the_layer_is_refused(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    compile_pack(folder)
    table = load_table(write_reference_films(folder))
    table["network"]["compiled"] = "network.xml"
    table["familiarity"]["layer"] = "cells"
    write_manifest(folder, table)
    with pytest.raises(PackMismatch, match="compiled from another network"):
        analyse(OpenVinoEngine(load_pack(folder)), hot_corner())


def test_a_compiled_form_that_does_not_give_the_layer_is_refused(known_by_cells: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(known_by_cells, folder)
    model = openvino().Core().read_model(known_by_cells / "network.xml")
    for result in list(model.get_results()):
        if output_name(result.output(0)) == POOLED:
            model.remove_result(result)
    openvino().save_model(model, str(folder / "network.xml"), compress_to_fp16=False)
    write_manifest(folder, {name: table for name, table in load_table(folder).items() if name != "files"})
    with pytest.raises(PackMismatch, match="does not give the layer cells"):
        analyse(OpenVinoEngine(load_pack(folder)), hot_corner())
