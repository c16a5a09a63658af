"""Where heatmaps lie to boxes: read row by row, by hand on small maps, with intervals that hold for few films."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.core.analysis import Analysis, FindingResult, Heatmap, Placement, Provenance, ScoreState
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.training.data.labels import LabelError, SkippedRow
from inference.training.evaluation.boxes import Box, MapInBoxes, box_metrics, map_in_boxes, read_boxes
from tests.inference.reading.films import film_of

SIDE = 100  # film pixels; the maps have cells of 25


def film(aspect: float = 1.0) -> Radiograph:
    pixels = np.zeros((SIDE, SIDE), np.float32)
    pixels[0, 0] = 255
    return replace(film_of(pixels), pixel_aspect=aspect)


def in_boxes(values: list[list[float]], *boxes: Box, aspect: float = 1.0) -> MapInBoxes:
    heat = Heatmap(PNEUMOTHORAX, np.array(values, np.float32), 1.0)
    result = FindingResult(PNEUMOTHORAX, ScoreState.ABOVE, 0.9, 0.9, 0.5, heatmap=heat)
    place = Placement(1.0, 1.0, 0.0, 0.0, (SIDE, SIDE))
    analysis = Analysis("", (result,), place, Provenance("", "", "", "", "", "", "", "", "", 0.0))
    return map_in_boxes(result, film(aspect), analysis, boxes)


def one_hot(row: int, column: int) -> list[list[float]]:
    values = np.full((4, 4), -1.0)
    values[row, column] = 2.0
    return values.tolist()


def test_the_hottest_point_inside_a_box_is_a_hit() -> None:
    assert in_boxes(one_hot(1, 2), Box(60, 30, 5, 20)).inside  # the cell's centre is at (62.5, 37.5)
    assert not in_boxes(one_hot(1, 2), Box(0, 30, 20, 20)).inside


@pytest.mark.parametrize(("left", "inside"), [(66.4, True), (66.6, False)])
def test_so_is_one_within_four_per_cent_of_the_films_width(left: float, *, inside: bool) -> None:
    assert in_boxes(one_hot(1, 2), Box(left, 30, 20, 20)).inside is inside


def test_any_of_several_boxes_counts() -> None:
    assert in_boxes(one_hot(1, 2), Box(0, 0, 5, 5), Box(60, 30, 5, 20)).inside


def test_distances_are_of_square_pixels() -> None:
    above = Box(60, 39.5, 5, 20)  # two pixels below the point
    assert in_boxes(one_hot(1, 2), above).inside
    assert not in_boxes(one_hot(1, 2), above, aspect=2.5).inside


def test_heat_below_zero_is_no_heat() -> None:
    found = in_boxes([[-1.0, -1.0], [-1.0, -1.0]], Box(0, 0, 50, 50))
    assert (found.inside, found.share) == (False, 0.0)
    assert found.area == pytest.approx(0.25, abs=1e-3)


def test_an_even_map_has_as_much_heat_inside_as_there_is_film() -> None:
    found = in_boxes([[1.0, 1.0], [1.0, 1.0]], Box(10, 20, 30, 40))
    assert found.share == pytest.approx(0.12, abs=1e-3)
    assert found.area == pytest.approx(0.12, abs=1e-3)


def test_all_heat_of_one_corner_lies_in_the_box_around_it() -> None:
    found = in_boxes(one_hot(0, 0), Box(0, 0, 50, 50))
    assert found.share == pytest.approx(1.0)


def test_heat_under_two_boxes_counts_once() -> None:
    one = in_boxes([[1.0, 1.0], [1.0, 1.0]], Box(0, 0, 50, 50))
    assert in_boxes([[1.0, 1.0], [1.0, 1.0]], Box(0, 0, 50, 50), Box(0, 0, 50, 50)) == one


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(("file,finding,x,y,width,height", *lines)), encoding="utf-8")
    return path


def test_boxes_are_read_by_finding_and_film(tmp_path: Path) -> None:
    lines = ("a.png,Effusion,1,2,3,4", "a.png,pleural_effusion,5,6,7,8.5", "b.png,Pneumothorax,1,2,3,4")
    boxes, skipped = read_boxes(table(tmp_path / "boxes.csv", *lines, "b.png,Mass,1,2,3,4"))
    assert boxes == {
        ("pleural_effusion", "a.png"): (Box(1, 2, 3, 4), Box(5, 6, 7, 8.5)),
        ("pneumothorax", "b.png"): (Box(1, 2, 3, 4),),
    }
    assert skipped == ()


@pytest.mark.parametrize("cells", ["1,2,3", "1,2,0,4", "1,2,-3,4", "a,2,3,4", "nan,2,3,4", "1,2,inf,4"])
def test_a_row_that_is_no_box_is_said(tmp_path: Path, cells: str) -> None:
    boxes, skipped = read_boxes(table(tmp_path / "boxes.csv", f"a.png,Effusion,{cells}", "b.png,Effusion,1,2,3,4"))
    assert list(boxes) == [("pleural_effusion", "b.png")]
    assert skipped == (SkippedRow(2, "boxes.csv: a box is four numbers, its width and height above 0"),)


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "boxes.csv"
    path.write_text("file,finding,x,y\na,b,1,2\n", encoding="utf-8")
    with pytest.raises(LabelError, match="no column width, height"):
        read_boxes(path)


def test_all_of_few_hits_are_not_certain() -> None:
    items = [MapInBoxes(inside=True, share=1.0, area=0.1)] * 10
    found = box_metrics(items, [str(number) for number in range(10)])
    assert found.inside.value == 1
    assert found.inside.low == pytest.approx(0.025**0.1, abs=1e-4)
    assert found.inside.high == 1
    assert found.share.low < 0.75
    assert found.area == pytest.approx(0.1)


def test_films_of_one_patient_are_no_more_than_one() -> None:
    items = [MapInBoxes(inside=True, share=1.0, area=0.1)] * 10
    assert box_metrics(items, ["a"] * 10).inside.low == pytest.approx(0.025, abs=1e-4)
