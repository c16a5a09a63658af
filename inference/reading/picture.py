"""PNG, JPEG and TIFF files as films: 8 or 16 bit, grey or colour, turned as their EXIF orientation says."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from inference.display import full_range
from inference.errors import DamagedFilm, FilmTooLarge, NoPixels, UnsupportedSyntax
from inference.reading.codestream import inspect_jpeg
from inference.reading.fingerprint import film_hash
from inference.reading.limits import Limits, check_size
from inference.reading.luminance import rgb_luminance
from inference.reading.png import check_png, read_png_head
from inference.reading.quiet import hush
from inference.reading.source import Source
from inference.reading.values import ODD
from inference.types import Radiograph, VoiFunction, VoiWindow, read_only

_ORIENTATION = 0x0112
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES = 256, 257, 258, 259, 262, 277
_COMPRESSIONS = (1, 2, 3, 4, 5, 7, 8, 32773, 32946)  # what OpenCV's wheels decode
_MOST_PAGES = 4096
_REPEAT = 257  # an eight-bit level written twice, as 16 bit: 0xAB -> 0xABAB


@dataclass(frozen=True, slots=True)
class _Promise:
    """What the head of a picture says: size, bytes a pixel, pages, EXIF orientation, whether 0 is white."""

    format: str
    rows: int
    columns: int
    pixel_bytes: float
    pages: int = 1
    orientation: int = 1
    white_is_zero: bool = False


def read_picture(source: Source, frame: int, limits: Limits) -> Radiograph:
    """Read a picture as a film, or one page of a TIFF; raises the ``FilmError`` that says what is wrong with it.

    Eight bits are shown as they are, more are spread from their least to their greatest value, unless they are eight
    bits written as sixteen. Alpha is laid over black.
    """
    hush()
    cv2.utils.logging.setLogLevel(
        cv2.utils.logging.LOG_LEVEL_SILENT
    )  # its complaints go to the terminal; ours go to the window
    if source.size > limits.decoded_bytes:
        raise FilmTooLarge(source.path, f"a picture file of {source.size / 1e9:.1f} GB")
    data = source.stream.read()
    promise = _promise(source.path, data)
    check_size(source.path, promise.rows, promise.columns, promise.pixel_bytes, 1, limits)
    if not 0 <= frame < promise.pages:
        raise NoPixels(source.path, f"there is no page {frame + 1}; the file has {promise.pages}")
    try:
        decoded = _turned(_decode(source.path, data, frame, promise), promise.orientation)
        return _film(source.path, decoded, frame, promise)
    except MemoryError as error:
        raise FilmTooLarge(source.path, "this computer has too little memory for it") from error


def _film(path: Path, decoded: NDArray[Any], frame: int, promise: _Promise) -> Radiograph:
    pixels, colour = _grey(decoded)
    window = _window(decoded, pixels)
    inverted = promise.white_is_zero and decoded.dtype != np.uint8  # OpenCV has turned eight bits itself
    return Radiograph(
        source=path,
        pixels=read_only(pixels),
        default_voi=window,
        film_hash=film_hash(pixels, window, inverted=inverted, aspect=1.0),
        inverted=inverted,
        bits=decoded.dtype.itemsize * 8,
        frame=frame,
        frames=promise.pages,
        transfer_syntax=promise.format,
        notes=("A colour film, shown by its luminance.",) if colour else (),
    )


def _promise(path: Path, data: bytes) -> _Promise:
    try:
        if data.startswith(b"\x89PNG"):
            return _png(path, data)
        return _jpeg(path, data) if data.startswith(b"\xff\xd8") else _tiff(path, data)
    except ODD as error:
        raise DamagedFilm(path, "the head of the picture cannot be read") from error


def _png(path: Path, data: bytes) -> _Promise:
    head = read_png_head(path, data)
    return _Promise("PNG", head.rows, head.columns, head.pixel_bytes, orientation=_exif_orientation(data))


def _jpeg(path: Path, data: bytes) -> _Promise:
    stream = inspect_jpeg(data)
    if stream is None:
        raise DamagedFilm(path, f"the picture ends after {len(data)} bytes, within its head")
    if stream.precision != 8:
        raise UnsupportedSyntax(path, f"a JPEG of {stream.precision} bits outside DICOM; 8 bits are read")
    if not stream.complete:
        raise DamagedFilm(path, f"the picture ends after {len(data)} bytes, without its end marker")
    return _Promise("JPEG", stream.rows, stream.columns, stream.samples, orientation=_exif_orientation(data))


def _exif_orientation(data: bytes) -> int:
    """The EXIF orientation of a PNG or JPEG: 1 to 8, where 1 is upright."""
    try:
        opened = PngImageFile if data.startswith(b"\x89PNG") else JpegImageFile
        with opened(io.BytesIO(data)) as picture:
            return int(picture.getexif().get(_ORIENTATION, 1))
    except (*ODD, SyntaxError):  # no EXIF that could be read
        return 1


def _tiff(path: Path, data: bytes) -> _Promise:
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
    return _Promise("TIFF", rows, columns, size, len(pages), white_is_zero=first.get(_PHOTOMETRIC) == 0)


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


def _decode(path: Path, data: bytes, frame: int, promise: _Promise) -> NDArray[Any]:
    if promise.format == "PNG":
        check_png(path, data)
    buffer = np.frombuffer(data, dtype=np.uint8)
    try:
        if promise.pages > 1:
            done, pages = cv2.imdecodemulti(buffer, cv2.IMREAD_UNCHANGED, range=(frame, frame + 1))
            decoded = pages[0] if done and pages else None
        else:
            decoded = cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED)
    except cv2.error:
        decoded = None
    if decoded is None:
        raise DamagedFilm(
            path, f"the {promise.format} of {len(data)} bytes cannot be decoded; it may be cut or corrupt"
        )
    return np.asarray(decoded)


def _turned(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Upright pixels by the EXIF orientation, EXIF 2.3 table 6: 1 to 8; OpenCV has turned a TIFF already."""
    if orientation in (5, 6, 7, 8):
        pixels = np.swapaxes(pixels, 0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels


def _grey(decoded: NDArray[Any]) -> tuple[NDArray[np.float32], bool]:
    """Grey values on the scale of the file, and whether there was colour; OpenCV's order is blue, green, red, alpha."""
    if decoded.ndim == 2:
        return decoded.astype(np.float32), False
    if decoded.shape[2] < 3:
        channels, alpha = decoded[..., :1].repeat(3, axis=2), decoded[..., 1:]
    else:
        channels, alpha = decoded[..., 2::-1], decoded[..., 3:]
    grey = rgb_luminance(channels)
    if alpha.size:
        grey *= alpha[..., 0].astype(np.float32) / np.float32(_top(decoded))
    colour = bool((channels[..., 0] != channels[..., 1]).any() or (channels[..., 1] != channels[..., 2]).any())
    return grey, colour


def _window(decoded: NDArray[Any], pixels: NDArray[np.float32]) -> VoiWindow:
    deep = decoded.dtype != np.uint8 and not (decoded.dtype == np.uint16 and not (decoded % _REPEAT).any())
    if deep:
        return full_range(pixels)
    top = _top(decoded)
    return VoiWindow(top / 2, top, VoiFunction.LINEAR_EXACT, "As stored")


def _top(decoded: NDArray[Any]) -> float:
    return float(np.iinfo(decoded.dtype).max) if decoded.dtype.kind in "iu" else 1.0
