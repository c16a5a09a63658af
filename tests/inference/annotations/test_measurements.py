"""Measuring: figures, units and words, on films whose sizes are known."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.annotations.measure.labels import AP, VIEW_UNKNOWN, annotation_lines
from inference.annotations.measure.measurements import BY_HAND, angle, area, cardiothoracic, cobb, length, scale_of
from inference.annotations.measure.outline import outline
from inference.annotations.measure.roi_statistics import region, statistics
from inference.core.annotation import Annotation, AnnotationKind, Point
from inference.core.film import Identity, Radiograph, Spacing
from tests.builders import radiograph


def film(spacing: Spacing | None = None, **fields: Any) -> Radiograph:
    pixels = np.arange(100 * 80, dtype=np.float32).reshape(100, 80)
    aspect = spacing.row_mm / spacing.column_mm if spacing else 1.0
    return radiograph(pixels, spacing=spacing, **{"pixel_aspect": aspect, **fields})


def annotation(kind: AnnotationKind, *points: Point, **fields: Any) -> Annotation:
    return Annotation(1, kind, points, **fields)


SQUARE = Spacing(0.5, 0.5, "at detector")
TALL = Spacing(0.4, 0.2, "calibrated: fiducial")


def lines(drawn: Annotation, on: Radiograph) -> tuple[str, ...]:
    return annotation_lines(drawn, on, scale_of(on, (drawn,)))


def test_a_length_is_in_millimetres_and_says_where_they_come_from() -> None:
    assert lines(annotation(AnnotationKind.LENGTH, (0, 0), (30, 40)), film(SQUARE)) == ("25.0 mm at detector",)


def test_a_length_without_spacing_is_in_pixels_and_says_so() -> None:
    assert lines(annotation(AnnotationKind.LENGTH, (0, 0), (30, 40)), film()) == ("50 px, no spacing in the file",)


def test_pixels_that_are_not_square_are_measured_each_way_by_their_own_size() -> None:
    scale = scale_of(film(TALL))
    assert length(annotation(AnnotationKind.LENGTH, (0, 0), (10, 0)), scale) == pytest.approx(2.0)
    assert length(annotation(AnnotationKind.LENGTH, (0, 0), (0, 10)), scale) == pytest.approx(4.0)
    assert angle(annotation(AnnotationKind.ANGLE, (20, 0), (0, 0), (20, 10)), scale) == pytest.approx(45.0)


def test_angles_are_right_without_spacing_too_where_the_aspect_is_known() -> None:
    scale = scale_of(film(pixel_aspect=2.0))
    assert angle(annotation(AnnotationKind.ANGLE, (20, 0), (0, 0), (20, 10)), scale) == pytest.approx(45.0)


@pytest.mark.parametrize("degrees", [0, 17, 90, 163, 180])
def test_an_angle_is_that_at_its_vertex(degrees: int) -> None:
    end = (40 + 20 * math.cos(math.radians(degrees)), 40 - 20 * math.sin(math.radians(degrees)))
    assert angle(annotation(AnnotationKind.ANGLE, (60, 40), (40, 40), end), scale_of(film())) == pytest.approx(
        degrees, abs=1e-6
    )


@pytest.mark.parametrize("turned", [False, True])
def test_a_cobb_angle_does_not_depend_on_the_way_its_lines_are_drawn(turned: bool) -> None:
    second = [(10.0, 60.0), (50.0, 60.0 + 40 * math.tan(math.radians(23)))]
    points = [(10.0, 20.0), (50.0, 20.0), *(reversed(second) if turned else second)]
    assert cobb(annotation(AnnotationKind.COBB, *points), scale_of(film())) == pytest.approx(23.0)


def test_a_line_without_length_has_no_angle() -> None:
    assert lines(annotation(AnnotationKind.ANGLE, (1, 1), (1, 1), (5, 5)), film()) == ("–",)
    assert lines(annotation(AnnotationKind.COBB, (1, 1), (1, 1), (5, 5), (6, 6)), film()) == ("Cobb –",)


CTR = (AnnotationKind.CARDIOTHORACIC, (40, 10), (40, 90), (30, 60), (56, 65), (10, 70), (62, 72))


def test_the_cardiothoracic_ratio_has_two_decimals_and_its_diameters() -> None:
    on = film(SQUARE, identity=Identity(view_position="PA"))
    assert lines(annotation(*CTR), on) == ("CTR 0.50", "Heart 13.0 / thorax 26.0 mm at detector")


@pytest.mark.parametrize(
    ("view", "warning"),
    [("AP", AP), ("", VIEW_UNKNOWN), ("LL", "LL view: not meant for this ratio")],
)
def test_the_cardiothoracic_ratio_warns_unless_the_film_is_known_to_be_pa(view: str, warning: str) -> None:
    assert lines(annotation(*CTR), film(SQUARE, identity=Identity(view_position=view)))[-1] == warning


@given(st.floats(-60, 60), st.floats(-50, 50), st.floats(-50, 50))
def test_the_ratio_stays_when_the_patient_is_turned_or_elsewhere(degrees: float, dx: float, dy: float) -> None:
    transform = complex(math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))
    moved = [complex(*point) * transform + complex(dx, dy) for point in CTR[1:]]
    found = cardiothoracic(annotation(CTR[0], *((z.real, z.imag) for z in moved)), scale_of(film()))
    assert found is not None
    assert found.ratio == pytest.approx(0.5, rel=1e-6)


def test_a_midline_or_thorax_without_size_has_no_ratio() -> None:
    assert lines(annotation(CTR[0], (4, 4), (4, 4), *CTR[3:]), film())[0] == "CTR –"
    assert lines(annotation(CTR[0], *CTR[1:5], (10, 70), (10, 80)), film())[0] == "CTR –"


def test_a_known_length_calibrates_the_film_and_wins_over_the_file() -> None:
    given_by_hand = annotation(AnnotationKind.CALIBRATION, (10, 10), (50, 10), known_mm=20.0)
    measured = annotation(AnnotationKind.LENGTH, (0, 0), (0, 10))
    scale = scale_of(film(SQUARE), (given_by_hand,))
    assert scale.origin == BY_HAND
    assert length(measured, scale) == pytest.approx(5.0)
    tall = scale_of(film(TALL), (given_by_hand,))
    assert length(measured, tall) == pytest.approx(10.0)


def test_the_last_calibration_counts_and_a_broken_one_does_not() -> None:
    first = annotation(AnnotationKind.CALIBRATION, (0, 0), (10, 0), known_mm=10.0)
    second = annotation(AnnotationKind.CALIBRATION, (0, 0), (10, 0), known_mm=30.0)
    dot = annotation(AnnotationKind.CALIBRATION, (5, 5), (5, 5), known_mm=30.0)
    assert scale_of(film(), (first, second)).column == pytest.approx(3.0)
    assert scale_of(film(), (first, dot)).column == pytest.approx(1.0)
    assert scale_of(film(), (dot,)).unit == "px"


def test_a_rectangle_gives_the_statistics_of_the_pixels_whose_centres_it_holds() -> None:
    on = film(SQUARE, unit="HU")
    found = statistics(annotation(AnnotationKind.RECTANGLE, (20.4, 30.6), (10.6, 10.4)), on)
    inside = on.pixels[10:31, 11:20].astype(np.float64)
    assert found is not None
    assert (found.count, found.lowest, found.highest) == (inside.size, inside.min(), inside.max())
    assert found.mean == pytest.approx(inside.mean())
    assert found.deviation == pytest.approx(inside.std())


def test_what_is_no_image_is_left_out_of_a_region() -> None:
    pixels = np.ones((10, 10), np.float32)
    pixels[0], pixels[1] = -2000, np.nan
    shutter = np.ones((10, 10), np.bool_)
    shutter[2] = False
    on = radiograph(pixels, padding=(-2000, -2000), shutter=shutter)
    found = statistics(annotation(AnnotationKind.RECTANGLE, (0, 0), (10, 10)), on)
    assert found is not None
    assert (found.count, found.mean, found.deviation) == (70, 1.0, 0.0)


def test_a_region_outside_the_film_says_so() -> None:
    assert lines(annotation(AnnotationKind.ELLIPSE, (-50, -50), (-10, -10)), film(SQUARE))[0] == "no pixels of the film"


@pytest.mark.parametrize("kind", [AnnotationKind.ELLIPSE, AnnotationKind.RECTANGLE])
def test_the_pixels_of_a_region_cover_its_area(kind: AnnotationKind) -> None:
    drawn = annotation(kind, (5.3, 7.1), (71.2, 93.4))
    mask = region(drawn, (100, 80))[2]
    assert mask.sum() == pytest.approx(area(drawn, scale_of(film())), rel=0.02)


def triangle(points: list[Point], x: float, y: float) -> bool:
    """Whether a point lies in a triangle, by the side of each edge it is on."""
    sides = []
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
        sides.append((bx - ax) * (y - ay) - (by - ay) * (x - ax))
    return all(side > 0 for side in sides) or all(side < 0 for side in sides)


@given(st.lists(st.tuples(st.floats(-10, 40), st.floats(-10, 40)), min_size=3, max_size=3))
def test_a_polygon_holds_the_pixels_whose_centres_lie_in_it(points: list[Point]) -> None:
    rows, columns, mask = region(annotation(AnnotationKind.POLYGON, *points), (30, 30))
    whole = np.zeros((30, 30), np.bool_)
    whole[rows, columns] = mask
    for row in range(30):
        for column in range(30):
            x, y = column + 0.5, row + 0.5
            edge = min(
                abs((bx - ax) * (y - ay) - (by - ay) * (x - ax))
                for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True)
            )
            if edge > 1e-6:
                assert whole[row, column] == triangle(points, x, y)


def test_a_polygon_with_a_notch_leaves_the_notch_out() -> None:
    drawn = annotation(AnnotationKind.POLYGON, (0, 0), (20, 0), (20, 20), (10, 5), (0, 20))
    rows, columns, mask = region(drawn, (30, 30))
    assert (rows.stop, columns.stop) == (20, 20)
    assert not mask[15, 10]
    assert mask[2, 10]
    assert mask.sum() == pytest.approx(area(drawn, scale_of(film())), rel=0.03)


def test_areas_change_from_square_millimetres_to_square_centimetres() -> None:
    on = film(SQUARE)
    assert lines(annotation(AnnotationKind.RECTANGLE, (0, 0), (10, 10)), on)[-1].startswith("25.0 mm² at detector")
    assert lines(annotation(AnnotationKind.RECTANGLE, (0, 0), (80, 100)), on)[-1].startswith("20.00 cm² at detector")


@pytest.mark.parametrize("kind", list(AnnotationKind))
def test_every_mark_has_lines_inside_the_box_of_its_points_or_near_it(kind: AnnotationKind) -> None:
    points: tuple[Point, ...] = ((10, 10), (50, 14), (20, 30), (44, 31), (12, 40), (48, 41))
    drawn = annotation(kind, *points)
    for line in outline(drawn, scale_of(film(TALL))):
        assert len(line) >= 2
        assert all(0 <= x <= 60 and 0 <= y <= 50 for x, y in line)
