"""A folder that any viewer opens, and the report as a document of its study: read back with other people's tools."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from pydicom import dcmread

from inference.cli.main import main
from inference.core.errors import AlreadyThere, UsageError
from inference.reading import read_film, scan
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.files import write_dicom_files
from inference.report.dicom.media import write_media
from inference.report.page.film.report import film_report
from inference.report.page.options import DicomForm, ReportOptions
from inference.report.page.pdf import report_pdf
from inference.report.page.png import report_pngs
from tests.builders import phantom, write_dicom
from tests.inference.report.dicom.dicom_results import WHO, states


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(120, 100), SeriesNumber=3, InstanceNumber=1, **WHO)


def results(film: Path, folder: Path, *, anonymize: bool = False) -> Path:
    read = read_film(film)
    options = ReportOptions(anonymize=anonymize, dicom=DicomForm(document=True))
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
    for word in ("길동", "4711", "ACC9", "20260105"):
        assert word.encode() not in everything


def test_dciodvfy_finds_no_error_in_the_document(film: Path, tmp_path: Path) -> None:
    if shutil.which("dciodvfy") is None:
        pytest.skip("needs dicom3tools")
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
