"""A folder that any DICOM viewer opens: films and results under short names, with a DICOMDIR (PS3.10, PS3.3 F)."""

from __future__ import annotations

import filecmp
import re
import shutil
import warnings
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.fileset import FileSet
from pydicom.sequence import Sequence as DicomSequence
from pydicom.uid import ExplicitVRLittleEndian, MediaStorageDirectoryStorage, generate_uid

from inference.core.errors import AlreadyThere, UsageError
from inference.files.atomic_file import typed_errors
from inference.files.atomic_folder import staged
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.pixel_data.transfer_syntaxes import DEFLATED_FRAMES, syntax_name
from inference.report.dicom.plain_syntax import plain_object, syntax_of

UID_FORM = re.compile(r"[0-9.]{1,64}")
MANIFEST = "DICOMDIR"
OURS = (r"DICOMDIR", r"PT\d{6}(?:/ST\d{6}(?:/SE\d{6}(?:/.+)?)?)?")
NOT_LISTED = "{name} lacks {element}, which a DICOMDIR lists by; it is not on the media."
TWICE = "{name} has the SOP Instance UID of another file with other content; it is not on the media."
NOT_WRITTEN = "{name} is in {syntax}, which cannot be listed; it is not on the media."
NOT_PLAIN = "{name} stays as it is, {syntax}: not every viewer opens it."
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
    """How many objects of how many patients lie in a media folder, how many of them had to be put into the transfer
    syntax that any viewer opens, and sentences about those left out or left as they are."""

    objects: int
    patients: int
    converted: int = 0
    notes: tuple[str, ...] = ()


def write_media(
    folder: Path,
    files: Sequence[Path],
    *,
    overwrite: bool = False,
    told: Callable[[float], object] = lambda _share: None,
) -> Media:
    """Put DICOM objects into a folder with a DICOMDIR, in explicit VR little endian; whole or not at all.

    The general purpose profiles (PS3.11 D) have no other syntax without compression: objects in it are copied byte for
    byte, others are converted without loss. ``told`` hears of the share that is done. Raises ``UsageError`` where none
    of the files is such an object, ``AlreadyThere`` and ``ExportError`` kin.
    """
    if (folder / MANIFEST).exists() and not overwrite:
        raise AlreadyThere(folder)
    with staged(folder, MANIFEST, ours=OURS, overwrite=overwrite) as stage, typed_errors(stage):
        return _Media(stage, told).write(files)


class _Media:
    """Lists objects, by their headers, and puts them in their places when the directory is written."""

    def __init__(self, stage: Path, told: Callable[[float], object]) -> None:
        self._stage, self._plain, self._told = stage, stage / "plain", told
        self._listed = FileSet()
        self._listed.ID, self._listed.UID = "THORACAM", generate_uid(None)
        self._sources: dict[str, Path] = {}
        self._patients: set[str] = set()
        self._converted, self._notes = 0, list[str]()

    def write(self, files: Sequence[Path]) -> Media:
        """Write everything."""
        try:
            for place, path in enumerate(files):
                self._told(place / len(files) / 2)
                if (data := _object(path)) is not None:
                    self._add(path, data)
            if not self._sources:
                raise UsageError("None of these files is a DICOM object that can be put on media.")
            self._listed.write(self._stage, use_existing=False)
            self._put_in()
        finally:
            self._listed._stage["t"].cleanup()  # noqa: SLF001 - what pydicom staged in; it has no other end than its own
        return Media(len(self._sources), len(self._patients), self._converted, tuple(self._notes))

    def _add(self, path: Path, data: Dataset) -> None:
        missing = next((name for name in _NEEDED if not data.get(name)), "")
        uid = str(data.get("SOPInstanceUID", ""))
        if missing:
            self._notes.append(NOT_LISTED.format(name=path.name, element=missing))
        elif uid not in self._sources:
            self._list(path, data, uid)
        elif not filecmp.cmp(path, self._sources[uid], shallow=False):
            self._notes.append(TWICE.format(name=path.name))

    def _list(self, path: Path, data: Dataset, uid: str) -> None:
        syntax = syntax_of(data)
        if syntax is not None and (syntax == DEFLATED_FRAMES or not syntax.is_transfer_syntax):  # newer than pydicom
            self._notes.append(NOT_WRITTEN.format(name=path.name, syntax=syntax_name(syntax)))
            return
        place = self._sources[uid] = self._as_any_viewer_opens(path, data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._listed.add(_record_of(data, plain=place != path))
        self._patients.add(str(data.get("PatientID", "")))

    def _as_any_viewer_opens(self, path: Path, data: Dataset) -> Path:
        """Where the object lies in the syntax that all viewers have: as it is, or converted."""
        if syntax_of(data) == ExplicitVRLittleEndian:
            return path
        try:
            made = plain_object(path)
        except ValueError as error:
            self._notes.append(NOT_PLAIN.format(name=path.name, syntax=error))
            return path
        self._plain.mkdir(exist_ok=True)
        place = self._plain / str(len(self._sources))
        place.write_bytes(made)
        self._converted += 1
        return place

    def _put_in(self) -> None:
        """In place of what was listed, headers alone, the objects themselves."""
        files = [path for path in self._stage.glob("PT*/**/*") if path.is_file()]
        for place, path in enumerate(files):
            self._told((1 + place / len(files)) / 2)
            uid = str(dcmread(path, specific_tags=["SOPInstanceUID"], force=True).SOPInstanceUID)
            path.write_bytes(self._sources[uid].read_bytes())
        shutil.rmtree(self._plain, ignore_errors=True)


def _object(path: Path) -> Dataset | None:
    """A DICOM object, with or without a preamble, without its pixels; None for all else, and for a directory."""
    try:
        data = dcmread(path, stop_before_pixels=True, force=True)
        known = UID_FORM.fullmatch(str(data.get("SOPClassUID", ""))) is not None
    except (InvalidDicomError, *ODD):
        return None
    return data if known and data.SOPClassUID != MediaStorageDirectoryStorage else None


def _record_of(data: Dataset, *, plain: bool) -> Dataset:
    """A copy of an object's header that can be listed, in the transfer syntax that it has on the media."""
    copy = Dataset()
    copy.update({element.tag: element for element in deepcopy(data)})  # of no encoding of its own
    copy.file_meta = deepcopy(data.file_meta)
    for keyword, value in _LISTED.items():
        if not copy.get(keyword):
            setattr(copy, keyword, value)
    modifiers = [
        item for item in copy.get("ContentSequence") or () if item.get("RelationshipType") == "HAS CONCEPT MOD"
    ]
    copy.pop("ContentSequence", None)
    if modifiers:  # of the title: nothing else of the content is in a directory (PS3.3 F.5.25)
        copy.ContentSequence = DicomSequence(modifiers)
    if plain:
        copy.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    copy.file_meta.MediaStorageSOPClassUID = copy.SOPClassUID
    copy.file_meta.MediaStorageSOPInstanceUID = copy.SOPInstanceUID
    return copy
