"""How ``tests.builders`` turns pixels and keywords into DICOM data sets and files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydicom.config import disable_value_validation
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.tag import Tag
from pydicom.uid import (
    UID,
    AllTransferSyntaxes,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    generate_uid,
)


def film_tags() -> Dataset:
    result = Dataset()
    result.SOPClassUID = DigitalXRayImageStorageForPresentation
    result.SOPInstanceUID = generate_uid()
    result.StudyInstanceUID = generate_uid()
    result.SeriesInstanceUID = generate_uid()
    result.Modality = "DX"
    result.BodyPartExamined = "CHEST"
    result.ViewPosition = "PA"
    result.PatientName = "Test^Film"
    result.PatientID = "T-1"
    return result


def sequence_item(**tags: Any) -> list[Dataset]:
    """A sequence of one item."""
    item = Dataset()
    for keyword, value in tags.items():
        setattr(item, keyword, value)
    return [item]


def lut_item(entries: Sequence[int], first: int = 0, bits: int = 16, **tags: Any) -> list[Dataset]:
    """A sequence of one lookup table: a Modality or VOI LUT."""
    [item] = sequence_item(LUTDescriptor=[len(entries) & 0xFFFF, first, bits], LUTData=list(entries), **tags)
    item["LUTDescriptor"].VR, item["LUTData"].VR = "SS" if first < 0 else "US", "US"
    return [item]


def set_pixels(film: Dataset, data: bytes, bits: int) -> None:
    film.PixelData = data + b"\0" * (len(data) % 2)
    film["PixelData"].VR = "OB" if bits == 8 else "OW"


def set_tags(film: Dataset, tags: dict[str, Any]) -> None:
    with disable_value_validation():  # odd values are what many tests are about
        for keyword, value in tags.items():
            if value is not None:
                set_tag(film, keyword, value)
            elif keyword in film:
                delattr(film, keyword)


def set_tag(film: Dataset, keyword: str, value: Any) -> None:
    try:
        setattr(film, keyword, value)
    except ValueError:  # text where a number belongs: written as it is
        data = str(value).encode("ascii")
        data += b" " * (len(data) % 2)
        tag = Tag(keyword)
        film[tag] = RawDataElement(tag, dictionary_VR(tag), len(data), data, 0, False, True)


def file_meta(film: Dataset, syntax: str) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = film.get("SOPClassUID", DigitalXRayImageStorageForPresentation)
    meta.MediaStorageSOPInstanceUID = film.get("SOPInstanceUID", generate_uid())
    meta.TransferSyntaxUID = UID(syntax)
    return meta


def save(path: Path, film: Dataset, syntax: str) -> Path:
    film.file_meta = file_meta(film, syntax)
    with disable_value_validation():
        if syntax in AllTransferSyntaxes:
            dcmwrite(path, film, enforce_file_format=True)
        else:  # one that pydicom does not know
            film.preamble = b"\0" * 128
            dcmwrite(path, film, implicit_vr=False, little_endian=True, force_encoding=True)
    return path


def save_bare(path: Path, film: Dataset, syntax: str) -> Path:
    implicit = syntax == ImplicitVRLittleEndian
    with disable_value_validation():
        dcmwrite(path, film, implicit_vr=implicit, little_endian=syntax != ExplicitVRBigEndian)
    return path
