"""Networks, the loop and the pack: a tiny network learns, keeps its promises, and survives half precision."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.core.findings import FINDINGS
from inference.core.statistics.metrics import Interval, PlattCalibration
from inference.imaging.model_input import InputSpec
from inference.model_pack import load_pack
from inference.training.data.films import Batch
from inference.training.fitting import fit, network, pack_writer
from inference.training.fitting.networks import StartError, begin
from inference.training.run.pack import ValidatedFinding

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SIDE = 64
OPTIONS = network.NetworkOptions(side=SIDE, channels=8, outputs=3, dropout=0.1)


@cache
def tiny() -> Any:
    return network.evidence_network(OPTIONS)


def films(count: int = 4, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).uniform(-1, 1, (count, SIDE, SIDE, 1)).astype(np.float32)


def test_the_trunk_takes_a_start_and_sums_its_colours() -> None:
    model = network.evidence_network(OPTIONS)
    shapes = [layer.get_weights()[0].shape for layer in model.layers if layer.name.startswith("conv_")]
    rng = np.random.default_rng(0)
    start = [network.Convolution(rng.normal(size=(3, 3, 3, 32)).astype(np.float32), np.full(32, 0.5, np.float32))]
    network.start_from(model, start)
    kernel, bias = model.get_layer("conv_00").get_weights()
    assert len(shapes) == 52
    assert kernel[:, :, 0] == pytest.approx(start[0].kernel.sum(axis=2))
    assert bias.tolist() == [0.5] * 32


def test_stored_integers_become_floats_along_their_axis() -> None:
    stored = np.array([[[[1]]], [[[3]]]], dtype=np.int8)
    scale = {"scales": np.array([0.5, 2.0]), "zero_points": np.array([1, 1]), "quantized_dimension": 0}
    assert network.dequantised(stored, scale).ravel().tolist() == [0.0, 4.0]


def test_an_unknown_target_adds_nothing_to_the_loss() -> None:
    logits = np.array([[2.0, 100.0]], np.float32)
    known = fit.with_weights(np.array([[1.0, np.nan]], np.float32), np.ones(2, np.float32))
    assert float(fit.masked_loss(known, logits)) == pytest.approx(np.log1p(np.exp(-2.0)), rel=1e-4)


def test_a_heavier_label_counts_for_more() -> None:
    logits = np.array([[0.0, 3.0]], np.float32)
    targets = np.array([[1.0, 0.0]], np.float32)
    even = float(fit.masked_loss(fit.with_weights(targets, np.array([1, 1], np.float32)), logits))
    tilted = float(fit.masked_loss(fit.with_weights(targets, np.array([1, 5], np.float32)), logits))
    assert tilted > even


def test_smoothing_pulls_targets_towards_one_half() -> None:
    smooth = fit.with_weights(np.array([[1.0, 0.0]], np.float32), np.ones(2, np.float32), smoothing=0.1)
    assert smooth[0, :, 0].tolist() == pytest.approx([0.95, 0.05])


def bright_or_dark(first: int = 0) -> Iterator[Batch]:
    for number in count(first):
        rng = np.random.default_rng(number)
        truth = rng.integers(0, 2, 8)
        inputs = rng.uniform(-0.2, 0.2, (8, 16, 16, 1)) + (truth * 1.2 - 0.6)[:, None, None, None]
        targets = fit.with_weights(truth[:, None].astype(np.float32), np.ones(1, np.float32))
        yield Batch(inputs.astype(np.float32), targets)


def linear(dropout: float = 0.0) -> Any:
    import keras

    keras.utils.set_random_seed(0)
    inputs = keras.Input((16, 16, 1))
    pooled = keras.layers.GlobalAveragePooling2D()(keras.layers.Dropout(dropout)(inputs))
    return keras.Model(inputs, keras.layers.Dense(1)(pooled))


def accuracy(model: Any) -> dict[str, float]:
    batch = next(bright_or_dark(900))
    right = (np.asarray(model.predict_on_batch(batch.inputs)) > 0) == (batch.targets[..., 0] > 0.5)
    return {"accuracy": float(right.mean())}


def test_the_loop_learns_checks_and_ends_with_the_saved_average(tmp_path: Path) -> None:
    model = linear()
    options = fit.FitOptions(steps=40, warm_up=2, rate=0.1, average=0.9, check_every=20)
    fit.ready(model, options)
    checks = fit.fit(model, bright_or_dark, options, accuracy, tmp_path)
    assert [check.step for check in checks] == [20, 40]
    assert checks[-1].figures["accuracy"] == 1.0
    assert checks[-1].loss < checks[0].loss
    assert all(np.array_equal(a, b) for a, b in zip(model.get_weights(), fit.averaged(tmp_path), strict=True))


def test_a_resumed_run_ends_bit_for_bit_like_one_that_never_stopped(tmp_path: Path) -> None:
    def run(folder: Path, *, until: int, resume: bool = False) -> Any:
        model = linear(dropout=0.5)
        fit.ready(model, fit.FitOptions(steps=12, warm_up=2, rate=0.1))
        options = fit.FitOptions(steps=until, check_every=4, average=0.9)
        fit.fit(model, bright_or_dark, options, accuracy, folder, resume=resume)
        return model

    whole = run(tmp_path / "whole", until=12)
    run(tmp_path / "parts", until=8)
    parts = run(tmp_path / "parts", until=12, resume=True)
    assert all(np.array_equal(a, b) for a, b in zip(whole.get_weights(), parts.get_weights(), strict=True))
    assert (tmp_path / "whole/checks.json").read_text() == (tmp_path / "parts/checks.json").read_text()


def test_a_run_stops_when_nothing_gets_better_and_ends_with_its_best(tmp_path: Path) -> None:
    model = linear()
    areas = iter([0.6, 0.9, 0.8, 0.7, 1.0])
    seen: list[Any] = []

    def validate(averaged: Any) -> dict[str, float]:
        seen.append(averaged.get_weights())
        return {"auc": next(areas), "of nothing": float("nan")}

    options = fit.FitOptions(steps=50, warm_up=2, rate=0.1, check_every=10, patience=2)
    fit.ready(model, options)
    checks = fit.fit(model, bright_or_dark, options, validate, tmp_path)
    assert [check.step for check in checks] == [10, 20, 30, 40]
    assert all(np.array_equal(a, b) for a, b in zip(model.get_weights(), seen[1], strict=True))


def test_a_run_without_checkpoint_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fit.averaged(tmp_path)


def test_a_count_among_the_weights_is_taken_as_it_is_and_not_averaged() -> None:
    """As the first layers of Keras's EfficientNets keep one."""
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Normalization(), keras.layers.Dense(1)])
    average = fit.RunningAverage(model, 0.9)
    weights = [np.full_like(value, 3) for value in model.get_weights()]
    assert any(value.dtype.kind != "f" for value in weights)
    model.set_weights(weights)
    average.update(1)
    assert [value.flat[0] for value, own in zip(average.values, weights, strict=True) if own.dtype.kind != "f"] == [3]


def test_validating_the_average_leaves_the_network_as_it_was() -> None:
    model = linear()
    average = fit.RunningAverage(model, 0.5)
    own = model.get_weights()
    average.restore([np.zeros_like(value) for value in own])
    average.validated(lambda averaged: {"sum": float(sum(np.abs(v).sum() for v in averaged.get_weights()))})
    assert all(np.array_equal(a, b) for a, b in zip(own, model.get_weights(), strict=True))


def finding(key: str) -> ValidatedFinding:
    some = Interval(0.8, 0.7, 0.9)
    return ValidatedFinding(key, 30, 30, some, PlattCalibration(), 0.5, (0.4, 0.6), some, some, 1.0)


@cache
def small() -> Any:
    return network.evidence_network(network.NetworkOptions(side=SIDE, channels=8, outputs=2, dropout=0.0))


def written(folder: Path, model: Any) -> None:
    description = pack_writer.PackDescription(
        name="tiny",
        version="0.0.1",
        title="Tiny",
        licence="Apache-2.0",
        citations=("nobody",),
        target_layer=network.TARGET_LAYER,
        input=InputSpec(SIDE, SIDE),
        not_analysed_reason="Not trained for it.",
        training={"recipe": {"steps": 1}},
    )
    words = pack_writer.FindingWords("nothing", "Knows nothing.")
    findings = [(finding(key), words) for key in ("pneumothorax", "pleural_effusion")]
    pack_writer.write_pack(folder, model, description, findings, "# Card\n")


def test_a_written_pack_is_accepted_and_names_all_seven_findings(tmp_path: Path) -> None:
    written(tmp_path / "tiny", small())
    pack = load_pack(tmp_path / "tiny")
    named = [spec.finding for spec in pack.findings] + [item.finding for item in pack.not_analysed]
    assert sorted(item.key for item in named) == sorted(item.key for item in FINDINGS)
    assert pack.network.target_layer == network.TARGET_LAYER
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_a_second_pack_replaces_the_first_and_leaves_the_users_own_file(tmp_path: Path) -> None:
    written(tmp_path / "tiny", small())
    (tmp_path / "tiny" / "left_over.txt").write_text("old")
    written(tmp_path / "tiny", small())
    assert (tmp_path / "tiny" / "left_over.txt").read_text() == "old"


def test_half_precision_weights_load_into_the_written_architecture(tmp_path: Path) -> None:
    import keras

    written(tmp_path / "tiny", small())
    loaded = keras.models.model_from_json((tmp_path / "tiny" / "network.json").read_text(encoding="utf-8"))
    loaded.load_weights(tmp_path / "tiny" / "network.weights.h5")
    assert loaded.get_weights()[0].dtype == np.float32
    expected = np.asarray(small().predict_on_batch(films()))
    assert np.asarray(loaded.predict_on_batch(films())) == pytest.approx(expected, abs=5e-3)


def test_weights_too_large_for_half_precision_stay_whole(tmp_path: Path) -> None:
    model, other = linear(), linear()
    model.set_weights([np.full((1, 1), 1e6), np.full(1, 0.1)])
    pack_writer.write_half_weights(tmp_path / "network.weights.h5", model)
    other.load_weights(tmp_path / "network.weights.h5")
    assert other.get_weights()[0][0, 0] == 1e6
    assert other.get_weights()[1][0] == np.float16(0.1)


def test_a_start_whose_weights_are_not_finite_is_refused(tmp_path: Path) -> None:
    model = network.evidence_network(OPTIONS)
    broken = model.layers[-1].get_weights()
    broken[0][:] = np.nan
    model.layers[-1].set_weights(broken)
    model.save_weights(tmp_path / "start.weights.h5")
    with pytest.raises(StartError, match="no finite numbers"):
        begin(network.evidence_network(OPTIONS), tmp_path / "start.weights.h5")


def test_a_start_of_another_network_is_refused_in_words(tmp_path: Path) -> None:
    tiny().save(tmp_path / "start.keras")
    with pytest.raises(StartError, match=r"of another network: .* try --network"):
        begin(network.lite_evidence_network(OPTIONS), tmp_path / "start.keras")
