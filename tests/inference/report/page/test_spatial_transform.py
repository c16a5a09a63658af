"""Reports of films as they lay on the screen: all eight ways, markers, annotations, overlay and tiles in place."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom import dcmread

from inference.core.analysis import Analysis
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Orientation, Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.core.reader_annotations import ReaderAnnotations
from inference.imaging.spatial_transform import (
    ANTICLOCKWISE,
    CLOCKWISE,
    FLIP_ACROSS,
    FLIP_DOWN,
    UPRIGHT,
    SpatialTransform,
    transform_of,
)
from inference.report.page.display_list import DARK, PageColour, PageImage, TextLine
from inference.report.page.film.films import MARKER
from inference.report.page.film.preview import report_preview
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions, overlaid_picture, plain_picture
from inference.report.page.png import CHUNK, report_png
from tests.builders import phantom, radiograph, write_dicom
from tests.e2e.hot_corner import unlike
from tests.inference.report.dicom.dicom_results import WHO, export
from tests.inference.report.page.report_pages import analysis_with, overlaps, positive

Pixels = NDArray[Any]
HALF = CLOCKWISE.then(CLOCKWISE)
# what numpy makes of it, and the orientation markers at the left, top, right and bottom edge
EIGHT: dict[SpatialTransform, tuple[Callable[[Pixels], Pixels], str]] = {
    UPRIGHT: (lambda seen: seen, "RHLF"),
    CLOCKWISE: (lambda seen: np.rot90(seen, -1), "FRHL"),
    HALF: (lambda seen: np.rot90(seen, 2), "LFRH"),
    ANTICLOCKWISE: (lambda seen: np.rot90(seen, 1), "HLFR"),
    FLIP_ACROSS: (np.fliplr, "LHRF"),
    FLIP_DOWN: (np.flipud, "RFLH"),
    FLIP_ACROSS.then(CLOCKWISE): (lambda seen: np.rot90(np.fliplr(seen), -1), "FLHR"),
    FLIP_ACROSS.then(ANTICLOCKWISE): (lambda seen: np.rot90(np.fliplr(seen), 1), "HRFL"),
}
ALL_EIGHT = pytest.mark.parametrize("transform", EIGHT)


def film_with_heat(rows: int = 900, columns: int = 700, aspect: float = 1.0) -> tuple[Radiograph, Analysis]:
    film = radiograph(phantom(rows, columns), orientation=Orientation("L", "F"), pixel_aspect=aspect)
    return film, analysis_with(film, positive(PNEUMOTHORAX, 1))


def page_of(
    film: Radiograph, analysis: Analysis, transform: SpatialTransform
) -> tuple[dict[str, Pixels], dict[str, Any]]:
    """The viewports cut out of the rasterized page, and what its chunk says."""
    with Image.open(io.BytesIO(report_png(film, analysis, ReportOptions(transform=transform)))) as page:
        facts = json.loads(page.text[CHUNK])  # type: ignore[attr-defined]  # a PNG has text chunks
        pixels = np.asarray(page.convert("RGB"))
    areas = facts["panes"].items()
    return {name: pixels[top : top + high, left : left + wide] for name, (left, top, wide, high) in areas}, facts


@ALL_EIGHT
def test_the_viewports_show_film_and_overlay_as_they_lay(transform: SpatialTransform) -> None:
    film, analysis = film_with_heat()
    viewports, facts = page_of(film, analysis, transform)
    lies, _ = EIGHT[transform]
    plain = np.repeat(plain_picture(film, ReportOptions())[:, :, None], 3, axis=2)
    overlaid = lies(overlaid_picture(film, analysis, ["pneumothorax"], ReportOptions()))
    assert unlike(viewports["film"], np.ascontiguousarray(lies(plain))) < 3
    assert unlike(viewports["overlay"], np.ascontiguousarray(overlaid)) < 3
    assert transform_of(facts["turn"]) == transform


@ALL_EIGHT
def test_the_markers_beside_a_viewport_are_true_and_lie_over_nothing(transform: SpatialTransform) -> None:
    film, analysis = film_with_heat()
    page = film_report(film, analysis, ReportOptions(transform=transform))
    x, y, wide, _ = page.areas["film"]
    size = page.pages[0].unit * MARKER
    found = {}
    for item in page.pages[0].items:
        near = isinstance(item, TextLine) and x - 2 * size < item.x < x + wide + size and item.y > y - 2 * size
        if isinstance(item, TextLine) and near and item.text in tuple("RLHF"):
            where = (item.x + item.width / 2, item.y + item.height / 2)
            side = "left" if where[0] < x else "right" if where[0] > x + wide else "top" if where[1] < y else "bottom"
            found[side] = item.text
    left, top, right, bottom = [*EIGHT[transform][1]]
    ends = {} if bottom == "F" else {"top": top, "bottom": bottom}
    assert found == {"left": left, "right": right, **ends}
    assert [overlaps(one) for one in page.pages] == [[], []]


@ALL_EIGHT
@pytest.mark.parametrize("aspect", [1.0, 1.5])
def test_an_annotation_lies_on_the_same_place_of_the_film_however_it_lies(
    transform: SpatialTransform, aspect: float
) -> None:
    film, analysis = film_with_heat(300, 700, aspect)
    dot = Annotation(1, AnnotationKind.POLYGON, ((100, 50), (140, 50), (140, 80), (100, 80)))
    annotated = replace(analysis, reader=ReaderAnnotations(annotations=(dot,)))
    before, _ = page_of(film, analysis, transform)
    after, facts = page_of(film, annotated, transform)
    lies, _ = EIGHT[transform]
    stored = np.zeros((round(300 * aspect), 700), bool)
    stored[round(50 * aspect) : round(80 * aspect), 100:140] = True
    inside = np.argwhere(lies(stored)) * facts["magnification"]
    yellow = np.abs(after["film"].astype(int) - np.array(DARK[PageColour.ACCENT])).sum(axis=2) < 90
    lines = np.argwhere(yellow & (before["film"] != after["film"]).any(axis=2))
    low, high = inside.min(axis=0), inside.max(axis=0)
    on_edge = ((abs(lines - low) <= 5) | (abs(lines - high) <= 5)).any(axis=1)
    number = lines[~on_edge]  # its number stands outside its upper right corner, upright
    assert on_edge.sum() > 60
    assert not ((number > low + 5) & (number < high - 5)).all(axis=1).any()


@ALL_EIGHT
def test_the_tile_frames_and_enlarges_the_hottest_place_as_it_lies(transform: SpatialTransform) -> None:
    film, analysis = film_with_heat(400, 300, 1.5)
    page, stored = (film_report(film, analysis, ReportOptions(transform=way)) for way in (transform, UPRIGHT))
    lies, _ = EIGHT[transform]
    zooms = [[item for item in made.pages[1].items if isinstance(item, PageImage)][1:3] for made in (page, stored)]
    shown, plain = (np.asarray(made[0].image.convert("L")).astype(int) for made in zooms)
    expected = lies(plain)
    assert shown.shape[0] / shown.shape[1] == pytest.approx(expected.shape[0] / expected.shape[1], abs=0.02)
    resized = Image.fromarray(expected.astype(np.uint8)).resize(shown.shape[::-1])
    assert np.abs(np.asarray(resized).astype(int) - shown).mean() < 6


def test_a_transformed_preview_is_a_small_copy_of_the_page() -> None:
    film, analysis = film_with_heat(1400, 1000)
    page = film_report(film, analysis, ReportOptions(transform=CLOCKWISE)).pages[0]
    preview = report_preview(film, analysis, ReportOptions(transform=CLOCKWISE), 800)
    assert preview.shape[0] / preview.shape[1] == pytest.approx(page.height / page.width, rel=0.03)


@ALL_EIGHT
def test_a_captured_overlay_lies_as_seen_and_says_its_directions(transform: SpatialTransform, tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    export(tmp_path / "out", path, transform=transform)
    export(tmp_path / "stored", path)
    made, stored = (dcmread(tmp_path / name / "overlay-pneumothorax.dcm") for name in ("out", "stored"))
    lies, letters = EIGHT[transform]
    overlaid = stored.pixel_array[: phantom().shape[0], : phantom().shape[1]]
    rows, columns = lies(overlaid).shape[:2]
    assert np.array_equal(made.pixel_array[:rows, :columns], lies(overlaid))
    assert list(made.PatientOrientation) == [letters[2], letters[3]]


def test_numbers_that_are_no_transform_are_upright() -> None:
    assert all(transform_of(list(transform.numbers)) == transform for transform in EIGHT)
    for odd in (None, [], [1, 0, 0, 2], [0, 0, 0, 0], "1001", {"xx": 1}, [[1], 0, 0, 1]):
        assert transform_of(odd) == UPRIGHT
