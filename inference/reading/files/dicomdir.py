"""DICOMDIR: the directory of a DICOM medium, DICOM PS3.3 annex F; its records of images and of objects about them."""

from __future__ import annotations

from pathlib import Path

from pydicom.dataset import Dataset

from inference.core.errors import NoPixels
from inference.core.limits import DEFAULT_LIMITS
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items
from inference.reading.dicom.header import read_header
from inference.reading.files.source import Kind, open_source

_RECORDS = ("IMAGE", "", "KEY OBJECT DOC", "PRESENTATION", "SR DOCUMENT", "ENCAP DOC")
_SUFFIXES = (".dcm", ".dicom", ".dic", ".ima", ".", ";1", ".;1", ".dcm;1")  # of copies; the last ones of ISO 9660
_Names = dict[Path, dict[str, str]]  # the files of each folder by their names in lower case, listed once


def referenced_files(path: Path) -> list[Path]:
    """The files of images, and of objects about them, that a DICOMDIR lists, in its order; they need not be there.

    Raises as ``read_header`` does. A reference that would lead out of the medium is left out.
    """
    with open_source(path) as source:
        if source.kind is not Kind.DICOM:
            return [path]
        header = read_header(source, DEFAULT_LIMITS, ["DirectoryRecordSequence", "SpecificCharacterSet"])
        records = [record for record in items(header.data, "DirectoryRecordSequence") if _is_used(record)]
        names: _Names = {}
        found = [_path(path.parent, text(record, "ReferencedFileID"), names) for record in records]
    inside = [file for file in found if file is not None]
    if not inside:
        raise NoPixels(path, "the DICOMDIR lists no film")
    return inside


def _is_used(record: Dataset) -> bool:
    return code(record, "DirectoryRecordType") in _RECORDS


def _path(folder: Path, reference: str, names: _Names) -> Path | None:
    """A file ID (components in capitals, PS3.10 8.2) as a path.

    What was copied from a disc may have other letter case, a suffix or a version (``IM000000.dcm``, ``im000000;1``):
    each component is looked for so where it is not there as written.
    """
    parts = [part.strip() for part in reference.split("\\") if part.strip()]
    if not parts or any(part in (".", "..") or "/" in part or ":" in part for part in parts):
        return None
    found = folder
    for number, part in enumerate(parts, 1):
        found = _component(found, part, last=number == len(parts), names=names)
    return found


def _component(folder: Path, name: str, *, last: bool, names: _Names) -> Path:
    """A file or folder by its name of the DICOMDIR, or by one that differs as copies differ."""
    written = folder / name
    if written.exists():
        return written
    if folder not in names:
        names[folder] = _listed(folder)
    wanted = name.lower()
    spellings = (wanted, *(f"{wanted}{suffix}" for suffix in _SUFFIXES)) if last else (wanted,)
    return next((folder / names[folder][spelling] for spelling in spellings if spelling in names[folder]), written)


def _listed(folder: Path) -> dict[str, str]:
    """The names of a folder by their lower-case form; empty where it cannot be listed."""
    try:
        return {file.name.lower(): file.name for file in sorted(folder.iterdir(), reverse=True)}
    except OSError:
        return {}
