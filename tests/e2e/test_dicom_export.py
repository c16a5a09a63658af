"""``thoracam analyze --dicom``: what leaves for an archive, through ``main``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.uid import Comprehensive3DSRStorage, ExplicitVRLittleEndian, JPEGLSLossless

from inference.reading import read_film
from tests.builders import write_dicom, write_png
from tests.e2e.film_folders import of
from tests.e2e.hot_corner import hot_corner
from viewer.__main__ import main


def analyse(film: Path, pack: Path, out: Path, *options: str) -> int:
    return main(["analyze", str(film), "--out", str(out), "--model", str(pack), "--dicom", "--anyway", *options])


def test_analyze_writes_dicom_that_belongs_to_the_study(tiny_pack: Path, tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "one.dcm", hot_corner(), PatientName="DOE^JANE")
    assert analyse(film, tiny_pack, tmp_path / "out") == 0
    folder = of(tmp_path / "out", "one")
    facts = json.loads((folder / "result.json").read_text("utf-8"))
    shown = [item["finding"] for item in facts["findings"] if item["state"] in ("above", "not_sure")]
    assert shown
    names = sorted(path.name for path in (folder / "dicom").iterdir())
    assert names == sorted(["report.dcm", "report-2.dcm", "results-sr.dcm", *(f"overlay-{key}.dcm" for key in shown)])
    source = dcmread(film)
    for path in (folder / "dicom").iterdir():
        made = dcmread(path)
        assert made.StudyInstanceUID == source.StudyInstanceUID
        assert made.PatientName == source.PatientName
    written = [path.stat().st_mtime_ns for path in (folder / "dicom").iterdir()]
    assert (folder / "result.json").stat().st_mtime_ns >= max(written)


def test_films_of_a_study_stay_one_study_without_identity(tiny_pack: Path, tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    for number, name in enumerate(("one", "two")):
        pixels = hot_corner(260 + number, 330)
        write_dicom(
            films / f"{name}.dcm",
            pixels,
            PatientName="WINTERBOTTOM^JANE",
            PatientID="ID-4711",
            StudyInstanceUID="1.2.3.4",
        )
    assert analyse(films, tiny_pack, tmp_path / "out", "--anonymize") == 0
    written = sorted((tmp_path / "out").glob("*/dicom/*.dcm"))
    studies = {(made.StudyInstanceUID, str(made.PatientID)) for made in map(dcmread, written)}
    assert len(studies) == 1
    for path in (tmp_path / "out").rglob("*.dcm"):
        assert not [word for word in (b"WINTERBOTTOM", b"^JANE", b"ID-4711", b"1.2.3.4") if word in path.read_bytes()]


def test_a_resumed_run_adds_the_dicom_that_an_earlier_one_did_not_write(tiny_pack: Path, tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "one.dcm", hot_corner())
    out = tmp_path / "out"
    assert main(["analyze", str(film), "--out", str(out), "--model", str(tiny_pack)]) == 0
    assert analyse(film, tiny_pack, out, "--resume") == 0
    first = (of(out, "one") / "dicom" / "report.dcm").read_bytes()
    assert analyse(film, tiny_pack, out, "--resume") == 0
    assert (of(out, "one") / "dicom" / "report.dcm").read_bytes() == first


def test_burnt_in_text_is_warned_of(tiny_pack: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    film = write_dicom(tmp_path / "one.dcm", hot_corner(), BurnedInAnnotation="YES")
    assert analyse(film, tiny_pack, tmp_path / "out", "--anonymize") == 0
    assert "burnt into the pixels" in capfd.readouterr().err


def test_the_forms_that_an_archive_takes_can_be_chosen_and_a_resumed_run_keeps_to_them(
    tiny_pack: Path, tmp_path: Path
) -> None:
    film, out = write_dicom(tmp_path / "one.dcm", hot_corner()), tmp_path / "out"
    made = out / "Test Film T-1" / "dicom"
    assert analyse(film, tiny_pack, out) == 0
    assert dcmread(made / "report.dcm").file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
    forms = ("--dicom-pictures", "jpeg-ls", "--dicom-report", "comprehensive-3d", "--dicom-gsps", "--dicom-map")
    assert analyse(film, tiny_pack, out, "--resume", *forms) == 0
    assert dcmread(made / "report.dcm").file_meta.TransferSyntaxUID == JPEGLSLossless
    assert dcmread(made / "results-sr.dcm").SOPClassUID == Comprehensive3DSRStorage
    assert (made / "presentation-state.dcm").is_file()
    assert (made / "heat-pneumothorax.dcm").is_file()


def test_pictures_are_of_the_patient_who_is_named(tiny_pack: Path, tmp_path: Path) -> None:
    (tmp_path / "films").mkdir()
    write_png(tmp_path / "films" / "picture.png", hot_corner())
    write_dicom(tmp_path / "films" / "film.dcm", hot_corner(), PatientID="OWN-1", PatientName="OWN^NAME")
    out = tmp_path / "out"
    assert analyse(tmp_path / "films", tiny_pack, out) == 0
    first = dcmread(out / "picture" / "dicom" / "film.dcm")
    assert first.PatientID
    who = ("--patient-id", "ID-7", "--patient-name", "Doe^Jane")
    assert analyse(tmp_path / "films", tiny_pack, out, "--resume", *who) == 0
    for path in (of(out, "picture") / "dicom").iterdir():
        assert (dcmread(path).PatientID, dcmread(path).PatientName) == ("ID-7", "Doe^Jane")
    for path in (of(out, "film") / "dicom").iterdir():
        assert (dcmread(path).PatientID, dcmread(path).PatientName) == ("OWN-1", "OWN^NAME")
    assert analyse(tmp_path / "films", tiny_pack, tmp_path / "other", "--anonymize", *who) == 2


def test_a_picture_becomes_a_film_that_the_results_refer_to(tiny_pack: Path, tmp_path: Path) -> None:
    film = write_png(tmp_path / "one.png", hot_corner())
    assert analyse(film, tiny_pack, tmp_path / "out") == 0
    folder = of(tmp_path / "out", "one") / "dicom"
    made, report = dcmread(folder / "film.dcm"), dcmread(folder / "report.dcm")
    assert report.SourceImageSequence[0].ReferencedSOPInstanceUID == made.SOPInstanceUID
    assert str(made.PatientName) == ""
    assert read_film(folder / "film.dcm").shape == read_film(film).shape
