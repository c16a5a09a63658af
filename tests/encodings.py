"""One film in every encoding: the table that rendering, scoring and fuzzing go through."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from tests.builders import (
    dataset,
    phantom,
    write_dataset,
    write_dicom,
    write_encapsulated,
    write_jpeg,
    write_png,
    write_tiff,
)

STREAMS = Path(__file__).parent / "inference" / "codestreams"
FILM = phantom(48, 40)
WINDOW: dict[str, Any] = {"WindowCenter": 2048, "WindowWidth": 4096}
TWELVE: dict[str, Any] = {"bits_stored": 12, **WINDOW}
LINEAR_OF_SIGNED_16: dict[str, Any] = {"WindowCenter": -7.5, "WindowWidth": 65521}  # -32768 to 32752
Writer = Callable[[Path], Path]
Twelve = NDArray[np.uint16]
Eight = NDArray[np.uint8]


def in_bytes(film: Twelve) -> Eight:
    """A film of 12 bits in 8."""
    return np.rint(film / 4095 * 255).astype(np.uint8)


BYTES = in_bytes(FILM)


def dicom(pixels: NDArray[Any], **tags: Any) -> Writer:
    return lambda path: write_dicom(path, pixels, **tags)


def stream(name: str, syntax: str, pixels: NDArray[Any] = FILM, **tags: Any) -> Writer:
    content = (STREAMS / name).read_bytes()
    return lambda path: write_encapsulated(path, dataset(pixels, **(tags or TWELVE)), [content], syntax)


def deep(film: Twelve, bits: int) -> Writer:
    """The film in so many stored bits, its window to match."""
    scaled = np.rint(film / 4095 * (2**bits - 1)).astype(np.uint16)
    return dicom(scaled, bits_stored=bits, WindowCenter=2 ** (bits - 1), WindowWidth=2**bits)


def palette(eight: Eight) -> Writer:
    grey = (np.arange(256, dtype="<u2") * 257).tobytes()
    tags: dict[str, Any] = {}
    for colour in ("Red", "Green", "Blue"):
        tags[f"{colour}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        tags[f"{colour}PaletteColorLookupTableData"] = grey
    return dicom(eight, photometric="PALETTE COLOR", **tags)


def in_fragments(film: Twelve, syntax: str, pack: Callable[[bytes], bytes]) -> Writer:
    return lambda path: write_encapsulated(path, dataset(film, **TWELVE), [pack(film.tobytes())], UID(syntax))


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    return packed + b"\0" * (len(packed) % 2)


def ybr(eight: Eight) -> Writer:
    grey = np.full_like(eight, 128)
    return dicom(np.dstack([eight, grey, grey]), photometric="YBR_FULL")


def ybr_422(eight: Eight) -> Writer:
    def write(path: Path) -> Path:
        film = dataset(np.dstack([eight] * 3), photometric="YBR_FULL_422")
        half = np.full((*eight.shape, 2), 128, dtype=np.uint8)
        half[..., 0] = eight
        film.PixelData = half.reshape(-1, 2, 2).transpose(0, 2, 1).tobytes()  # Y1 Y2 B R
        return write_dataset(path, film)

    return write


def by_plane(eight: Eight) -> Writer:
    return dicom(np.ascontiguousarray(np.stack([eight] * 3)).reshape(*eight.shape, 3), PlanarConfiguration=1)


def twelve_bits(film: Twelve) -> dict[str, Writer]:
    """Every encoding written here that keeps the film's 12 bits."""
    signed = film.astype(np.int32) - 2048
    return {
        "implicit": dicom(film, syntax=ImplicitVRLittleEndian, **TWELVE),
        "explicit": dicom(film, syntax=ExplicitVRLittleEndian, **TWELVE),
        "big endian": dicom(film, syntax=ExplicitVRBigEndian, **TWELVE),
        "deflated": dicom(film, syntax=DeflatedExplicitVRLittleEndian, **TWELVE),
        "no preamble": dicom(film, preamble=False, **TWELVE),
        "RLE": dicom(film, syntax=RLELossless, **TWELVE),
        "JPEG 2000 lossless": dicom(film, syntax=JPEG2000Lossless, **TWELVE),
        "uncompressed fragments": in_fragments(film, "1.2.840.10008.1.2.1.98", bytes),
        "deflated fragments": in_fragments(film, "1.2.840.10008.1.2.8.1", deflated),
        "14 bits": deep(film, 14),
        "16 bits": deep(film, 16),
        "32 bits": dicom(film.astype(np.uint32), **WINDOW),
        "12 bits signed": dicom(signed.astype(np.int16), bits_stored=12, WindowCenter=0, WindowWidth=4096),
        "16 bits signed": dicom((signed * 16).astype(np.int16), **LINEAR_OF_SIGNED_16),
        "signed with intercept": dicom(signed.astype(np.int16), RescaleSlope=1, RescaleIntercept=2048, **TWELVE),
        "MONOCHROME1": dicom(4095 - film, photometric="MONOCHROME1", **TWELVE),
        "inverse presentation": dicom(4095 - film, PresentationLUTShape="INVERSE", **TWELVE),
        "negative slope": dicom(4095 - film, RescaleSlope=-1, RescaleIntercept=4095, **TWELVE),
        "high bit 15": dicom(film << 4, high_bit=15, **TWELVE),
        "overlay in the high bits": dicom(film | ((film & 1) << 14) | 0x8000, **TWELVE),
        "RLE with overlay bits": dicom(film | 0x3000, syntax=RLELossless, **TWELVE),
        "exact window": dicom(film, WindowCenter=2047.5, WindowWidth=4095, VOILUTFunction="LINEAR_EXACT"),
    }


def full_range(film: Twelve) -> dict[str, Writer]:
    """Encodings without a window: the film as above only where it reaches from 0 to 4095."""
    return {
        "no window": dicom(film, bits_stored=12),
        "PNG 16": lambda path: write_png(path, film),
        "TIFF 16": lambda path: write_tiff(path, film),
    }


def fewer_bits(film: Twelve) -> dict[str, Writer]:
    """Encodings that round the film to 8 or 10 bits, and lose nothing more."""
    eight = in_bytes(film)
    return {
        "10 bits": deep(film, 10),
        "8 bits": dicom(eight),
        "8 bits in 16": dicom(eight.astype(np.uint16), bits_stored=8),
        "8 bits signed": dicom((eight.astype(np.int16) - 128).astype(np.int8)),
        "colour": dicom(np.dstack([eight] * 3)),
        "colour by plane": by_plane(eight),
        "YBR": ybr(eight),
        "YBR 422": ybr_422(eight),
        "palette": palette(eight),
        "PNG": lambda path: write_png(path, eight),
        "PNG colour": lambda path: write_png(path, np.dstack([eight] * 3)),
        "TIFF": lambda path: write_tiff(path, eight),
    }


def lossy(film: Twelve) -> dict[str, Writer]:
    """Encodings whose compression loses something."""
    return {"JPEG": lambda path: write_jpeg(path, in_bytes(film), quality=100)}


STREAMED: dict[str, Writer] = {  # code streams of FILM that nothing in the test environment can write
    "JPEG lossless": stream("lossless.jpg", JPEGLossless),
    "JPEG lossless SV1": stream("lossless-sv1.jpg", JPEGLosslessSV1),
    "JPEG extended": stream("extended.jpg", JPEGExtended12Bit),
    "JPEG baseline": stream("baseline.jpg", JPEGBaseline8Bit, BYTES, bits_stored=8),
    "JPEG-LS": stream("lossless.jls", JPEGLSLossless),
    "JPEG-LS near-lossless": stream("near-lossless.jls", JPEGLSNearLossless),
    "HTJ2K lossless": stream("lossless.j2c", HTJ2KLossless),
    "HTJ2K lossless RPCL": stream("lossless.j2c", HTJ2KLosslessRPCL),
    "HTJ2K": stream("lossy.j2c", HTJ2K),
    "JPEG 2000 under the lossy name": stream("lossless.j2c", JPEG2000),
}
ENCODINGS: dict[str, Writer] = {
    **twelve_bits(FILM),
    **full_range(FILM),
    **fewer_bits(FILM),
    **lossy(FILM),
    **STREAMED,
}
LOSSY_BYTES = {"JPEG", "JPEG baseline"}

_ENCODERS = {  # DCMTK's, and whether the film goes in with 12 bits
    "JPEG lossless": (["dcmcjpeg", "+el", "+sv", "6"], True),
    "JPEG lossless SV1": (["dcmcjpeg", "+e1"], True),
    "JPEG-LS": (["dcmcjpls", "+el"], True),
    "JPEG baseline": (["dcmcjpeg", "+eb", "+q", "100"], False),
}


def by_dcmtk(film: Twelve) -> dict[str, Writer]:
    """The film compressed by DCMTK; nothing where it is not installed."""

    def writer(command: list[str], *, twelve: bool) -> Writer:
        def write(path: Path) -> Path:
            plain = path.with_suffix(".plain")
            write_dicom(plain, film, **TWELVE) if twelve else write_dicom(plain, in_bytes(film))
            subprocess.run([*command, str(plain), str(path)], check=True, capture_output=True)
            return path

        return write

    return {name: writer(line, twelve=twelve) for name, (line, twelve) in _ENCODERS.items() if shutil.which(line[0])}
