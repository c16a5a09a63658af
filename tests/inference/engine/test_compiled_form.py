"""A pack's compiled form: made and proved where packs are made, refused where it is not what it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from inference.core.analysis import Analysis, Method
from inference.core.errors import CannotCompile, EngineError, PackMalformed, PackMismatch
from inference.core.film import Radiograph
from inference.engine.keras import KerasEngine
from inference.engine.keras.compiling.compile_pack import add_compiled_form, compile_pack
from inference.engine.openvino import OpenVinoEngine, compile_once
from inference.engine.openvino.compiled_form import PLACE, Form, read_form
from inference.engine.openvino.opener import OpenVinoOptions
from inference.engine.openvino.openvino_import import openvino
from inference.model_pack import ModelPack, load_pack
from tests.inference.engine import networks
from tests.inference.engine.test_binary_backend import write_set
from tests.inference.model_pack.packs import (
    finding_table,
    input_table,
    load_table,
    pack_of,
    write_manifest,
    write_tiny_pack,
)
from tests.inference.reading.films import analyse, film_of, hot_corner


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")
    compile_pack(folder)
    return folder


@pytest.fixture
def own(tiny: Path, tmp_path: Path) -> Path:
    """A copy of the compiled pack that a test may spoil."""
    folder = tmp_path / "own"
    folder.mkdir()
    for file in tiny.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def noise(seed: int = 0) -> Radiograph:
    return film_of(np.random.default_rng(seed).uniform(0, 255, (40, 40)).astype(np.float32))


def pairs(one: Analysis, other: Analysis) -> Iterator[tuple[Any, Any]]:
    return ((a, b) for a, b in zip(one.results, other.results, strict=True) if a.analysed or b.analysed)


def assert_is_keras(folder: Path) -> None:
    """The compiled form gives what Keras gives, by every method."""
    compile_pack(folder)
    pack, film = load_pack(folder), noise()
    keras, compiled = KerasEngine(pack, device="cpu"), OpenVinoEngine(pack)
    for method in Method:
        for expected, found in pairs(
            analyse(keras.with_method(method), film), analyse(compiled.with_method(method), film)
        ):
            assert found.probability == pytest.approx(expected.probability, abs=1e-4)
            np.testing.assert_allclose(found.heatmap.values, expected.heatmap.values, atol=1e-4)


@pytest.mark.parametrize("head", networks.HEADS)
def test_every_head_is_what_keras_gives(head: Callable[[Any, int], Any], tmp_path: Path) -> None:
    assert_is_keras(pack_of(tmp_path / "pack", networks.network(head), 3))


@pytest.mark.parametrize("activation", ["relu", "relu6", "elu", "selu", "leaky_relu", "softsign", "sigmoid", "gelu"])
def test_every_usual_activation_in_a_head_is_what_keras_gives(activation: str, tmp_path: Path) -> None:
    def head(features: Any, outputs: int) -> Any:
        from keras import layers

        more = layers.Conv2D(4, 3, padding="same", activation=activation)(features)
        return layers.Dense(outputs, name="logits")(layers.GlobalAveragePooling2D()(more))

    assert_is_keras(pack_of(tmp_path / "pack", networks.network(head), 3))


def test_normalised_layers_in_a_head_are_what_keras_gives(tmp_path: Path) -> None:
    def head(features: Any, outputs: int) -> Any:
        from keras import layers

        return layers.Dense(outputs, name="logits")(layers.GlobalMaxPooling2D()(layers.LayerNormalization()(features)))

    assert_is_keras(pack_of(tmp_path / "pack", networks.network(head), 3))


def test_a_way_around_the_target_is_what_keras_gives(tmp_path: Path) -> None:
    assert_is_keras(pack_of(tmp_path / "pack", networks.network(networks.deep, bypass=True), 3))


def test_a_softmax_is_what_keras_gives(tmp_path: Path) -> None:
    model = networks.with_activation(networks.network(networks.linear), "softmax")
    assert_is_keras(pack_of(tmp_path / "pack", model, 3, output="probabilities"))


def test_a_nested_model_is_what_keras_gives(tmp_path: Path) -> None:
    import keras

    flat = networks.network(networks.linear)
    base = keras.Model(flat.inputs[0], flat.get_layer("features").output, name="base")
    film = keras.Input((networks.SIDE, networks.SIDE, 1))
    logits = keras.layers.Dense(3, name="logits")(keras.layers.GlobalAveragePooling2D()(base(film)))
    assert_is_keras(pack_of(tmp_path / "pack", keras.Model(film, logits), 3))


@pytest.mark.parametrize("shared", [True, False])
def test_a_binary_set_is_what_keras_gives(shared: bool, tmp_path: Path) -> None:
    assert_is_keras(write_set(tmp_path / "pack", shared=shared))


def test_the_mean_over_film_and_mirror_image_is_what_keras_gives(tmp_path: Path) -> None:
    assert_is_keras(write_tiny_pack(tmp_path / "pack", input={**input_table(64, 64), "flip_average": True}))


def test_findings_that_are_some_of_the_outputs_are_what_keras_gives(tmp_path: Path) -> None:
    tables = [finding_table("pneumothorax", 1), finding_table("rib_fracture", 2)]
    assert_is_keras(_some_outputs(tmp_path / "pack", tables))


def test_weights_are_kept_at_half_precision_where_that_changes_nothing(tiny: Path) -> None:
    form = read_form(load_pack(tiny), tiny / "network.xml")
    kinds = {node.get_element_type().to_string() for node in form.model.get_ops() if node.get_type_name() == "Constant"}
    assert "f16" in kinds
    assert (tiny / "network.bin").stat().st_size < 1000


def test_a_network_that_cannot_be_compiled_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = pack_of(tmp_path / "pack", networks.network(networks.enlarged), 3)
    before = (folder / "model.toml").read_bytes()
    with pytest.raises(CannotCompile, match="ResizeBilinearGrad"):
        compile_pack(folder)
    assert not add_compiled_form(folder)
    assert "ResizeBilinearGrad" in caplog.text
    assert (folder / "model.toml").read_bytes() == before
    assert not (folder / "network.xml").exists()


def _some_outputs(folder: Path, tables: list[dict[str, Any]]) -> Path:
    folder = pack_of(folder, networks.network(networks.deep), 3)
    write_manifest(folder, {**load_table(folder), "findings": tables, "not_analysed": []})
    return folder


# -- what is refused ------------------------------------------------------------------------------------------------


def test_a_form_without_its_hash_is_refused(own: Path) -> None:
    (own / "network.bin").write_bytes(b"0" + (own / "network.bin").read_bytes()[1:])
    with pytest.raises(PackMismatch, match="SHA-256"):
        load_pack(own)


def test_a_form_whose_weights_have_no_hash_is_refused(own: Path) -> None:
    table = load_table(own)
    del table["files"]["network.bin"]
    write_manifest(own, table)
    with pytest.raises(PackMalformed, match=r"network\.bin"):
        load_pack(own)


def test_the_form_of_another_network_is_refused(own: Path, tmp_path: Path) -> None:
    other = write_tiny_pack(tmp_path / "other", gain=39.0)
    for name in ("network.xml", "network.bin"):
        (other / name).write_bytes((own / name).read_bytes())
    table = load_table(other)
    del table["files"]
    write_manifest(other, {**table, "network": {**table["network"], "compiled": "network.xml"}})
    with pytest.raises(PackMismatch, match="another network"):
        OpenVinoEngine(load_pack(other)).warm_up()


def test_a_form_that_says_something_else_than_its_network_is_refused(own: Path) -> None:
    spoil(own, lambda form: msgspec.structs.replace(form, log_odds=tuple(value + 1 for value in form.log_odds)))
    with pytest.raises(PackMismatch, match="what its own network gives"):
        OpenVinoEngine(load_pack(own)).warm_up()


def test_a_form_with_other_heatmaps_than_its_network_is_refused(own: Path) -> None:
    spoil(own, lambda form: msgspec.structs.replace(form, heat=tuple(value * 2 for value in form.heat)))
    with pytest.raises(PackMismatch, match="what its own network gives"):
        OpenVinoEngine(load_pack(own)).warm_up()


def test_a_form_that_makes_too_much_of_a_film_is_refused_before_any_memory_is_taken(own: Path, tmp_path: Path) -> None:
    import openvino.opset13 as steps

    model = openvino().Core().read_model(own / "network.xml")
    huge = steps.tile(model.get_parameters()[0], np.array([1, 3000, 3000, 1], np.int64))
    model.add_results([steps.result(steps.reduce_mean(huge, np.array([1, 2, 3], np.int64)))])
    openvino().save_model(model, str(tmp_path / "network.xml"), compress_to_fp16=False)
    for name in ("network.xml", "network.bin"):
        (own / name).write_bytes((tmp_path / name).read_bytes())
    table = load_table(own)
    del table["files"]
    write_manifest(own, table)
    with pytest.raises(PackMalformed, match="unreasonable number of values"):
        OpenVinoEngine(load_pack(own)).warm_up()


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_form_whose_weights_are_not_finite_is_refused(own: Path, value: float) -> None:
    held = np.frombuffer((own / "network.bin").read_bytes(), np.uint8).copy()
    model = openvino().Core().read_model(own / "network.xml")
    [kernel] = [step.data for step in model.get_ops() if "Constant" in str(step) and step.data.shape == (2, 1, 1, 1)]
    place = held.tobytes().find(kernel.tobytes())
    held[place : place + kernel.itemsize] = np.frombuffer(np.array(value, kernel.dtype).tobytes(), np.uint8)
    (own / "network.bin").write_bytes(held.tobytes())
    table = load_table(own)
    del table["files"]
    write_manifest(own, table)
    with pytest.raises(PackMismatch, match="no finite numbers"):
        OpenVinoEngine(load_pack(own)).warm_up()


def test_a_form_that_is_no_graph_is_refused(own: Path) -> None:
    (own / "network.xml").write_text("<net/>")
    table = load_table(own)
    del table["files"]
    write_manifest(own, table)
    with pytest.raises(PackMalformed, match="no compiled form"):
        OpenVinoEngine(load_pack(own)).warm_up()


def spoil(folder: Path, change: Callable[[Form], Form]) -> None:
    """Change what a form says, and give it true hashes."""
    ov = openvino()
    model = ov.Core().read_model(folder / "network.xml")
    form = change(msgspec.json.decode(model.get_rt_info(PLACE).astype(str), type=Form))
    model.set_rt_info(msgspec.json.encode(form).decode(), PLACE)
    ov.save_model(model, str(folder / "new.xml"), compress_to_fp16=False)
    del model
    for suffix in (".xml", ".bin"):
        (folder / f"new{suffix}").replace(folder / f"network{suffix}")
    table = load_table(folder)
    del table["files"]
    write_manifest(folder, table)


# -- packs that bring none ------------------------------------------------------------------------------------------


@pytest.fixture
def without(tmp_path: Path) -> ModelPack:
    return load_pack(write_tiny_pack(tmp_path / "without"))


def test_a_pack_without_one_is_compiled_once_and_kept(without: ModelPack, tmp_path: Path) -> None:
    options = OpenVinoOptions(cache=tmp_path / "cache")
    expected = analyse(KerasEngine(without, device="cpu"), hot_corner())
    found = analyse(OpenVinoEngine(without, options), hot_corner())
    assert [item.probability for item in found.results] == pytest.approx(
        [item.probability for item in expected.results]
    )
    kept = tmp_path / "cache" / "compiled" / without.pack_hash / "network.xml"
    made = kept.stat().st_mtime_ns
    OpenVinoEngine(without, options).warm_up()
    assert kept.stat().st_mtime_ns == made


def test_a_cache_that_takes_no_files_is_no_fault(without: ModelPack, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    engine = OpenVinoEngine(without, OpenVinoOptions(cache=tmp_path / "cache"))
    assert analyse(engine, hot_corner()).results


def test_a_damaged_form_in_the_cache_is_made_anew(without: ModelPack, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "compiled" / without.pack_hash
    folder.mkdir(parents=True)
    (folder / "network.xml").write_text("damaged")
    OpenVinoEngine(without, OpenVinoOptions(cache=tmp_path / "cache")).warm_up()
    assert (folder / "network.bin").exists()


def test_where_tensorflow_is_missing_it_is_said(without: ModelPack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile_once, "find_spec", lambda name: None)
    with pytest.raises(EngineError) as found:
        OpenVinoEngine(without).warm_up()
    assert "ThoraCAM with training" in str(found.value.detail)


def test_what_stopped_the_child_is_raised_here(tmp_path: Path) -> None:
    pack = load_pack(pack_of(tmp_path / "pack", networks.network(networks.enlarged), 3))
    with pytest.raises(CannotCompile, match="ResizeBilinearGrad"):
        OpenVinoEngine(pack).warm_up()
