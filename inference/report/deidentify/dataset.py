"""A copy of a DICOM film without the patient: PS3.15 Annex E, Basic Application Level Confidentiality Profile.

Options of the profile: none. Names, dates, descriptions, institution, devices, comments, overlays, curves and private
groups go, UIDs are replaced, sequences are kept only as far as their elements are. Pixels stay as they are, so text
that is burnt into them stays too: :func:`burnt_in_note` warns of it.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.multival import MultiValue
from pydicom.sequence import Sequence
from pydicom.uid import UID, SecondaryCaptureImageStorage

from inference.core.errors import NoPixels
from inference.core.film import Radiograph
from inference.files.atomic_file import write_whole
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, codes
from inference.report.deidentify.codestream import clean_pixels
from inference.report.deidentify.elements import echoes, kept
from inference.report.deidentify.rules import CALIBRATED, EMPTIED, METHOD_CODE, METHOD_WORDS
from inference.report.deidentify.source import read_source_whole
from inference.report.deidentify.uids import NewUids, derived_uid

BURNT_IN = "Its header says that text is burnt into the pixels; it was not removed."
MAYBE_BURNT_IN = "Its header does not say whether text is burnt into the pixels: look at it before you hand it on."
_CAPTURED = ("DV", "DF", "SD", "SI", "WSD", "DRW", "SYN")
UIDS = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")


@dataclass(frozen=True, slots=True)
class Deidentified:
    """A film without identity: the whole DICOM file as bytes, and sentences about what a person must look at."""

    data: bytes
    notes: tuple[str, ...]


def write_deidentified(path: Path, film: Radiograph, uids: NewUids, *, overwrite: bool = False) -> Deidentified:
    """Write the copy whole; raises ``ExportError`` and its kin, and what :func:`deidentified_film` raises."""
    made = deidentified_film(film, uids)
    write_whole(path, made.data, overwrite=overwrite)
    return made


def deidentified_film(film: Radiograph, uids: NewUids) -> Deidentified:
    """A de-identified copy of the DICOM file that a film was read from, in its transfer syntax.

    Raises ``NoPixels`` for a film that did not come from DICOM, and ``FilmError`` kin where the file went away.
    """
    found = read_source_whole(film.source)
    if found is None:
        raise NoPixels(film.source, "it is not DICOM")
    data, syntax = found
    clean = kept(data, uids, echoes(data))
    clean.update(anonymous_study(data, film, uids))
    for keyword in UIDS:
        setattr(clean, keyword, uids.uid(own_uid(data, keyword, film)))
    clean.setdefault("SOPClassUID", SecondaryCaptureImageStorage)
    clean.Manufacturer = ""
    for keyword in EMPTIED:
        if keyword in data:
            setattr(clean, keyword, None)
    if "AnatomicRegionSequence" in clean and not clean.AnatomicRegionSequence:
        clean.pop("BodyPartExamined", None)  # it would say that the region, which the standard wants first, is known
    if clean.get("PixelSpacingCalibrationType"):
        clean.PixelSpacingCalibrationDescription = CALIBRATED
    _number_frames(clean)
    clean_pixels(clean, syntax)
    return Deidentified(as_file(clean, syntax), tuple(filter(None, (burnt_in_note(data),))))


def _number_frames(clean: Dataset) -> None:
    """Where what told the frames from each other went (labels, moments), tell them by their numbers (PS3.3 C.7.6.5)."""
    pointer = clean.get("FrameIncrementPointer")
    told_by = pointer if isinstance(pointer, MultiValue) else [pointer]
    if "FrameIncrementPointer" in clean and not all(tag in clean for tag in told_by):
        clean.PageNumberVector = list(range(1, int(clean.get("NumberOfFrames") or 1) + 1))
        clean.FrameIncrementPointer = tag_for_keyword("PageNumberVector")


def anonymous_study(data: Dataset | None, film: Radiograph, uids: NewUids) -> Dataset:
    """The patient and study attributes of everything that is exported without identity (PS3.3 C.7.1.1, C.7.2.1)."""
    source = data if data is not None else Dataset()
    study_uid = own_uid(source, "StudyInstanceUID", film)
    patient = text(source, "PatientID") or study_uid
    study = Dataset()
    study.SpecificCharacterSet = "ISO_IR 192"
    study.PatientID = uids.pseudonym(patient)
    study.PatientName = f"Anonymous^{study.PatientID}"
    for keyword in ("PatientBirthDate", "PatientSex", "StudyDate", "StudyTime", "StudyID", "AccessionNumber"):
        setattr(study, keyword, "")
    study.ReferringPhysicianName = ""
    study.StudyInstanceUID = uids.uid(study_uid)
    study.PatientIdentityRemoved = "YES"
    study.DeidentificationMethod = list(METHOD_WORDS)
    study.DeidentificationMethodCodeSequence = Sequence([_method()])
    study.LongitudinalTemporalInformationModified = "REMOVED"
    return study


def own_uid(data: Dataset, keyword: str, film: Radiograph) -> str:
    """The UID that a film's file has, or one that follows from its pixels where the file has none."""
    found = text(data, keyword)
    return found if re.fullmatch(r"[0-9.]{1,64}", found) else derived_uid(keyword, film.film_hash)


def burnt_in_note(data: Dataset) -> str:
    """What the header says about text in the pixels, as a sentence; empty where there is nothing to say."""
    said = code(data, "BurnedInAnnotation")
    if said == "YES":
        return BURNT_IN
    captured = code(data, "ConversionType") in _CAPTURED or "SECONDARY" in codes(data, "ImageType")
    return MAYBE_BURNT_IN if captured and said != "NO" else ""


def as_file(data: Dataset, syntax: UID) -> bytes:
    """A data set as a DICOM file (PS3.10) with an empty preamble and a file meta group of our own."""
    data.file_meta = FileMetaDataset()
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    data.file_meta.TransferSyntaxUID = syntax
    data.preamble = b"\0" * 128
    buffer = io.BytesIO()
    dcmwrite(buffer, data, enforce_file_format=True)
    return buffer.getvalue()


def _method() -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = METHOD_CODE
    return item
