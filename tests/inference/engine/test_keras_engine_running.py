"""How the engine runs: in stages, within its memory, past a full GPU, ahead of need, in other number formats."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import OutOfMemory
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX
from inference.core.ports import ProgressCallback
from inference.engine import runtime
from inference.engine.activations import ActivationsAndGradients
from inference.engine.device_and_precision import Device, DeviceAndPrecision, Precision
from inference.engine.factory import open_engine
from inference.engine.keras import KerasEngine, stages
from inference.engine.keras.backbone_head_split import split_model
from inference.engine.keras.load import fill, load_model
from inference.engine.keras.multilabel_backend import MultilabelBackend
from inference.engine.keras.runtime import opener
from inference.model_pack import ModelPack, load_pack
from tests.inference.engine import networks
from tests.inference.model_pack.packs import keras_and_numpy_quarrel, pack_of, write_tiny_pack
from tests.inference.reading.films import analyse, film_of, hot_corner


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


def residual(seed: int = 0) -> Any:
    """A network whose middle cannot be split everywhere: a sum leads around one layer."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    film = layers.Input((16, 16, 1))
    first = layers.Conv2D(4, 3, padding="same", name="first")(film)
    inner = layers.Conv2D(4, 3, padding="same", activation="relu", name="inner")(first)
    summed = layers.Add(name="summed")([first, inner])
    features = layers.Conv2D(4, 3, strides=2, activation="relu", name="features")(summed)
    return keras.Model(film, networks.linear(features, 3))


def names_of_stages(pack: ModelPack) -> list[str]:
    split = split_model(pack, load_model(pack))
    return [str(stage.layers[-1].name) for stage in split.backbone]


def test_stages_end_only_where_everything_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "STAGE_COST", 0.0)
    pack = load_pack(pack_of(tmp_path / "pack", residual(), 3))
    assert names_of_stages(pack) == ["first", "summed", "features"]


def test_a_cheap_network_is_one_stage(tmp_path: Path) -> None:
    assert names_of_stages(load_pack(pack_of(tmp_path / "pack", residual(), 3))) == ["features"]


def test_stages_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = film_of(np.random.default_rng(0).uniform(0, 255, (16, 16)).astype(np.float32))
    pack = load_pack(pack_of(tmp_path / "pack", residual(), 3))
    whole = analyse(KerasEngine(pack), film)
    monkeypatch.setattr(stages, "STAGE_COST", 0.0)
    staged = analyse(KerasEngine(pack), film)
    for one, other in zip(whole.results[:3], staged.results[:3], strict=True):
        assert one.heatmap is not None
        assert other.heatmap is not None
        np.testing.assert_allclose(one.heatmap.values, other.heatmap.values, atol=1e-6)


def test_cancelling_between_stages_stops_the_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "STAGE_COST", 0.0)
    backend = MultilabelBackend(load_pack(pack_of(tmp_path / "pack", residual(), 3)), cpu())
    token, seen = CancelToken(), list[float]()

    def progress(report: Any) -> None:
        seen.append(report.done)
        if len(seen) == 2:
            token.cancel()

    with pytest.raises(Cancelled):
        backend.forward(networks.film_values(), token, progress)
    assert len(seen) == 2


def cpu(precision: Precision = Precision.FLOAT32) -> DeviceAndPrecision:
    return DeviceAndPrecision(Device.CPU, precision)


def test_a_prepared_film_is_not_prepared_again(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = KerasEngine(load_pack(tiny))
    plain = analyse(engine, hot_corner(90, 70))
    ahead = KerasEngine(load_pack(tiny))
    ahead.prepare(hot_corner(90, 70))
    monkeypatch.setattr(runtime, "model_input", None)
    score = analyse(ahead, hot_corner(90, 70)).result(PNEUMOTHORAX).score
    assert score == plain.result(PNEUMOTHORAX).score


def test_probabilities_alone_are_those_of_the_analysis(tiny: Path) -> None:
    engine = KerasEngine(load_pack(tiny))
    found = engine.probabilities(hot_corner(), CancelToken())
    assert set(found) == {PNEUMOTHORAX, PLEURAL_EFFUSION}
    assert found[PNEUMOTHORAX] == analyse(engine, hot_corner()).result(PNEUMOTHORAX).probability


def resident() -> int:
    """Bytes of this process in memory."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("memory is read from /proc")
    return int(statm.read_text().split()[1]) * 4096


def test_two_hundred_analyses_hold_no_more_memory_than_fifty(tiny: Path) -> None:
    engine = KerasEngine(load_pack(tiny), cache_bytes=100_000)
    before = 0
    for number in range(250):
        pixels = np.full((256, 256), 10.0, np.float32)
        pixels[number % 256, number // 64] = 255.0
        analyse(engine, film_of(pixels))
        if number == 50:
            before = resident()
    assert resident() - before < 20 << 20  # TensorFlow's own noise; 200 leaked films would be more
    assert engine.cached_bytes <= 100_000


class FullGpu:
    """A backend whose device has no memory left."""

    device = "gpu (small)"
    precision = "fp16"
    target_layer = "features"

    def forward(self, values: Any, token: CancelToken, progress: ProgressCallback) -> ActivationsAndGradients:
        raise OutOfMemory("full")

    def maps(self, evidence: ActivationsAndGradients, method: Any) -> Any:
        raise AssertionError


def test_a_full_gpu_leaves_the_work_to_the_processor_and_says_so(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = opener.open_backend
    monkeypatch.setattr(
        opener, "first_choice", lambda device, precision: DeviceAndPrecision(Device.GPU, Precision.FP16)
    )
    monkeypatch.setattr(
        opener,
        "open_backend",
        lambda pack, numerics: FullGpu() if numerics.device is Device.GPU else real(pack, numerics),
    )
    engine = KerasEngine(load_pack(tiny))
    assert engine.notice == ""
    assert analyse(engine, hot_corner()).provenance.device == "cpu"
    assert "GPU ran out of memory" in engine.notice


def test_a_full_processor_is_an_error(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opener, "open_backend", lambda pack, numerics: FullGpu())
    with pytest.raises(OutOfMemory):
        KerasEngine(load_pack(tiny), device="cpu").warm_up()


def test_bf16_runs_anywhere_and_nearly_agrees(tiny: Path) -> None:
    exact = analyse(KerasEngine(load_pack(tiny), device="cpu"), hot_corner()).result(PNEUMOTHORAX)
    analysis = analyse(KerasEngine(load_pack(tiny), device="cpu", precision="bf16"), hot_corner())
    rough = analysis.result(PNEUMOTHORAX)
    assert analysis.provenance.precision == "bf16"
    assert rough.probability == pytest.approx(exact.probability, abs=1e-2)
    assert rough.state is exact.state


def test_legacy_hdf5_weights_load(tmp_path: Path) -> None:
    import h5py
    from keras.src.legacy.saving import legacy_h5_format

    model, other = networks.network(networks.linear, seed=1), networks.network(networks.linear, seed=2)
    with keras_and_numpy_quarrel(), h5py.File(tmp_path / "seed.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    fill(other, tmp_path / "seed.h5")
    film = networks.film_values()[None]
    np.testing.assert_array_equal(model(film).numpy(), other(film).numpy())


def test_cancelling_answers_at_once(tiny: Path) -> None:
    engine = KerasEngine(load_pack(tiny))
    engine.warm_up()
    token = CancelToken()
    token.cancel()
    started = time.perf_counter()
    with pytest.raises(Cancelled):
        engine.analyse(hot_corner(), token=token)
    assert time.perf_counter() - started < 1.0


def test_an_engine_opened_without_a_cache_keeps_nothing(tiny_pack: Path) -> None:
    engine = open_engine(tiny_pack, cache_bytes=0).override()
    film = hot_corner()
    first, again = (analyse(engine, film) for _ in range(2))
    assert engine.cached_bytes == 0
    assert [item.score for item in first.results] == [item.score for item in again.results]
