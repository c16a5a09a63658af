"""De-identified copies of films of other kinds than digital X-ray: as valid as what they were made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

from tests.builders import dataset, phantom
from tests.inference.report.dicom.dicom_results import SOUND
from tests.inference.report.dicom.test_real_films import WORD, copied
from tests.inference.report.dicom.test_tools import beyond, said_by

COMMON: dict[str, Any] = {
    "PatientName": "Doe^Jane",
    "PatientID": "P1",
    **SOUND,
    "ContentDate": "20260105",
    "ContentTime": "101500",
    "PresentationIntentType": None,
}
COMPUTED = {
    **COMMON,
    "SOPClassUID": "1.2.840.10008.5.1.4.1.1.1",
    "Modality": "CR",
    "BodyPartExamined": "CHEST",
    "ViewPosition": "PA",
    "Laterality": None,
    "ImageLaterality": None,
}
FLUOROSCOPY = {
    **COMMON,
    "SOPClassUID": "1.2.840.10008.5.1.4.1.1.12.2",
    "Modality": "RF",
    "ImageType": ["ORIGINAL", "PRIMARY", "SINGLE PLANE"],
    "PixelIntensityRelationship": "LIN",
    "KVP": 70,
    "ExposureTime": 5,
    "XRayTubeCurrent": 100,
    "Exposure": 5,
    "RadiationSetting": "GR",
    "Laterality": None,
}
ANGIOGRAPHY = {
    **FLUOROSCOPY,
    "SOPClassUID": "1.2.840.10008.5.1.4.1.1.12.1",
    "Modality": "XA",
    "PositionerMotion": "STATIC",
    "PositionerPrimaryAngle": 0,
    "PositionerSecondaryAngle": 0,
}
CAPTURED = {
    **COMMON,
    "SOPClassUID": "1.2.840.10008.5.1.4.1.1.7.3",
    "Modality": "DX",
    "ConversionType": "DI",
    "BurnedInAnnotation": "NO",
    "PresentationLUTShape": "IDENTITY",
    "RescaleIntercept": 0,
    "RescaleSlope": 1,
    "RescaleType": "US",
}
TWO = {"NumberOfFrames": 2, "FrameTime": 30, "FrameIncrementPointer": tag_for_keyword("FrameTime")}
LABELS = {
    "NumberOfFrames": 2,
    "FrameLabelVector": [WORD, "AP"],
    "FrameIncrementPointer": tag_for_keyword("FrameLabelVector"),
}


def film(tags: dict[str, Any]) -> Dataset:
    """A film with these elements, of as many frames as they say."""
    return dataset(np.stack([phantom()] * tags.get("NumberOfFrames", 1)).squeeze(), bits_stored=12, **tags)


KINDS = {
    "computed": COMPUTED,
    "computed, of a part in the site's own word": {**COMPUTED, "BodyPartExamined": WORD},
    "computed, in a view in the site's own word": {**COMPUTED, "ViewPosition": WORD},
    "fluoroscopy": FLUOROSCOPY,
    "fluoroscopy of two frames": {**FLUOROSCOPY, **TWO},
    "angiography": {**ANGIOGRAPHY, "PositionerMotion": None},
    "angiography of two frames": {**ANGIOGRAPHY, **TWO},
    "captures of two frames with labels": {**CAPTURED, **LABELS},
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_copy_of_a_film_of_any_kind_has_no_error_that_the_film_has_not(tmp_path: Path, kind: str) -> None:
    path = copied(tmp_path, film(KINDS[kind]))
    before = beyond(said_by("dciodvfy", tmp_path / "film.dcm"), "Warning")
    assert beyond(said_by("dciodvfy", path), "Warning", *before) == []
    assert WORD.encode() not in path.read_bytes().upper()


def test_frames_that_were_told_by_labels_are_told_by_numbers(tmp_path: Path) -> None:
    copy = dcmread(copied(tmp_path, film({**CAPTURED, **LABELS})))
    assert copy.FrameIncrementPointer == tag_for_keyword("PageNumberVector")
    assert list(copy.PageNumberVector) == [1, 2]
    assert "FrameLabelVector" not in copy


def test_frames_that_are_told_by_time_stay_so(tmp_path: Path) -> None:
    copy = dcmread(copied(tmp_path, film({**FLUOROSCOPY, **TWO})))
    assert copy.FrameIncrementPointer == tag_for_keyword("FrameTime")
    assert copy.FrameTime == 30
