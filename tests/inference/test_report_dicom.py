"""Results as DICOM: read back from disk, and judged by the tools of others where they are installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from highdicom.sr import Comprehensive3DSR, MeasurementReport, srread
from pydicom import dcmread
from pydicom.sr.codedict import codes

from inference.cancel import Cancelled, CancelToken
from inference.errors import AlreadyThere
from inference.findings import FINDINGS, PLEURAL_EFFUSION, PNEUMOTHORAX, RIB_FRACTURE
from inference.reading import read_film
from inference.report.deidentify_uids import NewUids
from inference.report.dicom_codes import PRESENCE, PROBABILITY, SCHEME, SITES
from inference.report.dicom_files import write_dicom_files
from inference.report.dicom_sr import Signature
from inference.report.picture import ReportOptions, marked_picture
from inference.report.png import report_png
from inference.types import Analysis, FindingResult, Radiograph, ScoreState
from tests.builders import phantom, write_dicom, write_jpeg, write_png
from tests.fakes import analysis_of

WHO: dict[str, Any] = {
    "PatientName": "홍^길동",
    "PatientID": "ID-4711",
    "PatientBirthDate": "19500101",
    "PatientSex": "F",
    "PatientAge": "076Y",
    "StudyDate": "20260105",
    "StudyTime": "101500",
    "StudyID": "S1",
    "AccessionNumber": "ACC9",
    "StudyDescription": "Thorax PA",
    "ReferringPhysicianName": "Ref^Doc",
    "SpecificCharacterSet": "ISO_IR 192",
    "PatientOrientation": ["L", "F"],
}


def states(film: Radiograph) -> Analysis:
    """One finding of each state: present, absent, undetermined, and four not analysed."""
    analysis = analysis_of(film, probability=0.123456789)
    known = {
        PNEUMOTHORAX: analysis.result(PNEUMOTHORAX),
        PLEURAL_EFFUSION: FindingResult(PLEURAL_EFFUSION, ScoreState.BELOW, 1 / 3, 0.25, 0.5, (0.4, 0.6)),
        RIB_FRACTURE: FindingResult(RIB_FRACTURE, ScoreState.NOT_SURE, 0.5000001, 0.5, 0.5, None, experimental=True),
    }
    return replace(analysis, results=tuple(known.get(item.finding, item) for item in analysis.results))


def export(folder: Path, path: Path, *, signature: Signature | None = None, **options: Any) -> Analysis:
    film = read_film(path)
    analysis, asked = states(film), ReportOptions(**options)
    page = report_png(film, analysis, asked)
    write_dicom_files(folder, film, analysis, asked, page=page, uids=NewUids(), signature=signature)
    return analysis


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(), **WHO)


def report(folder: Path) -> Comprehensive3DSR:
    made = srread(folder / "results-sr.dcm")
    assert isinstance(made, Comprehensive3DSR)
    return made


def content(made: Comprehensive3DSR) -> MeasurementReport:
    assert isinstance(made.content, MeasurementReport)
    return made.content


def groups(folder: Path) -> list[Any]:
    return content(report(folder)).get_image_measurement_groups()


def test_numbers_in_the_structured_report_are_those_of_the_analysis(source: Path, tmp_path: Path) -> None:
    analysis = export(tmp_path / "out", source)
    found = groups(tmp_path / "out")
    analysed = [result for result in analysis.results if result.analysed]
    assert len(found) == len(analysed) == 3
    for group, result in zip(found, analysed, strict=True):
        [probability] = group.get_measurements(name=PROBABILITY)
        assert result.probability == pytest.approx(probability.value, abs=1e-6)
        assert (probability.unit.value, probability.unit.scheme_designator) == ("1", "UCUM")
        assert group.finding_type.value == result.finding.snomed
        assert group.finding_sites[0].topographical_modifier is None
        assert group.finding_sites[0].value == SITES[result.finding]


def test_states_are_present_absent_and_undetermined(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source)
    said = {
        group.finding_type.value: group.get_qualitative_evaluations(name=PRESENCE)[0].value.meaning
        for group in groups(tmp_path / "out")
    }
    assert said == {
        PNEUMOTHORAX.snomed: "Present",
        PLEURAL_EFFUSION.snomed: "Absent",
        RIB_FRACTURE.snomed: "Undetermined",
    }


def test_a_report_is_unverified_and_says_what_is_missing(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source)
    made = report(tmp_path / "out")
    assert (made.VerificationFlag, made.CompletionFlag, made.PreliminaryFlag) == (
        "UNVERIFIED",
        "PARTIAL",
        "PRELIMINARY",
    )
    assert made.CompletionFlagDescription == f"4 of {len(FINDINGS)} findings were not analysed"
    assert [item.CodingSchemeDesignator for item in made.CodingSchemeIdentificationSequence] == [SCHEME]
    assert not content(made).get_observer_contexts(observer_type=codes.DCM.Person)


def test_a_report_is_verified_only_by_a_person(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source, signature=Signature("Reader^Ann", "Chest clinic"))
    made = report(tmp_path / "out")
    assert made.VerificationFlag == "VERIFIED"
    assert made.VerifyingObserverSequence[0].VerifyingObserverName == "Reader^Ann"
    assert len(content(made).get_observer_contexts(observer_type=codes.DCM.Person)) == 1


def test_groups_name_the_film_and_the_model(source: Path, tmp_path: Path) -> None:
    analysis = export(tmp_path / "out", source)
    film = dcmread(source)
    made = report(tmp_path / "out")
    for group in groups(tmp_path / "out"):
        assert group.source_images[0].referenced_sop_instance_uid == film.SOPInstanceUID
        assert f"'{analysis.provenance.pack_name}'" in str(group)
    assert analysis.provenance.pack_hash.encode() in (tmp_path / "out" / "results-sr.dcm").read_bytes()
    assert made.get_evidence()[0][2] == film.SOPInstanceUID


def test_an_analysis_of_nothing_writes_no_structured_report(source: Path, tmp_path: Path) -> None:
    film = read_film(source)
    analysis = states(film)
    nothing = tuple(FindingResult(finding, ScoreState.NOT_ANALYSED) for finding in FINDINGS)
    empty = replace(analysis, results=nothing)
    options = ReportOptions()
    page = report_png(film, empty, options)
    write_dicom_files(tmp_path / "out", film, empty, options, page=page, uids=NewUids())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.dcm"]


def test_overlays_are_the_pictures_of_the_report(source: Path, tmp_path: Path) -> None:
    analysis = export(tmp_path / "out", source)
    film = read_film(source)
    made = dcmread(tmp_path / "out" / "overlay-pneumothorax.dcm")
    shown = marked_picture(film, analysis, ("pneumothorax",), ReportOptions())
    assert np.array_equal(made.pixel_array, shown)
    assert made.ImageType == ["DERIVED", "SECONDARY"]
    assert made.PatientOrientation == ["L", "F"]
    assert "BurnedInAnnotation" not in made
    assert not (tmp_path / "out" / "overlay-rib_fracture.dcm").exists()  # it has no heatmap


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
    write_dicom_files(tmp_path / "out", film, analysis, options, page=page, uids=NewUids())
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
    assert read_film(tmp_path / "out" / "overlay-pneumothorax.dcm").shape == phantom().shape


def test_a_picture_file_becomes_a_film_without_a_name(tmp_path: Path) -> None:
    path = write_png(tmp_path / "film.png", phantom())
    export(tmp_path / "a", path)
    export(tmp_path / "b", path)
    first, second = (dcmread(tmp_path / name / "film.dcm") for name in "ab")
    assert first.StudyInstanceUID == second.StudyInstanceUID  # the same pixels
    assert first.SOPInstanceUID != second.SOPInstanceUID
    assert str(first.PatientName) == str(first.PatientID) == ""
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
        write_dicom_files(tmp_path / "out", film, analysis, options, page=page, uids=NewUids(), token=token)
    assert not list((tmp_path / "out").glob("*.part"))
    assert not (tmp_path / "out" / "results-sr.dcm").exists()
