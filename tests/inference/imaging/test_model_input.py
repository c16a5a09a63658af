"""The model's input is what the pack says, and heatmaps come back to the film pixels they came from."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.core.errors import EmptyFilm
from inference.imaging.heat_on_film import cell_at, cells_on_film, film_point, heat_at, to_film
from inference.imaging.model_input import Fit, InputSpec, Normalise, model_input, placement, prepare
from tests.inference.reading.films import film_of, hot_corner

PLAIN = InputSpec(8, 8, normalise=Normalise.MINMAX, range=(0.0, 1.0))
STRETCH = replace(PLAIN, fit=Fit.STRETCH)
WHOLE = (Fit.LETTERBOX, Fit.STRETCH)
SHAPES = [(64, 64), (64, 48), (48, 64), (90, 31), (33, 100)]


def ramp(rows: int, columns: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.linspace(0, 1, rows * columns, dtype=np.float32).reshape(rows, columns)


def test_a_film_of_the_inputs_size_passes_unchanged() -> None:
    values, place = prepare(ramp(8, 8), PLAIN)
    np.testing.assert_array_equal(values[:, :, 0], ramp(8, 8))
    assert (place.scale_x, place.scale_y, place.offset_x, place.offset_y) == (1, 1, 0, 0)


def test_shrinking_takes_the_mean_of_each_area() -> None:
    film = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]], np.float32)
    values, _ = prepare(film, replace(PLAIN, rows=2, columns=2))
    assert values[:, :, 0].tolist() == [[0.5, 0.0], [0.0, 1.0]]


def test_letterbox_keeps_the_shape_and_fills_the_rest_with_the_low_end() -> None:
    spec = replace(PLAIN, range=(-1.0, 1.0))
    values, place = prepare(ramp(16, 8) * 0.5 + 0.25, spec)
    assert (place.offset_x, place.offset_y) == (2, 0)
    assert (values[:, :2] == -1).all()
    assert (values[:, 6:] == -1).all()
    assert values[:, 2:6].max() > 0.8


def test_stretch_fills_the_whole_input() -> None:
    _, place = prepare(ramp(16, 8), STRETCH)
    assert (place.scale_x, place.scale_y) == (1.0, 0.5)


def test_flat_pixels_are_made_square_before_fitting() -> None:
    place = placement((16, 8), PLAIN, pixel_aspect=0.5)
    assert (place.scale_x, place.scale_y, place.offset_x, place.offset_y) == (1.0, 0.5, 0, 0)


def test_percentiles_clip_the_extremes() -> None:
    film = np.full((10, 10), 0.5, np.float32)
    film[:5] = 0.25
    film[0, 0], film[9, 9] = 0.0, 1.0
    spec = InputSpec(10, 10, normalise=Normalise.PERCENTILE, low=2, high=98, range=(-1.0, 1.0))
    values, _ = prepare(film, spec)
    assert sorted(set(values.ravel().tolist())) == [-1.0, 1.0]


def test_percentiles_that_coincide_fall_back_to_the_extremes() -> None:
    film = np.zeros((100, 100), np.float32)
    film[0, 0] = 1.0
    values, _ = prepare(film, InputSpec(100, 100, range=(0.0, 1.0)))
    assert values[0, 0, 0] == 1.0


def test_fixed_limits_are_display_values() -> None:
    spec = replace(PLAIN, normalise=Normalise.FIXED, low=0.5, high=1.0)
    values, _ = prepare(ramp(8, 8), spec)
    np.testing.assert_allclose(values[:, :, 0], np.clip(ramp(8, 8) * 2 - 1, 0, 1), atol=1e-6)


def test_channels_repeat() -> None:
    values, _ = prepare(ramp(8, 8), replace(PLAIN, channels=3))
    assert values.shape == (8, 8, 3)
    np.testing.assert_array_equal(values[:, :, 0], values[:, :, 2])


@pytest.mark.parametrize("pixels", [np.zeros((8, 8)), np.full((8, 8), math.nan), np.full((8, 8), math.inf)])
def test_a_film_without_content_is_refused(pixels: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    with pytest.raises(EmptyFilm) as caught:
        model_input(film_of(pixels.astype(np.float32), "empty.png"), PLAIN)
    assert caught.value.path == Path("empty.png")
    assert caught.value.detail.endswith(".")


def test_one_pixel_that_is_no_number_is_enough_to_refuse() -> None:
    film = ramp(8, 8).copy()
    film[3, 3] = math.nan
    with pytest.raises(EmptyFilm):
        prepare(film, PLAIN)


def test_the_input_is_the_default_display() -> None:
    values, _ = model_input(hot_corner(8, 8), PLAIN)
    assert values[0, 0, 0] == 1.0
    assert values[7, 7, 0] == 0.0


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("fit", WHOLE)
def test_one_hot_cell_comes_back_where_it_was(shape: tuple[int, int], fit: Fit) -> None:
    spec = replace(PLAIN, rows=64, columns=64, fit=fit)
    place = placement(shape, spec)
    grid = (8, 8)
    cell = cell_at(0.2 * shape[0], 0.7 * shape[1], place, grid)
    heat = np.zeros(grid, np.float32)
    heat[cell] = 1.0
    shown = to_film(heat, place, shape)
    rows, columns = np.nonzero(shown >= shown.max() - 1e-6)
    row, column = film_point(cell, place, grid)
    assert abs(rows.mean() + 0.5 - row) <= 0.5
    assert abs(columns.mean() + 0.5 - column) <= 0.5


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("fit", list(Fit))
def test_a_linear_ramp_over_the_cells_is_a_ramp_over_the_film(shape: tuple[int, int], fit: Fit) -> None:
    place = placement(shape, replace(PLAIN, rows=64, columns=64, fit=fit))
    centres = (np.arange(16, dtype=np.float32) + 0.5) * 4  # in input pixels
    shown = to_film(np.tile(centres, (16, 1)), place, shape)
    expected = (np.arange(shape[1]) + 0.5) * place.scale_x + place.offset_x
    inside = (expected >= 2) & (expected <= 62)
    np.testing.assert_allclose(shown[shape[0] // 2, inside], expected[inside], atol=1e-3)


def test_the_border_repeats_beyond_the_outer_cell_centres() -> None:
    shown = to_film(np.array([[1.0, 3.0]], np.float32), placement((8, 8), STRETCH), (8, 8))
    assert shown[0].tolist() == [1.0, 1.0, 1.25, 1.75, 2.25, 2.75, 3.0, 3.0]


@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from(list(Fit)), st.integers(1, 9), st.integers(1, 9))
def test_film_points_and_cells_are_inverse(rows: int, columns: int, fit: Fit, high: int, wide: int) -> None:
    place = placement((rows, columns), replace(PLAIN, rows=90, columns=70, fit=fit))
    for cell in [(0, 0), (high - 1, wide - 1), (high // 2, wide // 2)]:
        assert cell_at(*film_point(cell, place, (high, wide)), place, (high, wide)) == cell


@given(st.integers(1, 200), st.integers(1, 200), st.sampled_from(WHOLE))
def test_any_film_gives_an_input_of_the_right_shape_and_range(rows: int, columns: int, fit: Fit) -> None:
    film = np.random.default_rng(rows * 1000 + columns).random((rows, columns), dtype=np.float32)
    if rows * columns == 1:
        return
    values, place = prepare(film, replace(PLAIN, rows=24, columns=32, fit=fit))
    assert values.shape == (24, 32, 1)
    assert 0.0 <= values.min() <= values.max() <= 1.0
    shown = to_film(np.ones((3, 4), np.float32), place, (rows, columns))
    assert shown.shape == (rows, columns)
    np.testing.assert_allclose(shown, 1.0, atol=1e-6)


@pytest.mark.parametrize("grid", [(4, 5), (1, 1), (1, 3), (14, 14)])
def test_the_heat_at_a_pixel_is_what_the_whole_overlay_has_there(grid: tuple[int, int]) -> None:
    values = np.random.default_rng(3).normal(size=grid).astype(np.float32)
    place = placement((37, 23), InputSpec(64, 48))
    whole = to_film(values, place, (37, 23))
    found = [[heat_at(values, place, row + 0.5, column + 0.5) for column in range(23)] for row in range(37)]
    assert np.allclose(found, whole, atol=1e-5)


def test_a_crop_is_the_middle_of_the_film_and_nothing_else() -> None:
    film = np.zeros((8, 12), np.float32)
    film[:, 2:10] = ramp(8, 8) + 0.5
    values, place = prepare(film, replace(PLAIN, fit=Fit.CROP, normalise=Normalise.FIXED, low=0.0, high=2.0))
    np.testing.assert_allclose(values[:, :, 0], film[:, 2:10] / 2, atol=1e-6)
    assert (place.scale_x, place.offset_x, place.offset_y) == (1, -2, 0)


def test_a_crop_has_no_heat_beyond_what_the_model_saw() -> None:
    place = placement((8, 12), replace(PLAIN, fit=Fit.CROP))
    shown = to_film(np.ones((2, 2), np.float32), place, (8, 12))
    assert shown[3].tolist() == [0.0, 0.0, *[1.0] * 8, 0.0, 0.0]
    assert (cells_on_film(np.ones((2, 2), np.float32), place, (8, 12)) == shown).all()
    assert heat_at(np.ones((2, 2), np.float32), place, 4.0, 1.0) == 0.0


@given(st.integers(1, 200), st.integers(2, 200), st.sampled_from([0.5, 1.0, 2.0]))
def test_a_crop_of_any_film_gives_an_input_of_the_right_shape(rows: int, columns: int, aspect: float) -> None:
    film = np.random.default_rng(rows).random((rows, columns), dtype=np.float32)
    spec = replace(PLAIN, rows=24, columns=32, fit=Fit.CROP)
    values, place = prepare(film, spec, pixel_aspect=aspect)
    assert values.shape == (24, 32, 1)
    assert 0.0 <= values.min() <= values.max() <= 1.0
    assert to_film(np.ones((3, 4), np.float32), place, (rows, columns)).max() == 1.0
