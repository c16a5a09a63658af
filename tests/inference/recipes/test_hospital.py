"""What hospitals do to films leaves them films: same shape, within range, the given one untouched."""

from __future__ import annotations

import numpy as np
import pytest

from inference.engine.anatomy.shapes import Plane
from inference.recipes.simulate.hospital import DEVICES, FRAMES, OPAQUE, TONES, Change, changed
from inference.recipes.simulate.trauma import on_a_board


@pytest.fixture
def film() -> Plane:
    y, x = np.indices((120, 96), dtype=np.float32)
    return np.asarray(0.5 + 0.2 * np.sin(x / 9) + 0.2 * np.cos(y / 13), np.float32)


@pytest.mark.parametrize("change", list(dict.fromkeys((*TONES, *OPAQUE, *DEVICES, *FRAMES, on_a_board))))
def test_each_change_gives_a_film_of_the_same_shape_and_leaves_the_given_one(film: Plane, change: Change) -> None:
    before = film.copy()
    for seed in range(5):
        result = change(film, np.random.default_rng(seed))
        assert result.shape == film.shape
        assert np.isfinite(result).all()
    np.testing.assert_array_equal(film, before)


def test_changes_repeat_and_stay_within_range(film: Plane) -> None:
    once, again = (changed(film, np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(once, again)
    assert once.min() >= 0
    assert once.max() <= 1
    assert once.dtype == np.float32


def test_no_strength_changes_nothing(film: Plane) -> None:
    np.testing.assert_array_equal(changed(film, np.random.default_rng(0), 0.0), film)
