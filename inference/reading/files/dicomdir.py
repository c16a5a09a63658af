"""DICOMDIR: the directory of a DICOM medium, DICOM PS3.3 annex F; only its image records are used."""

from __future__ import annotations

from pathlib import Path

from pydicom.dataset import Dataset

from inference.core.errors import NoPixels
from inference.core.limits import DEFAULT_LIMITS
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items
from inference.reading.dicom.header import read_header
from inference.reading.files.source import Kind, open_source

_IMAGES = ("IMAGE", "")


def referenced_files(path: Path) -> list[Path]:
    """The image files that a DICOMDIR lists, in its order, as paths beside it; they need not be there.

    Raises as ``read_header`` does. A reference that would lead out of the medium is left out.
    """
    with open_source(path) as source:
        if source.kind is not Kind.DICOM:
            return [path]
        header = read_header(source, DEFAULT_LIMITS, ["DirectoryRecordSequence", "SpecificCharacterSet"])
        records = [record for record in items(header.data, "DirectoryRecordSequence") if _is_image(record)]
        found = [_path(path.parent, text(record, "ReferencedFileID")) for record in records]
    inside = [file for file in found if file is not None]
    if not inside:
        raise NoPixels(path, "the DICOMDIR lists no film")
    return inside


def _is_image(record: Dataset) -> bool:
    return code(record, "DirectoryRecordType") in _IMAGES


def _path(folder: Path, reference: str) -> Path | None:
    """A file ID (components in capitals, PS3.10 8.2) as a path; in lower case where only that is there."""
    parts = [part.strip() for part in reference.split("\\") if part.strip()]
    if not parts or any(part in (".", "..") or "/" in part or ":" in part for part in parts):
        return None
    written, lower = folder.joinpath(*parts), folder.joinpath(*(part.lower() for part in parts))
    return lower if not written.exists() and lower.exists() else written
