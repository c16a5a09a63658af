"""PNG, JPEG and TIFF files as films: 8 or 16 bit, grey or colour, rotated as their EXIF orientation says."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL.JpegImagePlugin import JpegImageFile

from inference.core.errors import DamagedFilm, FilmTooLarge, NoPixels
from inference.core.film import Radiograph, TruncatedPixels, read_only
from inference.core.limits import Limits, too_large
from inference.core.voi import VoiFunction, VoiWindow
from inference.imaging.display_pipeline import full_range
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.pixel_data.codestream import inspect_jpeg
from inference.reading.dicom.pixel_data.jpeg_end import find_early_end, too_little
from inference.reading.dicom.pixel_data.luminance import has_colours, rgb_luminance
from inference.reading.files.film_hash import film_hash
from inference.reading.files.library_warnings import silence_library_warnings
from inference.reading.files.source import Source
from inference.reading.picture.header import PictureHeader, read_picture_header
from inference.reading.picture.png import check_png, decode_png
from inference.reading.picture.tiff import decode_tiff

_REPEAT = 257  # an eight-bit level written twice, as 16 bit: 0xAB -> 0xABAB


def read_picture(source: Source, frame: int, limits: Limits) -> Radiograph:
    """Read a picture as a film, or one page of a TIFF; raises the ``FilmError`` that says what is wrong with it.

    Eight bits are shown as they are, more are spread from their least to their greatest value, unless they are eight
    bits written as sixteen. Alpha is laid over black.
    """
    silence_library_warnings()
    cv2.utils.logging.setLogLevel(
        cv2.utils.logging.LOG_LEVEL_SILENT
    )  # its complaints go to the terminal; ours go to the window
    if source.size > limits.decoded_bytes:
        raise FilmTooLarge(source.path, f"a picture file of {source.size / 1e9:.1f} GB")
    data = source.stream.read()
    header = read_picture_header(source.path, data)
    reason = too_large(header.rows, header.columns, header.pixel_bytes, 1, limits)
    if reason:
        raise FilmTooLarge(source.path, reason)
    if not 0 <= frame < header.pages:
        raise NoPixels(source.path, f"there is no page {frame + 1}; the file has {header.pages}")
    try:
        stored = _decode(source.path, data, frame, header)
        film = _film(source.path, _upright(stored, header.orientation), frame, header)
        return film if header.format != "JPEG" else _without_filling(film, data, stored, header)
    except MemoryError as error:
        raise FilmTooLarge(source.path, "this computer has too little memory for it") from error


def _without_filling(film: Radiograph, data: bytes, stored: NDArray[Any], header: PictureHeader) -> Radiograph:
    """The film with what a JPEG that ends early lacks; raises ``DamagedFilm`` where nearly all is missing."""
    stream = inspect_jpeg(data)
    assert stream is not None  # or it would be no JPEG
    own = data[stream.start : stream.end]
    found = find_early_end(own, stored, lambda shorter: _decode_jpeg(film.source, shorter))
    if found is None:
        return film
    if too_little(found):
        raise DamagedFilm(film.source, f"the JPEG ends early: {found.there} of {found.needed} bytes are there")
    mask, pixels = np.ascontiguousarray(_upright(found.mask, header.orientation)), film.pixels.copy()
    mask.flags.writeable = False
    pixels[mask] = np.nan
    truncated = TruncatedPixels(mask, found.there, found.needed)
    own_hash = film_hash(pixels, film.default_voi, inverted=film.inverted)
    return replace(film, pixels=read_only(pixels), film_hash=own_hash, truncated=truncated)


def _film(path: Path, decoded: NDArray[Any], frame: int, header: PictureHeader) -> Radiograph:
    pixels, channels = _grey(decoded)
    colour = has_colours(channels)
    window = _window(decoded, pixels)
    inverted = header.white_is_zero and decoded.dtype != np.uint8  # OpenCV has turned eight bits itself
    return Radiograph(
        source=path,
        pixels=read_only(pixels),
        default_voi=window,
        film_hash=film_hash(pixels, window, inverted=inverted),
        inverted=inverted,
        bits=decoded.dtype.itemsize * 8,
        frame=frame,
        frames=header.pages,
        transfer_syntax=header.format,
        notes=("A colour film, shown by its luminance.",) if colour else (),
        rescale=None if _differ(channels) else (1.0, 0.0),
        colour=colour,
    )


def _decode(path: Path, data: bytes, frame: int, header: PictureHeader) -> NDArray[Any]:
    if header.format == "JPEG":
        return _decode_jpeg(path, data)
    if header.format == "PNG":
        check_png(path, data)
        decoded = decode_png(data)
    elif header.unusual:
        decoded = decode_tiff(data, frame, (header.rows, header.columns))
    else:
        decoded = _decode_by_opencv(data, frame, header.pages)
    if decoded is None:
        raise DamagedFilm(path, _undecodable(header.format, data))
    return decoded


def _decode_by_opencv(data: bytes, frame: int, pages: int) -> NDArray[Any] | None:
    """A TIFF, or a page of one, with red first; None where it cannot be decoded."""
    buffer = np.frombuffer(data, dtype=np.uint8)
    try:
        if pages > 1:
            done, found = cv2.imdecodemulti(buffer, cv2.IMREAD_UNCHANGED, range=(frame, frame + 1))
            decoded = found[0] if done and found else None
        else:
            decoded = cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if decoded is None or decoded.ndim == 2 or decoded.shape[2] < 3:
        return None if decoded is None else np.asarray(decoded)
    return np.asarray(decoded)[..., [2, 1, 0, 3][: decoded.shape[2]]]


def _decode_jpeg(path: Path, data: bytes) -> NDArray[Any]:
    """A JPEG by Pillow, which raises where OpenCV tells the terminal and goes on."""
    try:
        with JpegImageFile(io.BytesIO(data)) as picture:
            return np.asarray(picture if picture.mode in ("L", "RGB") else picture.convert("RGB"))
    except (*ODD, SyntaxError) as error:
        raise DamagedFilm(path, _undecodable("JPEG", data)) from error


def _undecodable(kind: str, data: bytes) -> str:
    return f"the {kind} of {len(data)} bytes cannot be decoded; it may be cut or corrupt"


def _upright(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Upright pixels by the EXIF orientation, EXIF 2.3 table 6: 1 to 8; OpenCV has rotated a TIFF already."""
    if orientation in (5, 6, 7, 8):
        pixels = np.swapaxes(pixels, 0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels


def _grey(decoded: NDArray[Any]) -> tuple[NDArray[np.float32], NDArray[Any]]:
    """Grey values on the scale of the file, and the channels they were made of: red, green, blue, or grey alone."""
    if decoded.ndim == 2:
        return decoded.astype(np.float32), decoded[..., None]
    if decoded.shape[2] < 3:
        channels, alpha = decoded[..., :1].repeat(3, axis=2), decoded[..., 1:]
    else:
        channels, alpha = decoded[..., :3], decoded[..., 3:]
    grey = rgb_luminance(channels)
    if alpha.size:
        grey *= alpha[..., 0].astype(np.float32) / np.float32(_top(decoded))
    return grey, channels


def _differ(channels: NDArray[Any]) -> bool:
    """Whether any pixel has any colour at all, so that grey values are no longer those of the file."""
    return bool((channels[..., :-1] != channels[..., 1:]).any())


def _window(decoded: NDArray[Any], pixels: NDArray[np.float32]) -> VoiWindow:
    deep = decoded.dtype != np.uint8 and not (decoded.dtype == np.uint16 and not (decoded % _REPEAT).any())
    if deep:
        return full_range(pixels)
    top = _top(decoded)
    return VoiWindow(top / 2, top, VoiFunction.LINEAR_EXACT, "As stored")


def _top(decoded: NDArray[Any]) -> float:
    return float(np.iinfo(decoded.dtype).max) if decoded.dtype.kind in "iu" else 1.0
