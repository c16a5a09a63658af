"""A film with a finding pointed out to others, read back by highdicom and held by dicom3tools."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from highdicom.ko import KeyObjectSelectionDocument
from pydicom import dcmread
from pydicom.uid import KeyObjectSelectionDocumentStorage

from inference.core.analysis import ScoreState
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX
from inference.core.reader_annotations import Agreement, Assessment, KeyReason, ReaderAnnotations, UnaidedCall
from inference.reading import read_film
from inference.reading.dicom.key_objects import read_key_objects
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.files import KEYS, READER_KEYS, write_dicom_files
from inference.report.page.options import DicomForm, Observer, ReportOptions
from tests.builders import phantom, write_dicom
from tests.inference.report.dicom.dicom_results import WHO, states
from tests.inference.report.dicom.test_tools import NO_DATE, OTHER_ENTITY, beyond, said_by

REJECTED = ReaderAnnotations(assessments=MappingProxyType({PNEUMOTHORAX.key: Assessment(Agreement.REJECT)}))
PRESENT = replace(REJECTED, calls=MappingProxyType({PLEURAL_EFFUSION.key: UnaidedCall.PRESENT}), revealed=True)


def write(folder: Path, path: Path, reader: ReaderAnnotations | None = None, **options: Any) -> None:
    film = read_film(path, frame=options.pop("frame", 0))
    asked = ReportOptions(dicom=DicomForm(keys=True), observer=Observer("Kim^Ada"), **options)
    write_dicom_files(folder, film, replace(states(film), reader=reader), asked, pages=[], uids=NewUids())


def said(folder: Path, name: str = KEYS) -> str:
    """All that a document holds, its words whole."""
    return (folder / name).read_bytes().decode("utf-8", "replace")


def test_a_film_with_a_finding_above_is_of_interest_and_says_why(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    write(tmp_path / "out", path)
    made, film = dcmread(tmp_path / "out" / KEYS), dcmread(path)
    assert made.SOPClassUID == KeyObjectSelectionDocumentStorage
    document = KeyObjectSelectionDocument.from_dataset(made)
    [code] = made.ConceptNameCodeSequence
    assert (code.CodeValue, code.CodeMeaning) == ("113000", "Of Interest")
    assert document.resolve_reference(film.SOPInstanceUID) == (
        film.StudyInstanceUID,
        film.SeriesInstanceUID,
        film.SOPInstanceUID,
    )
    assert made.ContentSequence[-1].ValueType == "IMAGE"
    assert "AI: Pneumothorax 12 %" in said(tmp_path / "out")
    assert "Kim" not in said(tmp_path / "out")  # who said nothing
    assert beyond(said_by("dciodvfy", tmp_path / "out" / KEYS)) == []
    assert beyond(said_by("dcentvfy", path, *sorted((tmp_path / "out").glob("*.dcm"))), OTHER_ENTITY) == []


def test_of_several_frames_the_one_that_was_read_is_meant(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", np.stack([phantom(), phantom()[::-1]]), frames=2, **WHO)
    write(tmp_path / "out", path, frame=1)
    [image] = dcmread(tmp_path / "out" / KEYS).ContentSequence[-1].ReferencedSOPSequence
    assert image.ReferencedFrameNumber == 2


def test_one_that_the_reader_rejects_is_none_and_one_that_the_reader_sees_is(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    write(tmp_path / "rejected", path, REJECTED)
    assert not (tmp_path / "rejected" / KEYS).exists()
    write(tmp_path / "seen", path, PRESENT)
    assert not (tmp_path / "seen" / KEYS).exists()
    words = said(tmp_path / "seen", READER_KEYS)
    assert "Reader: Pleural effusion present" in words
    assert "AI:" not in words
    assert "Kim^Ada" in words
    write(tmp_path / "nameless", path, PRESENT, anonymize=True)
    assert beyond(said_by("dciodvfy", tmp_path / "nameless" / READER_KEYS), NO_DATE) == []
    assert "Kim" not in said(tmp_path / "nameless", READER_KEYS)


@pytest.mark.parametrize(
    ("reason", "code"),
    [(KeyReason.OF_INTEREST, ("113000", "Of Interest")), (KeyReason.TEACHING, ("113004", "For Teaching"))],
)
def test_a_film_that_the_reader_flags_is_one_for_the_readers_reason_apart_from_the_models(
    tmp_path: Path, reason: KeyReason, code: tuple[str, str]
) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    write(tmp_path / "out", path, ReaderAnnotations(key_reason=reason))
    made = dcmread(tmp_path / "out" / READER_KEYS)
    [title] = made.ConceptNameCodeSequence
    assert (title.CodeValue, title.CodeMeaning) == code
    words = said(tmp_path / "out", READER_KEYS)
    assert "Kim^Ada" in words
    assert "AI" not in made.SeriesDescription
    assert "AI: " not in words
    assert "Flagged" not in said(tmp_path / "out")  # which is the model's
    document = KeyObjectSelectionDocument.from_dataset(made)
    assert document.resolve_reference(dcmread(path).SOPInstanceUID)
    assert beyond(said_by("dciodvfy", tmp_path / "out" / READER_KEYS)) == []
    assert read_key_objects(made).reason == f"{code[1]}: Flagged by the reader"


def test_a_film_with_nothing_above_is_not_pointed_out(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    film = read_film(path)
    analysis = states(film)
    below = tuple(
        replace(each, state=ScoreState.BELOW) if each.state is ScoreState.ABOVE else each for each in analysis.results
    )
    options = ReportOptions(dicom=DicomForm(keys=True))
    write_dicom_files(tmp_path / "out", film, replace(analysis, results=below), options, pages=[], uids=NewUids())
    assert not (tmp_path / "out" / KEYS).exists()
