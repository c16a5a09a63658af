"""De-identified copies of films as real detectors write them: as valid as the source, without a word of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.datadict import dictionary_VR, keyword_for_tag
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from inference.reading import read_film
from inference.report.deidentify.dataset import deidentified_film
from inference.report.deidentify.public_terms import TERMS
from inference.report.deidentify.rules import KEPT
from inference.report.deidentify.uids import NewUids
from tests.builders import dataset, phantom, write_dataset
from tests.dicom_writing import lut_item
from tests.dicom_writing import sequence_item as item
from tests.inference.report.dicom.dicom_results import SOUND
from tests.inference.report.dicom.test_tools import beyond, said_by

WORD = "WINTERBOTTOM"


def code(value: str, scheme: str, meaning: str, **more: Any) -> list[Dataset]:
    return item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning, **more)


def full(**changes: Any) -> Dataset:
    """A film of a real detector, with every module that a digital X-ray may have; a site wrote words into it."""
    tags: dict[str, Any] = {
        "PatientName": "Doe^Jane",
        **SOUND,
        "FrameOfReferenceUID": generate_uid(),
        "PositionReferenceIndicator": "Winterbottom",
        "PresentationIntentType": "FOR PRESENTATION",
        "ImageType": ["ORIGINAL", "PRIMARY", "", "WINTERBOTTOM"],
        "ReferencedPerformedProcedureStepSequence": item(
            ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.3", ReferencedSOPInstanceUID=generate_uid()
        ),
        "AcquisitionContextSequence": [],
        "ContentDate": "20260105",
        "ContentTime": "101500",
        "AcquisitionDate": "20260105",
        "AcquisitionTime": "1015",
        "AnatomicRegionSequence": code(
            "51185008", "SCT", "Chest", AnatomicRegionModifierSequence=code("X1", "99LOCAL", "Winterbottom")
        ),
        "ImageLaterality": "U",
        "ViewCodeSequence": code(
            "399348003", "SCT", "postero-anterior", ViewModifierCodeSequence=code("X2", "99LOCAL", "Winterbottom")
        ),
        "PixelIntensityRelationship": "LOG",
        "PixelIntensityRelationshipSign": -1,
        "RescaleIntercept": 0,
        "RescaleSlope": 1,
        "RescaleType": "US",
        "PresentationLUTShape": "IDENTITY",
        "LossyImageCompression": "00",
        "BurnedInAnnotation": "NO",
        "WindowCenter": 2048,
        "WindowWidth": 4096,
        "WindowCenterWidthExplanation": "Winterbottom",
        "ImagerPixelSpacing": [0.143, 0.143],
        "PixelSpacing": [0.14, 0.14],
        "PixelSpacingCalibrationType": "FIDUCIAL",
        "PixelSpacingCalibrationDescription": "Winterbottom",
        "DetectorType": "SCINTILLATOR",
        "DetectorConfiguration": "AREA",
        "DetectorDescription": "Winterbottom",
        "DetectorID": "W1",
        "FieldOfViewShape": "RECTANGLE",
        "FieldOfViewDimensions": [400, 400],
        "FieldOfViewOrigin": [0, 0],
        "FieldOfViewRotation": "0",
        "FieldOfViewHorizontalFlip": "NO",
        "DetectorActiveTime": 1,
        "DetectorElementPhysicalSize": [0.1, 0.1],
        "DetectorElementSpacing": [0.14, 0.14],
        "DetectorActiveShape": "RECTANGLE",
        "DetectorActiveDimensions": [400, 400],
        "DetectorActiveOrigin": [0, 0],
        "DetectorActivationOffsetFromExposure": 0,
        "ShutterShape": "RECTANGULAR",
        "ShutterLeftVerticalEdge": 1,
        "ShutterRightVerticalEdge": 79,
        "ShutterUpperHorizontalEdge": 1,
        "ShutterLowerHorizontalEdge": 95,
        "ShutterPresentationValue": 0,
        "CollimatorShape": "RECTANGULAR",
        "CollimatorLeftVerticalEdge": 1,
        "CollimatorRightVerticalEdge": 79,
        "CollimatorUpperHorizontalEdge": 1,
        "CollimatorLowerHorizontalEdge": 95,
        "PositionerType": "COLUMN",
        "DistanceSourceToDetector": 1800,
        "DistanceSourceToPatient": 1714.3,
        "EstimatedRadiographicMagnificationFactor": 1.05,
        "PositionerPrimaryAngle": 0,
        "PositionerSecondaryAngle": 0,
        "ViewPosition": "PA",
        "KVP": 120,
        "ExposureTime": 8,
        "XRayTubeCurrent": 300,
        "Exposure": 3,
        "FocalSpots": 1.2,
        "AnodeTargetMaterial": "TUNGSTEN",
        "RectificationType": "CONST POTENTIAL",
        "FilterType": "STRIP",
        "FilterMaterial": "ALUMINUM",
        "FilterThicknessMinimum": 0.1,
        "FilterThicknessMaximum": 0.1,
        "Grid": ["FOCUSED", "PARALLEL"],
        "GridAbsorbingMaterial": "Pb",
        "GridPitch": 0.1,
        "ContrastBolusAgent": "",
        "RequestAttributesSequence": item(RequestedProcedureID="R1", ScheduledProcedureStepID="S1"),
        "ProcedureCodeSequence": code("36643-5", "LN", "XR Chest 2V"),
        "PerformedProcedureStepID": "P1",
        "PerformedProcedureStepStartDate": "20260105",
        "PerformedProtocolCodeSequence": code("P", "99X", "Winterbottom"),
        "VOILUTSequence": lut_item(list(range(4096)), bits=12, LUTExplanation="Winterbottom"),
        "DeviceSequence": code("A-26800", "SRT", "Catheter"),
    }
    return dataset(phantom(), bits_stored=12, **{**tags, **changes})


def copied(folder: Path, film: Dataset) -> Path:
    path = write_dataset(folder / "film.dcm", film)
    (folder / "copy.dcm").write_bytes(deidentified_film(read_film(path), NewUids()).data)
    return folder / "copy.dcm"


def test_the_copy_of_a_film_with_every_module_has_no_error(tmp_path: Path) -> None:
    path = copied(tmp_path, full())
    assert beyond(said_by("dciodvfy", tmp_path / "film.dcm"), "Warning") == []
    assert beyond(said_by("dciodvfy", path), "Warning") == []
    assert WORD.encode() not in path.read_bytes().upper()


@pytest.mark.parametrize("keyword", ["AnatomicRegionSequence", "ViewCodeSequence"])
def test_a_copy_whose_code_of_the_site_went_has_no_error(tmp_path: Path, keyword: str) -> None:
    path = copied(tmp_path, full(**{keyword: code("X", "99LOCAL", WORD)}))
    assert beyond(said_by("dciodvfy", path), "Warning") == []
    assert WORD.encode() not in path.read_bytes().upper()


@pytest.mark.parametrize("keyword", ["Grid", "DetectorConfiguration", "DetectorType", "PositionerType", "ViewPosition"])
def test_a_word_of_the_site_in_a_coded_string_goes_and_leaves_no_error(tmp_path: Path, keyword: str) -> None:
    path = copied(tmp_path, full(**{keyword: WORD}))
    before = beyond(said_by("dciodvfy", tmp_path / "film.dcm"), "Warning")
    assert beyond(said_by("dciodvfy", path), "Warning", *before) == []
    assert WORD.encode() not in path.read_bytes().upper()


@pytest.mark.parametrize(
    ("stored", "left"),
    [
        (["ORIGINAL", "PRIMARY", "", WORD], ["ORIGINAL", "PRIMARY", ""]),
        (["ORIGINAL", WORD], ["DERIVED", "SECONDARY"]),
        (["ORIGINAL", "PRIMARY", WORD, "AXIAL"], ["ORIGINAL", "PRIMARY"]),
    ],
)
def test_an_image_type_keeps_its_terms(tmp_path: Path, stored: list[str], left: list[str]) -> None:
    assert list(dcmread(copied(tmp_path, full(ImageType=stored))).ImageType) == left


def test_every_coded_string_that_is_kept_is_held_to_terms() -> None:
    coded = {keyword_for_tag(tag) for tag in KEPT if dictionary_VR(tag) == "CS"}
    assert coded - {"ImageType"} == set(TERMS)
