"""Looking for films: folders, DICOMDIRs, archives, and everything in them that is no film."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import MediaStorageDirectoryStorage, generate_uid

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import (
    DamagedFilm,
    FileMissing,
    FilmError,
    FilmTooLarge,
    NoPixels,
    NotAFilm,
    UnsupportedSyntax,
)
from inference.reading import Limits, ScanResult, read_film, scan
from tests import needs
from tests.builders import dataset, phantom, write_dataset, write_dicom, write_png

ROOT = Path(__file__).parents[3]
SMALL = phantom(16, 16)


def names(result: ScanResult) -> list[list[str]]:
    return [[film.path.name for film in study.films] for study in result.studies]


def skipped(result: ScanResult) -> dict[str, type[FilmError]]:
    return {error.path.name: type(error) for error in result.skipped}


def write_report(path: Path) -> Path:
    report = dataset(SMALL, Modality="SR", Rows=None, Columns=None)
    del report.PixelData
    return write_dataset(path, report)


def write_dicomdir(folder: Path, *references: list[str]) -> Path:
    directory = Dataset()
    directory.SOPClassUID = MediaStorageDirectoryStorage
    directory.SOPInstanceUID = generate_uid()
    directory.DirectoryRecordSequence = []
    for reference in references:
        record = Dataset()
        record.DirectoryRecordType = "IMAGE"
        record.ReferencedFileID = reference
        directory.DirectoryRecordSequence.append(record)
    return write_dataset(folder / "DICOMDIR", directory)


def test_dicom_films_are_grouped_by_study(tmp_path: Path) -> None:
    for name, study in (("a", "1.2.1"), ("b", "1.2.2"), ("c", "1.2.1")):
        write_dicom(tmp_path / name, SMALL, StudyInstanceUID=study)
    assert names(scan([tmp_path])) == [["a", "c"], ["b"]]


def test_films_of_a_study_follow_series_and_instance_number(tmp_path: Path) -> None:
    for name, series, instance in (("a", 2, 1), ("b", 1, 10), ("c", 1, 9)):
        write_dicom(tmp_path / name, SMALL, StudyInstanceUID="1.2", SeriesNumber=series, InstanceNumber=instance)
    assert names(scan([tmp_path])) == [["c", "b", "a"]]


def test_pictures_are_grouped_by_folder_in_natural_order(tmp_path: Path) -> None:
    for folder, name in (("x", "film 10.png"), ("x", "film 9.png"), ("y", "film 1.png")):
        (tmp_path / folder).mkdir(exist_ok=True)
        write_png(tmp_path / folder / name, SMALL)
    result = scan([tmp_path])
    assert names(result) == [["film 9.png", "film 10.png"], ["film 1.png"]]
    assert [study.title for study in result.studies] == ["x", "y"]


def test_study_is_titled_by_date_and_description_without_the_patient(tmp_path: Path) -> None:
    write_dicom(tmp_path / "a", SMALL, StudyDate="20240131", StudyDescription="Chest", PatientName="Doe^Jane")
    [study] = scan([tmp_path]).studies
    assert study.title == "2024-01-31 Chest"


def test_films_are_labelled_by_view_else_series_else_name(tmp_path: Path) -> None:
    write_dicom(tmp_path / "a", SMALL, StudyInstanceUID="1", ImageLaterality="L")
    write_dicom(tmp_path / "b", SMALL, StudyInstanceUID="1", ViewPosition=None, SeriesDescription="Bedside")
    write_dicom(tmp_path / "c", SMALL, StudyInstanceUID="1", ViewPosition=None)
    [study] = scan([tmp_path]).studies
    assert [film.label for film in study.films] == ["PA L", "Bedside", "c"]


def test_identity_comes_along_without_decoding(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a", SMALL, PatientName="Doe^Jane", SpecificCharacterSet="ISO_IR 192")
    path.write_bytes(path.read_bytes()[:-100])  # cut pixels do not matter to a scan
    [study] = scan([path]).studies
    assert study.films[0].identity.patient_name == "Doe^Jane"


def test_number_of_frames_comes_along(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a", np.stack([SMALL, SMALL]), frames=2)
    assert scan([path]).studies[0].films[0].frames == 2


def test_folders_are_searched_to_the_bottom_whatever_the_names_end_in(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    write_dicom(deep / "IM000001", SMALL)
    write_dicom(tmp_path / "film.txt", SMALL, preamble=False)
    assert sum(len(study) for study in names(scan([tmp_path]))) == 2


def test_hidden_files_and_clutter_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.dcm", "__MACOSX/a.dcm", ".git/a.dcm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write_dicom(tmp_path / name, SMALL)
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    assert scan([tmp_path]) == ScanResult((), ())


def test_hidden_file_that_is_named_itself_is_read(tmp_path: Path) -> None:
    assert names(scan([write_dicom(tmp_path / ".hidden", SMALL)])) == [[".hidden"]]


def test_what_is_no_film_is_told_only_when_named_or_named_like_a_film(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("hello")
    (tmp_path / "page.dcm").write_text("<html>")
    write_report(tmp_path / "report")
    assert skipped(scan([tmp_path])) == {"page.dcm": NotAFilm}
    assert skipped(scan([tmp_path / "README.txt", tmp_path / "report"])) == {"README.txt": NotAFilm, "report": NoPixels}


def test_bad_files_do_not_keep_the_good_ones_back(tmp_path: Path) -> None:
    write_dicom(tmp_path / "good.dcm", SMALL)
    path = write_dicom(tmp_path / "bad.dcm", SMALL, PatientComments="x" * 64)
    content = path.read_bytes()
    at = content.index(b"LT\x40\x00")
    path.write_bytes(content[: at + 2] + b"\xff\xff" + content[at + 4 :])
    (tmp_path / "empty.dcm").write_bytes(b"")
    result = scan([tmp_path, tmp_path / "none.dcm"])
    assert names(result) == [["good.dcm"]]
    assert skipped(result) == {"bad.dcm": DamagedFilm, "empty.dcm": NotAFilm, "none.dcm": FileMissing}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_pipes_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.dcm")
    assert scan([tmp_path]) == ScanResult((), ())
    assert skipped(scan([tmp_path / "pipe.dcm"])) == {"pipe.dcm": NotAFilm}


def test_links_in_circles_are_passed_over(tmp_path: Path) -> None:
    write_dicom(tmp_path / "film", SMALL)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    assert names(scan([tmp_path])) == [["film"]]


def test_a_film_reached_twice_is_listed_once(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film", SMALL)
    (tmp_path / "link").symlink_to(path)
    assert names(scan([path, tmp_path, path])) == [["film"]]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are otherwise there")
def test_unreadable_file_is_told(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film", SMALL)
    path.chmod(0)
    code = (
        "import sys; from pathlib import Path; from inference.reading import scan; "
        "print([(error.path.name, type(error).__name__) for error in scan([Path(sys.argv[1])]).skipped])"
    )
    command = [*needs.no_special_rights(), sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"{[('film', FileMissing.__name__)]}\n"


def test_dicomdir_lists_its_films(tmp_path: Path) -> None:
    (tmp_path / "IMG").mkdir()
    write_dicom(tmp_path / "IMG" / "A1", SMALL)
    write_dicom(tmp_path / "IMG" / "A2", SMALL)
    result = scan([write_dicomdir(tmp_path, ["IMG", "A1"], ["IMG", "GONE"])])
    assert names(result) == [["A1"]]
    assert skipped(result) == {"GONE": FileMissing}


def test_dicomdir_finds_files_in_lower_case(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    write_dicom(tmp_path / "img" / "a1", SMALL)
    assert len(scan([write_dicomdir(tmp_path, ["IMG", "A1"])]).studies) == 1


def test_dicomdir_does_not_lead_out_of_its_medium(tmp_path: Path) -> None:
    write_dicom(tmp_path / "A1", SMALL)
    (tmp_path / "medium").mkdir()
    result = scan([write_dicomdir(tmp_path / "medium", ["..", "A1"])])
    assert result.studies == ()
    assert skipped(result) == {"DICOMDIR": NoPixels}


def test_dicomdir_in_a_folder_is_passed_over_its_films_are_not(tmp_path: Path) -> None:
    write_dicom(tmp_path / "A1", SMALL)
    write_dicomdir(tmp_path, ["A1"])
    assert scan([tmp_path]).skipped == ()
    assert names(scan([tmp_path])) == [["A1"]]


def archive(path: Path, *films: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for film in films:
            opened.write(film, f"folder/{film.name}")
    return path


def test_films_in_an_archive_are_found_and_read_without_unpacking(tmp_path: Path) -> None:
    (tmp_path / "films").mkdir()
    film, picture = write_dicom(tmp_path / "films" / "a", SMALL), write_png(tmp_path / "films" / "b.png", SMALL)
    path = archive(tmp_path / "films.zip", film, picture)
    film.unlink()
    for result in (scan([path]), scan([tmp_path / "films.zip"])):
        assert names(result) == [["a"], ["b.png"]]
    found = scan([path]).studies[0].films[0].path
    assert found == path / "folder" / "a"
    np.testing.assert_array_equal(read_film(found).pixels, SMALL)


def test_archives_in_folders_are_looked_into(tmp_path: Path) -> None:
    archive(tmp_path / "films.zip", write_dicom(tmp_path / "a", SMALL))
    assert sorted(chain(*names(scan([tmp_path])))) == ["a", "a"]


def test_members_are_bound_by_the_limits(tmp_path: Path) -> None:
    path = archive(tmp_path / "films.zip", write_dicom(tmp_path / "a", np.zeros((500, 500), np.uint16)))
    with pytest.raises(FilmTooLarge, match="unpacks"):
        read_film(path / "folder" / "a", limits=Limits(decoded_bytes=400_000))


def test_cut_archive_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "films.zip", write_dicom(tmp_path / "a", SMALL))
    path.write_bytes(path.read_bytes()[:200])
    assert skipped(scan([path])) == {"films.zip": DamagedFilm}


def test_corrupt_member_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "films.zip", write_dicom(tmp_path / "a", SMALL))
    content = bytearray(path.read_bytes())
    content[100:120] = b"\xff" * 20
    path.write_bytes(content)
    with pytest.raises(DamagedFilm):
        read_film(path / "folder" / "a")


def test_locked_archive_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "films.zip", write_dicom(tmp_path / "a", SMALL))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    path.write_bytes(content)
    with pytest.raises(UnsupportedSyntax, match="password"):
        read_film(path / "folder" / "a")


def test_missing_member_is_missing(tmp_path: Path) -> None:
    path = archive(tmp_path / "films.zip", write_dicom(tmp_path / "a", SMALL))
    with pytest.raises(FileMissing):
        read_film(path / "folder" / "b")


def test_scan_can_be_cancelled(tmp_path: Path) -> None:
    write_dicom(tmp_path / "a", SMALL)
    token = CancelToken()
    assert len(scan([tmp_path], token=token).studies) == 1
    token.cancel()
    with pytest.raises(Cancelled):
        scan([tmp_path], token=token)


def test_archive_within_an_archive_is_told_with_what_to_do(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", write_dicom(tmp_path / "a", SMALL))
    path = archive(tmp_path / "outer.zip", inner, write_dicom(tmp_path / "b", SMALL))
    result = scan([path])
    assert names(result) == [["b"]]
    [error] = result.skipped
    assert error.path.name == "inner.zip"
    assert "archive within an archive; unpack the outer one first" in error.detail


def test_film_without_rows_beside_its_pixels_is_listed_so_that_opening_it_says_why(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film", SMALL, Rows=None)
    assert names(scan([tmp_path])) == [["film"]]
    with pytest.raises(NoPixels, match="no rows"):
        read_film(path)


def test_a_film_cut_short_anywhere_in_its_header_is_a_failed_film(tmp_path: Path) -> None:
    whole = write_dicom(tmp_path / "whole.dcm", SMALL, StudyDescription="Chest").read_bytes()
    header = len(whole) - SMALL.size * 2
    (tmp_path / "cut").mkdir()
    for length in range(140, header - 12, 23):
        (tmp_path / "cut" / f"{length}").write_bytes(whole[:length])
    found = scan([tmp_path / "cut"])
    told = {int(error.path.name): type(error) for error in found.skipped}
    assert told == dict.fromkeys(range(140, header - 12, 23), DamagedFilm)
    assert found.studies == ()
