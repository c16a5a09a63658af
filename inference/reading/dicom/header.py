"""The header of a DICOM file: everything before the pixels, parsed within limits and without a warning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from inference.core.errors import DamagedFilm, FilmError, FilmTooLarge, NoPixels
from inference.core.limits import Limits
from inference.reading.dicom.elements import ODD, code
from inference.reading.dicom.pixel_data.deflated import inflated
from inference.reading.dicom.preflight import PIXEL_TAGS, UNDEFINED, Element, Encoding, check_structure, read_element
from inference.reading.files.library_warnings import silence_library_warnings
from inference.reading.files.source import Source

_META = Encoding(implicit=False, big_endian=False)  # PS3.10 7.1: always explicit VR little endian
_SYNTAX_TAG = 0x00020010
_META_GROUP = 2
_FRAGMENTS_END = b"\xfe\xff\xdd\xe0\x00\x00\x00\x00"  # PS3.5 A.4: it closes compressed pixel data
_TAIL = 65_536  # bytes in which it lies: little comes after pixels
_WITHOUT_IMAGES = ("SR", "PR", "KO", "DOC", "PLAN", "REG", "ECG", "AU")


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header, with the stream it came from and where the pixel element is.

    ``pixels`` is None where the file has no pixel element; ``missing`` then says what a truncated file lacks.
    ``size`` is the length of ``stream``, which for a deflated file is the inflated one.
    """

    path: Path
    data: Dataset
    stream: BinaryIO
    size: int
    syntax: UID
    encoding: Encoding
    pixels: Element | None
    missing: str


def read_header(source: Source, limits: Limits, tags: Sequence[str] | None = None) -> Header:
    """Parse a DICOM file up to its pixels; with ``tags`` only these elements.

    Raises ``FilmTooLarge`` above the limits and ``DamagedFilm`` where the parser cannot go on.
    """
    silence_library_warnings()
    start, declared = _read_meta(source.stream)
    stream, size = source.stream, source.size
    if declared == DeflatedExplicitVRLittleEndian:
        stream, size = inflated(source, start, limits, pixels=tags is None)
    encoding = _encoding(stream, start, declared)
    missing = check_structure(source.path, stream, size, start, encoding, limits)
    data, position = _parse(source.path, stream, tags)
    element = read_element(stream, encoding, position)
    pixels = element if element is not None and element.tag in PIXEL_TAGS else None
    return Header(source.path, data, stream, size, declared or _default_syntax(encoding), encoding, pixels, missing)


def why_no_pixels(header: Header) -> FilmError:
    """What to say of a file without a pixel element: cut short where it should have one, else no image at all."""
    if header.missing:
        return DamagedFilm(header.path, header.missing)
    meta = header.data.file_meta if hasattr(header.data, "file_meta") else Dataset()
    kind = UID(code(meta, "MediaStorageSOPClassUID") or code(header.data, "SOPClassUID"))
    modality = code(header.data, "Modality")
    is_image = "Image Storage" in kind.name and modality not in _WITHOUT_IMAGES
    if is_image or (kind.name == kind and not len(header.data)):  # the latter: cut within the file meta
        return DamagedFilm(header.path, "it ends within its header")
    detail = f"it is of kind {modality}, without an image" if modality.isalnum() else "it holds no image"
    return NoPixels(header.path, detail)


def missing_pixels(header: Header) -> str:
    """What pixel data that end early lack; empty where they are whole, or there are none."""
    pixels = header.pixels
    if pixels is None:
        return ""
    if pixels.length != UNDEFINED:
        lacking = pixels.start + pixels.length - header.size
        return f"{lacking} bytes of its pixel data are missing" if lacking > 0 else ""
    header.stream.seek(max(header.size - _TAIL, pixels.start))
    return "" if _FRAGMENTS_END in header.stream.read(_TAIL) else "its compressed pixel data end early"


def _parse(path: Path, stream: BinaryIO, tags: Sequence[str] | None) -> tuple[Dataset, int]:
    stream.seek(0)
    try:
        data = dcmread(stream, stop_before_pixels=True, force=True, specific_tags=list(tags) if tags else None)
        return data, stream.tell()
    except RecursionError as error:
        raise FilmTooLarge(path, "sequences nested too deep") from error
    except ODD as error:
        raise DamagedFilm(
            path, f"the header cannot be parsed ({type(error).__name__})"
        ) from None  # quotes patient data


def _read_meta(stream: BinaryIO) -> tuple[int, UID | None]:
    """Where the data set starts, and the transfer syntax its file meta names, if any."""
    stream.seek(128)
    position = 132 if stream.read(4) == b"DICM" else 0
    syntax = None
    while (element := read_element(stream, _META, position)) is not None and element.tag >> 16 == _META_GROUP:
        if element.tag == _SYNTAX_TAG:
            stream.seek(element.start)
            syntax = UID(stream.read(min(element.length, 64)).decode("ascii", "replace").strip(" \0"))
        position = element.start + element.length
    return position, syntax or None


def _encoding(stream: BinaryIO, start: int, syntax: UID | None) -> Encoding:
    """The encoding of the data set: the first element is believed more than the transfer syntax, as pydicom does."""
    stream.seek(start)
    head = stream.read(6)
    written = head[4:6].isalpha() and head[4:6].isupper()
    if syntax is None:
        return Encoding(implicit=not written, big_endian=written and int.from_bytes(head[:2], "little") >= 1024)
    return Encoding(implicit=not written, big_endian=syntax == ExplicitVRBigEndian)


def _default_syntax(encoding: Encoding) -> UID:
    if encoding.implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRBigEndian if encoding.big_endian else ExplicitVRLittleEndian
