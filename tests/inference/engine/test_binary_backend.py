"""Packs of one binary network per finding, as the seed has them: folded heads, shared backbones, imported weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.core.analysis import Method
from inference.core.cancel import CancelToken
from inference.core.errors import PackMismatch, UsageError
from inference.core.findings import FINDINGS, HEMOTHORAX, PNEUMOTHORAX, TENSION_PNEUMOTHORAX
from inference.core.ports import no_progress
from inference.engine.device_and_precision import EXACT
from inference.engine.keras import KerasEngine
from inference.engine.keras.binary_backend import BinarySetBackend
from inference.engine.keras.load import load_model
from inference.engine.keras.seed_import import finding_of, import_seed, seed_network, weight_files
from inference.model_pack import load_pack
from tests.inference.engine import oracle
from tests.inference.model_pack.packs import (
    KEYS,
    finding_table,
    input_table,
    keras_and_numpy_quarrel,
    manifest,
    write_manifest,
)
from tests.inference.reading.films import analyse, film_of

SIDE = 32
CELLS = SIDE // 4


def seed_like(seed: int, *, backbone_seed: int = 0, activation: str | None = "sigmoid") -> Any:
    """The seed's head (a kernel as large as the map) on a small backbone; ``activation`` None leaves logits."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(backbone_seed)
    film = layers.Input((SIDE, SIDE, 3))
    made = layers.Conv2D(6, 3, strides=2, padding="same", activation="relu", name="one")(film)
    made = layers.Conv2D(5, 3, strides=2, padding="same", activation="relu", name="two")(made)
    keras.utils.set_random_seed(seed)
    made = layers.Conv2D(3, CELLS, padding="same", use_bias=False, name="top_conv")(made)
    made = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(made))
    return keras.Model(film, layers.Dense(1, activation=activation, name="predictions")(made))


def write_set(folder: Path, *, findings: int = 3, shared: bool = True) -> Path:
    """A binary set whose networks share one backbone, or have one each."""
    (folder / "weights").mkdir(parents=True)
    for place in range(findings):
        model = seed_like(place + 1, backbone_seed=0 if shared else place)
        with keras_and_numpy_quarrel():
            model.save_weights(folder / "weights" / f"{KEYS[place]}.weights.h5")
    (folder / "network.json").write_text(model.to_json())
    table = manifest(KEYS[:findings], target_layer="top_conv", spec=input_table(SIDE, SIDE, 3, fit="stretch"))
    table["kind"] = "binary-set"
    table["network"] = {"architecture": "network.json", "target_layer": "top_conv", "output": "probabilities"}
    table["findings"] = [finding_table(key, 0, weights=f"weights/{key}.weights.h5") for key in KEYS[:findings]]
    write_manifest(folder, table)
    return folder


def noise() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    values = np.random.default_rng(3).uniform(-1, 1, (SIDE, SIDE)).astype(np.float32)
    values[0, 0], values[-1, -1] = -1, 1
    return values


def backend_of(folder: Path) -> BinarySetBackend:
    return BinarySetBackend(load_pack(folder), EXACT)


def three_channels() -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]]:
    return np.repeat(noise()[:, :, None], 3, axis=2)


@pytest.mark.parametrize("shared", [True, False])
def test_each_score_is_its_own_networks(tmp_path: Path, shared: bool) -> None:
    engine = KerasEngine(load_pack(write_set(tmp_path / "set", shared=shared)))
    analysis = analyse(engine, film_of((noise() + 1) * 127.5))
    for place in range(3):
        expected = seed_like(place + 1, backbone_seed=0 if shared else place)(three_channels()[None])
        assert analysis.results[place].score == pytest.approx(float(expected[0, 0]), abs=1e-5)


def test_equal_backbones_run_once(tmp_path: Path) -> None:
    assert backend_of(write_set(tmp_path / "shared")).backbones == 1
    assert backend_of(write_set(tmp_path / "own", shared=False)).backbones == 3


def test_grad_cam_is_the_seeds_own_map(tmp_path: Path) -> None:
    backend = backend_of(write_set(tmp_path / "set"))
    maps = backend.maps(backend.forward(three_channels(), CancelToken(), no_progress), Method.GRADCAM)
    for place in range(3):
        model = seed_like(place + 1, activation=None)
        features, gradients = oracle.features_and_gradients(model, "top_conv", three_channels(), 0)
        np.testing.assert_allclose(maps[place], oracle.heatmap(features, gradients, Method.GRADCAM), atol=1e-5)


@pytest.mark.parametrize("method", [Method.HIRESCAM, Method.LAYERCAM, Method.GRADCAM_PLUS_PLUS])
def test_other_methods_look_at_the_backbones_map(tmp_path: Path, method: Method) -> None:
    backend = backend_of(write_set(tmp_path / "set"))
    maps = backend.maps(backend.forward(three_channels(), CancelToken(), no_progress), method)
    features, gradients = oracle.features_and_gradients(seed_like(2, activation=None), "two", three_channels(), 0)
    np.testing.assert_allclose(maps[1], oracle.heatmap(features, gradients, method), atol=1e-5)


def test_the_exact_map_is_the_default_and_adds_up_to_the_logit(tmp_path: Path) -> None:
    engine = KerasEngine(load_pack(write_set(tmp_path / "set")))
    assert engine.method is Method.HIRESCAM
    result = analyse(engine, film_of((noise() + 1) * 127.5)).results[0]
    assert result.heatmap is not None
    assert result.score is not None
    logit = np.log(result.score / (1 - result.score))
    assert float(result.heatmap.values.sum()) == pytest.approx(logit, abs=1e-4)  # the dense layer's bias is zero


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", findings=2)
    with pytest.raises(PackMismatch, match=r"rib_fracture.* does not fit"):
        import_seed(folder / "weights", tmp_path / "out", side=96)


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("pneumothorax.h5", PNEUMOTHORAX),
        ("Tension-Pneumothorax_best.weights.h5", TENSION_PNEUMOTHORAX),
        ("xception_hemothorax_1024.hdf5", HEMOTHORAX),
        ("haemothorax.h5", HEMOTHORAX),
    ],
)
def test_file_names_speak_of_findings(name: str, finding: object) -> None:
    assert finding_of(name) == finding


def test_a_name_that_speaks_of_no_finding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model_1.h5").touch()
    with pytest.raises(UsageError, match=r"model_1\.h5"):
        weight_files(tmp_path)


def test_two_files_for_one_finding_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pneumothorax_a.h5").touch()
    (tmp_path / "pneumothorax_b.h5").touch()
    with pytest.raises(UsageError, match="both"):
        weight_files(tmp_path)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no HDF5"):
        weight_files(tmp_path)


def test_seed_weights_become_a_pack_of_the_same_network(tmp_path: Path) -> None:
    source = tmp_path / "seed"
    source.mkdir()
    model = seed_network(96)
    with keras_and_numpy_quarrel():
        model.save_weights(source / "pneumothorax.weights.h5")
        found = import_seed(source, tmp_path / "pack", side=96)
    assert found == (PNEUMOTHORAX,)
    pack = load_pack(tmp_path / "pack")
    assert pack.findings[0].experimental
    assert len(pack.not_analysed) == len(FINDINGS) - 1
    film = np.random.default_rng(0).uniform(0, 1, (1, 96, 96, 3)).astype(np.float32)
    loaded = load_model(pack, pack.findings[0].weights)
    assert float(loaded(film)[0, 0]) == float(model(film)[0, 0])


def test_a_pack_is_never_imported_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "seed").mkdir()
    (tmp_path / "seed" / "pneumothorax.h5").touch()
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    with pytest.raises(UsageError, match="not empty"):
        import_seed(tmp_path / "seed", tmp_path / "there")
