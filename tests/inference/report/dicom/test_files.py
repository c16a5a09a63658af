"""The pictures of a report as DICOM, and what is written for which film."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import Comprehensive3DSRStorage, ComprehensiveSRStorage, ExplicitVRLittleEndian, JPEGLSLossless

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import AlreadyThere
from inference.core.film import of_patient
from inference.reading import read_film
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.files import write_dicom_files
from inference.report.dicom.secondary_capture import PLAIN_SHARE
from inference.report.page.options import CaptureSyntax, DicomForm, Paper, ReportClass, ReportOptions, overlaid_picture
from inference.report.page.png import report_png
from tests.builders import phantom, write_dicom, write_jpeg, write_png
from tests.dicom_writing import sequence_item
from tests.inference.report.dicom.dicom_results import WHO, export, groups, report, states
from tests.inference.report.dicom.test_tools import OWN_SCHEME, beyond, said_by


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(), **WHO)


def test_overlays_are_the_pictures_of_the_report(source: Path, tmp_path: Path) -> None:
    analysis = export(tmp_path / "out", source)
    film = read_film(source)
    made = dcmread(tmp_path / "out" / "overlay-pneumothorax.dcm")
    shown = overlaid_picture(film, analysis, ("pneumothorax",), ReportOptions())
    rows, columns = shown.shape[:2]
    assert np.array_equal(made.pixel_array[:rows, :columns], shown)
    assert made.Rows > rows + 60  # the strip that says what it is
    assert made.ImageType == ["DERIVED", "SECONDARY"]
    assert made.PatientOrientation == ["L", "F"]
    assert "BurnedInAnnotation" not in made
    assert not (tmp_path / "out" / "overlay-rib_fracture.dcm").exists()  # it has no heatmap


def test_captures_are_without_loss_in_the_syntax_that_every_archive_takes(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(600, 500), **WHO)
    film = read_film(path)
    export(tmp_path / "out", path)
    with Image.open(io.BytesIO(report_png(film, states(film), ReportOptions()))) as page:
        size = (round(page.width * PLAIN_SHARE), round(page.height * PLAIN_SHARE))
        shown = np.asarray(page.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    made = dcmread(tmp_path / "out" / "report.dcm")
    assert made.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
    assert np.array_equal(made.pixel_array, shown)
    assert len(made.PixelData) < 7_000_000
    assert made.Columns == Paper.A4.units[0]  # 150 to the inch: letters of 8 points are 17 pixels high
    assert dcmread(tmp_path / "out" / "results-sr.dcm").SOPClassUID == ComprehensiveSRStorage


def test_archives_that_take_them_get_jpeg_ls_and_comprehensive_3d_sr(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(600, 500), **WHO)
    form = DicomForm(CaptureSyntax.JPEG_LS, ReportClass.COMPREHENSIVE_3D)
    export(tmp_path / "plain", path)
    export(tmp_path / "out", path, dicom=form)
    for name in ("report.dcm", "overlay-pneumothorax.dcm"):
        made, plain = (dcmread(tmp_path / folder / name) for folder in ("out", "plain"))
        assert made.file_meta.TransferSyntaxUID == JPEGLSLossless
        assert len(made.PixelData) < len(plain.PixelData) / 3
        if name.startswith("overlay"):
            assert np.array_equal(made.pixel_array, plain.pixel_array)
    with Image.open(io.BytesIO(report_png(read_film(path), states(read_film(path)), ReportOptions()))) as page:
        assert np.array_equal(dcmread(tmp_path / "out" / "report.dcm").pixel_array, np.asarray(page.convert("RGB")))
    assert dcmread(tmp_path / "out" / "results-sr.dcm").SOPClassUID == Comprehensive3DSRStorage
    for name in ("results-sr.dcm", "report.dcm"):
        assert beyond(said_by("dciodvfy", tmp_path / "out" / name), OWN_SCHEME) == []


def test_captures_belong_to_the_study_and_point_to_the_film(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source)
    film = dcmread(source)
    pictures = [dcmread(tmp_path / "out" / name) for name in ("report.dcm", "overlay-pneumothorax.dcm")]
    for made in (*pictures, report(tmp_path / "out")):
        for keyword in ("StudyInstanceUID", *WHO):
            if keyword not in ("SpecificCharacterSet", "PatientOrientation"):
                assert made[keyword].value == film[keyword].value, keyword
        assert made.SeriesInstanceUID != film.SeriesInstanceUID
        assert "AI" in made.SeriesDescription
    for made in pictures:
        [item] = made.SourceImageSequence
        assert item.ReferencedSOPInstanceUID == film.SOPInstanceUID
        assert item.PurposeOfReferenceCodeSequence[0].CodeValue == "121322"
    assert len({made.SOPInstanceUID for made in pictures}) == 2
    assert pictures[0].BurnedInAnnotation == "YES"


def test_two_exports_have_uids_of_their_own(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "a", source)
    export(tmp_path / "b", source)
    first, second = (dcmread(tmp_path / name / "report.dcm") for name in "ab")
    assert first.SOPInstanceUID != second.SOPInstanceUID
    assert first.SeriesInstanceUID != second.SeriesInstanceUID


def test_the_lossy_flag_is_kept(tmp_path: Path) -> None:
    lossy: dict[str, Any] = {"LossyImageCompression": "01", "LossyImageCompressionRatio": 9.5}
    path = write_dicom(
        tmp_path / "film.dcm",
        phantom(),
        **WHO,
        **lossy,
        LossyImageCompressionMethod="ISO_10918_1",
        BurnedInAnnotation="NO",
    )
    export(tmp_path / "out", path)
    made = dcmread(tmp_path / "out" / "overlay-pneumothorax.dcm")
    assert (made.LossyImageCompression, made.LossyImageCompressionRatio) == ("01", 9.5)
    assert made.BurnedInAnnotation == "NO"


def test_a_frame_is_referred_to_by_its_number(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", np.stack([phantom(), phantom()[::-1]]), frames=2, **WHO)
    film = read_film(path, frame=1)
    analysis, options = states(film), ReportOptions()
    page = report_png(film, analysis, options)
    write_dicom_files(tmp_path / "out", film, analysis, options, pages=[page], uids=NewUids())
    assert dcmread(tmp_path / "out" / "report.dcm").SourceImageSequence[0].ReferencedFrameNumber == 2
    group = groups(tmp_path / "out")[0]
    assert group.source_images[0].referenced_frame_numbers == [2]


@pytest.mark.parametrize(
    "odd",
    [
        {"PatientName": "Madonna", "StudyDate": "2026.01.05", "StudyTime": "noon", "PatientSex": "female"},
        {"SOPClassUID": "1.2.3.4.5", "PatientBirthDate": "?"},
        {"SOPInstanceUID": None, "StudyInstanceUID": None, "PatientID": None},
        {"PatientID": "I" * 90, "StudyDescription": "D" * 200, "PatientName": "=\\^"},
    ],
)
@pytest.mark.parametrize("anonymize", [False, True])
def test_odd_headers_do_not_stop_an_export(tmp_path: Path, odd: dict[str, Any], *, anonymize: bool) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **{**WHO, **odd})
    export(tmp_path / "out", path, anonymize=anonymize)
    assert len(groups(tmp_path / "out")) == 3
    rows, columns = read_film(tmp_path / "out" / "overlay-pneumothorax.dcm").shape
    assert rows > phantom().shape[0]  # the film, and the strip that says what it is
    assert columns >= phantom().shape[1]


def test_a_picture_file_becomes_a_film_without_a_name(tmp_path: Path) -> None:
    path = write_png(tmp_path / "film.png", phantom())
    export(tmp_path / "a", path)
    export(tmp_path / "b", path)
    first, second = (dcmread(tmp_path / name / "film.dcm") for name in "ab")
    assert first.StudyInstanceUID == second.StudyInstanceUID  # the same pixels
    assert first.SOPInstanceUID != second.SOPInstanceUID
    assert str(first.PatientName) == ""
    assert first.PatientID == second.PatientID != ""
    export(tmp_path / "c", write_png(tmp_path / "other.png", phantom()[::-1].copy()))
    assert dcmread(tmp_path / "c" / "film.dcm").PatientID != first.PatientID  # two people, not one
    made = report(tmp_path / "a")
    assert made.get_evidence()[0][2] == first.SOPInstanceUID


def test_a_jpeg_exports_too(tmp_path: Path) -> None:
    export(tmp_path / "out", write_jpeg(tmp_path / "film.jpg", (phantom() >> 4).astype(np.uint8)))
    assert (tmp_path / "out" / "film.dcm").exists()


def test_nothing_is_replaced_unless_asked_and_then_the_old_goes(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source)
    with pytest.raises(AlreadyThere):
        export(tmp_path / "out", source)
    old = tmp_path / "out" / "overlay-hemothorax.dcm"
    old.write_bytes(b"of an earlier run")
    export(tmp_path / "out", source, overwrite=True)
    assert not old.exists()


def test_a_cancelled_export_stops_between_files(source: Path, tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    film = read_film(source)
    analysis, options = states(film), ReportOptions()
    page = report_png(film, analysis, options)
    with pytest.raises(Cancelled):
        write_dicom_files(tmp_path / "out", film, analysis, options, pages=[page], uids=NewUids(), token=token)
    assert not list((tmp_path / "out").glob("*.part"))
    assert not (tmp_path / "out" / "results-sr.dcm").exists()


def item(**values: Any) -> list[Dataset]:
    return sequence_item(**values)


CODE = {"CodeValue": "36643-5", "CodingSchemeDesignator": "LN", "CodeMeaning": "XR Chest 2 Views"}


def test_the_study_is_copied_with_its_codes_identifiers_and_request(tmp_path: Path) -> None:
    more: dict[str, Any] = {
        "ProcedureCodeSequence": item(**CODE),
        "OtherPatientIDsSequence": item(PatientID="X-1", IssuerOfPatientID="Elsewhere", TypeOfPatientID="TEXT"),
        "IssuerOfPatientID": "Here",
        "IssuerOfPatientIDQualifiersSequence": item(UniversalEntityID="1.2.3", UniversalEntityIDType="ISO"),
        "IssuerOfAccessionNumberSequence": item(LocalNamespaceEntityID="RIS"),
        "RequestAttributesSequence": item(RequestedProcedureID="RP1", ScheduledProcedureStepID="SP1"),
        "TimezoneOffsetFromUTC": "+0900",
    }
    path = write_dicom(tmp_path / "film.dcm", phantom(), **{**WHO, **more})
    export(tmp_path / "out", path)
    film = dcmread(path)
    for name in ("report.dcm", "overlay-pneumothorax.dcm", "results-sr.dcm"):
        made = dcmread(tmp_path / "out" / name)
        wanted = set(more) - ({"RequestAttributesSequence"} if name == "results-sr.dcm" else set())
        assert {keyword for keyword in wanted if made.get(keyword) != film.get(keyword)} == set(), name
        assert beyond(said_by("dciodvfy", tmp_path / "out" / name), OWN_SCHEME) == []
    page = str(report(tmp_path / "out"))
    assert "XR Chest 2 Views" in page
    assert "unspecified body region" not in page


def test_our_own_times_are_told_in_the_time_zone_of_the_film(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO, TimezoneOffsetFromUTC="+1400")
    export(tmp_path / "out", path)
    for name in ("report.dcm", "results-sr.dcm"):
        made = dcmread(tmp_path / "out" / name)
        told = datetime.strptime(f"{made.ContentDate}{made.ContentTime[:6]}+1400", "%Y%m%d%H%M%S%z")
        assert abs(datetime.now(UTC) - told) < timedelta(minutes=10)


def test_old_dates_and_small_letters_are_kept_in_the_form_of_today(tmp_path: Path) -> None:
    old = {"StudyDate": "2026.01.05", "StudyTime": "10:15:00", "PatientSex": "f", "PatientBirthDate": "1950.01.01"}
    path = write_dicom(tmp_path / "film.dcm", phantom(), **{**WHO, **old, "PatientAge": "076y"})
    export(tmp_path / "out", path)
    for name in ("report.dcm", "results-sr.dcm"):
        made = dcmread(tmp_path / "out" / name)
        assert (made.StudyDate, made.StudyTime, made.PatientSex) == ("20260105", "101500", "F")
        assert (made.PatientBirthDate, made.PatientAge) == ("19500101", "076Y")


def test_captures_of_any_film_say_the_part_of_the_body(tmp_path: Path) -> None:
    export(tmp_path / "out", write_png(tmp_path / "film.png", phantom()))
    for name in ("report.dcm", "overlay-pneumothorax.dcm", "film.dcm"):
        path = tmp_path / "out" / name
        assert dcmread(path).BodyPartExamined == "CHEST"
        assert beyond(said_by("dciodvfy", path), "Warning") == []


def test_a_picture_is_of_the_patient_that_the_user_names(tmp_path: Path) -> None:
    film = of_patient(read_film(write_png(tmp_path / "film.png", phantom())), "ID-1\\2", "Doe^Jane")
    analysis, options = states(film), ReportOptions()
    page = report_png(film, analysis, options)
    write_dicom_files(tmp_path / "out", film, analysis, options, pages=[page], uids=NewUids())
    for path in (tmp_path / "out").iterdir():
        made = dcmread(path)
        assert (str(made.PatientName), made.PatientID) == ("Doe^Jane", "ID-1/2")


def test_a_dicom_film_stays_its_own_patients(source: Path) -> None:
    film = read_film(source)
    assert of_patient(film, "X", "Y") is film
