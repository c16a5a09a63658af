"""A faster number format is taken only where decisions and hottest places agree with float32."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from inference.core.analysis import Analysis, FindingResult, Heatmap, Placement, Provenance, ScoreState
from inference.core.findings import FINDINGS
from inference.engine.device_and_precision import EXACT, Device, DeviceAndPrecision, Precision
from inference.engine.keras.runtime.devices import policies
from inference.engine.precision_selection import (
    PrecisionCache,
    PrecisionSelection,
    candidates,
    decide,
    fastest_that_agrees,
    hottest_overlap,
)

RAMP = np.arange(100, dtype=np.float32).reshape(10, 10)


def analysis(
    state: ScoreState = ScoreState.ABOVE, heat: np.ndarray[tuple[int, int], np.dtype[np.float32]] = RAMP
) -> Analysis:
    results = tuple(FindingResult(item, state, 0.9, 0.9, 0.5, None, Heatmap(item, heat, 1.0)) for item in FINDINGS)
    made = Provenance("x", "x", "1", "p", "f", "gradcam", "cpu", "float32", "", 0.0)
    return Analysis("f", results, Placement(1, 1, 0, 0, (10, 10)), made)


def selection(numerics: DeviceAndPrecision, seconds: float, analyses: Sequence[Analysis]) -> PrecisionSelection:
    return PrecisionSelection(numerics, (seconds,) * len(analyses), tuple(analyses))


def test_the_hottest_fifth_of_equal_maps_overlaps_wholly() -> None:
    assert hottest_overlap(RAMP, RAMP * 3) == 1.0
    assert hottest_overlap(RAMP, -RAMP) == 0.0


def test_half_of_the_hottest_moved_is_a_third_of_overlap() -> None:
    moved = RAMP.copy()
    moved[9], moved[0] = 0, 1000
    assert hottest_overlap(RAMP, moved) == pytest.approx(1 / 3)


def test_the_fastest_that_agrees_is_chosen() -> None:
    reference = selection(EXACT, 1.0, [analysis()])
    slower, faster, fastest = candidates()[:3]
    flipped = selection(fastest, 0.1, [analysis(ScoreState.BELOW)])
    agreeing = selection(faster, 0.5, [analysis()])
    slow = selection(slower, 2.0, [analysis()])
    assert fastest_that_agrees(reference, [slow, agreeing, flipped]) == faster


def test_one_moved_heatmap_is_enough_to_refuse() -> None:
    reference = selection(EXACT, 1.0, [analysis(), analysis()])
    moved = selection(candidates()[0], 0.1, [analysis(), analysis(heat=-RAMP)])
    assert fastest_that_agrees(reference, [moved]) == EXACT


def test_a_decision_is_kept_by_pack(tmp_path: Path) -> None:
    cache = PrecisionCache(tmp_path / "cache" / "numerics.json")
    assert cache.get("pack") is None
    cache.put("pack", candidates()[1])
    assert cache.get("pack") == candidates()[1]
    assert cache.get("another") is None


def test_a_damaged_memory_is_no_memory(tmp_path: Path) -> None:
    file = tmp_path / "numerics.json"
    file.write_text("{broken")
    cache = PrecisionCache(file)
    assert cache.get("pack") is None
    cache.put("pack", EXACT)
    assert cache.get("pack") == EXACT


@pytest.mark.parametrize("refusal", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.EMFILE])
def test_a_cache_that_cannot_be_written_stops_no_analysis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, refusal: int
) -> None:
    def refused(*_arguments: object, **_words: object) -> int:
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr("inference.files.atomic_file.os.open", refused)
    cache = PrecisionCache(tmp_path / "numerics.json")
    chosen = decide(lambda numerics: selection(numerics, 1.0, [analysis()]), cache, "pack")
    assert chosen == EXACT
    assert len(caplog.records) == 1


def test_a_folder_in_the_place_of_the_cache_stops_no_analysis(tmp_path: Path) -> None:
    (tmp_path / "numerics.json" / "inside").mkdir(parents=True)
    cache = PrecisionCache(tmp_path / "numerics.json")
    assert decide(lambda numerics: selection(numerics, 1.0, [analysis()]), cache, "pack") == EXACT


@pytest.mark.parametrize("value", ['[0.37, "bf16"]', '[0.5, "fp16"]', '[1e400, "bf16"]', "[" * 100_000, "[[]]"])
def test_an_absurd_value_in_the_cache_is_no_selection(tmp_path: Path, value: str) -> None:
    file = tmp_path / "numerics.json"
    cache = PrecisionCache(file)
    cache.put("pack", EXACT)
    [key] = json.loads(file.read_text())
    file.write_text(f"{{{json.dumps(key)}: {value}}}")
    assert cache.get("pack") is None
    cache.put("pack", EXACT)
    assert cache.get("pack") == EXACT


def test_the_trial_runs_once(tmp_path: Path) -> None:
    tried: list[DeviceAndPrecision] = []

    def run(numerics: DeviceAndPrecision) -> PrecisionSelection:
        tried.append(numerics)
        return selection(numerics, 1.0 if numerics == EXACT else 0.5, [analysis()])

    cache = PrecisionCache(tmp_path / "numerics.json")
    assert decide(run, cache, "pack") == decide(run, cache, "pack") == candidates()[0]
    assert tried == [EXACT, *candidates()]


def test_policies_keep_early_layers_and_the_last_in_float32() -> None:
    layers = ("a", "b", "c", "d", "logits")
    mixed = DeviceAndPrecision(Device.CPU, Precision.BF16, 0.4)
    assert policies(mixed, layers) == dict.fromkeys("cd", "mixed_bfloat16")
    assert policies(EXACT, layers) == {}
    assert mixed.label == "bf16, first 40% of the layers float32"
