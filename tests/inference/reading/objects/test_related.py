"""A scan keeps objects that speak of films, unread, and lists none of them as a film."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.core.errors import NoPixels, ObjectMismatch
from inference.core.film_objects import FilmPresentation, ObjectKind, facts_of
from inference.network.dimse.storage_classes import STORAGE_CLASSES
from inference.reading import read_film, scan
from inference.reading.files.reader_process import ReaderProcess
from inference.reading.objects.kinds import KINDS
from tests.builders import phantom, write_dataset, write_dicom
from tests.dicom_writing import sequence_item
from tests.inference.reading.objects import others
from tests.inference.reading.objects.states import state_of, write_state
from tests.inference.report.dicom.dicom_results import WHO

OF_STUDY: dict[str, Any] = {**WHO, "StudyInstanceUID": "1.2.826.0.1.7", "SeriesInstanceUID": "1.2.826.0.1.7.1"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A film with an object of each kind beside it."""
    film = write_dicom(tmp_path / "film.dcm", phantom(), **OF_STUDY)
    write_state(tmp_path / "state.dcm", film)
    write_dataset(tmp_path / "cad.dcm", others.chest_cad(film))
    others.segmentation(tmp_path / "seg.dcm", [film], np.ones((1, 96, 80, 2), np.bool_))
    others.document(tmp_path / "letter.dcm", film)
    return tmp_path


def test_objects_are_kept_beside_the_films_of_a_folder(folder: Path) -> None:
    found = scan([folder])
    assert [film.path.name for study in found.studies for film in study.films] == ["film.dcm"]
    assert found.skipped == ()
    assert {(one.path.name, one.kind) for one in found.related} == {
        ("state.dcm", ObjectKind.PRESENTATION),
        ("cad.dcm", ObjectKind.REPORT),
        ("seg.dcm", ObjectKind.SEGMENTATION),
        ("letter.dcm", ObjectKind.DOCUMENT),
    }
    assert {(one.study_uid, one.patient_id) for one in found.related} == {("1.2.826.0.1.7", "ID-4711")}


def test_an_object_that_is_opened_by_itself_is_said_to_be_no_film(folder: Path) -> None:
    found = scan([folder / "seg.dcm"])
    [error] = found.skipped
    assert isinstance(error, NoPixels)
    assert "kind SEG" in error.detail
    assert [one.kind for one in found.related] == [ObjectKind.SEGMENTATION]


def test_a_dicomdir_lists_them_too(folder: Path) -> None:
    kinds = {"film.dcm": "IMAGE", "state.dcm": "PRESENTATION", "cad.dcm": "SR DOCUMENT", "letter.dcm": "ENCAP DOC"}
    records = [
        record
        for name, kind in kinds.items()
        for record in sequence_item(DirectoryRecordType=kind, ReferencedFileID=[name])
    ]
    directory = state_of(folder / "film.dcm", SOPClassUID="1.2.840.10008.1.3.10", DirectoryRecordSequence=records)
    found = scan([write_dataset(folder / "DICOMDIR", directory)])
    assert [film.path.name for study in found.studies for film in study.films] == ["film.dcm"]
    assert [one.path.name for one in found.related] == ["state.dcm", "cad.dcm", "letter.dcm"]
    assert found.skipped == ()


def test_the_process_that_reads_films_reads_objects(folder: Path) -> None:
    film = facts_of(read_film(folder / "film.dcm"))
    reader = ReaderProcess()
    try:
        found = reader.read_object(folder / "state.dcm", film)
        assert isinstance(found, FilmPresentation)
        assert found.origin.title == "BONES: For the bones"
        write_state(folder / "wrong.dcm", folder / "film.dcm", PatientID="SOMEBODY")
        with pytest.raises(ObjectMismatch, match="another patient"):
            reader.read_object(folder / "wrong.dcm", film)
        assert reader.read(folder / "film.dcm").shape == (96, 80)
    finally:
        reader.close()


def test_all_kinds_that_are_read_are_fetched_and_received() -> None:
    assert KINDS.keys() <= {str(one) for one in STORAGE_CLASSES}
