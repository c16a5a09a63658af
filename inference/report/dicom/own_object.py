"""The beginning of a DICOM object that is made here attribute by attribute: patient, study, series, equipment, UIDs."""

from __future__ import annotations

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

from inference.core.software import VERSION
from inference.report.dicom.codes import MANUFACTURER
from inference.report.dicom.context import Context


def new_object(context: Context, sop_class: str, modality: str, series_number: int, description: str) -> Dataset:
    """An object of the film's study, the only one of a new series."""
    data = Dataset()
    context.fill(data)
    uid = UID(generate_uid(None))
    data.file_meta = _meta(sop_class, uid)
    data.SOPClassUID, data.SOPInstanceUID = sop_class, uid
    data.Modality, data.SeriesInstanceUID = modality, generate_uid(None)
    data.SeriesNumber, data.InstanceNumber = series_number, 1
    data.SeriesDescription = description
    data.Manufacturer, data.ManufacturerModelName = MANUFACTURER, MANUFACTURER
    data.SoftwareVersions = VERSION
    return data


def film_reference(context: Context) -> Dataset:
    """The film, or the frame of it, as an object refers to it; of one that came from a picture, its capture."""
    item = Dataset()
    item.ReferencedSOPClassUID = context.film.sop_class
    item.ReferencedSOPInstanceUID = context.film.sop_uid
    if context.film.frame is not None:
        item.ReferencedFrameNumber = context.film.frame
    return item


def film_evidence(context: Context) -> Dataset:
    """The film as evidence."""
    return evidence_of(context, context.film.sop_class, context.film.sop_uid, context.film.series_uid)


def evidence_of(context: Context, sop_class: str, sop_uid: str, series_uid: str) -> Dataset:
    """An object of the study as evidence, without identity, which highdicom would quote in warnings."""
    film = Dataset()
    film.SpecificCharacterSet = "ISO_IR 192"
    for keyword in ("PatientID", "PatientName", "PatientBirthDate", "PatientSex", "AccessionNumber", "StudyID"):
        setattr(film, keyword, "")
    film.StudyDate = film.StudyTime = None
    film.StudyInstanceUID = context.study_uid
    film.SeriesInstanceUID = series_uid
    film.SOPInstanceUID, film.SOPClassUID = sop_uid, sop_class
    return film


def _meta(sop_class: str, uid: UID) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = UID(sop_class), uid
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return meta
