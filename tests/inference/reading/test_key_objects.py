"""Films that key object selections of others point out: made by highdicom, found beside the films, believed or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from highdicom.ko import KeyObjectSelection, KeyObjectSelectionDocument
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.uid import generate_uid

from inference.core.errors import NoPixels
from inference.reading.files.scan import FilmEntry, scan
from tests.builders import phantom, write_dataset, write_dicom
from tests.dicom_writing import sequence_item
from tests.inference.report.dicom.dicom_results import WHO

WORDS = "<b>Look</b> at the left apex"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two films of one patient."""
    made = tmp_path / "films"
    made.mkdir()
    for number in (1, 2):
        more: dict[str, Any] = {
            "SeriesNumber": 1,
            "StudyInstanceUID": "1.2.826.0.1.1",
            "SeriesInstanceUID": "1.2.826.0.1.1.1",
        }
        write_dicom(made / f"{number}.dcm", phantom(rows=96 + number), **WHO, **more, InstanceNumber=number)
    return made


def selection(folder: Path, name: str, film: str = "2.dcm", words: str = WORDS) -> Dataset:
    """A selection of one film of the folder, saved beside it."""
    image = dcmread(folder / film)
    for keyword in ("PatientBirthDate", "PatientSex", "AccessionNumber", "StudyID", "StudyDate", "StudyTime"):
        image.setdefault(keyword, None)
    content = KeyObjectSelection(codes.DCM.ForReferringProvider, [image], description=words)
    made = KeyObjectSelectionDocument(
        [image], content, generate_uid(None), 7, generate_uid(None), 1, manufacturer="Somebody else"
    )
    made.save_as(folder / name, enforce_file_format=True)
    return made


def reasons(*paths: Path) -> dict[str, tuple[str, ...]]:
    def of(film: FilmEntry) -> tuple[str, tuple[str, ...]]:
        return film.path.name, film.key_reasons

    return dict(of(film) for study in scan(paths).studies for film in study.films)


def test_a_film_is_pointed_out_by_a_selection_in_its_folder(folder: Path) -> None:
    selection(folder, "key.dcm")
    assert reasons(folder) == {"1.dcm": (), "2.dcm": (f"For Referring Provider: {WORDS}",)}
    assert scan([folder]).skipped == ()


def test_a_disc_points_out_films_by_its_directory(folder: Path) -> None:
    selection(folder, "key.dcm")
    directory = Dataset()
    kinds = {"1.dcm": "IMAGE", "2.dcm": "IMAGE", "key.dcm": "KEY OBJECT DOC"}
    directory.DirectoryRecordSequence = [
        sequence_item(DirectoryRecordType=kind, ReferencedFileID=name)[0] for name, kind in kinds.items()
    ]
    write_dataset(folder / "DICOMDIR", directory)
    found = reasons(folder / "DICOMDIR")
    assert sorted(map(len, found.values())) == [0, 1]
    assert scan([folder / "DICOMDIR"]).skipped == ()


def test_one_that_is_named_itself_points_out_a_film_that_is_named_too_and_else_says_what_it_is(folder: Path) -> None:
    selection(folder, "key.dcm")
    assert reasons(folder / "2.dcm", folder / "key.dcm")["2.dcm"]
    [error] = scan([folder / "1.dcm", folder / "key.dcm"]).skipped
    assert isinstance(error, NoPixels)


def test_one_of_another_patient_or_of_this_program_is_not_believed(folder: Path) -> None:
    made = selection(folder, "key.dcm")
    made.PatientID = "ANOTHER"
    made.save_as(folder / "key.dcm", enforce_file_format=True)
    assert not any(reasons(folder).values())
    made.PatientID, made.Manufacturer = WHO["PatientID"], "ThoraCAM"
    made.save_as(folder / "key.dcm", enforce_file_format=True)
    assert not any(reasons(folder).values())


def test_odd_selections_are_bounded_and_stop_nothing(folder: Path) -> None:
    made = selection(folder, "key.dcm", words="word " * 10_000)
    assert len(reasons(folder)["2.dcm"][0]) <= 200
    for number in range(12):
        selection(folder, f"more-{number}.dcm", words=f"reason {number}")
    assert len(reasons(folder)["2.dcm"]) == 8
    del made.ContentSequence
    made.save_as(folder / "key.dcm", enforce_file_format=True)
    (folder / "cut.dcm").write_bytes((folder / "more-1.dcm").read_bytes()[:900])
    assert len(reasons(folder)) == 2


@pytest.mark.parametrize("seed", range(4))
def test_broken_selections_raise_nothing(folder: Path, seed: int) -> None:
    selection(folder, "key.dcm")
    whole, chance = (folder / "key.dcm").read_bytes(), np.random.default_rng(seed)
    for _ in range(25):
        broken = bytearray(whole)
        for place in chance.integers(132, len(broken), 12):
            broken[place] = chance.integers(256)
        (folder / "key.dcm").write_bytes(broken)
        assert len(reasons(folder)) == 2
