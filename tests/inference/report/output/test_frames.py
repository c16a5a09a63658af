"""A film of several frames: what is analysed is one of them, and every result says which."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from pydicom import dcmread

import resources
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.reading import read_film
from inference.report.film_info import info_text
from inference.report.output import csv_json
from inference.report.output.export import Part, write_export
from inference.report.page.options import ReportOptions
from inference.text.messages import film_notes
from tests.builders import phantom, write_dicom
from tests.inference.report.page.report_pages import analysis_with, positive

WHOLE = json.loads(resources.path("schemas/result.schema.json").read_text("utf-8"))
SCHEMA = {"$defs": WHOLE["$defs"], **WHOLE["properties"]["film"]}
SAID = "3 frames: this is frame 2"


@pytest.fixture
def film(tmp_path: Path) -> Radiograph:
    frames = np.stack([phantom(), phantom()[::-1], phantom()])
    return read_film(write_dicom(tmp_path / "film.dcm", frames, frames=3), 1)


def test_it_is_said_of_a_film_of_several_frames_which_is_shown(film: Radiograph) -> None:
    assert any(SAID in note for note in film.notes)
    assert SAID in info_text(film)
    assert SAID in film_notes(film).text


def test_nothing_is_said_of_a_film_of_one_frame(tmp_path: Path) -> None:
    assert read_film(write_dicom(tmp_path / "one.dcm", phantom())).notes == ()


def test_every_result_names_the_frame(film: Radiograph, tmp_path: Path) -> None:
    analysis = analysis_with(film, positive(PNEUMOTHORAX))
    parts = frozenset({Part.CSV, Part.JSON, Part.DICOM, Part.REPORT_PDF, Part.REPORT_PNG})
    out = write_export(tmp_path / "out", film, analysis, ReportOptions(), parts).path
    facts = json.loads((out / Part.JSON.file).read_text("utf-8"))
    jsonschema.validate(facts["film"], SCHEMA)
    assert (facts["film"]["frame"], facts["film"]["frames"]) == (2, 3)
    rows = list(csv.DictReader((out / Part.CSV.file).read_text("utf-8").splitlines()))
    assert {row["frame"] for row in rows} == {"2 of 3"}
    assert csv_json.rows_again("film", facts)[0]["frame"] == "2 of 3"
    report = dcmread(out / Part.DICOM.file / "report.dcm")
    assert "Referenced Frame Number" in str(report)


def test_facts_from_before_frames_were_named_are_still_read(film: Radiograph) -> None:
    facts = json.loads(csv_json.result_json(film, analysis_with(film, positive(PNEUMOTHORAX)), name="film"))
    del facts["film"]["frame"], facts["film"]["frames"]
    jsonschema.validate(facts["film"], SCHEMA)
    assert csv_json.rows_again("film", facts)[0]["frame"] == ""
