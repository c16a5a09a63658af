"""What is known of a film, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from inference.core.voi import VoiFunction, VoiLut, VoiWindow
from inference.reading import read_film
from inference.report.film_info import film_info, info_text, voi_text
from tests.builders import phantom, radiograph, write_dicom


def test_everything_but_the_pixels_is_there_and_is_json(tmp_path: Path) -> None:
    path = write_dicom(
        tmp_path / "film.dcm",
        phantom(20, 30),
        bits_stored=12,
        WindowCenter=["2048", "1000"],
        WindowWidth=["4096", "500"],
        ImagerPixelSpacing=[0.1, 0.2],
        PatientOrientation=["L", "F"],
        PixelPaddingValue=0,
    )
    facts = json.loads(json.dumps(film_info(read_film(path)), allow_nan=False))
    assert (facts["rows"], facts["columns"], facts["bits"]) == (20, 30, 12)
    assert facts["values"] == {"least": 0.0, "greatest": 4095.0, "unit": None}
    assert facts["display"]["offered"][1] == {
        "kind": "window",
        "name": "Window 2",
        "center": 1000.0,
        "width": 500.0,
        "function": "LINEAR",
    }
    assert facts["spacing"] == {"row_mm": 0.1, "column_mm": 0.2, "origin": "at detector"}
    assert facts["orientation"] == {"right_edge": "L", "bottom_edge": "F"}
    assert facts["padding"] == [0.0, 0.0]
    assert facts["identity"]["patient_name"] == "Test^Film"


def test_a_film_without_numbers_is_json_too() -> None:
    facts = film_info(radiograph(np.full((2, 2), np.nan)))
    assert json.dumps(facts, allow_nan=False)
    assert "not one number" in info_text(radiograph(np.full((2, 2), np.nan)))


def test_text_leaves_out_what_the_file_is_silent_about() -> None:
    text = info_text(radiograph(phantom(20, 30)))
    assert "Size:            30 x 20 pixels" in text
    assert "Patient" not in text
    assert "Spacing" not in text


def test_text_says_who_when_and_how(tmp_path: Path) -> None:
    path = write_dicom(
        tmp_path / "film.dcm",
        phantom(),
        photometric="MONOCHROME1",
        StudyDate="20240131",
        ImagerPixelSpacing=[0.1, 0.1],
        PatientOrientation=["L", "F"],
    )
    text = info_text(read_film(path))
    assert "Test Film, T-1" in text
    assert "2024-01-31" in text
    assert "low values white" in text
    assert "0.1 x 0.1 mm (at detector)" in text
    assert "L at the right edge, F at the bottom" in text


def test_vois_are_told_in_a_few_words() -> None:
    assert voi_text(VoiWindow(40, 400, VoiFunction.SIGMOID, "Lung")) == "Lung (level 40, width 400, SIGMOID)"
    assert voi_text(VoiLut(0, np.zeros(16, dtype=np.float32), "Film")) == "Film (LUT of 16 entries)"
