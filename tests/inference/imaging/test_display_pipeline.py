"""The display chain: hand-made values first, then properties."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.core.film import Radiograph, read_only
from inference.core.voi import Voi, VoiFunction, VoiLut, VoiWindow
from inference.imaging.display_pipeline import (
    apply_voi,
    choose_voi,
    display_values,
    film_display,
    full_range,
    render,
    usable,
)

EXACT = VoiFunction.LINEAR_EXACT
SIGMOID = VoiFunction.SIGMOID
BYTE_RANGE = VoiWindow(127.5, 255.0, EXACT)


def values(*numbers: float) -> NDArray[np.float32]:
    return np.array(numbers, dtype=np.float32)


def film(
    pixels: NDArray[np.float32],
    voi: Voi = BYTE_RANGE,
    *,
    inverted: bool = False,
    padding: tuple[float, float] | None = None,
) -> Radiograph:
    return Radiograph(Path("film.dcm"), read_only(pixels), voi, "hash", inverted=inverted, padding=padding)


def lut(*entries: float, first: int = 0) -> VoiLut:
    return VoiLut(first, values(*entries))


def test_linear_window_follows_the_standards_example() -> None:
    # PS3.3 C.11.2.1.2.1, note 3: centre 2048, width 4096 is the identity on 0..4095
    shown = apply_voi(values(-1, 0, 1, 2048, 4095, 5000), VoiWindow(2048, 4096))
    np.testing.assert_allclose(shown, [0, 0, 1 / 4095, 2048 / 4095, 1, 1], atol=1e-6)


def test_linear_window_of_width_one_is_a_threshold() -> None:
    np.testing.assert_array_equal(apply_voi(values(98, 99, 99.5, 100, 101), VoiWindow(100, 1)), [0, 0, 0, 1, 1])


def test_linear_window_of_width_two_has_one_step_of_grey() -> None:
    np.testing.assert_allclose(apply_voi(values(98, 99, 99.5, 100), VoiWindow(100, 2)), [0, 0, 0.5, 1])


def test_linear_exact_spreads_centre_minus_half_width_to_plus_half_width() -> None:
    shown = apply_voi(values(-1, 0, 25, 50, 100, 101), VoiWindow(50, 100, EXACT))
    np.testing.assert_allclose(shown, [0, 0, 0.25, 0.5, 1, 1])


def test_sigmoid_is_half_at_the_centre_and_follows_the_formula() -> None:
    shown = apply_voi(values(0, 25, 50, 100), VoiWindow(50, 100, SIGMOID))
    expected = [1 / (1 + math.exp(-4 * (x - 50) / 100)) for x in (0, 25, 50, 100)]
    np.testing.assert_allclose(shown, expected, rtol=1e-6)


def test_lut_looks_up_by_first_mapped_value_and_clamps_the_ends() -> None:
    shown = apply_voi(values(-50, -10, -9, -8, 50), lut(0.25, 0.5, 0.75, first=-10))
    np.testing.assert_array_equal(shown, [0.25, 0.25, 0.5, 0.75, 0.75])


def test_lut_of_more_than_256_entries_does_not_wrap() -> None:
    table = VoiLut(0, np.linspace(0, 1, 4096, dtype=np.float32))
    np.testing.assert_allclose(apply_voi(values(255, 256, 4095), table), [255 / 4095, 256 / 4095, 1], atol=1e-6)


def test_narrow_linear_window_that_the_standard_forbids_is_taken_as_exact() -> None:
    np.testing.assert_allclose(apply_voi(values(0.25, 0.5, 0.75), VoiWindow(0.5, 0.5)), [0, 0.5, 1])


@pytest.mark.parametrize(
    "bad",
    [
        VoiWindow(10, 0),
        VoiWindow(10, -5),
        VoiWindow(math.nan, 10),
        VoiWindow(10, math.nan),
        VoiWindow(10, math.inf),
        lut(),
        lut(1.0),
        lut(0.0, math.nan),
    ],
)
def test_unusable_voi_falls_back_to_smallest_and_largest(bad: Voi) -> None:
    assert not usable(bad)
    np.testing.assert_allclose(apply_voi(values(100, 150, 200), bad), [0, 0.5, 1])


def test_unusable_choice_falls_back_to_the_films_default() -> None:
    shown = choose_voi(film(values(3, 4)[None, :]), VoiWindow(1, 0))
    assert shown == BYTE_RANGE


def test_unusable_default_falls_back_to_the_full_range_without_padding() -> None:
    a_film = film(values(-2000, 10, 20, 30)[None, :], VoiWindow(0, 0), padding=(-2000, -2000))
    np.testing.assert_allclose(display_values(a_film)[0], [0, 0, 0.5, 1])


def test_padding_range_is_inclusive_at_both_ends() -> None:
    window = full_range(values(-3, -2, 0, 5, 9, 10), (-3, -2))
    assert (window.center, window.width, window.function) == (5.0, 10.0, EXACT)


def test_film_of_nothing_but_padding_shows_its_padding() -> None:
    assert full_range(values(7, 8), (0, 10)) == VoiWindow(7.5, 1.0, EXACT, "Full range")


def test_constant_film_is_mid_grey() -> None:
    np.testing.assert_array_equal(apply_voi(values(42, 42), full_range(values(42, 42))), [0.5, 0.5])


def test_not_a_number_and_infinity_do_not_spoil_the_range() -> None:
    pixels = values(math.nan, 0, 10, math.inf, -math.inf)
    assert full_range(pixels) == VoiWindow(5.0, 10.0, EXACT, "Full range")
    np.testing.assert_array_equal(apply_voi(pixels, full_range(pixels)), [0, 0, 1, 1, 0])


def test_film_without_any_number_is_black_and_raises_nothing() -> None:
    pixels = np.full((2, 2), np.nan, dtype=np.float32)
    np.testing.assert_array_equal(render(film(pixels, VoiWindow(0, 0))), np.zeros((2, 2)))


def test_film_is_inverted_once_and_last() -> None:
    pixels = values(0, 64, 255)[None, :]
    np.testing.assert_array_equal(render(film(pixels, inverted=True)), [[255, 191, 0]])


def test_users_inversion_undoes_the_films() -> None:
    pixels = values(0, 64, 255)[None, :]
    np.testing.assert_array_equal(render(film(pixels, inverted=True), invert=True), render(film(pixels)))


def test_inversion_comes_after_the_lut() -> None:
    a_film = film(values(0, 1)[None, :], lut(0.0, 0.2), inverted=True)
    np.testing.assert_allclose(display_values(a_film), [[1.0, 0.8]])


def test_byte_values_render_as_themselves() -> None:
    pixels = np.arange(256, dtype=np.float32).reshape(16, 16)
    np.testing.assert_array_equal(render(film(pixels)), pixels.astype(np.uint8))


def test_pixels_stay_untouched() -> None:
    pixels = values(1, 2, 3)[None, :]
    before = pixels.copy()
    render(film(pixels))
    apply_voi(pixels, VoiWindow(2, 2, SIGMOID))
    apply_voi(pixels, lut(0, 1))
    np.testing.assert_array_equal(pixels, before)


def test_rendering_in_blocks_equals_rendering_at_once() -> None:
    pixels = np.random.default_rng(1).uniform(0, 255, (300, 401)).astype(np.float32)
    np.testing.assert_array_equal(render(film(pixels)), np.rint(display_values(film(pixels)) * np.float32(255)))


finite = st.floats(-1e6, 1e6, width=32)
windows = st.builds(VoiWindow, finite, st.floats(2**-10, 1e6), st.sampled_from(VoiFunction))
luts = st.builds(
    lambda first, entries: VoiLut(first, values(*entries)),
    st.integers(-1000, 1000),
    st.lists(st.floats(0, 1, width=32), min_size=2, max_size=20),
)


@given(st.lists(st.floats(width=32), min_size=1, max_size=20), windows | luts)
def test_any_pixel_value_ends_within_black_and_white(numbers: list[float], voi: Voi) -> None:
    shown = apply_voi(values(*numbers), voi)
    assert shown.dtype == np.float32
    assert ((shown >= 0) & (shown <= 1)).all()


@given(st.lists(finite, min_size=2, max_size=20), windows)
def test_windows_never_make_a_brighter_pixel_darker(numbers: list[float], voi: VoiWindow) -> None:
    assert (np.diff(apply_voi(np.sort(values(*numbers)), voi)) >= 0).all()


@given(st.lists(finite, min_size=1, max_size=20), windows | luts, st.booleans())
def test_inverting_mirrors_every_grey_level(numbers: list[float], voi: Voi, inverted: bool) -> None:
    a_film = film(values(*numbers)[None, :], voi, inverted=inverted)
    np.testing.assert_allclose(display_values(a_film) + display_values(a_film, invert=True), 1, atol=1e-6)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(
    "voi",
    [
        VoiWindow(2000.0, 6000.0),
        VoiWindow(2047.5, 4095.0, EXACT),
        VoiWindow(1800.0, 900.0),
        VoiWindow(-500.0, 200.0),
        VoiWindow(2000.0, 1.0),
        VoiWindow(2000.0, 0.5),
        VoiWindow(2000.0, 900.0, SIGMOID),
        VoiWindow(2000.0, 900.0, gamma=0.5),
        VoiWindow(2000.0, -1.0),
        lut(0.1, 0.9, 0.4, first=1000),
    ],
    ids=str,
)
def test_what_is_known_of_a_film_changes_no_bit_of_its_display(voi: Voi, inverted: bool) -> None:
    pixels = np.random.default_rng(0).integers(0, 4096, (300, 250)).astype(np.float32)
    shown, extremes = film_display(film(pixels, voi, inverted=inverted), (float(pixels.min()), float(pixels.max())))
    expected = display_values(film(pixels, voi, inverted=inverted))
    np.testing.assert_array_equal(shown, expected)
    assert extremes == (float(expected.min()), float(expected.max()))
