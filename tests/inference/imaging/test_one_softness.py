"""``gaussian`` resampling: what the network sees does not depend on how many pixels a film came with."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.imaging.model_input import (
    Fit,
    InputSpec,
    Normalise,
    Resize,
    _resized,
    _softened,
    _variance,
    placement,
    prepare,
)

Floats = NDArray[np.float32]
SIDE = 224
SOFT = InputSpec(SIDE, SIDE, resize=Resize.GAUSSIAN, normalise=Normalise.FIXED, low=0.0, high=1.0, range=(0.0, 1.0))
AREA = replace(SOFT, resize=Resize.AREA)
EDGE = 8  # pixels of the input at the film's border, where nothing is known of what lies beyond
NEARLY = 0.002  # of the range from black to white, at any pixel; half a grey of 256


def drawn(rows: int, columns: int) -> Floats:
    """A scene of ribs, vessels and grain as a detector of so many pixels has it: the mean over each pixel, exactly.

    Each pattern is a product of waves over the film's height and width, whose mean over a pixel is known in closed
    form.
    """
    down, across = _edges(rows), _edges(columns)
    film = 0.5 + 0.15 * np.outer(_mean_wave(down, 9.0), _mean_wave(across, 2.0))
    for waves, height in ((31.0, 0.1), (67.0, 0.08), (103.0, 0.08)):
        film += height * np.outer(_mean_wave(down, waves), _mean_wave(across, waves * 0.9))
    return np.asarray(film, np.float32)


def _edges(count: int) -> NDArray[np.float64]:
    return np.linspace(0.0, 1.0, count + 1)


def _mean_wave(edges: NDArray[np.float64], waves: float) -> NDArray[np.float64]:
    """The mean of a sine of so many waves between each two edges."""
    turn = 2 * math.pi * waves
    return np.diff(-np.cos(turn * edges + 0.3) / turn) / np.diff(edges)


def enlarged(film: Floats, side: int) -> Floats:
    """As a program enlarges a film: linearly."""
    return _resized(film, (side, side), Resize.LINEAR)


def seen(film: Floats, spec: InputSpec, aspect: float = 1.0) -> Floats:
    values, _ = prepare(film, spec, pixel_aspect=aspect)
    return values[EDGE:-EDGE, EDGE:-EDGE, 0]


def apart(one: Floats, other: Floats) -> float:
    return float(np.abs(one - other).max())


@pytest.fixture(scope="module")
def known() -> Floats:
    return drawn(1024, 1024)


@pytest.mark.parametrize("side", [512, 768, 2048])
def test_a_film_of_any_number_of_pixels_looks_the_same(side: int, known: Floats) -> None:
    assert apart(seen(drawn(side, side), SOFT), seen(known, SOFT)) < NEARLY


def test_an_enlarged_film_looks_as_it_did_before(known: Floats) -> None:
    assert apart(seen(enlarged(known, 3000), SOFT), seen(known, SOFT)) < NEARLY


def test_a_film_of_pixels_that_are_not_square_looks_as_one_of_square_ones(known: Floats) -> None:
    assert apart(seen(drawn(1024, 512), SOFT, aspect=0.5), seen(known, SOFT)) < NEARLY
    assert apart(seen(drawn(400, 1000), SOFT, aspect=2.5), seen(known, SOFT)) < 2 * NEARLY


@pytest.mark.parametrize("side", [512, 2048])
def test_means_over_areas_are_not_of_one_softness(side: int, known: Floats) -> None:
    films = drawn(side, side), known
    assert apart(*(seen(film, AREA) for film in films)) > 5 * apart(*(seen(film, SOFT) for film in films))


def test_noise_is_as_coarse_whatever_the_film_came_with() -> None:
    noise = np.random.default_rng(0).random((512, 512), np.float32)
    assert seen(enlarged(noise, 2048), SOFT).std() == pytest.approx(seen(noise, SOFT).std(), rel=0.04)
    assert seen(enlarged(noise, 2048), AREA).std() < 0.93 * seen(noise, AREA).std()


def test_the_variance_of_pixels_and_resampling_by_hand() -> None:
    assert _variance(1.0) == pytest.approx(2 / 12)  # two boxes of width 1
    assert _variance(0.0) == pytest.approx(1 / 12)  # endlessly fine pixels: the mean over 1 alone
    assert _variance(0.5) == pytest.approx(0.25 / 12 + 1 / 12)
    assert _variance(2.0) == pytest.approx(4 / 12 + 4 / 6)  # a box of 2 and a triangle of half-width 2


@pytest.mark.parametrize("own", [100, 150, 200, 300, 800])
def test_a_point_is_spread_nearly_as_asked_whatever_the_film_came_with(own: int) -> None:
    """The mean spread of points at several places between the input's pixels: 0.7 squared, and what halving adds."""
    variances = []
    for place in range(own // 2 - 4, own // 2 + 4):
        film = np.zeros((own, own), np.float32)
        film[:, place] = 1.0
        row = _softened(film, (100, 100), 0.7)[50].astype(np.float64)
        at = np.arange(100)
        mean = (row * at).sum() / row.sum()
        variances.append((row * (at - mean) ** 2).sum() / row.sum())
    assert np.mean(variances) == pytest.approx(0.7**2 + 0.025, abs=0.03)


@pytest.mark.parametrize("shape", [(512, 512), (64, 48), (90, 31)])
@pytest.mark.parametrize("fit", list(Fit))
def test_a_film_lies_where_it_lies_by_areas(shape: tuple[int, int], fit: Fit) -> None:
    soft, area = replace(SOFT, fit=fit), replace(AREA, fit=fit)
    assert prepare(drawn(*shape), soft)[1] == prepare(drawn(*shape), area)[1] == placement(shape, area)


def test_a_bright_half_stays_the_same_half() -> None:
    film = np.zeros((700, 700), np.float32)
    film[:, 350:] = 1.0
    values, _ = prepare(film, SOFT)
    assert values[100, SIDE // 2 - 1, 0] < 0.5 < values[100, SIDE // 2, 0]
    assert values[100, SIDE // 2 - 1, 0] == pytest.approx(1 - values[100, SIDE // 2, 0], abs=1e-3)


@given(st.integers(1, 120), st.integers(1, 120))
def test_any_film_gives_an_input_within_range(rows: int, columns: int) -> None:
    film = np.random.default_rng(rows * 1000 + columns).random((rows, columns), dtype=np.float32)
    if film.min() < film.max():
        values, _ = prepare(film, replace(SOFT, rows=32, columns=32))
        assert values.shape == (32, 32, 1)
        assert 0 <= values.min() <= values.max() <= 1


@pytest.mark.parametrize("rule", [Resize.AREA, Resize.LINEAR])
def test_softness_changes_no_input_of_other_packs(rule: Resize) -> None:
    film, spec = drawn(300, 200), replace(AREA, resize=rule)
    np.testing.assert_array_equal(prepare(film, spec)[0], prepare(film, replace(spec, softness=2.0))[0])
