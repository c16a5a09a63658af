"""What a reader said and drew, in the structured report: read back from disk by highdicom, shown by dsr2html."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.sr.codedict import codes

from inference.annotations.measure.measurements import angle, area, cardiothoracic, cobb, length, scale_of
from inference.annotations.measure.roi_statistics import statistics
from inference.core.analysis import FindingResult, ScoreState
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.findings import FINDINGS, PLEURAL_EFFUSION, PNEUMOTHORAX, RIB_FRACTURE
from inference.core.reader_annotations import Agreement, Assessment, ReaderAnnotations, UnaidedCall, without_free_text
from inference.imaging.spatial_transform import CLOCKWISE
from inference.reading import read_film
from inference.report.deidentify.uids import NewUids
from inference.report.dicom import codes as concepts
from inference.report.dicom.files import READER as READERS
from inference.report.dicom.files import RESULTS, write_dicom_files
from inference.report.page.options import Observer, ReportOptions
from inference.report.page.png import report_png
from tests.builders import phantom, write_dicom
from tests.inference.report.dicom.dicom_results import WHO, content, export, groups, report, rois, states
from tests.inference.report.dicom.test_tools import OWN_SCHEME, beyond, said_by

MARKS = (
    Annotation(1, AnnotationKind.LENGTH, ((20.0, 30.5), (60.25, 70.0))),
    Annotation(2, AnnotationKind.ANGLE, ((10.0, 10.0), (20.0, 40.0), (50.0, 20.0))),
    Annotation(3, AnnotationKind.COBB, ((10.0, 10.0), (60.0, 14.0), (12.0, 50.0), (61.0, 40.0))),
    Annotation(
        4,
        AnnotationKind.CARDIOTHORACIC,
        ((40.0, 5.0), (41.0, 80.0), (25.0, 60.0), (58.0, 62.0), (5.0, 70.0), (75.0, 68.0)),
    ),
    Annotation(5, AnnotationKind.RECTANGLE, ((10.0, 12.0), (30.0, 52.0))),
    Annotation(6, AnnotationKind.ELLIPSE, ((10.0, 12.0), (30.0, 52.0))),
    Annotation(7, AnnotationKind.POLYGON, ((10.0, 10.0), (40.0, 12.0), (30.0, 44.0))),
    Annotation(8, AnnotationKind.ARROW, ((5.0, 5.0), (33.0, 44.0)), "here"),
    Annotation(9, AnnotationKind.TEXT, ((50.0, 50.0),), "old scar"),
)
READER = ReaderAnnotations(
    MARKS,
    MappingProxyType(
        {PNEUMOTHORAX.key: Assessment(Agreement.REJECT, "a skin fold"), RIB_FRACTURE.key: Assessment(Agreement.ACCEPT)}
    ),
    MappingProxyType({PNEUMOTHORAX.key: UnaidedCall.ABSENT, PLEURAL_EFFUSION.key: UnaidedCall.UNSURE}),
    revealed=True,
)
SPACING: dict[str, Any] = {"PixelSpacing": [0.2, 0.3], "PixelSpacingCalibrationType": "FIDUCIAL"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(), **WHO, **SPACING)


def readers(folder: Path) -> list[Any]:
    return groups(folder, READERS) + rois(folder, READERS)


def figures(group: Any) -> dict[str, float]:
    found = {}
    for item in group.get_measurements():
        how = item.derivation.meaning if item.derivation is not None else item.name.meaning
        found[how] = float(item.value)
    return found


def by_tracking(folder: Path) -> dict[str, Any]:
    return {group.tracking_identifier: group for group in readers(folder)}


def comment(group: Any) -> str:
    return " ".join(item.TextValue for item in group[0].ContentSequence.find(concepts.COMMENT))


def test_verdicts_calls_and_notes_stand_beside_the_models_word(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source, reader=READER)
    found = by_tracking(tmp_path / "out")
    group = found["Reader: Pneumothorax"]
    said = {item.name.meaning: item.value.meaning for item in group.get_qualitative_evaluations()}
    assert said["Presence of property"] == "Absent"
    assert said["Reader's verdict on the model's word"] == "Reader disagrees with the model"
    assert said["When the reader spoke"] == "Before the model's word was shown"
    assert comment(group) == "a skin fold"
    assert group.finding_type.value == PNEUMOTHORAX.snomed
    assert {name for name in found if name.startswith("Reader: ")} == {
        "Reader: Pneumothorax",
        "Reader: Rib fracture",
        "Reader: Pleural effusion",
    }


def test_calls_that_were_not_shown_the_model_yet_stay_out(source: Path, tmp_path: Path) -> None:
    reader = ReaderAnnotations(calls=MappingProxyType({PNEUMOTHORAX.key: UnaidedCall.ABSENT}))
    export(tmp_path / "out", source, reader=reader)
    assert not (tmp_path / "out" / READERS).exists()


def test_measurements_are_the_figures_of_the_window(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source, reader=READER)
    film = read_film(source)
    scale, found = scale_of(film), by_tracking(tmp_path / "out")
    assert figures(found["Length 1"]) == pytest.approx({"Length": length(MARKS[0], scale)})
    assert figures(found["Angle 2"]) == pytest.approx({"Angle": angle(MARKS[1], scale)})
    assert figures(found["Cobb angle 3"]) == pytest.approx({"Cobb angle": cobb(MARKS[2], scale)})
    ratio = cardiothoracic(MARKS[3], scale)
    assert ratio is not None
    widths = {concepts.HEART.meaning: ratio.heart, concepts.THORAX.meaning: ratio.thorax}
    assert figures(found["Cardiothoracic ratio 4"]) == pytest.approx({"Cardiothoracic ratio": ratio.ratio, **widths})
    for mark, name in zip(MARKS[4:7], ("Rectangle 5", "Ellipse 6", "Polygon 7"), strict=True):
        values = statistics(mark, film)
        assert values is not None
        assert figures(found[name]) == pytest.approx(
            {
                "Area": area(mark, scale),
                "Mean": values.mean,
                "Standard Deviation": values.deviation,
                "Minimum": values.lowest,
                "Maximum": values.highest,
            }
        )
    assert comment(found["Length 1"]) == "Millimetres calibrated: fiducial"
    assert found["Length 1"].get_measurements()[0].unit.value == "mm"


def test_without_spacing_lengths_are_pixels(tmp_path: Path) -> None:
    export(tmp_path / "out", write_dicom(tmp_path / "film.dcm", phantom(), **WHO), reader=READER)
    found = by_tracking(tmp_path / "out")
    assert found["Length 1"].get_measurements()[0].unit.value == "{pixels}"
    assert comment(found["Length 1"]) == ""


def test_coordinates_lie_on_the_film_where_the_marks_were_drawn(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source, reader=READER, transform=CLOCKWISE)
    found, uid = by_tracking(tmp_path / "out"), dcmread(source).SOPInstanceUID
    [line] = found["Length 1"].get_measurements()[0].referenced_coordinates
    assert line.value == pytest.approx(np.array(MARKS[0].points))
    assert line.ContentSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID == uid
    assert found["Rectangle 5"].roi.value.tolist() == [[10, 12], [30, 12], [30, 52], [10, 52], [10, 12]]
    assert found["Ellipse 6"].roi.value.tolist() == [[20, 12], [20, 52], [10, 32], [30, 32]]  # the longer axis first
    assert found["Polygon 7"].roi.value.tolist()[0] == found["Polygon 7"].roi.value.tolist()[-1] == [10, 10]
    assert found["Arrow 8"].roi.value.tolist() == [[33, 44]]
    assert comment(found["Arrow 8"]) == "here"
    assert comment(found["Text 9"]) == "old scar"


@pytest.mark.parametrize("name", ["", "Lee^Ann", "이 의사"])
def test_the_reader_is_named_only_where_a_name_was_given(source: Path, tmp_path: Path, name: str) -> None:
    export(tmp_path / "out", source, reader=READER, observer=Observer(name))
    made = report(tmp_path / "out", READERS)
    assert not content(made).get_observer_contexts(observer_type=codes.DCM.Device)
    [person] = content(made).get_observer_contexts(observer_type=codes.DCM.Person)
    given = person.observer_identifying_attributes.name
    assert str(given) == ("Unnamed reader^" if not name else name if "^" in name else f"{name}^")
    assert made.VerificationFlag == "UNVERIFIED"


def test_without_identity_nobody_is_named_and_nobody_signs(source: Path, tmp_path: Path) -> None:
    observer = Observer("WINTERBOTTOM^ANN", "ELMSTREET", signed=True)
    export(tmp_path / "out", source, reader=without_free_text(READER), observer=observer, anonymize=True)
    assert {report(tmp_path / "out", name).VerificationFlag for name in (READERS, RESULTS)} == {"UNVERIFIED"}
    for path in (tmp_path / "out").iterdir():
        assert not [word for word in (b"WINTERBOTTOM", b"ELMSTREET", b"skin fold") if word in path.read_bytes()]


def test_a_signed_report_with_everything_in_it_validates_and_can_be_read(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source, reader=READER, observer=Observer("Lee^Ann", signed=True))
    made = report(tmp_path / "out", READERS)
    assert made.VerificationFlag == report(tmp_path / "out").VerificationFlag == "VERIFIED"
    assert made.VerifyingObserverSequence[0].VerifyingOrganization == "not stated"
    path, page = tmp_path / "out" / READERS, tmp_path / "sr.html"
    assert beyond(said_by("dciodvfy", path), OWN_SCHEME) == []
    assert said_by("dsr2html", path, page) == []
    words = page.read_text("utf-8", "replace")
    for word in ("a skin fold", "Cardiothoracic ratio", "Reader disagrees with the model", "old scar", "VERIFIED"):
        assert word in words


def test_a_film_that_was_not_analysed_still_carries_what_the_reader_said(source: Path, tmp_path: Path) -> None:
    film = read_film(source)
    nothing = tuple(FindingResult(finding, ScoreState.NOT_ANALYSED) for finding in FINDINGS)
    analysis = replace(states(film), results=nothing, reader=READER)
    page = report_png(film, analysis, ReportOptions())
    write_dicom_files(tmp_path / "out", film, analysis, ReportOptions(), pages=[page], uids=NewUids())
    assert len(readers(tmp_path / "out")) == 3 + len(MARKS)
