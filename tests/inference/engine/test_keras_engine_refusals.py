"""Networks that the engine refuses, one reason each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from inference.core.cancel import CancelToken
from inference.core.errors import EngineError, PackMalformed, PackMismatch, UsageError
from inference.engine.keras import KerasEngine
from inference.model_pack import load_pack
from tests.builders import phantom, radiograph
from tests.inference.engine import networks
from tests.inference.model_pack.packs import (
    KEYS,
    TWO_FINDINGS,
    input_table,
    keras_and_numpy_quarrel,
    load_table,
    pack_of,
    tiny_model,
    write_manifest,
    write_pack,
    write_tiny_pack,
)


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    return (tmp_path / str(number) for number in range(1000))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny", findings=KEYS[1:4])


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    from tests.inference.model_pack.packs import tiny_model

    folder = write_tiny_pack(tmp_path / "tiny", findings=KEYS[:2])
    with keras_and_numpy_quarrel():
        tiny_model(3).save_weights(folder / "network.weights.h5")
    table = load_table(folder)
    table.pop("files")
    write_manifest(folder, table)
    with pytest.raises(PackMismatch, match="does not fit"):
        KerasEngine(load_pack(folder)).warm_up()


def test_truncated_weights_with_a_true_hash_are_refused(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    weights = folder / "network.weights.h5"
    weights.write_bytes(weights.read_bytes()[:2000])
    table = load_table(folder)
    table.pop("files")
    write_manifest(folder, table)
    with pytest.raises(PackMismatch, match="does not fit"):
        KerasEngine(load_pack(folder)).warm_up()


def test_an_architecture_that_keras_cannot_build_is_refused(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    text = (folder / "network.json").read_text().replace('"filters": 2', '"filters": -2')
    (folder / "network.json").write_text(text)
    table = load_table(folder)
    table.pop("files")
    write_manifest(folder, table)
    with pytest.raises(PackMalformed, match="cannot build"):
        KerasEngine(load_pack(folder)).warm_up()


def test_too_few_outputs_are_refused(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    table = load_table(folder)
    table["findings"][1]["output"] = 4
    write_manifest(folder, table)
    with pytest.raises(PackMismatch, match="needs 5"):
        KerasEngine(load_pack(folder)).warm_up()


@pytest.mark.parametrize(("model_output", "said"), [("sigmoid", "logits"), ("linear", "probabilities")])
def test_a_wrong_word_about_the_output_is_refused(model_output: str, said: str, folders: Iterator[Path]) -> None:
    model = networks.with_activation(networks.network(networks.linear), model_output)
    with pytest.raises(PackMismatch, match=f"says {said}"):
        KerasEngine(load_pack(pack_of(next(folders), model, 3, output=said))).warm_up()


def test_a_target_without_a_map_is_refused(folders: Iterator[Path]) -> None:
    model = networks.network(networks.deep)
    with pytest.raises(PackMismatch, match="not a map"):
        KerasEngine(load_pack(pack_of(next(folders), model, 3, layer="logits"))).warm_up()


def test_a_gpu_that_is_not_there_is_said_so(tiny: Path) -> None:
    import tensorflow as tf

    if tf.config.list_physical_devices("GPU"):
        pytest.skip("there is a GPU")
    with pytest.raises(EngineError, match="no GPU"):
        KerasEngine(load_pack(tiny), device="gpu").warm_up()


def test_where_the_caller_yields_the_processor_does_the_work_of_a_missing_gpu_and_says_so(tiny: Path) -> None:
    engine = KerasEngine(load_pack(tiny), device="gpu", precision="fp16", yielding=True)
    engine.warm_up()
    analysis = engine.analyse(radiograph(phantom()), token=CancelToken())
    assert analysis.provenance.device == "cpu"
    assert "This computer says what is missing" in engine.notice


def test_fp16_on_a_cpu_is_wrong_usage(tiny: Path) -> None:
    with pytest.raises(UsageError, match="fp16 needs a GPU"):
        KerasEngine(load_pack(tiny), device="cpu", precision="fp16").warm_up()


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("layer", ["features", "logits"])
def test_weights_that_are_not_finite_are_refused(layer: str, value: float, folders: Iterator[Path]) -> None:
    model = tiny_model(3)
    kernel, bias = model.get_layer(layer).get_weights()
    bias[0] = value
    model.get_layer(layer).set_weights([kernel, bias])
    with pytest.raises(PackMismatch, match="no finite numbers"):
        KerasEngine(load_pack(pack_of(next(folders), model, 3))).warm_up()


def test_an_architecture_with_a_number_that_is_not_finite_is_refused(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    text = (folder / "network.json").read_text().replace('"filters": 2', '"filters": 2, "scale": NaN')
    (folder / "network.json").write_text(text)
    table = load_table(folder)
    table.pop("files")
    write_manifest(folder, table)
    with pytest.raises(PackMalformed, match="describes no network"):
        load_pack(folder)


def test_more_weights_than_the_files_hold_are_refused_before_any_memory_is_taken(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    text = (folder / "network.json").read_text()
    text = re.sub('"kernel_size": ?\\[1, ?1\\], ', '"kernel_size": [20000, 20000], ', text)
    text = text.replace(
        '"padding": "valid", "data_format": "channels_last", "dil',
        '"padding": "same", "data_format": "channels_last", "dil',
    )
    (folder / "network.json").write_text(text)
    table = load_table(folder)
    table.pop("files")
    write_manifest(folder, table)
    with pytest.raises(PackMismatch, match="more than its files can hold"):
        KerasEngine(load_pack(folder)).warm_up()


@pytest.mark.parametrize("side", [64, None])
def test_a_layer_that_makes_too_much_of_a_film_is_refused_before_any_memory_is_taken(
    tmp_path: Path, side: int | None
) -> None:
    from keras import Sequential, layers

    larger = [layers.UpSampling2D(3000), layers.GlobalAveragePooling2D()]
    body = larger if side is None else [Sequential(larger)]
    first = [layers.Input((side, side, 1)), layers.Conv2D(2, 8, 8, name="features")]
    enlarging = Sequential([*first, *body, layers.Dense(2, name="logits")])
    spec = input_table(64, 64)
    folder = write_pack(tmp_path / "pack", enlarging, findings=TWO_FINDINGS, target_layer="features", input=spec)
    with pytest.raises(PackMismatch, match="values of a film"):
        KerasEngine(load_pack(folder)).warm_up()
