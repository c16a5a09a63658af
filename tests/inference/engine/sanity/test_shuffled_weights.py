"""Weights shuffled from the top: figures by hand, graphs that change layer by layer, and the rule."""

from __future__ import annotations

import statistics
from pathlib import Path

import numpy as np
import pytest

from inference.cli.main import main
from inference.engine.openvino.compiled_form import read_form
from inference.engine.openvino.shuffled import Stage, stages
from inference.engine.sanity import shuffled_weights
from inference.engine.sanity.likeness import rank_correlation, structural_similarity
from inference.engine.sanity.shuffled_weights import Likeness, likeness, passes
from inference.model_pack import load_pack


def noise(seed: int, shape: tuple[int, int] = (20, 16)) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def mean_ranks(values: np.ndarray) -> list[float]:
    """Ranks as the definition says, the slow way."""
    flat = values.reshape(-1).tolist()
    return [sum(other < one for other in flat) + (sum(other == one for other in flat) + 1) / 2 for one in flat]


@pytest.mark.parametrize("ties", [False, True])
def test_rank_correlation_is_that_of_the_ranks(ties: bool) -> None:
    one, other = noise(1), noise(1) + np.float32(0.7) * noise(2)
    if ties:
        one, other = np.round(one), np.round(other)
    expected = statistics.correlation(mean_ranks(one), mean_ranks(other))
    assert rank_correlation(one, other) == pytest.approx(expected, abs=1e-9)


def test_rank_correlation_heeds_order_alone() -> None:
    assert rank_correlation(noise(3), np.exp(noise(3))) == pytest.approx(1.0)
    assert rank_correlation(noise(3), -noise(3)) == pytest.approx(-1.0)
    assert rank_correlation(noise(3), np.ones((20, 16), np.float32)) == 0.0


def test_structural_similarity_by_its_definition_at_one_place() -> None:
    one, other = noise(4, (9, 9)), noise(5, (9, 9))
    one, other = ((values - values.min()) / np.ptp(values) for values in (one, other))
    axis = np.exp(-np.square(np.arange(-3, 4)) / (2 * 1.5**2))
    window = np.outer(axis, axis) / axis.sum() ** 2
    x, y = one[1:8, 1:8].astype(float), other[1:8, 1:8].astype(float)
    mx, my = (window * x).sum(), (window * y).sum()
    vx, vy = (window * x * x).sum() - mx**2, (window * y * y).sum() - my**2
    both = (window * x * y).sum() - mx * my
    middle = (2 * mx * my + 1e-4) * (2 * both + 9e-4) / ((mx**2 + my**2 + 1e-4) * (vx + vy + 9e-4))
    whole = structural_similarity(one, other)
    assert structural_similarity(one, one) == pytest.approx(1.0)
    assert structural_similarity(one, 5 * one + 2) == pytest.approx(1.0, abs=1e-4)
    assert -1 <= whole < 1
    assert -1 <= middle <= 1


def test_maps_that_stay_fail_and_maps_that_are_gone_pass() -> None:
    own = [noise(seed) for seed in range(6)]
    assert not passes([likeness(own, list(own), 3, 3)])
    assert passes([likeness(own, [noise(seed + 50) for seed in range(6)], 3, 3)])
    assert not passes([likeness(own, [-one for one in own], 3, 3)])  # a map upside down shows the same edges
    assert passes([likeness(own, [np.full_like(one, np.nan) for one in own], 3, 3)])


def test_without_a_map_nothing_passes() -> None:
    assert not passes([])
    assert not passes([Likeness(3, 3, 0.0, 0.0, 0)])


def test_weights_change_from_the_top_and_the_pack_keeps_its_own(tiny_pack: Path) -> None:
    pack = load_pack(tiny_pack)
    form = read_form(pack, pack.path(pack.network.compiled))
    found = list(stages(form))
    assert [stage.layers for stage in found] == sorted(stage.layers for stage in found)
    assert found[-1].layers == found[-1].total > 0
    [weights] = {group.weights for group in form.form.groups}
    kept, head = form.constants[weights], found[0].form.constants[weights]
    assert not np.array_equal(kept, head)
    np.testing.assert_array_equal(np.sort(head, axis=None), np.sort(kept, axis=None))
    assert [list(one.form.constants[weights].ravel()) for one in stages(form)] == [
        list(one.form.constants[weights].ravel()) for one in found
    ]


def test_a_pack_is_told_how_its_maps_change(tiny_pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", str(tiny_pack), "--deep"]) == 0
    said = capsys.readouterr().out
    assert "PASS: with all layers shuffled" in said
    assert "the head alone: rank correlation" in said
    assert "items of the facts sheet are known" in said


def test_maps_that_do_not_answer_to_weights_are_found_out(
    tiny_pack: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shuffled_weights, "stages", lambda form: [Stage(form, 1, 1)])
    assert main(["model", "check", str(tiny_pack), "--deep"]) == 1
    assert "FAIL: with all layers shuffled" in capsys.readouterr().out
