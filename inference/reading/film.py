"""One file as one film, whatever its format."""

from __future__ import annotations

from pathlib import Path

from inference.errors import NotAFilm
from inference.reading.dicom import read_dicom
from inference.reading.limits import DEFAULT_LIMITS, Limits
from inference.reading.picture import read_picture
from inference.reading.source import Kind, Source, open_source
from inference.types import Radiograph


def read_film(path: Path, frame: int = 0, limits: Limits = DEFAULT_LIMITS) -> Radiograph:
    """Read one frame of a film: DICOM in any encoding, PNG, JPEG or TIFF.

    Raises a ``FilmError`` subclass whose ``detail`` says what is wrong, without patient data: ``FileMissing``,
    ``NotAFilm``, ``NoPixels`` (also for a frame that is not there), ``UnsupportedSyntax``, ``DamagedFilm``,
    ``FilmTooLarge`` (from the header, before anything is allocated).
    """
    path = Path(path)
    with open_source(path, limits.decoded_bytes) as source:
        if source.kind is Kind.DICOM:
            return read_dicom(source, frame, limits)
        if source.kind is Kind.PICTURE:
            return read_picture(source, frame, limits)
        raise NotAFilm(path, _what(source))


def _what(source: Source) -> str:
    if source.size == 0:
        return "it is empty"
    head = source.stream.read(64).lstrip().lower()
    return "it is a web page or another text" if head.startswith((b"<!doctype", b"<html", b"<?xml", b"{")) else ""
