"""What the tools of others say of the DICOM files: dciodvfy, dcentvfy, dsr2html."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import resources
from inference.report.dicom.codes import SCHEME
from tests import needs
from tests.builders import phantom, write_png
from tests.inference.report.dicom.dicom_results import export

SAMPLE = resources.path("samples") / "alex" / "1-pa.dcm"
OWN_SCHEME = f"Warning - Unrecognized defined term <{SCHEME}>"
LATERALITY = "Error - Missing attribute Type 2C Conditional Element=<Laterality>"  # of a chest, which is not paired
NO_DATE = "Warning - Missing attribute or value that would be needed to build DICOMDIR"  # left out, or never known
OTHER_ENTITY = "Warning - Different information entities for attribute - Element=<AccessionNumber>"  # dcentvfy's tables


def said_by(*command: str | Path) -> list[str]:
    needs.this_program(str(command[0]), "dcmtk" if command[0] == "dsr2html" else "dicom3tools")
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if line.startswith(("Error", "Warning"))]


def beyond(lines: list[str], *noise: str) -> list[str]:
    return [line for line in lines if not line.startswith(noise)]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("named") / "dicom"
    export(folder, SAMPLE)
    return folder


@pytest.fixture(scope="module")
def anonymous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("anonymous") / "dicom"
    export(folder, SAMPLE, anonymize=True)
    return folder


def test_the_structured_report_validates(named: Path) -> None:
    assert beyond(said_by("dciodvfy", named / "results-sr.dcm"), OWN_SCHEME) == []


@pytest.mark.parametrize("name", ["report.dcm", "overlay-pneumothorax.dcm"])
def test_captures_validate(named: Path, name: str) -> None:
    assert beyond(said_by("dciodvfy", named / name)) == []


def test_objects_without_identity_validate(anonymous: Path) -> None:
    for path in sorted(anonymous.iterdir()):
        assert beyond(said_by("dciodvfy", path), OWN_SCHEME, NO_DATE) == [], path.name


def test_the_copy_of_a_film_lacks_nothing_that_the_film_had(anonymous: Path) -> None:
    assert beyond(said_by("dciodvfy", anonymous / "film.dcm"), NO_DATE, *said_by("dciodvfy", SAMPLE)) == []


def test_objects_from_a_picture_validate(tmp_path: Path) -> None:
    export(tmp_path / "out", write_png(tmp_path / "film.png", phantom()))
    for path in sorted((tmp_path / "out").iterdir()):
        assert beyond(said_by("dciodvfy", path), OWN_SCHEME, NO_DATE) == [], path.name


def test_objects_agree_about_patient_study_and_series(named: Path, anonymous: Path) -> None:
    assert beyond(said_by("dcentvfy", SAMPLE, *sorted(named.iterdir())), OTHER_ENTITY) == []
    assert beyond(said_by("dcentvfy", *sorted(anonymous.iterdir())), OTHER_ENTITY) == []


def test_the_structured_report_can_be_read_as_a_page(named: Path, tmp_path: Path) -> None:
    page = tmp_path / "sr.html"
    assert said_by("dsr2html", named / "results-sr.dcm", page) == []
    words = page.read_text("utf-8")
    for word in ("Imaging Measurement Report", "Pneumothorax", "Present", "Absent", "Undetermined", "UNVERIFIED"):
        assert word in words
