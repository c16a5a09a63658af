"""A folder that any DICOM viewer opens: films and results under short names, with a DICOMDIR (PS3.10, PS3.3 F)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.fileset import FileSet
from pydicom.uid import generate_uid

from inference.core.errors import AlreadyThere, UsageError
from inference.files.atomic_file import typed_errors
from inference.files.atomic_folder import staged

MANIFEST = "DICOMDIR"
OURS = (r"DICOMDIR", r"PT\d{6}(?:/ST\d{6}(?:/SE\d{6}(?:/.+)?)?)?")
NOT_LISTED = "{name} lacks {element}, which a DICOMDIR lists by; it is not on the media."
_NEEDED = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")
_LISTED = {  # what directory records need and the objects themselves may leave empty: listed so, the objects stay
    "PatientID": "UNKNOWN",
    "StudyID": "1",
    "StudyDate": "19000101",
    "StudyTime": "000000",
    "Modality": "OT",
    "SeriesNumber": "1",
    "InstanceNumber": "1",
}


@dataclass(frozen=True, slots=True)
class Media:
    """How many objects of how many patients lie in a media folder, and sentences about those left out."""

    objects: int
    patients: int
    notes: tuple[str, ...] = ()


def write_media(folder: Path, files: Sequence[Path], *, overwrite: bool = False) -> Media:
    """Copy DICOM objects, bytes unchanged, into a folder with a DICOMDIR; whole or not at all.

    Raises ``UsageError`` where none of the files is such an object, ``AlreadyThere`` and ``ExportError`` kin.
    """
    if (folder / MANIFEST).exists() and not overwrite:
        raise AlreadyThere(folder)
    listed = FileSet()
    try:
        return _written(folder, listed, files, overwrite=overwrite)
    finally:
        listed._stage["t"].cleanup()  # noqa: SLF001 - what pydicom staged in; it has no other end than its own


def _written(folder: Path, listed: FileSet, files: Sequence[Path], *, overwrite: bool) -> Media:
    listed.ID, listed.UID = "THORACAM", generate_uid(None)
    notes: list[str] = []
    patients: set[str] = set()
    for path, data in _objects(files):
        missing = next((name for name in _NEEDED if not data.get(name)), "")
        if missing:
            notes.append(NOT_LISTED.format(name=path.name, element=missing))
            continue
        patients.add(str(data.get("PatientID", "")))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            listed.add(_with_what_records_need(data))
    if not len(listed):
        raise UsageError("None of these files is a DICOM object that can be put on media.")
    originals = {str(data.SOPInstanceUID): path for path, data in _objects(files) if data.get("SOPInstanceUID")}
    with staged(folder, MANIFEST, ours=OURS, overwrite=overwrite) as stage, typed_errors(stage):
        listed.write(stage, use_existing=False)
        _put_back(stage, originals)
    return Media(len(listed), len(patients), tuple(notes))


def _objects(files: Sequence[Path]) -> Iterator[tuple[Path, Dataset]]:
    """The files that are DICOM objects, without their pixels."""
    for path in files:
        try:
            yield path, dcmread(path, stop_before_pixels=True)
        except (InvalidDicomError, OSError, ValueError, EOFError):
            continue


def _with_what_records_need(data: Dataset) -> Dataset:
    """A copy of an object's header that can be listed."""
    copy = deepcopy(data)
    for keyword, value in _LISTED.items():
        if not copy.get(keyword):
            setattr(copy, keyword, value)
    return copy


def _put_back(stage: Path, originals: dict[str, Path]) -> None:
    """In place of what was listed, headers alone, the objects themselves, byte for byte."""
    for path in stage.rglob("*"):
        if path.is_file() and path.name != MANIFEST:
            uid = str(dcmread(path, specific_tags=["SOPInstanceUID"], force=True).SOPInstanceUID)
            path.write_bytes(originals[uid].read_bytes())
