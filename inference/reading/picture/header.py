"""The heads of PNG, JPEG and TIFF files: size, pages and orientation, before anything is decoded.

Pillow reads the directories of a TIFF, and EXIF. Of the rest it does not say what is needed here: its TIFF reader
refuses kinds that OpenCV decodes, and its JPEG reader does not notice that the end is missing; on PNG see there.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from inference.core.errors import DamagedFilm, UnsupportedSyntax
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.pixel_data.codestream import inspect_jpeg
from inference.reading.picture.png import exif_of, read_png_head

_ORIENTATION = 0x0112
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES = 256, 257, 258, 259, 262, 277
_PLANAR, _SAMPLE_FORMAT, _FLOAT = 284, 339, 3
_COMPRESSIONS = (1, 2, 3, 4, 5, 7, 8, 32773, 32946)  # what OpenCV's wheels decode
_MOST_PAGES = 4096


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """What the head of a picture says: size, bytes a pixel, pages, EXIF orientation, whether 0 is white."""

    format: str
    rows: int
    columns: int
    pixel_bytes: float
    pages: int = 1
    orientation: int = 1
    white_is_zero: bool = False
    unusual: bool = False  # a TIFF that OpenCV does not read, or wrongly


def read_picture_header(path: Path, data: bytes) -> PictureHeader:
    """What a PNG, JPEG or TIFF says of itself.

    Raises ``DamagedFilm`` where the file ends too early, ``UnsupportedSyntax`` for kinds that nothing here decodes.
    """
    try:
        if data.startswith(b"\x89PNG"):
            return _png(path, data)
        return _jpeg(path, data) if data.startswith(b"\xff\xd8") else _tiff(path, data)
    except ODD as error:
        raise DamagedFilm(path, "the head of the picture cannot be read") from error


def _png(path: Path, data: bytes) -> PictureHeader:
    head = read_png_head(path, data)
    return PictureHeader("PNG", head.rows, head.columns, head.pixel_bytes, orientation=_exif_orientation(data))


def _jpeg(path: Path, data: bytes) -> PictureHeader:
    stream = inspect_jpeg(data)
    if stream is None:
        raise DamagedFilm(path, f"the picture ends after {len(data)} bytes, within its head")
    if stream.precision != 8:
        raise UnsupportedSyntax(path, f"a JPEG of {stream.precision} bits outside DICOM; 8 bits are read")
    if not stream.complete:
        raise DamagedFilm(path, f"the picture ends after {len(data)} bytes, without its end marker")
    return PictureHeader("JPEG", stream.rows, stream.columns, stream.samples, orientation=_exif_orientation(data))


def _exif_orientation(data: bytes) -> int:
    """The EXIF orientation of a PNG or JPEG: 1 to 8, where 1 is upright."""
    try:
        return int(_exif(data).get(_ORIENTATION, 1))
    except (*ODD, SyntaxError):  # no EXIF that could be read
        return 1


def _exif(data: bytes) -> Image.Exif:
    """The EXIF of a PNG or JPEG; Pillow would decode all of a PNG to look for it."""
    if data.startswith(b"\x89PNG"):
        exif = Image.Exif()
        exif.load(exif_of(data))
        return exif
    with JpegImageFile(io.BytesIO(data)) as picture:
        return picture.getexif()


def _tiff(path: Path, data: bytes) -> PictureHeader:
    pages = _pages(data)
    if not pages:
        raise DamagedFilm(path, f"the picture of {len(data)} bytes holds no page")
    first = pages[0]
    compression = int(first.get(_COMPRESSION, 1))
    if compression not in _COMPRESSIONS:
        raise UnsupportedSyntax(path, f"TIFF compression {compression}")
    bits = first.get(_BITS, 1)
    deepest = max(bits) if isinstance(bits, tuple) else int(bits)
    rows, columns = max(int(page[_HEIGHT]) for page in pages), max(int(page[_WIDTH]) for page in pages)
    size = int(first.get(_SAMPLES, 1)) * max(deepest / 8, 1)
    white_is_zero = first.get(_PHOTOMETRIC) == 0
    unusual = _is_unusual(first, deepest)
    orientation = int(first.get(_ORIENTATION, 1)) if unusual else 1  # OpenCV turns what it decodes
    return PictureHeader("TIFF", rows, columns, size, len(pages), orientation, white_is_zero, unusual)


def _is_unusual(page: ImageFileDirectory_v2, bits: int) -> bool:
    in_planes = page.get(_PLANAR, 1) == 2 and int(page.get(_SAMPLES, 1)) > 1
    formats = page.get(_SAMPLE_FORMAT, 1)
    return in_planes or (bits == 16 and (formats[0] if isinstance(formats, tuple) else formats) == _FLOAT)


def _pages(data: bytes) -> list[ImageFileDirectory_v2]:
    """The directories of a TIFF, each with a size, until they end or repeat."""
    stream = io.BytesIO(data)
    head = data[:16] if data[2:3] == b"+" or data[3:4] == b"+" else data[:8]
    directory = ImageFileDirectory_v2(head)
    found: list[ImageFileDirectory_v2] = []
    seen: set[int] = set()
    while directory.next and directory.next not in seen and len(found) < _MOST_PAGES:
        seen.add(directory.next)
        stream.seek(directory.next)
        following = ImageFileDirectory_v2(head)
        following.load(stream)
        if _WIDTH in following and _HEIGHT in following:
            found.append(following)
        directory = following
    return found
