"""One film in every encoding: the table that rendering, scoring and fuzzing go through."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
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
from tests.dicom_writing import file_meta, save

STREAMS = Path(__file__).parent / "inference" / "reading" / "codestreams"
Writer = Callable[[Path], Path]
Twelve = NDArray[np.uint16]
Eight = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Master:
    """The film that is stored: 12 bits, 0 black and ``top`` white."""

    pixels: Twelve
    top: int = 4095

    @property
    def tags(self) -> dict[str, Any]:
        """How it is stored in 12 bits: the window shows 0 to ``top``."""
        return {"bits_stored": 12, **linear(0, self.top)}

    @property
    def eight(self) -> Eight:
        """The film in 8 bits."""
        return np.rint(self.pixels / self.top * 255).astype(np.uint8)


def linear(low: int, high: int) -> dict[str, Any]:
    """The window of the function LINEAR that shows ``low`` black and ``high`` white."""
    return {"WindowCenter": (low + high + 1) / 2, "WindowWidth": high - low + 1}


def of_levels(eight: Eight) -> Master:
    """A film of 256 levels, which every depth from 8 to 32 bits holds without rounding."""
    return Master(eight.astype(np.uint16) * 16, top=255 * 16)


PHANTOM = Master(phantom(48, 40))
FILM = PHANTOM.pixels
BYTES = PHANTOM.eight
WINDOW = linear(0, 4095)


def dicom(pixels: NDArray[Any], **tags: Any) -> Writer:
    return lambda path: write_dicom(path, pixels, **tags)


def stream(name: str, syntax: str, pixels: NDArray[Any] = FILM, **tags: Any) -> Writer:
    content = (STREAMS / name).read_bytes()
    return lambda path: write_encapsulated(path, dataset(pixels, **(tags or PHANTOM.tags)), [content], syntax)


def deep(film: Master, bits: int) -> Writer:
    """The film in so many stored bits, its window to match; rounded where they are fewer than 12."""
    white = int(film.top * 2.0 ** (bits - 12))
    scaled = np.rint(film.pixels / film.top * white).astype(np.uint16 if bits <= 16 else np.uint32)
    return dicom(scaled, bits_stored=bits, **linear(0, white))


def palette(eight: Eight) -> Writer:
    grey = (np.arange(256, dtype="<u2") * 257).tobytes()
    tags: dict[str, Any] = {}
    for colour in ("Red", "Green", "Blue"):
        tags[f"{colour}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        tags[f"{colour}PaletteColorLookupTableData"] = grey
    return dicom(eight, photometric="PALETTE COLOR", **tags)


def in_fragments(film: Master, syntax: str, pack: Callable[[bytes], bytes]) -> Writer:
    content = pack(film.pixels.tobytes())
    return lambda path: write_encapsulated(path, dataset(film.pixels, **film.tags), [content], UID(syntax))


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


def twelve_bits(film: Master) -> dict[str, Writer]:
    """Every encoding written here that keeps the film's 12 bits."""
    pixels, top, tags = film.pixels, film.top, film.tags
    signed = pixels.astype(np.int32) - 2048
    return {
        "implicit": dicom(pixels, syntax=ImplicitVRLittleEndian, **tags),
        "explicit": dicom(pixels, syntax=ExplicitVRLittleEndian, **tags),
        "big endian": dicom(pixels, syntax=ExplicitVRBigEndian, **tags),
        "deflated": dicom(pixels, syntax=DeflatedExplicitVRLittleEndian, **tags),
        "no preamble": dicom(pixels, preamble=False, **tags),
        "RLE": dicom(pixels, syntax=RLELossless, **tags),
        "JPEG 2000 lossless": dicom(pixels, syntax=JPEG2000Lossless, **tags),
        "uncompressed fragments": in_fragments(film, "1.2.840.10008.1.2.1.98", bytes),
        "deflated fragments": in_fragments(film, "1.2.840.10008.1.2.8.1", deflated),
        "14 bits": deep(film, 14),
        "16 bits": deep(film, 16),
        "12 bits in 32": dicom(pixels.astype(np.uint32), **linear(0, top)),
        "32 bits": deep(film, 32),
        "12 bits signed": dicom(signed.astype(np.int16), bits_stored=12, **linear(-2048, top - 2048)),
        "16 bits signed": dicom((signed * 16).astype(np.int16), **linear(-32768, top * 16 - 32768)),
        "signed with intercept": dicom(signed.astype(np.int16), RescaleSlope=1, RescaleIntercept=2048, **tags),
        "MONOCHROME1": dicom(top - pixels, photometric="MONOCHROME1", **tags),
        "inverse presentation": dicom(top - pixels, PresentationLUTShape="INVERSE", **tags),
        "negative slope": dicom(top - pixels, RescaleSlope=-1, RescaleIntercept=top, **tags),
        "high bit 15": dicom(pixels << 4, high_bit=15, **tags),
        "overlay in the high bits": dicom(pixels | ((pixels & 1) << 14) | 0x8000, **tags),
        "RLE with overlay bits": dicom(pixels | 0x3000, syntax=RLELossless, **tags),
        "exact window": dicom(pixels, WindowCenter=top / 2, WindowWidth=top, VOILUTFunction="LINEAR_EXACT"),
    }


def full_range(film: Master) -> dict[str, Writer]:
    """Encodings without a window: the film as above only where it reaches from 0 to its top."""
    return {
        "no window": dicom(film.pixels, bits_stored=12),
        "PNG 16": lambda path: write_png(path, film.pixels),
        "TIFF 16": lambda path: write_tiff(path, film.pixels),
    }


def fewer_bits(film: Master) -> dict[str, Writer]:
    """Encodings that round the film to 8 or 10 bits, and lose nothing more."""
    eight = film.eight
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


def lossy(film: Master) -> dict[str, Writer]:
    """Encodings whose compression loses something, as good as they get."""
    return {
        "JPEG": lambda path: write_jpeg(path, film.eight, quality=100),
        "JPEG 2000": jpeg_2000(film, noise=90),
    }


def jpeg_2000(film: Master, noise: int) -> Writer:
    """Compressed with loss, to so many decibels between the film's peak and what is lost."""

    def write(path: Path) -> Path:
        made = dataset(film.pixels, **film.tags)
        made.file_meta = file_meta(made, ExplicitVRLittleEndian)
        made.compress(JPEG2000, generate_instance_uid=False, j2k_psnr=[noise])
        return save(path, made, JPEG2000)

    return write


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
    **twelve_bits(PHANTOM),
    **full_range(PHANTOM),
    **fewer_bits(PHANTOM),
    **lossy(PHANTOM),
    **STREAMED,
}
LOSSY_BYTES = {"JPEG", "JPEG baseline"}
