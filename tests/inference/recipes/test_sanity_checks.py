"""Sanity checks: blanked frames stay blank, and a faithful map is told from an idle one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.recipes.bundled_pack import robustness, sanity_checks

Floats = NDArray[np.float32]


def blob(row: int, column: int, side: int = 60) -> Floats:
    film = np.zeros((side, side, 1), np.float32)
    film[row : row + 6, column : column + 6] = 1.0
    return film


def mass(films: Floats) -> NDArray[np.float64]:
    return np.asarray(films.sum(axis=(1, 2, 3)), dtype=np.float64)


def test_a_blanked_frame_holds_the_mean_and_the_middle_is_kept() -> None:
    film = np.random.default_rng(0).random((50, 50), dtype=np.float32)
    result = robustness.without_frame(film, share=0.1)
    assert result[:5] == pytest.approx(film.mean())
    assert np.array_equal(result[5:45, 5:45], film[5:45, 5:45])


def test_a_region_taken_away_looks_like_its_surroundings() -> None:
    flat = np.full((40, 40, 1), 0.25, np.float32)
    spotted = flat.copy()
    spotted[18:22, 18:22] = 1.0
    assert sanity_checks.without_region(spotted, (20, 20), 10) == pytest.approx(flat, abs=1e-5)


@pytest.mark.parametrize("centre", [(0, 0), (59, 59), (0, 30)])
def test_a_region_at_the_border_stays_inside_the_film(centre: tuple[int, int]) -> None:
    film = np.random.default_rng(0).random((60, 60, 1), dtype=np.float32)
    result = sanity_checks.without_region(film, centre, 12)
    assert result.shape == film.shape
    assert (result != film).sum() <= 144


def test_a_map_that_points_at_the_cause_beats_random_places() -> None:
    films = np.stack([blob(10, 10), blob(40, 24)])
    maps = np.zeros((2, 10, 10), np.float32)
    maps[0, 2, 2] = maps[1, 7, 4] = 1.0
    found = sanity_checks.faithfulness(films, maps, mass, size=14)
    assert found.beaten == 1.0
    assert found.hottest.value > found.random.value


def test_a_map_that_points_elsewhere_does_not() -> None:
    films = np.stack([blob(10, 10)] * 8)
    maps = np.zeros((8, 10, 10), np.float32)
    maps[:, 9, 9] = 1.0
    assert sanity_checks.faithfulness(films, maps, mass, size=14).hottest.value == pytest.approx(0.0, abs=1e-6)
