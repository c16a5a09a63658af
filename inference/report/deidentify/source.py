"""The DICOM file behind a film that was read before, read again."""

from __future__ import annotations

import sys
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

from inference.core.errors import DamagedFilm, FilmTooLarge
from inference.core.limits import Limits
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.header import Header, read_header
from inference.reading.files.source import Kind, open_source

_READ_BEFORE = Limits(sys.maxsize, sys.maxsize, sys.maxsize, sys.maxsize)  # the reader has held it to the user's limits


def read_source_header(path: Path, limits: Limits = _READ_BEFORE) -> Header | None:
    """The header of the DICOM file, without pixels and with its stream closed; None for a PNG, JPEG or TIFF.

    Raises a ``FilmError`` subclass as ``read_film`` does.
    """
    with open_source(path, limits.decoded_bytes) as source:
        return read_header(source, limits) if source.kind is Kind.DICOM else None


def read_source_whole(path: Path, limits: Limits = _READ_BEFORE) -> tuple[Dataset, UID] | None:
    """The whole data set with pixels as stored, and the transfer syntax to write it in; None for a picture file.

    A deflated data set comes inflated. Raises a ``FilmError`` subclass as ``read_film`` does.
    """
    with open_source(path, limits.decoded_bytes) as source:
        if source.kind is not Kind.DICOM:
            return None
        header = read_header(source, limits)
        syntax = ExplicitVRLittleEndian if header.syntax == DeflatedExplicitVRLittleEndian else header.syntax
        return _whole(header), syntax


def _whole(header: Header) -> Dataset:
    header.stream.seek(0)
    try:
        return dcmread(header.stream, force=True)
    except MemoryError as error:
        raise FilmTooLarge(header.path, "this computer has too little memory for it") from error
    except ODD as error:
        raise DamagedFilm(header.path, f"it cannot be parsed ({type(error).__name__})") from None  # quotes patient data
