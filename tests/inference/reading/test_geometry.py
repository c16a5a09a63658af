"""Spacing with its origin, pixel aspect and patient orientation of real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.core.film import Orientation, Radiograph, Spacing
from inference.core.voi import VoiFunction
from inference.reading import read_film
from tests.builders import write_dicom

EXACT = VoiFunction.LINEAR_EXACT


def film(tmp_path: Path, pixels: NDArray[Any], **tags: Any) -> Radiograph:
    return read_film(write_dicom(tmp_path / "film.dcm", pixels, **tags))


def u16(*values: int) -> NDArray[np.uint16]:
    return np.array([values], dtype=np.uint16)


@pytest.mark.parametrize(
    ("tags", "spacing"),
    [
        ({}, None),
        ({"ImagerPixelSpacing": [0.1, 0.2]}, Spacing(0.1, 0.2, "at detector")),
        ({"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.1, 0.1]}, Spacing(0.1, 0.1, "at detector")),
        (
            {"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacing": [0.09, 0.09], "PixelSpacingCalibrationType": "FIDUCIAL"},
            Spacing(0.09, 0.09, "calibrated: fiducial"),
        ),
        (
            {"PixelSpacing": [0.09, 0.09], "PixelSpacingCalibrationType": "GEOMETRY"},
            Spacing(0.09, 0.09, "calibrated: geometry"),
        ),
        ({"PixelSpacing": [0.09, 0.09]}, Spacing(0.09, 0.09, "as stated, calibration unknown")),
        ({"PixelSpacing": [0.7, 0.7], "Modality": "CT"}, Spacing(0.7, 0.7, "in the patient")),
        (
            {"ImagerPixelSpacing": [0.2, 0.1], "EstimatedRadiographicMagnificationFactor": 1.25},
            Spacing(0.16, 0.08, "estimated from the magnification"),
        ),
        (
            {
                "ImagerPixelSpacing": [0.2, 0.2],
                "PixelSpacing": [0.2, 0.2],
                "EstimatedRadiographicMagnificationFactor": 1.25,
            },
            Spacing(0.16, 0.16, "estimated from the magnification"),
        ),
        (
            {
                "ImagerPixelSpacing": [0.2, 0.2],
                "PixelSpacing": [0.17, 0.17],
                "EstimatedRadiographicMagnificationFactor": 1.25,
            },
            Spacing(0.17, 0.17, "calibrated: method not stated"),
        ),
        *(
            (
                {"ImagerPixelSpacing": [0.2, 0.2], "EstimatedRadiographicMagnificationFactor": odd},
                Spacing(0.2, 0.2, "at detector"),
            )
            for odd in (0, -1.2, 0.5, 1000, "")
        ),
        ({"NominalScannedPixelSpacing": [0.1, 0.1]}, Spacing(0.1, 0.1, "at scanned film")),
        ({"PixelSpacing": ["0", "nan"]}, None),
    ],
)
def test_spacing_says_where_it_comes_from(tmp_path: Path, tags: dict[str, Any], spacing: Spacing | None) -> None:
    assert film(tmp_path, u16(1, 2), **tags).spacing == spacing


def test_oblong_pixels_are_told_by_spacing_or_aspect_ratio(tmp_path: Path) -> None:
    assert film(tmp_path, u16(1, 2), ImagerPixelSpacing=[0.2, 0.1]).pixel_aspect == 2
    assert film(tmp_path, u16(1, 2), PixelAspectRatio=[4, 2]).pixel_aspect == 2
    assert film(tmp_path, u16(1, 2), PixelAspectRatio=[0, 0]).pixel_aspect == 1


@pytest.mark.parametrize(
    ("tags", "orientation"),
    [
        ({"PatientOrientation": ["L", "F"]}, Orientation("L", "F")),
        ({"PatientOrientation": ["R", "H"]}, Orientation("R", "H")),
        ({"PatientOrientation": ["PL", "FA"]}, Orientation("PL", "FA")),
        ({"PatientOrientation": ""}, None),
        ({"PatientOrientation": ["X", "F"]}, None),
        ({"PatientOrientation": ["LR", "F"]}, None),
        ({"ImageOrientationPatient": [1, 0, 0, 0, 0, -1]}, Orientation("L", "F")),
        ({"ImageOrientationPatient": [-1, 0, 0, 0, 0.8, 0.6]}, Orientation("R", "PH")),
    ],
)
def test_orientation_is_read_or_absent(tmp_path: Path, tags: dict[str, Any], orientation: Orientation | None) -> None:
    assert film(tmp_path, u16(1, 2), **tags).orientation == orientation
