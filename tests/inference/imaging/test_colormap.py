"""Heat over a film: the film stays readable under it, weak evidence leaves it alone, and the bar shows what is seen."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.core.analysis import Analysis
from inference.imaging.colormap import (
    COLORMAP_NAMES,
    COLORMAPS,
    CUT,
    DEFAULT_OPACITY,
    MID_GREY,
    heat_levels,
    scale_colours,
    tinted,
)
from inference.imaging.heatmap_overlay import ShownHeat, combined_heat, film_with_heat
from tests.fakes import analysis_of
from tests.fakes import film as some_film

LUMA = np.array([0.299, 0.587, 0.114])
GREYS = np.arange(256, dtype=np.uint8)
LINE = 24  # greys by which a pleural line stands out


def under(grey: NDArray[np.uint8], level: int, name: str, opacity: float = DEFAULT_OPACITY) -> NDArray[np.float64]:
    """The brightness of greys under heat of one level."""
    return np.asarray(tinted(grey[None], np.full((1, grey.size), level, np.uint8), name, opacity)[0] @ LUMA)


@pytest.mark.parametrize("name", COLORMAPS)
@pytest.mark.parametrize(("opacity", "kept"), [(DEFAULT_OPACITY, 0.85), (1.0, 0.6)])
def test_a_pleural_line_stands_out_under_any_heat_nearly_as_without(name: str, opacity: float, kept: float) -> None:
    base = np.arange(0, 256 - LINE, dtype=np.uint8)
    for level in range(0, 256, 5):
        contrast = under(base + np.uint8(LINE), level, name, opacity) - under(base, level, name, opacity)
        assert contrast.min() >= kept * LINE - 1.5  # a colour is rounded to whole steps


@pytest.mark.parametrize("name", COLORMAPS)
def test_nothing_of_the_film_is_bleached_or_darkened(name: str) -> None:
    for level in range(0, 256, 5):
        assert np.abs(under(GREYS, level, name) - GREYS).max() <= 0.16 * 255


@pytest.mark.parametrize("name", COLORMAPS)
def test_weak_evidence_leaves_the_film_as_it_is(name: str) -> None:
    level = int(CUT * 255)
    picture = tinted(GREYS[None], np.full((1, 256), level, np.uint8), name, 1.0)
    assert np.array_equal(picture[0], np.repeat(GREYS[:, None], 3, axis=1))


@pytest.mark.parametrize("name", COLORMAPS)
def test_full_evidence_is_the_most_colourful_and_weak_the_least(name: str) -> None:
    found = scale_colours(name, DEFAULT_OPACITY)[0].astype(int)
    colour = found.max(axis=1) - found.min(axis=1)
    assert colour[int(CUT * 255)] == 0
    assert colour[255] > 60
    assert colour[255] > colour[int(0.4 * 255)] > 0


def test_the_bar_has_the_colours_that_the_same_heat_has_over_mid_grey() -> None:
    for level in (60, 128, 255):
        seen = tinted(np.full((1, 1), MID_GREY, np.uint8), np.full((1, 1), level, np.uint8), "viridis", 0.7)
        assert np.array_equal(seen[0, 0], scale_colours("viridis", 0.7)[0, level])


def test_every_colour_map_that_was_ever_stored_has_a_name() -> None:
    assert set(COLORMAP_NAMES) == set(COLORMAPS) == {"inferno", "viridis", "cividis", "jet"}


def case() -> tuple[NDArray[np.uint8], Analysis]:
    film = some_film("a", rows=240, columns=200)
    return np.asarray(film.pixels, np.uint8), analysis_of(film)


def test_the_window_and_the_exporters_colour_a_film_alike() -> None:
    grey, analysis = case()
    heat = combined_heat(analysis, ("pneumothorax",), grey.shape)
    assert heat is not None
    seen = ShownHeat(heat_levels(heat), "inferno", 0.4).over(grey, (0, 0, 1, 1))[:, :, :3]
    assert np.array_equal(seen, film_with_heat(grey, analysis, ("pneumothorax",), "inferno", 0.4))


def test_a_part_of_a_film_is_coloured_as_it_is_in_the_whole() -> None:
    grey, analysis = case()
    heat = combined_heat(analysis, ("pneumothorax",), grey.shape, 120)
    assert heat is not None
    shown = ShownHeat(heat_levels(heat), "inferno", 0.4)
    whole = shown.over(grey, (0, 0, 1, 1)).astype(int)
    part = shown.over(grey[24:120, 50:150], (50 / 200, 24 / 240, 100 / 200, 96 / 240)).astype(int)
    assert np.abs(whole[24:120, 50:150] - part).max() <= 3


def test_only_the_part_that_heat_lies_on_is_drawn_again() -> None:
    grey, analysis = case()
    heat = combined_heat(analysis, ("pneumothorax",), grey.shape)
    assert heat is not None
    area = ShownHeat(heat_levels(heat), "inferno", 0.4).area
    assert area is not None
    assert area[:2] == (0, 0)
    assert area[2] < 0.5
    assert area[3] < 0.5
    assert ShownHeat(np.zeros((9, 9), np.uint8), "inferno", 0.4).area is None
