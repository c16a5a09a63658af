"""Without identity: known strings in every tag of a film, searched for byte by byte in everything that leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom._dicom_dict import DicomDictionary
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

import resources
from inference.core.errors import NoPixels
from inference.reading import read_film
from inference.report.deidentify.codestream import without_comments
from inference.report.deidentify.dataset import BURNT_IN, MAYBE_BURNT_IN, deidentified_film, write_deidentified
from inference.report.deidentify.uids import NewUids
from tests.builders import dataset, jpeg_bytes, phantom, write_dataset, write_dicom, write_encapsulated, write_png
from tests.dicom_writing import sequence_item
from tests.inference.report.dicom.dicom_results import export

MARKS = {
    "PN": "Leak^Pn",
    "LO": "Leaklo",
    "SH": "Leaksh",
    "LT": "Leaklt",
    "ST": "Leakst",
    "UT": "Leakut",
    "UC": "Leakuc",
    "UR": "http://leak.example",
    "AE": "LEAKAE",
    "CS": "LEAK",
    "UI": "1.2.840.113619.9999.4711",
    "DA": "19531107",
    "DT": "19531107031415",
    "TM": "031415.926",
    "AS": "071Y",
}
SECRETS = (b"leak", b"113619", b"19531107", b"031415", b"071Y".lower())
NEEDED = {"SOPClassUID", "PhotometricInterpretation", "Modality", "TransferSyntaxUID", "SpecificCharacterSet"}


INSIDE = {
    "PatientName": "Leak^Inside",
    "CodeValue": "LEAK",
    "CodingSchemeDesignator": "LEAK",
    "CodeMeaning": "Leak inside",
    "TextValue": "Leak inside",
    "BodyPartExamined": "LEAK",
    "ReferencedSOPInstanceUID": MARKS["UI"],
    "FrameOfReferenceUID": MARKS["UI"],
    "ContentDate": MARKS["DA"],
}


def marked(film: Dataset) -> Dataset:
    """The data set with a known string in every element of the dictionary that can hold one, and in every sequence."""
    for tag, (kind, *_, keyword) in DicomDictionary.items():
        if keyword in NEEDED or tag >> 16 < 8 or tag >> 16 in (0xFFFE, 0xFFFA):
            continue
        if kind in MARKS:
            setattr(film, keyword, MARKS[kind])
        elif kind == "SQ" and "LUT" not in keyword and "FunctionalGroups" not in keyword:
            setattr(film, keyword, sequence_item(**INSIDE))
    film.private_block(0x0099, "LEAK PRIVATE", create=True).add_new(1, "LO", "Leakprivate")
    return film


def leaks(path: Path) -> list[bytes]:
    data = path.read_bytes().lower()
    return [secret for secret in SECRETS if secret in data]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_dataset(tmp_path_factory.mktemp("full") / "Leak.dcm", marked(dataset(phantom())))
    data = bytearray(path.read_bytes())
    data[:4] = b"Leak"  # in the preamble
    path.write_bytes(data)
    return path


def test_no_export_of_a_film_with_names_everywhere_holds_one(full: Path, tmp_path: Path) -> None:
    assert len(leaks(full)) == len(SECRETS)
    export(tmp_path / "out", full, anonymize=True)
    written = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in written] == [
        "film.dcm",
        "overlay-pneumothorax.dcm",
        "report.dcm",
        "results-sr.dcm",
    ]
    assert {path.name: leaks(path) for path in written} == {path.name: [] for path in written}


def test_the_copy_says_how_identity_was_removed_and_shows_the_same_film(full: Path, tmp_path: Path) -> None:
    film = read_film(full)
    write_deidentified(tmp_path / "film.dcm", film, NewUids())
    made = dcmread(tmp_path / "film.dcm")
    assert made.PatientIdentityRemoved == "YES"
    assert [item.CodeValue for item in made.DeidentificationMethodCodeSequence] == ["113100"]
    assert made.PatientID.startswith("ANON-")
    assert not any((made.PatientBirthDate, made.PatientSex, made.StudyDate, made.AccessionNumber))
    assert not any(element.tag.is_private for element in made.iterall())
    assert read_film(tmp_path / "film.dcm").film_hash == film.film_hash


@pytest.mark.parametrize(
    "syntax",
    [
        ImplicitVRLittleEndian,
        ExplicitVRBigEndian,
        DeflatedExplicitVRLittleEndian,
        RLELossless,
        JPEG2000Lossless,
    ],
)
def test_the_pixels_are_the_same_in_every_encoding(tmp_path: Path, syntax: str) -> None:
    tags: dict[str, Any] = {"PatientName": "LEAK^NAME", "WindowCenter": 2000, "WindowWidth": 3000}
    film = read_film(write_dicom(tmp_path / "film.dcm", phantom(), syntax=syntax, bits_stored=12, **tags))
    write_deidentified(tmp_path / "copy.dcm", film, NewUids())
    assert leaks(tmp_path / "copy.dcm") == []
    assert read_film(tmp_path / "copy.dcm").film_hash == film.film_hash


def test_every_frame_is_copied(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", np.stack([phantom(), phantom()[::-1]]), frames=2)
    write_deidentified(tmp_path / "copy.dcm", read_film(path), NewUids())
    assert read_film(tmp_path / "copy.dcm", frame=1).film_hash == read_film(path, frame=1).film_hash


def test_comments_inside_compressed_pixels_go(tmp_path: Path) -> None:
    stream = jpeg_bytes((phantom() >> 4).astype(np.uint8))
    comment = b"\xff\xfe\x00\x0cLEAK^NAME\0"
    named = stream[:2] + comment + b"\xff\xe1\x00\x08LEAKED" + stream[2:]
    path = write_encapsulated(
        tmp_path / "film.dcm", dataset((phantom() >> 4).astype(np.uint8)), [named], JPEGBaseline8Bit
    )
    film = read_film(path)
    write_deidentified(tmp_path / "copy.dcm", film, NewUids())
    assert leaks(path)
    assert leaks(tmp_path / "copy.dcm") == []
    assert read_film(tmp_path / "copy.dcm").film_hash == film.film_hash


def test_a_code_stream_that_cannot_be_followed_stays_as_it_is() -> None:
    for stream in (
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xfe\x00",
        b"\xff\xd8\xff\xfe\x00\x01AB",
        b"\xff\xd8\x00\x11\x22\x33",
    ):
        assert without_comments(stream) == stream
    assert without_comments(b"\xff\x4f\xff\x64\x00\x04ab\xff\x90rest", jpeg_2000=True) == b"\xff\x4f\xff\x90rest"


def test_new_uids_are_consistent_within_a_key_and_unknown_without_it() -> None:
    one, other = NewUids(), NewUids()
    assert one.uid("1.2.3") == one.uid("1.2.3") != one.uid("1.2.4")
    assert one.uid("1.2.3") != other.uid("1.2.3")
    assert one.pseudonym("7") != other.pseudonym("7")
    assert len(one.uid("1.2.3")) <= 64
    assert str(one.key) not in repr(one)


def test_films_of_one_patient_and_study_stay_together(tmp_path: Path) -> None:
    uids = NewUids()
    made = []
    for name in ("a", "b"):
        tags = {"StudyInstanceUID": "1.2.3", "SeriesInstanceUID": "1.2.4", "PatientID": "4711"}
        path = write_dicom(tmp_path / f"{name}.dcm", phantom(), syntax=ExplicitVRLittleEndian, **tags)  # type: ignore[arg-type]  # keywords
        write_deidentified(tmp_path / f"{name}-copy.dcm", read_film(path), uids)
        made.append(dcmread(tmp_path / f"{name}-copy.dcm"))
    for keyword in ("PatientID", "StudyInstanceUID", "SeriesInstanceUID"):
        assert made[0][keyword].value == made[1][keyword].value
    assert made[0].SOPInstanceUID != made[1].SOPInstanceUID


@pytest.mark.parametrize(
    ("tags", "notes"),
    [
        ({"BurnedInAnnotation": "YES"}, (BURNT_IN,)),
        ({"BurnedInAnnotation": "NO", "ConversionType": "DV"}, ()),
        ({"ConversionType": "DF"}, (MAYBE_BURNT_IN,)),
        ({}, ()),
    ],
)
def test_burnt_in_text_is_warned_of_by_the_header(tmp_path: Path, tags: dict[str, Any], notes: tuple[str, ...]) -> None:
    film = read_film(write_dicom(tmp_path / "film.dcm", phantom(), **tags))
    assert deidentified_film(film, NewUids()).notes == notes


def test_a_picture_has_no_dicom_to_copy(tmp_path: Path) -> None:
    film = read_film(write_png(tmp_path / "film.png", phantom()))
    with pytest.raises(NoPixels):
        deidentified_film(film, NewUids())


def test_coded_strings_and_codes_stay_only_where_they_are_public(tmp_path: Path) -> None:
    own = {"CodeValue": "X1", "CodingSchemeDesignator": "LOCAL", "CodeMeaning": "Smith clinic"}
    public = {"CodeValue": "816094009", "CodingSchemeDesignator": "SCT", "CodeMeaning": "Chest"}
    regions = sequence_item(**own) + sequence_item(**public)
    tags: dict[str, Any] = {"BodyPartExamined": "SMITH", "ViewPosition": "SMITH", "AnatomicRegionSequence": regions}
    write_deidentified(
        tmp_path / "copy.dcm", read_film(write_dicom(tmp_path / "film.dcm", phantom(), **tags)), NewUids()
    )
    made = dcmread(tmp_path / "copy.dcm")
    assert not made.BodyPartExamined
    assert not made.ViewPosition
    assert [item.CodeMeaning for item in made.AnatomicRegionSequence] == ["Chest"]


def test_codes_and_geometry_of_a_film_stay(tmp_path: Path) -> None:
    path = resources.path("samples") / "alex" / "1-pa.dcm"
    film = read_film(path)
    write_deidentified(tmp_path / "film.dcm", film, NewUids())
    copy = read_film(tmp_path / "film.dcm")
    assert (copy.film_hash, copy.spacing, copy.orientation) == (film.film_hash, film.spacing, film.orientation)
    assert copy.identity.body_part == film.identity.body_part
    assert copy.identity.view_position == film.identity.view_position
