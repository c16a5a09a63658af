"""A folder that any viewer opens, and the report as a document of its study: read back with other people's tools."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.uid import ExplicitVRLittleEndian

from inference.cli.main import main
from inference.core.errors import AlreadyThere, UsageError
from inference.imaging.display_pipeline import render
from inference.reading import read_film, scan
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.files import write_dicom_files
from inference.report.dicom.media import Media, write_media
from inference.report.page.film.report import film_report
from inference.report.page.options import DicomForm, ReportOptions
from inference.report.page.pdf import report_pdf
from inference.report.page.png import report_pngs
from tests.builders import phantom, write_dicom
from tests.encodings import ENCODINGS
from tests.inference.report.dicom.dicom_results import SOUND, WHO, states
from tests.needs import program

PICTURES = (b"\x89PNG", b"\xff\xd8\xff\xe0", b"II*\0", b"MM\0*")
NOT_CONVERTED = {"uncompressed fragments"}  # pydicom has no decoder for its syntax
NOT_LISTED = {"deflated fragments"}  # its syntax is unknown to pydicom
KNOWN = "Element=<AccessionNumber> IE <"  # of which part it is, by the tables of dcentvfy: the values are the same


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(120, 100), SeriesNumber=3, InstanceNumber=1, **WHO)


def results(film: Path, folder: Path, *, anonymize: bool = False) -> Path:
    read = read_film(film)
    options = ReportOptions(anonymize=anonymize, dicom=DicomForm(document=True, state=True, keys=True))
    report = film_report(read, states(read), options)
    pdf, pages = report_pdf(report, options), list(report_pngs(report, options))
    write_dicom_files(folder, read, states(read), options, pages=pages, pdf=pdf, uids=NewUids())
    return folder


def test_the_report_is_a_document_of_the_films_study(film: Path, tmp_path: Path) -> None:
    made = dcmread(results(film, tmp_path / "dicom") / "report-pdf.dcm")
    assert made.MIMETypeOfEncapsulatedDocument == "application/pdf"
    assert made.EncapsulatedDocument[: made.EncapsulatedDocumentLength].startswith(b"%PDF")
    assert made.EncapsulatedDocument[: made.EncapsulatedDocumentLength].rstrip().endswith(b"%%EOF")
    known = dcmread(film)
    assert (made.StudyInstanceUID, str(made.PatientName)) == (known.StudyInstanceUID, WHO["PatientName"])
    assert made.SourceInstanceSequence[0].ReferencedSOPInstanceUID == known.SOPInstanceUID
    assert made.BurnedInAnnotation == "YES"


def test_without_identity_the_document_names_nobody(film: Path, tmp_path: Path) -> None:
    folder = results(film, tmp_path / "dicom", anonymize=True)
    made = dcmread(folder / "report-pdf.dcm")
    assert made.BurnedInAnnotation == "NO"
    assert made.SourceInstanceSequence[0].ReferencedSOPInstanceUID == dcmread(folder / "film.dcm").SOPInstanceUID
    everything = (folder / "report-pdf.dcm").read_bytes()
    for word in ("길동", "ID-4711", "ACC9", "20260105"):
        assert word.encode() not in everything


@program("dciodvfy", "dicom3tools")
def test_dciodvfy_finds_no_error_in_the_document(film: Path, tmp_path: Path) -> None:
    for anonymize in (False, True):
        path = results(film, tmp_path / str(anonymize), anonymize=anonymize) / "report-pdf.dcm"
        said = subprocess.run(["dciodvfy", "-new", str(path)], capture_output=True, text=True).stderr
        assert "Error" not in said, said


def test_media_hold_every_object_byte_for_byte_and_are_found_by_their_directory(film: Path, tmp_path: Path) -> None:
    written = sorted(results(film, tmp_path / "dicom").glob("*.dcm"))
    made = write_media(tmp_path / "media", [film, *written, tmp_path / "none.dcm"])
    assert (made.objects, made.patients, made.notes) == (1 + len(written), 1, ())
    directory = dcmread(tmp_path / "media" / "DICOMDIR")
    kinds = [record.DirectoryRecordType for record in directory.DirectoryRecordSequence]
    assert [kinds.count(kind) for kind in ("PATIENT", "STUDY")] == [1, 1]
    files = [path for path in (tmp_path / "media").rglob("*") if path.is_file() and path.name != "DICOMDIR"]
    copies = {path.read_bytes() for path in files}
    assert copies == {path.read_bytes() for path in (film, *written)}
    found = scan((tmp_path / "media" / "DICOMDIR",))
    [study] = found.studies
    assert len(found.own) == len([path for path in written if path.name.startswith(("report.", "report-2", "overlay"))])
    assert [entry.identity.sop_uid for entry in study.films] == [dcmread(film).SOPInstanceUID]


def test_a_film_without_what_a_directory_lists_by_is_listed_and_stays_as_it_is(tmp_path: Path) -> None:
    bare = write_dicom(tmp_path / "bare.dcm", phantom(60, 50), StudyID=None, PatientID="", StudyDate="")
    assert write_media(tmp_path / "media", [bare]).objects == 1
    [copy] = [path for path in (tmp_path / "media").rglob("*") if path.is_file() and path.name != "DICOMDIR"]
    assert copy.read_bytes() == bare.read_bytes()


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], Path, Media]:
    """The phantom in every encoding of DICOM, and media with all of them."""
    folder = tmp_path_factory.mktemp("encodings")
    kinds = {name: write for name, write in ENCODINGS.items() if not name.startswith(("PNG", "JPEG file", "TIFF"))}
    written = {name: write(folder / f"{number}.dcm") for number, (name, write) in enumerate(kinds.items())}
    dicom = {name: path for name, path in written.items() if path.read_bytes()[:4] not in PICTURES}
    return dicom, folder / "media", write_media(folder / "media", list(dicom.values()))


def test_every_encoding_becomes_one_that_any_viewer_opens_with_the_same_pixels(
    converted: tuple[dict[str, Path], Path, Media],
) -> None:
    films, media, made = converted
    said = {note.split()[0] for note in made.notes}
    assert said == {films[name].name for name in NOT_CONVERTED | NOT_LISTED}
    copies = {
        str(found.SOPInstanceUID): (path, found.file_meta.TransferSyntaxUID)
        for path in media.rglob("*")
        if path.is_file() and path.name != "DICOMDIR" and (found := dcmread(path, stop_before_pixels=True))
    }
    assert len(copies) == len(films) - len(NOT_LISTED) == made.objects
    for name, path in ((name, path) for name, path in films.items() if name not in NOT_LISTED):
        copy, syntax = copies[str(dcmread(path, force=True, stop_before_pixels=True).SOPInstanceUID)]
        assert (syntax == ExplicitVRLittleEndian) is (name not in NOT_CONVERTED), name
        before, after = read_film(path), read_film(copy)
        assert np.array_equal(render(before), render(after)), name
        assert before.identity == after.identity


@program("dcmdump", "dcmtk")
@program("dcentvfy", "dicom3tools")
def test_other_tools_find_no_fault_in_a_whole_set_of_media(tmp_path: Path) -> None:
    films = [
        write_dicom(tmp_path / f"{name}.dcm", phantom(60, 50), **{**WHO, **SOUND, "PatientID": name})
        for name in ("one", "two")
    ]
    sets = [results(one, tmp_path / one.stem) for one in films]
    write_media(tmp_path / "media", [*films, *(path for folder in sets for path in sorted(folder.glob("*.dcm")))])
    files = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    objects = [str(path) for path in files if path.name != "DICOMDIR"]
    kinds = {path: str(dcmread(path, specific_tags=["Modality"]).Modality) for path in objects}
    assert set(kinds.values()) >= {"DX", "OT", "SR", "DOC"}
    together = subprocess.run(["dcentvfy", *objects], capture_output=True, text=True, check=False).stderr.splitlines()
    assert [line for line in together if KNOWN not in line] == []
    directory = subprocess.run(["dciodvfy", str(tmp_path / "media" / "DICOMDIR")], capture_output=True, text=True)
    assert [line for line in directory.stderr.splitlines() if "Error" in line or "Warning" in line] == []
    listing = subprocess.run(["dcmdump", str(tmp_path / "media" / "DICOMDIR")], capture_output=True, text=True)
    assert (listing.returncode, listing.stderr) == (0, "")
    assert listing.stdout.count('refFileID="') == len(objects)
    for path in (path for path, kind in kinds.items() if kind != "DX"):  # films are as they came
        found = subprocess.run(["dciodvfy", "-new", path], capture_output=True, text=True).stderr
        assert "Error" not in found, found


def test_a_second_file_with_the_uid_of_another_is_said_and_the_same_one_twice_is_one(tmp_path: Path) -> None:
    first = write_dicom(tmp_path / "1.dcm", phantom(60, 50))
    again = tmp_path / "again.dcm"
    shutil.copy(first, again)
    uid = str(dcmread(first).SOPInstanceUID)
    other = write_dicom(tmp_path / "other.dcm", phantom(61, 50), SOPInstanceUID=uid)
    made = write_media(tmp_path / "media", [first, again, other])
    assert made.objects == 1
    assert [note.split()[0] for note in made.notes] == ["other.dcm"]


def test_a_film_without_a_preamble_is_on_the_media_and_other_directories_are_not(film: Path, tmp_path: Path) -> None:
    bare = ENCODINGS["no preamble"](tmp_path / "bare.dcm")
    write_media(tmp_path / "media", [bare])
    made = write_media(tmp_path / "again", [film, *(tmp_path / "media").rglob("*")])
    assert (made.objects, made.converted, made.notes) == (2, 0, ())


def test_what_cannot_be_on_media_is_said(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("no film", "utf-8")
    with pytest.raises(UsageError, match="None of these files"):
        write_media(tmp_path / "media", [tmp_path / "words.txt"])
    assert not (tmp_path / "media").exists()


def test_media_that_are_there_are_replaced_only_when_asked(film: Path, tmp_path: Path) -> None:
    write_media(tmp_path / "media", [film])
    with pytest.raises(AlreadyThere):
        write_media(tmp_path / "media", [film])
    assert main(["media", str(film), "--out", str(tmp_path / "media"), "--overwrite"]) == 0
