"""Touch to test: the patch is blurred away where it is, and what the network says follows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.core.cancel import CancelToken
from inference.core.findings import PNEUMOTHORAX
from inference.engine.factory import open_engine
from inference.engine.faithfulness import without
from inference.engine.occlusion import Patch, occlude, without_patch
from tests.builders import phantom, radiograph


def round_mask(rows: int, columns: int, patch: Patch, aspect: float = 1.0) -> NDArray[np.bool_]:
    y, x = np.mgrid[0:rows, 0:columns] + 0.5
    return np.asarray(((y - patch.row) * aspect) ** 2 + (x - patch.column) ** 2 <= patch.radius**2)


@pytest.mark.parametrize("aspect", [1.0, 2.0])
def test_only_the_pixels_under_the_patch_change(aspect: float) -> None:
    film = radiograph(phantom(300, 240), pixel_aspect=aspect)
    patch = Patch(100.0, 120.0, 30.0)
    changed = without_patch(film, patch)
    mask = round_mask(300, 240, patch, aspect)
    assert np.array_equal(changed.pixels[~mask], film.pixels[~mask])
    assert (changed.pixels[mask] != film.pixels[mask]).mean() > 0.95
    assert changed.film_hash != film.film_hash


def test_a_patch_is_filled_as_the_test_of_heatmaps_fills_it() -> None:
    film = radiograph(phantom(600, 500))
    patch = Patch(200.0, 280.0, 36.0)
    quick = without_patch(film, patch).pixels
    whole = without(film, round_mask(600, 500, patch)).pixels
    assert np.abs(quick - whole).max() < 0.02 * (film.pixels.max() - film.pixels.min())


@pytest.mark.parametrize("patch", [Patch(-500, -500, 20), Patch(50, 40, 0.1), Patch(1e9, 3, 5)])
def test_a_patch_that_covers_no_pixel_changes_nothing(patch: Patch) -> None:
    film = radiograph(phantom())
    assert without_patch(film, patch) is film


def test_the_network_misses_what_is_blurred_away(tiny_pack: Path) -> None:
    pixels = np.full((96, 96), 100, np.float32)
    pixels[:24, :24] = 250  # the tiny pack likes bright corners
    pixels[95, 95] = 0
    film = radiograph(pixels)
    engine = open_engine(tiny_pack)
    before = engine.probabilities(film, CancelToken())[PNEUMOTHORAX]
    there = occlude(engine, film, Patch(12, 12, 20), CancelToken()).probabilities[PNEUMOTHORAX.key]
    elsewhere = occlude(engine, film, Patch(60, 40, 20), CancelToken()).probabilities[PNEUMOTHORAX.key]
    assert abs(there - before) > 10 * abs(elsewhere - before)
