"""Regions of reports in the patient's space (SCOORD3D): drawn where the film has a place there, else said in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from highdicom.spatial import ImageToReferenceTransformer
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import Comprehensive3DSRStorage, generate_uid

from inference.core.film_objects import FilmReport
from inference.reading.objects.in_space import NO_PLACE
from tests.builders import phantom, write_dataset, write_dicom
from tests.inference.reading.objects.others import content, report
from tests.inference.reading.objects.states import read
from tests.inference.report.dicom.dicom_results import WHO

SPACE = "1.2.826.0.1.7.9"
TILTED = np.radians(20.0)
PLACE: dict[str, Any] = {  # an oblique slice whose pixels are no squares
    "FrameOfReferenceUID": SPACE,
    "ImagePositionPatient": [-40.0, 12.5, 7.0],
    "ImageOrientationPatient": [np.cos(TILTED), np.sin(TILTED), 0.0, 0.0, 0.0, -1.0],
    "PixelSpacing": [0.5, 0.25],
    "SliceThickness": 3.0,
}
POINTS = np.array([[10.0, 20.0], [60.5, 22.25], [40.0, 71.75], [10.0, 20.0]])  # in pixels, across and down


def in_space(points: NDArray[np.float64], off: float = 0.0) -> list[float]:
    """Where highdicom says that they lie, and so far off the plane, mm."""
    to_space = ImageToReferenceTransformer(
        PLACE["ImagePositionPatient"], PLACE["ImageOrientationPatient"], PLACE["PixelSpacing"]
    )
    axes = np.reshape(PLACE["ImageOrientationPatient"], (2, 3))
    return [float(at) for at in (to_space(points) + off * np.cross(*axes)).ravel()]


def region(points: list[float], kind: str = "POLYGON", space: str = SPACE) -> Dataset:
    shape: dict[str, Any] = {"GraphicType": kind, "GraphicData": points, "ReferencedFrameOfReferenceUID": space}
    return content("SCOORD3D", "111030", "Image Region", **shape)


def shown(folder: Path, *regions: Dataset, **place: Any) -> FilmReport:
    film = write_dicom(folder / "film.dcm", phantom(), **WHO, **place)
    root = content("CONTAINER", "126000", "Imaging Measurement Report", *regions)
    found = read(write_dataset(folder / "sr.dcm", report(film, root, Comprehensive3DSRStorage)), film)
    assert isinstance(found, FilmReport)
    return found


@pytest.mark.parametrize("kind", ["POLYGON", "POLYLINE", "MULTIPOINT", "POINT"])
def test_a_region_in_the_plane_of_a_film_with_a_place_lies_where_highdicom_says(tmp_path: Path, kind: str) -> None:
    points = POINTS[:1] if kind == "POINT" else POINTS
    found = shown(tmp_path, region(in_space(points), kind), **PLACE)
    [drawn] = found.regions
    assert np.abs(np.array(drawn.graphic.points) - points).max() < 1e-3
    assert found.notes == ()


@pytest.mark.parametrize("missing", [*list(PLACE)[:4], "all"])
def test_on_a_film_without_a_place_it_is_said_in_words(tmp_path: Path, missing: str) -> None:
    place = {} if missing == "all" else {key: value for key, value in PLACE.items() if key != missing}
    found = shown(tmp_path, region(in_space(POINTS)), region(in_space(POINTS)), **place)
    assert found.regions == ()
    assert found.notes == (NO_PLACE,)


def test_a_region_of_another_slice_or_another_space_lies_elsewhere(tmp_path: Path) -> None:
    near, far = region(in_space(POINTS, off=1.4)), region(in_space(POINTS, off=1.6))
    found = shown(tmp_path, near, far, region(in_space(POINTS), space=generate_uid()), **PLACE)
    assert len(found.regions) == 1
    assert found.notes == ("2 of its regions lie on other images.",)


@pytest.mark.parametrize(
    "place",
    [
        {"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]},
        {"PixelSpacing": [0, 0.25]},
        {"ImagePositionPatient": [1, 2]},
        {"ImagePositionPatient": ["nan", 1, 2]},
        {"NumberOfFrames": 1, "SliceThickness": -3.0},
        {"PixelSpacing": [1e-300, 1e-300]},
        {"ImagePositionPatient": ["1e308", "-1e308", "1e308"]},
    ],
)
def test_a_senseless_place_is_none(tmp_path: Path, place: dict[str, Any]) -> None:
    found = shown(tmp_path, region(in_space(POINTS, off=0.6)), **{**PLACE, **place})
    assert found.regions == ()
    assert found.notes


@pytest.mark.parametrize("data", [[], [1.0, 2.0], [float("nan")] * 3, [1e30] * 6, [3e38, -3e38, 3e38]])
def test_coordinates_that_are_none_draw_nothing(tmp_path: Path, data: list[float]) -> None:
    assert shown(tmp_path, region(data), **PLACE).regions == ()
