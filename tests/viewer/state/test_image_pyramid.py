"""The fast display shows what the display chain says."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.core.film import OverlayPlane
from inference.core.voi import VoiFunction, VoiWindow
from inference.imaging.display_pipeline import render
from tests.builders import phantom, radiograph
from viewer.state.camera import Camera, fitted, moved, visible, zoomed
from viewer.state.image_pyramid import MOST_PREPARED, film_levels
from viewer.viewport.overlay_layer import overlay_planes_picture


@pytest.mark.parametrize("function", list(VoiFunction))
@pytest.mark.parametrize("inverted", [False, True])
def test_the_first_level_equals_the_display_chain(function: VoiFunction, inverted: bool) -> None:
    film = radiograph(phantom(), inverted=inverted)
    voi = VoiWindow(1800.0, 2500.0, function)
    assert np.array_equal(film_levels(film).grey(0, voi, invert=False), render(film, voi))


def test_a_film_of_fractions_is_within_one_grey_level() -> None:
    film = radiograph(phantom().astype(np.float32) * 0.37 - 812.5)
    shown = film_levels(film).grey(0, film.default_voi, invert=False).astype(int)
    assert np.abs(shown - render(film)).max() <= 1


def test_not_a_number_shows_as_the_lowest_value() -> None:
    pixels = phantom().astype(np.float32)
    pixels[3, 4] = np.nan
    film = radiograph(pixels, default_voi=VoiWindow(2000, 4000))
    assert film_levels(film).grey(0, film.default_voi, invert=False)[3, 4] == 0


def test_large_films_have_smaller_levels() -> None:
    levels = film_levels(radiograph(phantom(rows=1200, columns=1100)))
    assert [level.shape for level in levels.levels] == [(1200, 1100), (600, 550), (300, 275)]
    assert levels.level_for(1.0) == 0
    assert levels.level_for(0.4) == 1
    assert levels.level_for(0.01) == 2


def test_a_film_is_prepared_once_as_long_as_few_others_are() -> None:
    films = [radiograph(phantom(rows=40 + number, columns=40)) for number in range(MOST_PREPARED + 1)]
    first = film_levels(films[0])
    assert all(film_levels(film) is not first for film in films[1:MOST_PREPARED])
    assert film_levels(films[0]) is first
    film_levels(films[-1])
    assert film_levels(films[0]) is not first


def test_a_film_that_is_let_go_takes_what_was_prepared_with_it() -> None:
    film = radiograph(phantom(rows=40, columns=40))
    prepared = weakref.ref(film_levels(film).levels[0])
    del film
    gc.collect()
    assert prepared() is None


sizes = st.floats(10, 5000)


@given(width=sizes, height=sizes, viewport_width=sizes, viewport_height=sizes)
def test_a_fitted_film_is_wholly_visible(
    width: float, height: float, viewport_width: float, viewport_height: float
) -> None:
    left, top, seen_width, seen_height = visible(
        fitted((width, height), (viewport_width, viewport_height)), (viewport_width, viewport_height)
    )
    assert left <= 1e-6 * width
    assert top <= 1e-6 * height
    assert seen_width >= width * (1 - 1e-6)
    assert seen_height >= height * (1 - 1e-6)


@given(factor=st.floats(0.2, 5), x=st.floats(0, 100), y=st.floats(0, 100))
def test_zooming_keeps_its_anchor(factor: float, x: float, y: float) -> None:
    before = Camera(50, 40, 2.0)
    after = zoomed(before, factor, (x, y))
    assert (x - after.x) * after.scale == pytest.approx((x - before.x) * before.scale, abs=1e-6)
    assert (y - after.y) * after.scale == pytest.approx((y - before.y) * before.scale, abs=1e-6)


def test_dragging_moves_the_film_with_the_hand() -> None:
    assert moved(Camera(50, 40, 2.0), 10, -6) == Camera(45, 43, 2.0)


def test_what_lies_behind_the_shutter_is_black_at_every_level() -> None:
    shutter = np.zeros((1200, 1100), np.bool_)
    shutter[300:900, 200:800] = True
    film = radiograph(phantom(rows=1200, columns=1100) + 100, shutter=shutter)
    levels = film_levels(film)
    for level in range(3):
        grey = levels.grey(level, VoiWindow(0, 1), invert=False)
        assert grey[:10].max() == 0
        assert grey[grey.shape[0] // 2, grey.shape[1] // 2] == 255


def test_a_file_without_drawings_has_an_empty_layer_and_one_with_them_shows_them() -> None:
    mask = np.zeros((96, 80), np.bool_)
    mask[10:20, 30:40] = True
    drawn = overlay_planes_picture(radiograph(phantom(), overlay_planes=(OverlayPlane("LABEL", mask),)))
    assert drawn[15, 35, 3] == 255
    assert drawn[50, 50, 3] == 0
