"""A phantom film as a DICOM file with the headers a real digital chest film carries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID,
    ComputedRadiographyImageStorage,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
)

from inference.files.atomic_file import atomic_file
from inference.recipes.phantom.film import Phantom

_NAMESPACE = uuid.UUID("5a3c9b2e-6f0d-5c1e-8a55-0d7c4f1e2b90")
_WHITE = 4095
_DETECTOR_DISTANCE_MM, _PATIENT_DISTANCE_MM = 1800.0, 1650.0


@dataclass(frozen=True, slots=True)
class Header:
    """Who, when and how of one film; ``study`` names the study and with ``number`` fixes every UID.

    ``inverted`` stores the film as MONOCHROME1; dates are DICOM yyyymmdd, times hhmmss.
    """

    name: str
    patient_id: str
    study: str
    date: str
    born: str
    modality: str = "DX"
    inverted: bool = False
    number: int = 1
    time: str = "090000"
    description: str = "PA chest"
    view: str = "PA"

    def film(self, number: int, time: str, description: str, view: str = "PA") -> Header:
        """The header of one film of this study."""
        return replace(self, number=number, time=time, description=description, view=view)


def fixed_uid(text: str) -> UID:
    """The same UID under 2.25 for the same text, DICOM PS3.5 B.2."""
    return UID(f"2.25.{uuid.uuid5(_NAMESPACE, text).int}")


def write_dicom(path: Path, film: Phantom, header: Header) -> None:
    """Writes the film, JPEG 2000 lossless, 12 bits stored; whole or not at all."""
    data = _identity(film, header)
    _acquisition(data, film, header)
    _pixels(data, film, header)
    data.compress(JPEG2000Lossless, generate_instance_uid=False)
    with atomic_file(path) as file:
        data.save_as(file, enforce_file_format=True)


def _meta(data: Dataset) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = data.SOPClassUID
    meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = fixed_uid("implementation")
    meta.ImplementationVersionName = "THORACAM_PHANTOM"
    return meta


def _identity(film: Phantom, header: Header) -> Dataset:
    """Patient, study, series and instance."""
    data = Dataset()
    digital = header.modality == "DX"
    data.SOPClassUID = DigitalXRayImageStorageForPresentation if digital else ComputedRadiographyImageStorage
    data.SOPInstanceUID = fixed_uid(f"{header.study}/{header.number}")
    data.StudyInstanceUID = fixed_uid(header.study)
    data.SeriesInstanceUID = fixed_uid(f"{header.study}/series {header.number}")
    data.PatientName, data.PatientID = header.name, header.patient_id
    data.PatientBirthDate, data.PatientSex = header.born, "F" if film.female else "M"
    data.PatientAge = f"{(int(header.date) - int(header.born)) // 10000:03d}Y"
    for word in ("Study", "Series", "Acquisition", "Content"):
        setattr(data, f"{word}Date", header.date)
        setattr(data, f"{word}Time", header.time)
    data.AccessionNumber, data.StudyID = f"A{header.patient_id[-4:]}", header.patient_id[-4:]
    data.ReferringPhysicianName = ""
    data.StudyDescription, data.SeriesDescription = "Chest", header.description
    data.SeriesNumber, data.InstanceNumber = header.number, 1
    data.InstitutionName, data.Manufacturer = "ThoraCAM phantom", "ThoraCAM"
    data.ManufacturerModelName, data.SoftwareVersions = "Procedural thorax", "1"
    data.DeviceSerialNumber = "0"
    data.Modality = header.modality
    data.PatientComments = "Synthetic film, no real person"
    data.file_meta = _meta(data)
    return data


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def _acquisition(data: Dataset, film: Phantom, header: Header) -> None:
    """How the film was taken: view, orientation, geometry, exposure."""
    data.BodyPartExamined, data.ViewPosition = "CHEST", header.view
    data.PatientOrientation, data.ImageLaterality = ["L", "F"], "U"
    data.AnatomicRegionSequence = Sequence([_code("43799004", "SCT", "Chest")])
    data.ImagerPixelSpacing = [f"{film.pitch_mm:.6g}"] * 2
    data.DistanceSourceToDetector, data.DistanceSourceToPatient = _DETECTOR_DISTANCE_MM, _PATIENT_DISTANCE_MM
    data.KVP, data.ExposureTime, data.XRayTubeCurrent, data.Exposure = 120, 8, 250, 2
    data.ImageType = ["ORIGINAL", "PRIMARY", ""]
    data.BurnedInAnnotation, data.LossyImageCompression = "NO", "00"
    if header.modality == "DX":
        _digital(data, header)


def _digital(data: Dataset, header: Header) -> None:
    """What a DX film says beyond a CR film."""
    data.DetectorType, data.Grid, data.PositionerType = "DIRECT", ["FIXED", "FOCUSED"], "COLUMN"
    data.PresentationIntentType = "FOR PRESENTATION"
    view = ("399348003", "PA projection") if header.view == "PA" else ("399067008", "AP projection")
    data.ViewCodeSequence = Sequence([_code(view[0], "SCT", view[1])])
    data.ViewCodeSequence[0].ViewModifierCodeSequence = Sequence([])
    data.AcquisitionContextSequence = Sequence([])
    data.PixelIntensityRelationship = "LOG"
    data.PixelIntensityRelationshipSign = 1 if header.inverted else -1
    data.PresentationLUTShape = "INVERSE" if header.inverted else "IDENTITY"
    data.RescaleIntercept, data.RescaleSlope, data.RescaleType = 0, 1, "US"


def _pixels(data: Dataset, film: Phantom, header: Header) -> None:
    """Pixel module and the windows the film opens with."""
    stored = (_WHITE - film.pixels if header.inverted else film.pixels).astype(np.uint16)
    data.Rows, data.Columns = stored.shape
    data.SamplesPerPixel = 1
    data.PhotometricInterpretation = "MONOCHROME1" if header.inverted else "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 12, 11, 0
    centres = (2048, 1750)
    data.WindowCenter = [_WHITE + 1 - centre if header.inverted else centre for centre in centres]
    data.WindowWidth = [4096, 2600]
    data.WindowCenterWidthExplanation = ["STANDARD", "LUNG"]
    data.PixelData = stored.astype("<u2").tobytes()
