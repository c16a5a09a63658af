"""What lies over a film: overlays as a layer of their own, shutters on the screen; neither reaches the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless

from inference.core.film import Radiograph
from inference.imaging.display_pipeline import display_values, render
from inference.reading import read_film
from tests.builders import dataset, phantom, write_dataset, write_dicom

ROWS, COLUMNS = 20, 26
FILM = phantom(ROWS, COLUMNS)


def drawing() -> NDArray[np.bool_]:
    mask = np.zeros((5, 7), dtype=np.bool_)
    mask[1, 2:6] = mask[3, 0] = True
    return mask


def with_overlay(
    film: Dataset, mask: NDArray[np.bool_], origin: tuple[int, int] = (1, 1), group: int = 0x6000
) -> Dataset:
    film.add_new((group, 0x0010), "US", mask.shape[0])
    film.add_new((group, 0x0011), "US", mask.shape[1])
    film.add_new((group, 0x0040), "CS", "G")
    film.add_new((group, 0x0050), "SS", list(origin))
    film.add_new((group, 0x0100), "US", 1)
    film.add_new((group, 0x0102), "US", 0)
    packed = np.packbits(mask.ravel(), bitorder="little").tobytes()
    film.add_new((group, 0x3000), "OW", packed + b"\0" * (len(packed) % 2))
    return film


def read(tmp_path: Path, film: Dataset, syntax: str = ExplicitVRLittleEndian) -> Radiograph:
    return read_film(write_dataset(tmp_path / "film.dcm", film, syntax))


def shuttered(tmp_path: Path, **tags: Any) -> Radiograph:
    return read_film(write_dicom(tmp_path / "film.dcm", FILM, **tags))


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
def test_overlay_of_its_own_is_a_layer_at_its_place(tmp_path: Path, syntax: str) -> None:
    [graphic] = read(tmp_path, with_overlay(dataset(FILM), drawing(), origin=(4, 9)), syntax).overlay_planes
    expected = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
    expected[3:8, 8:15] = drawing()
    np.testing.assert_array_equal(graphic.mask, expected)
    assert graphic.name == "Overlay 1"


def test_overlay_in_a_big_endian_file_is_read(tmp_path: Path) -> None:
    film = with_overlay(dataset(FILM), drawing())
    little = np.frombuffer(film[0x6000, 0x3000].value, "<u2")
    film[0x6000, 0x3000].value = little.astype(">u2").tobytes()
    film.PixelData = FILM.astype(">u2").tobytes()
    [graphic] = read(tmp_path, film, ExplicitVRBigEndian).overlay_planes
    np.testing.assert_array_equal(graphic.mask[:5, :7], drawing())


def test_overlay_that_reaches_over_the_edge_is_cut(tmp_path: Path) -> None:
    [graphic] = read(tmp_path, with_overlay(dataset(FILM), drawing(), origin=(0, -1))).overlay_planes
    np.testing.assert_array_equal(graphic.mask[:4, :5], drawing()[1:, 2:])


def test_overlay_outside_the_film_is_none(tmp_path: Path) -> None:
    assert read(tmp_path, with_overlay(dataset(FILM), drawing(), origin=(100, 100))).overlay_planes == ()


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, RLELossless])
def test_overlay_in_the_pixels_is_a_layer_and_not_in_the_film(tmp_path: Path, syntax: str) -> None:
    mask = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
    mask[2:9, 3:5] = True
    film = dataset(FILM | (mask.astype(np.uint16) << 13), bits_stored=12)
    film = with_overlay(film, mask)
    del film[0x6000, 0x3000]
    film[0x6000, 0x0100].value, film[0x6000, 0x0102].value = 16, 13
    if syntax == RLELossless:
        film.file_meta = read_meta(tmp_path)
        film.compress(RLELossless, generate_instance_uid=False)
    a_film = read(tmp_path, film, syntax)
    np.testing.assert_array_equal(a_film.overlay_planes[0].mask, mask)
    np.testing.assert_array_equal(a_film.pixels, FILM)


def read_meta(tmp_path: Path) -> Any:
    return dcmread(write_dicom(tmp_path / "plain.dcm", FILM)).file_meta


def test_overlays_keep_their_labels(tmp_path: Path) -> None:
    film = with_overlay(with_overlay(dataset(FILM), drawing()), drawing(), group=0x6002)
    film.add_new((0x6002, 0x1500), "LO", "Ruler")
    assert [graphic.name for graphic in read(tmp_path, film).overlay_planes] == ["Overlay 1", "Ruler"]


@pytest.mark.parametrize(("element", "vr", "value"), [(0x0010, "US", 9999), (0x0050, "SS", 3), (0x0010, "US", 0)])
def test_malformed_overlay_is_left_out(tmp_path: Path, element: int, vr: str, value: int) -> None:
    film = with_overlay(dataset(FILM), drawing())
    film.add_new((0x6000, element), vr, value)
    a_film = read(tmp_path, film)
    assert a_film.overlay_planes == ()
    np.testing.assert_array_equal(a_film.pixels, FILM)


def test_overlay_does_not_reach_what_the_model_sees(tmp_path: Path) -> None:
    plain = read(tmp_path, dataset(FILM))
    drawn = read(tmp_path, with_overlay(dataset(FILM), drawing()))
    np.testing.assert_array_equal(display_values(drawn), display_values(plain))
    assert drawn.film_hash == plain.film_hash


RECTANGLE = {
    "ShutterShape": "RECTANGULAR",
    "ShutterLeftVerticalEdge": 3,
    "ShutterRightVerticalEdge": 20,
    "ShutterUpperHorizontalEdge": 5,
    "ShutterLowerHorizontalEdge": 15,
}


def test_rectangular_shutter_leaves_its_rectangle(tmp_path: Path) -> None:
    shown = shuttered(tmp_path, **RECTANGLE).shutter
    expected = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
    expected[4:15, 2:20] = True
    assert shown is not None
    np.testing.assert_array_equal(shown, expected)


def test_circular_shutter_leaves_its_circle(tmp_path: Path) -> None:
    tags = {"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [10, 12], "RadiusOfCircularShutter": 4}
    shown = shuttered(tmp_path, **tags).shutter
    assert shown is not None
    assert shown[9, 11]
    assert shown[5, 11]
    assert not shown[4, 11]
    assert not shown[5, 7]


def test_polygonal_shutter_leaves_its_polygon(tmp_path: Path) -> None:
    tags = {"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [1, 1, 1, 20, 20, 1]}
    shown = shuttered(tmp_path, **tags).shutter
    assert shown is not None
    assert shown[0, 0]
    assert shown[0, 19]
    assert not shown[18, 18]


def test_several_shutters_leave_what_all_leave(tmp_path: Path) -> None:
    both = {
        **RECTANGLE,
        "ShutterShape": ["RECTANGULAR", "CIRCULAR"],
        "CenterOfCircularShutter": [5, 3],
        "RadiusOfCircularShutter": 3,
    }
    shown = shuttered(tmp_path, **both).shutter
    assert shown is not None
    assert shown[4, 2]
    assert not shown[3, 2]
    assert not shown[12, 12]


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"ShutterShape": "RECTANGULAR"},
        {**RECTANGLE, "ShutterLeftVerticalEdge": 500, "ShutterRightVerticalEdge": 600},
        {"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [1, 1]},
        {"ShutterShape": "BITMAP"},
        {"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [9, 9], "RadiusOfCircularShutter": 10000},
    ],
)
def test_missing_malformed_and_useless_shutters_hide_nothing(tmp_path: Path, tags: dict[str, Any]) -> None:
    assert shuttered(tmp_path, **tags).shutter is None


def test_shutter_is_black_on_the_screen_also_on_an_inverted_film(tmp_path: Path) -> None:
    for photometric in ("MONOCHROME1", "MONOCHROME2"):
        shown = render(shuttered(tmp_path, photometric=photometric, **RECTANGLE))
        assert not shown[:4].any()
        assert shown[4:15, 2:20].any()


def test_shutter_does_not_reach_what_the_model_sees(tmp_path: Path) -> None:
    np.testing.assert_array_equal(display_values(shuttered(tmp_path, **RECTANGLE)), display_values(shuttered(tmp_path)))


def test_another_shutter_is_another_film_hash(tmp_path: Path) -> None:
    assert shuttered(tmp_path, **RECTANGLE).film_hash != shuttered(tmp_path).film_hash


def test_bitmap_shutter_hides_what_its_overlay_draws_and_is_no_drawing(tmp_path: Path) -> None:
    film = with_overlay(dataset(FILM), drawing(), origin=(4, 9), group=0x6002)
    film.ShutterShape, film.ShutterOverlayGroup = "BITMAP", 0x6002
    shown = read(tmp_path, with_overlay(film, drawing()))
    hidden = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
    hidden[3:8, 8:15] = drawing()
    assert shown.shutter is not None
    np.testing.assert_array_equal(shown.shutter, ~hidden)
    assert [graphic.name for graphic in shown.overlay_planes] == ["Overlay 1"]
    assert not render(shown)[hidden].any()


@pytest.mark.parametrize("group", [None, 0x6004, 0x0028])
def test_bitmap_shutter_without_its_overlay_hides_nothing(tmp_path: Path, group: int | None) -> None:
    film = with_overlay(dataset(FILM), drawing())
    film.ShutterShape = "BITMAP"
    if group is not None:
        film.ShutterOverlayGroup = group
    shown = read(tmp_path, film)
    assert shown.shutter is None
    assert len(shown.overlay_planes) == 1
