"""Builders of films for tests: real files, written to a folder of the test, from hand-made or phantom pixels.

Each writer takes where to write first, then the pixels, and returns the path written::

    path = write_dicom(tmp_path / "film.dcm", phantom(), PatientName="Doe^Jane", WindowCenter=2048, WindowWidth=4096)
    path = write_dicom(tmp_path / "film", pixels, photometric="MONOCHROME1", bits_stored=12, syntax=RLELossless)
    path = write_png(tmp_path / "film.png", pixels)  # uint8 or uint16, grey, colour (RGB) or with alpha
    film = radiograph(phantom())  # no file at all

Any DICOM keyword is a keyword argument of ``write_dicom``; ``None`` leaves the element out, also one that the builder
would have written itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    generate_uid,
)

from inference.core.film import Radiograph, read_only
from inference.imaging.display_pipeline import full_range
from tests.dicom_writing import file_meta, film_tags, save, save_bare, set_pixels, set_tags

Pixels = NDArray[Any]
_NATIVE = (
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
)
_EXIF_ORIENTATION = 0x0112


def phantom(rows: int = 96, columns: int = 80, top: int = 4095) -> NDArray[np.uint16]:
    """A film no flip or turn leaves alone: bright frame, two dark lungs, one of them smaller, a marker top left.

    uint16 (rows, columns), values 0..``top``, both ends reached.
    """
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float64)
    y, x = (y + 0.5) / rows, (x + 0.5) / columns
    film = 0.55 + 0.25 * np.cos(3 * x) + 0.1 * y
    film -= 0.6 * np.exp(-(((x - 0.3) / 0.13) ** 2) - ((y - 0.5) / 0.28) ** 2)
    film -= 0.5 * np.exp(-(((x - 0.7) / 0.11) ** 2) - ((y - 0.45) / 0.22) ** 2)
    film[(y < 0.12) & (x < 0.12)] = 1.2
    low, high = film.min(), film.max()
    scaled: NDArray[np.uint16] = np.rint((film - low) / (high - low) * top).astype(np.uint16)
    return scaled


def radiograph(pixels: Pixels, **fields: Any) -> Radiograph:
    """A film that was never in a file: ``pixels`` as modality values, any field of ``Radiograph`` as an argument."""
    values = read_only(np.asarray(pixels, dtype=np.float32))
    defaults = {
        "source": Path("film.dcm"),
        "default_voi": full_range(values),
        "film_hash": generate_uid(),
    }
    return Radiograph(pixels=values, **{**defaults, **fields})


def dataset(
    pixels: Pixels,
    *,
    bits_stored: int | None = None,
    high_bit: int | None = None,
    photometric: str | None = None,
    frames: int | None = None,
    **tags: Any,
) -> Dataset:
    """A DX film as a dataset, native little endian, before it is written.

    ``pixels``: uint8/int8/uint16/int16/uint32/int32, (rows, columns), with a last axis of 3 for colour; with
    ``frames`` a first axis of that many. Signed pixels are stored signed.
    """
    result = film_tags()
    colour = pixels.shape[-1] == 3 and pixels.ndim == (3 if frames is None else 4)
    rows, columns = pixels.shape[0 if frames is None else 1 :][:2]
    bits = pixels.dtype.itemsize * 8
    result.SamplesPerPixel = 3 if colour else 1
    result.PhotometricInterpretation = photometric or ("RGB" if colour else "MONOCHROME2")
    if colour:
        result.PlanarConfiguration = 0
    if frames is not None:
        result.NumberOfFrames = frames
    result.Rows, result.Columns = rows, columns
    result.BitsAllocated, result.BitsStored = bits, bits_stored or bits
    result.HighBit = result.BitsStored - 1 if high_bit is None else high_bit
    result.PixelRepresentation = int(pixels.dtype.kind == "i")
    set_pixels(result, pixels.astype(pixels.dtype.newbyteorder("<")).tobytes(), bits)
    set_tags(result, tags)
    return result


def write_dicom(
    path: Path, pixels: Pixels, *, syntax: str = ExplicitVRLittleEndian, preamble: bool = True, **tags: Any
) -> Path:
    """Write a DX film as DICOM; see :func:`dataset` for the pixels and the named arguments.

    ``syntax``: the transfer syntax; besides the native ones RLE, JPEG 2000 (pydicom encodes them) and JPEG baseline
    (OpenCV does). ``preamble=False`` writes neither preamble nor file meta.
    """
    film = dataset(pixels, **tags)
    if syntax == JPEGBaseline8Bit:
        return write_encapsulated(path, film, [jpeg_bytes(pixels)], syntax)
    if syntax not in _NATIVE:
        film.file_meta = file_meta(film, ExplicitVRLittleEndian)
        film.compress(syntax, generate_instance_uid=False)
        return save(path, film, syntax)
    if syntax == ExplicitVRBigEndian:
        swapped = pixels.astype(pixels.dtype.newbyteorder(">")).tobytes()
        set_pixels(film, swapped, pixels.dtype.itemsize * 8)
    return save(path, film, syntax) if preamble else save_bare(path, film, syntax)


def write_encapsulated(path: Path, film: Dataset, frames: list[bytes], syntax: str) -> Path:
    """Write a dataset with frames that were compressed elsewhere, one code stream a frame."""
    film.PixelData = encapsulate(frames)
    film["PixelData"].VR = "OB"
    film["PixelData"].is_undefined_length = True
    return save(path, film, syntax)


def write_dataset(path: Path, film: Dataset, syntax: str = ExplicitVRLittleEndian) -> Path:
    """Write a dataset as it is, with preamble and file meta."""
    return save(path, film, syntax)


def write_png(path: Path, pixels: Pixels) -> Path:
    """Write uint8 or uint16 pixels as PNG: grey, RGB or RGBA; the path may be in any script."""
    return _write_encoded(path, ".png", pixels)


def write_png16(path: Path, pixels: Pixels) -> Path:
    """Write pixels as a 16-bit PNG, whatever their type."""
    return write_png(path, pixels.astype(np.uint16))


def write_tiff(path: Path, pixels: Pixels) -> Path:
    """Write uint8 or uint16 pixels as TIFF: grey, RGB or RGBA."""
    return _write_encoded(path, ".tiff", pixels)


def write_jpeg(path: Path, pixels: Pixels, *, quality: int = 98, orientation: int | None = None) -> Path:
    """Write uint8 pixels as JPEG, grey or RGB, with an EXIF orientation (1..8) when given."""
    exif = Image.Exif()
    if orientation is not None:
        exif[_EXIF_ORIENTATION] = orientation
    Image.fromarray(pixels).save(path, "JPEG", quality=quality, subsampling=0, exif=exif)
    return path


def jpeg_bytes(pixels: Pixels, quality: int = 98) -> bytes:
    """Compress uint8 pixels, grey or RGB, as baseline JPEG."""
    done, data = cv2.imencode(".jpg", _bgr(pixels), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return data.tobytes()


def _write_encoded(path: Path, suffix: str, pixels: Pixels) -> Path:
    done, data = cv2.imencode(suffix, _bgr(pixels))
    assert done
    path.write_bytes(data.tobytes())
    return path


def _bgr(pixels: Pixels) -> Pixels:
    """OpenCV's channel order; grey stays as it is."""
    if pixels.ndim == 2:
        return pixels
    return np.ascontiguousarray(pixels[..., [2, 1, 0, 3][: pixels.shape[2]]])
