"""An object to send, by its header: what it is, which one, and in which transfer syntax it lies there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydicom.dataset import Dataset
from pydicom.uid import UID

from inference.core.errors import DamagedFilm, NotAFilm
from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.reading.dicom.elements import code
from inference.reading.dicom.header import missing_pixels, read_header
from inference.reading.files.source import Kind, open_source

_TAGS = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")


@dataclass(frozen=True, slots=True)
class DicomObject:
    """A DICOM file; ``whole_meta``: its file meta group says what the data set says, so that it can go as it lies."""

    path: Path
    sop_class: str
    sop_uid: str
    study_uid: str
    series_uid: str
    syntax: UID
    whole_meta: bool

    @property
    def kind(self) -> str:
        """The name of its SOP class."""
        return UID(self.sop_class).name


def read_object(path: Path, limits: Limits = DEFAULT_LIMITS) -> DicomObject:
    """Look at a file's header. Raises ``NotAFilm`` for what is no DICOM, or ``FilmError`` kin, as for one cut short."""
    with open_source(path, limits.decoded_bytes) as source:
        if source.kind is not Kind.DICOM:
            raise NotAFilm(path, "only DICOM files are sent")
        header = read_header(source, limits, _TAGS)
        missing = header.missing or missing_pixels(header)
    if missing:
        raise DamagedFilm(path, missing)
    found = [code(header.data, keyword) for keyword in _TAGS]
    if not all(found[:3]):
        raise DamagedFilm(path, "it does not say which object of which study it is")
    meta = getattr(header.data, "file_meta", Dataset())
    said = [code(meta, f"MediaStorage{keyword}") for keyword in _TAGS[:2]]
    whole = said == found[:2] and bool(code(meta, "TransferSyntaxUID"))
    sop_class, sop_uid, study_uid, series_uid = found
    return DicomObject(path, sop_class, sop_uid, study_uid, series_uid, UID(header.syntax), whole_meta=whole)
