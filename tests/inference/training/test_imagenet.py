"""``--start imagenet``: Keras's own weights, from its cache as it looks for them there; without a network, a sentence.

No ImageNet weights can be had here, so files of the same layout with random numbers lie in the cache.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from inference.training.data.labels import LabelledFilm, LabelTable
from inference.training.data.split import Split
from inference.training.fitting import fit, train
from inference.training.fitting.imagenet import begin_from_imagenet
from inference.training.fitting.network import NetworkOptions
from inference.training.fitting.networks import StartError, plan_of, trunk_of
from tests.inference.training.training_runs import labelled_films, run

SIDE = 96
MOBILENET_V2 = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_96_no_top.h5"  # Keras knows no hash of it
MOBILENET = "mobilenet_1_0_224_tf_no_top.h5"  # nor of this
XCEPTION = "xception_weights_tf_dim_ordering_tf_kernels_notop.h5"  # it does of this

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keras's cache (what KERAS_HOME names is read once, at its import), and no way to any network."""
    home = tmp_path / "keras"
    (home / "models").mkdir(parents=True)
    monkeypatch.setattr("keras.src.backend.config._KERAS_DIR", str(home))
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # where nobody listens
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setattr("urllib.request._opener", None)  # it keeps the proxies that it was first used with
    return home / "models"


def kept(path: Path, name: str) -> Any:
    """A network of Keras's with random weights, no two alike, and its file as Keras publishes such files."""
    from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

    trunk, rng = trunk_of(name, SIDE), np.random.default_rng(0)
    for layer in trunk.layers:
        noise = [rng.uniform(0.01, 0.3, value.shape) if value.ndim == 1 else 0.0 for value in layer.get_weights()]
        layer.set_weights([value + change for value, change in zip(layer.get_weights(), noise, strict=True)])
    with h5py.File(path, "w") as file:
        save_weights_to_hdf5_group(file, trunk)
    return trunk


def grey(low: float, high: float, channels: int) -> Any:
    film = np.random.default_rng(1).uniform(low, high, (1, SIDE, SIDE, 1)).astype(np.float32)
    return np.repeat(film, channels, axis=-1)


def test_our_own_network_sees_a_grey_film_as_keras_colour_one_does(cache: Path) -> None:
    import keras

    trunk = kept(cache / MOBILENET_V2, "MobileNetV2")
    plan = plan_of("mobilenetv2-multi")
    model = plan.built(NetworkOptions(SIDE, outputs=7))
    assert begin_from_imagenet(model, plan, SIDE) == 52
    deepest = keras.Model(model.input, model.get_layer("relu_51").output)
    wanted = np.asarray(trunk(grey(-1, 1, 3)))
    assert np.ptp(wanted) > 0.1
    assert np.abs(np.asarray(deepest(grey(-1, 1, 1))) - wanted).max() < 1e-4


def test_xception_sees_films_in_the_seeds_range_as_it_first_saw_pictures(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random numbers cannot have the hash that Keras asks for, so that is the one thing left out here."""
    import keras

    monkeypatch.setattr("keras.src.utils.file_utils.validate_file", lambda *_, **__: True)
    trunk = kept(cache / XCEPTION, "Xception")
    plan = plan_of("xception-multi")
    model = plan.built(NetworkOptions(SIDE, outputs=7))
    assert begin_from_imagenet(model, plan, SIDE) == 80
    deepest = keras.Model(model.input, model.get_layer("top_conv").input)
    wanted = np.asarray(trunk(grey(-1, 1, 3)))
    assert np.ptp(wanted) > 0.1
    assert np.abs(np.asarray(deepest(grey(0, 1, 3))) - wanted).max() < 1e-4 * np.ptp(wanted)


def test_a_file_that_is_not_the_one_keras_published_is_not_taken(cache: Path) -> None:
    (cache / XCEPTION).write_bytes(b"somebody else's")
    plan = plan_of("xception-multi")
    model = plan.built(NetworkOptions(SIDE, outputs=7))
    with pytest.raises(StartError, match="could not be fetched"):
        begin_from_imagenet(model, plan, SIDE)


def test_without_a_network_one_sentence_says_what_to_do_before_any_film_is_read(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    assert run(tmp_path, "--start", "imagenet") == 2
    said = capsys.readouterr().err
    assert "The ImageNet weights of MobileNetV2 are not on this computer and could not be fetched (" in said
    assert f"into {cache}, or begin with a weights file" in said
    assert "http" not in said
    assert not (tmp_path / "pack.work").exists()


def test_a_weights_file_cut_short_is_said(cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labelled_films(tmp_path)
    (cache / MOBILENET_V2.replace("_96_", "_224_")).write_bytes(b"\x89HDF\r\n\x1a\n" + b"\0" * 50)
    assert run(tmp_path, "--start", "imagenet") == 2
    assert "Keras gives no ImageNet weights for MobileNetV2 at 32 pixels (" in capsys.readouterr().err


def test_a_run_begins_from_them_in_any_network_of_keras(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trunk = kept(cache / MOBILENET, "MobileNet")
    monkeypatch.setattr(fit, "fit", lambda *_, **__: ())  # which would compile for a minute and change them
    options = train.TrainOptions(network="MobileNet", side=SIDE, batch=2, start="imagenet")
    table = LabelTable(("x",), tuple(LabelledFilm(name, name, (value,)) for name, value in (("a", 0.0), ("b", 1.0))))
    stack = [np.tile(np.arange(SIDE, dtype=np.uint8), (SIDE, 1)) * times for times in (1, 2)]
    data = train.LabelledFilms(table, stack, Split(frozenset({"a"}), frozenset({"b"})))
    model = train.train(data, options, tmp_path / "work")
    for layer in (layer for layer in trunk.layers if layer.weights):
        for own, given in zip(model.get_layer(layer.name).get_weights(), layer.get_weights(), strict=True):
            assert np.array_equal(own, given)
    assert train.input_of(plan_of("MobileNet"), options).range == (-1.0, 1.0)
    assert plan_of("ResNet50").input.range == pytest.approx((-114.8, 140.2), abs=0.01)
