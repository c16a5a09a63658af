"""What every exported DICOM object says of the patient, the study and the film that it speaks about."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass, field
from enum import Enum

from pydicom.dataset import Dataset
from pydicom.uid import (
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLSNearLossless,
    SecondaryCaptureImageStorage,
    generate_uid,
)

from inference.core.film import Radiograph
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, codes, numbers
from inference.report.deidentify.dataset import UIDS, anonymous_study, burnt_in_note, own_uid
from inference.report.deidentify.source import read_source_header
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.study_data import body_part, procedure_code, request_data, side, study_data

_LOSSY_SYNTAXES = {
    str(JPEGBaseline8Bit): "ISO_10918_1",
    str(JPEGExtended12Bit): "ISO_10918_1",
    str(JPEGLSNearLossless): "ISO_14495_1",
}


class FilmCopy(Enum):
    """Whether the film that results refer to has to be written with them, and how."""

    NONE = "the file it came from is DICOM and has its UIDs"
    CAPTURE = "it came from a picture: a secondary capture of it"
    DEIDENTIFIED = "identity is left out: a de-identified copy under new UIDs"


@dataclass(frozen=True, slots=True)
class FilmReference:
    """The DICOM instance that results refer to; ``frame`` counts from 1 and is None for a single frame."""

    sop_class: str
    sop_uid: str
    series_uid: str
    frame: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Patient and study attributes (``shared``), the film referred to, and what is known of its pixels.

    ``lossy`` holds the Lossy Image Compression attributes (PS3.3 C.7.6.1.1.5) as far as the film has them,
    ``burned_in`` its Burned In Annotation or nothing, ``body_part`` and ``side`` what was filmed, ``request`` what was
    asked for (Request Attributes Sequence, PS3.3 C.7.3.1), ``procedure`` the code of what was done; ``notes`` are
    sentences about what a person must look at.
    """

    shared: Dataset
    film: FilmReference
    copy: FilmCopy
    lossy: Dataset
    burned_in: str = ""
    body_part: str = "CHEST"
    side: str = ""
    request: Dataset = field(default_factory=Dataset)
    procedure: Dataset | None = None
    anonymous: bool = False
    notes: tuple[str, ...] = ()

    @property
    def study_uid(self) -> str:
        """The Study Instance UID of everything that is exported of the film."""
        return str(self.shared.StudyInstanceUID)

    def fill(self, target: Dataset) -> None:
        """Put the patient and study attributes into a data set."""
        target.update(deepcopy(self.shared))


def read_context(film: Radiograph, *, anonymize: bool, uids: NewUids) -> Context:
    """Read what exported objects share from the film's file; raises ``FilmError`` kin where it went away.

    A film from a PNG, JPEG or TIFF gets the identity that the user states, or a generated ID, and a study of its own,
    the same for the same pixels.
    """
    header = read_source_header(film.source)
    data = header.data if header else Dataset()
    copy = _copy(data, anonymize=anonymize and header is not None)
    return Context(
        shared=anonymous_study(data, film, uids) if anonymize else _study(data, film, copy),
        film=_reference(data, film, copy, uids),
        copy=copy,
        lossy=_lossy(data, film.transfer_syntax),
        burned_in=code(data, "BurnedInAnnotation"),
        body_part=body_part(data),
        side=side(data),
        request=Dataset() if anonymize else request_data(data),
        procedure=None if anonymize else procedure_code(data),
        anonymous=anonymize,
        notes=tuple(filter(None, (burnt_in_note(data),))) if anonymize else (),
    )


def _copy(data: Dataset, *, anonymize: bool) -> FilmCopy:
    if anonymize:
        return FilmCopy.DEIDENTIFIED
    return FilmCopy.NONE if all(text(data, keyword) for keyword in (*UIDS, "SOPClassUID")) else FilmCopy.CAPTURE


def _reference(data: Dataset, film: Radiograph, copy: FilmCopy, uids: NewUids) -> FilmReference:
    if copy is FilmCopy.CAPTURE:
        return FilmReference(SecondaryCaptureImageStorage, generate_uid(None), generate_uid(None))
    found = [own_uid(data, keyword, film) for keyword in ("SOPInstanceUID", "SeriesInstanceUID")]
    sop_uid, series_uid = (uids.uid(uid) for uid in found) if copy is FilmCopy.DEIDENTIFIED else found
    frame = film.frame + 1 if film.frames > 1 else None
    return FilmReference(text(data, "SOPClassUID") or SecondaryCaptureImageStorage, sop_uid, series_uid, frame)


def _study(data: Dataset, film: Radiograph, copy: FilmCopy) -> Dataset:
    study = study_data(data)
    if copy is FilmCopy.CAPTURE:
        study.PatientName = study.PatientName or _one_value(film.identity.patient_name)
        study.PatientID = study.PatientID or _one_value(film.identity.patient_id) or _generated_id(film)
    study.StudyInstanceUID = own_uid(data, "StudyInstanceUID", film)
    return study


def _one_value(words: str) -> str:
    """Words of a user's as one value of at most 64 characters (PS3.5 6.2)."""
    return words.replace("\\", "/").strip()[:64]


def _generated_id(film: Radiograph) -> str:
    """A number for the patient of a film that names nobody: without one, an archive takes all such for one patient."""
    return f"FILM-{hashlib.sha256(film.film_hash.encode()).hexdigest()[:12].upper()}"


def _lossy(data: Dataset, syntax: str) -> Dataset:
    """The lossy flag, which results drawn on the film inherit (PS3.3 C.7.6.1.1.5)."""
    found = Dataset()
    method = _LOSSY_SYNTAXES.get(syntax)
    flag = "01" if method else code(data, "LossyImageCompression")
    if flag not in ("00", "01"):
        return found
    found.LossyImageCompression = flag
    if flag == "01":
        found.LossyImageCompressionRatio = [value for value in numbers(data, "LossyImageCompressionRatio") if value > 0]
        found.LossyImageCompressionMethod = list(codes(data, "LossyImageCompressionMethod")) or [method or ""]
    return found
