"""Places: hand-made maps and masks with known hit rate, overlap and chance; masks found beside films."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.core.analysis import Analysis, FindingResult, Heatmap, Provenance, ScoreState
from inference.core.findings import PNEUMOTHORAX
from inference.imaging.model_input import Fit, InputSpec, placement
from inference.training.evaluation import localisation
from inference.training.evaluation.localisation import MapOnMask
from inference.training.evaluation.masks import MaskError, map_on_mask, mask_of
from tests.inference.reading.films import film_of

Floats = localisation.Floats


def square(row: int, column: int, side: int = 20, shape: tuple[int, int] = (100, 100)) -> Floats:
    values = np.zeros(shape, np.float32)
    values[row : row + side, column : column + side] = 1.0
    return values


def test_the_peak_is_the_centre_of_the_hottest_cell() -> None:
    heat = np.zeros((4, 5), np.float32)
    heat[3, 1] = 2.0
    assert localisation.peak_of(heat) == (3.5 / 4, 1.5 / 5)
    assert localisation.peak_of(-heat) is None


def test_near_is_within_four_hundredths_of_the_width() -> None:
    near = localisation.near_to(square(40, 40))
    assert near[50, 36]
    assert near[50, 63]
    assert not near[50, 35]
    assert not near[50, 64]
    assert not localisation.near_to(np.zeros((5, 5), np.float32)).any()


def test_overlap_is_intersection_over_union_of_what_is_marked() -> None:
    assert localisation.overlap(square(0, 0), square(0, 0)) == 1.0
    assert localisation.overlap(square(0, 0), square(0, 10)) == pytest.approx(200 / 600)
    assert localisation.overlap(square(0, 0), square(50, 50)) == 0.0
    assert localisation.overlap(-square(0, 0), square(0, 0)) == 0.0


def test_chance_is_what_maps_of_other_films_would_have_got() -> None:
    here, there = square(0, 0), square(60, 60)
    same = [MapOnMask((0.1, 0.1), here, here), MapOnMask((0.1, 0.1), here, here)]
    found = localisation.localisation_metrics(same, ["a", "b"])
    assert (found.hits.value, found.hit_chance, found.overlap.value, found.overlap_chance) == (1.0, 1.0, 1.0, 1.0)
    apart = localisation.localisation_metrics(
        [MapOnMask((0.1, 0.1), here, here), MapOnMask((0.7, 0.7), there, there)], ["a", "b"]
    )
    assert (apart.hits.value, apart.hit_chance, apart.overlap_chance) == (1.0, 0.0, 0.0)


def test_a_map_without_evidence_misses_and_one_film_has_no_chance() -> None:
    found = localisation.localisation_metrics([MapOnMask(None, np.zeros((10, 10), np.float32), square(0, 0))], ["a"])
    assert (found.hits.value, found.overlap.value) == (0.0, 0.0)
    assert np.isnan(found.hit_chance)


def test_films_of_one_patient_stay_together_in_an_interval() -> None:
    apart = localisation.mean_interval([0.0, 1.0, 0.0, 1.0], ["a", "b", "c", "d"])
    together = localisation.mean_interval([0.0, 1.0, 0.0, 1.0], ["a", "a", "b", "b"])
    assert together.low == together.high == 0.5
    assert apart.low < 0.5 < apart.high


def test_a_mask_lies_at_the_films_own_path_below_its_finding(tmp_path: Path) -> None:
    for name in ("a/one.png", "a/1.2.840.png"):
        (tmp_path / "pneumothorax" / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(tmp_path / "pneumothorax" / name), (square(0, 0) * 255).astype(np.uint8))
    for file in ("a/one.dcm", "a/one", "a/1.2.840"):
        mask = mask_of(tmp_path, "pneumothorax", file, (200, 200))
        assert mask is not None
        assert mask.sum() == 400
    assert mask_of(tmp_path, "pneumothorax", "b/one.dcm", (200, 200)) is None


def test_a_film_is_never_its_own_mask(tmp_path: Path) -> None:
    film = tmp_path / "film.png"
    cv2.imwrite(str(film), np.full((10, 10), 255, np.uint8))
    assert mask_of(tmp_path / "masks", "pneumothorax", str(film), (10, 10)) is None


def test_a_mask_of_another_shape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pneumothorax").mkdir()
    cv2.imwrite(str(tmp_path / "pneumothorax" / "one.png"), np.full((10, 20), 255, np.uint8))
    with pytest.raises(MaskError, match="not of its film's shape"):
        mask_of(tmp_path, "pneumothorax", "one.dcm", (100, 100))


@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("shape", [(100, 100), (160, 100), (100, 160)])
def test_a_heatmap_meets_its_mask_wherever_the_film_lies_in_the_input(fit: Fit, shape: tuple[int, int]) -> None:
    film = film_of(square(40, 60, 20, shape) * 255)
    place = placement(film.shape, InputSpec(320, 320, fit=fit))
    heat = np.zeros((32, 32), np.float32)
    row, column = 50 * place.scale_y + place.offset_y, 70 * place.scale_x + place.offset_x
    heat[int(row / 10), int(column / 10)] = 1.0
    result = FindingResult(PNEUMOTHORAX, ScoreState.ABOVE, 0.9, 0.9, 0.5, heatmap=Heatmap(PNEUMOTHORAX, heat, 1.0))
    analysis = Analysis("", (result,), place, Provenance("", "", "", "", "", "", "", "", "", 0.0))
    item = map_on_mask(result, film, analysis, square(40, 60, 20, shape))
    assert item.peak is not None
    assert item.peak[0] * shape[0] == pytest.approx(50, abs=shape[0] / 30)
    assert item.peak[1] * shape[1] == pytest.approx(70, abs=shape[1] / 30)
    assert localisation.hit(item.peak, localisation.near_to(item.mask))
    assert 0.02 < localisation.overlap(item.heat, item.mask) < 0.7
