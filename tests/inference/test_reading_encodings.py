"""One phantom film in every encoding: all of them render the same within one grey level, pair by pair.

The reference is computed from the phantom itself; where DCMTK is installed, ``dcm2pnm`` confirms it.
"""

from __future__ import annotations

import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
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

from inference.display import render
from inference.reading import read_film
from inference.types import VoiLut
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
from tests.dicom_writing import lut_item

STREAMS = Path(__file__).parent / "codestreams"
FILM = phantom(48, 40)
BYTES: NDArray[np.uint8] = np.rint(FILM / 4095 * 255).astype(np.uint8)
WINDOW: dict[str, Any] = {"WindowCenter": 2048, "WindowWidth": 4096}
TWELVE: dict[str, Any] = {"bits_stored": 12, **WINDOW}
Writer = Callable[[Path], Path]


def dicom(pixels: NDArray[Any], **tags: Any) -> Writer:
    return lambda path: write_dicom(path, pixels, **tags)


def stream(name: str, syntax: str, pixels: NDArray[Any] = FILM, **tags: Any) -> Writer:
    content = (STREAMS / name).read_bytes()
    return lambda path: write_encapsulated(path, dataset(pixels, **(tags or TWELVE)), [content], syntax)


def deep(bits: int) -> Writer:
    """The film in so many stored bits, its window to match."""
    top = 2**bits - 1
    scaled = np.rint(FILM / 4095 * top).astype(np.uint16)
    return dicom(scaled, bits_stored=bits, WindowCenter=2 ** (bits - 1), WindowWidth=2**bits)


def palette(path: Path) -> Path:
    grey = (np.arange(256, dtype="<u2") * 257).tobytes()
    tags: dict[str, Any] = {}
    for colour in ("Red", "Green", "Blue"):
        tags[f"{colour}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        tags[f"{colour}PaletteColorLookupTableData"] = grey
    return write_dicom(path, BYTES, photometric="PALETTE COLOR", **tags)


def in_fragments(syntax: str, pack: Callable[[bytes], bytes]) -> Writer:
    return lambda path: write_encapsulated(path, dataset(FILM, **TWELVE), [pack(FILM.tobytes())], UID(syntax))


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    return packed + b"\0" * (len(packed) % 2)


def ybr(path: Path) -> Path:
    pixels = np.dstack([BYTES, np.full_like(BYTES, 128), np.full_like(BYTES, 128)])
    return write_dicom(path, pixels, photometric="YBR_FULL")


def ybr_422(path: Path) -> Path:
    film = dataset(np.dstack([BYTES] * 3), photometric="YBR_FULL_422")
    half = np.full((*BYTES.shape, 2), 128, dtype=np.uint8)
    half[..., 0] = BYTES
    film.PixelData = half.reshape(-1, 2, 2).transpose(0, 2, 1).tobytes()  # Y1 Y2 B R
    return write_dataset(path, film)


SIGNED = FILM.astype(np.int32) - 2048
LINEAR_OF_SIGNED_16: dict[str, Any] = {"WindowCenter": -7.5, "WindowWidth": 65521}  # -32768 to 32752

ENCODINGS: dict[str, Writer] = {
    "implicit": dicom(FILM, syntax=ImplicitVRLittleEndian, **TWELVE),
    "explicit": dicom(FILM, syntax=ExplicitVRLittleEndian, **TWELVE),
    "big endian": dicom(FILM, syntax=ExplicitVRBigEndian, **TWELVE),
    "deflated": dicom(FILM, syntax=DeflatedExplicitVRLittleEndian, **TWELVE),
    "no preamble": dicom(FILM, preamble=False, **TWELVE),
    "RLE": dicom(FILM, syntax=RLELossless, **TWELVE),
    "JPEG lossless": stream("lossless.jpg", JPEGLossless),
    "JPEG lossless SV1": stream("lossless-sv1.jpg", JPEGLosslessSV1),
    "JPEG extended": stream("extended.jpg", JPEGExtended12Bit),
    "JPEG baseline": stream("baseline.jpg", JPEGBaseline8Bit, BYTES, bits_stored=8),
    "JPEG-LS": stream("lossless.jls", JPEGLSLossless),
    "JPEG-LS near-lossless": stream("near-lossless.jls", JPEGLSNearLossless),
    "JPEG 2000 lossless": dicom(FILM, syntax=JPEG2000Lossless, **TWELVE),
    "HTJ2K lossless": stream("lossless.j2c", HTJ2KLossless),
    "HTJ2K lossless RPCL": stream("lossless.j2c", HTJ2KLosslessRPCL),
    "HTJ2K": stream("lossy.j2c", HTJ2K),
    "JPEG 2000 under the lossy name": stream("lossless.j2c", JPEG2000),
    "uncompressed fragments": in_fragments("1.2.840.10008.1.2.1.98", bytes),
    "deflated fragments": in_fragments("1.2.840.10008.1.2.8.1", deflated),
    "8 bits": dicom(BYTES),
    "8 bits in 16": dicom(BYTES.astype(np.uint16), bits_stored=8),
    "8 bits signed": dicom((BYTES.astype(np.int16) - 128).astype(np.int8)),
    "10 bits": deep(10),
    "14 bits": deep(14),
    "16 bits": deep(16),
    "32 bits": dicom(FILM.astype(np.uint32), **WINDOW),
    "12 bits signed": dicom(SIGNED.astype(np.int16), bits_stored=12, WindowCenter=0, WindowWidth=4096),
    "16 bits signed": dicom((SIGNED * 16).astype(np.int16), **LINEAR_OF_SIGNED_16),
    "signed with intercept": dicom(SIGNED.astype(np.int16), RescaleSlope=1, RescaleIntercept=2048, **TWELVE),
    "MONOCHROME1": dicom(4095 - FILM, photometric="MONOCHROME1", **TWELVE),
    "inverse presentation": dicom(4095 - FILM, PresentationLUTShape="INVERSE", **TWELVE),
    "negative slope": dicom(4095 - FILM, RescaleSlope=-1, RescaleIntercept=4095, **TWELVE),
    "high bit 15": dicom(FILM << 4, high_bit=15, **TWELVE),
    "overlay in the high bits": dicom(FILM | ((FILM & 1) << 14) | 0x8000, **TWELVE),
    "RLE with overlay bits": dicom(FILM | 0x3000, syntax=RLELossless, **TWELVE),
    "no window": dicom(FILM, bits_stored=12),
    "exact window": dicom(FILM, WindowCenter=2047.5, WindowWidth=4095, VOILUTFunction="LINEAR_EXACT"),
    "colour": dicom(np.dstack([BYTES] * 3)),
    "colour by plane": dicom(
        np.ascontiguousarray(np.stack([BYTES] * 3)).reshape(*BYTES.shape, 3), PlanarConfiguration=1
    ),
    "YBR": ybr,
    "YBR 422": ybr_422,
    "palette": palette,
    "PNG": lambda path: write_png(path, BYTES),
    "PNG 16": lambda path: write_png(path, FILM),
    "PNG colour": lambda path: write_png(path, np.dstack([BYTES] * 3)),
    "TIFF": lambda path: write_tiff(path, BYTES),
    "TIFF 16": lambda path: write_tiff(path, FILM),
    "JPEG": lambda path: write_jpeg(path, BYTES, quality=100),
}


LOSSY_BYTES = {"JPEG", "JPEG baseline"}


@pytest.fixture(scope="module")
def renders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NDArray[np.int16]]:
    folder = tmp_path_factory.mktemp("encodings")
    written = {name: write(folder / f"{number}.dcm") for number, (name, write) in enumerate(ENCODINGS.items())}
    return {name: render(read_film(path)).astype(np.int16) for name, path in written.items()}


@pytest.mark.parametrize("name", list(ENCODINGS))
def test_each_encoding_renders_as_the_phantom(renders: dict[str, NDArray[np.int16]], name: str) -> None:
    assert np.abs(renders[name] - BYTES).max() <= 1


def test_all_pairs_of_encodings_render_alike(renders: dict[str, NDArray[np.int16]]) -> None:
    """Two eight-bit lossy encoders may round to either side of the phantom, each one level away."""
    apart = {
        (first, second): worst
        for first, one in renders.items()
        for second, other in renders.items()
        if (worst := int(np.abs(one - other).max())) > (2 if {first, second} & LOSSY_BYTES else 1)
    }
    assert apart == {}


DCMTK = shutil.which("dcmj2pnm")
WITH_DCMTK = [
    *("implicit", "explicit", "big endian", "deflated", "8 bits", "10 bits", "14 bits", "16 bits", "high bit 15"),
    *("12 bits signed", "signed with intercept", "MONOCHROME1", "inverse presentation", "negative slope"),
    *(
        "RLE",
        "JPEG lossless",
        "JPEG lossless SV1",
        "JPEG extended",
        "JPEG baseline",
    ),
    *("overlay in the high bits", "colour", "colour by plane", "YBR", "YBR 422"),
]


@pytest.mark.skipif(DCMTK is None, reason="needs DCMTK")
@pytest.mark.parametrize("name", WITH_DCMTK)
def test_dcmtk_renders_the_same(tmp_path: Path, name: str) -> None:
    path = ENCODINGS[name](tmp_path / "film.dcm")
    assert np.abs(render(read_film(path)).astype(int) - by_dcmtk(path)).max() <= 1


VOIS: dict[str, dict[str, Any]] = {
    "narrow window": {"WindowCenter": 1000, "WindowWidth": 300},
    "threshold": {"WindowCenter": 1000, "WindowWidth": 1},
    "sigmoid": {"WindowCenter": 1800, "WindowWidth": 1500, "VOILUTFunction": "SIGMOID"},
    "offset window": {"WindowCenter": -500, "WindowWidth": 2000, "RescaleSlope": 0.5, "RescaleIntercept": -1024},
    "VOI LUT": {"VOILUTSequence": lut_item((np.sqrt(np.arange(4096) / 4095) * 65535).astype(int).tolist())},
    "VOI LUT of 12 bits": {"VOILUTSequence": lut_item(list(range(4095, -1, -1)), bits=12)},
    "VOI LUT from 1000": {"VOILUTSequence": lut_item(list(range(0, 64000, 32)), first=1000)},
    "Modality LUT": {
        "ModalityLUTSequence": lut_item([500 + value // 2 for value in range(4096)], ModalityLUTType="US"),
        **WINDOW,
    },
    "negative slope": {"WindowCenter": -1500, "WindowWidth": 900, "RescaleSlope": -1, "RescaleIntercept": 0},
    "MONOCHROME1": {"WindowCenter": 1000, "WindowWidth": 700, "photometric": "MONOCHROME1"},
}


@pytest.mark.skipif(DCMTK is None, reason="needs DCMTK")
@pytest.mark.parametrize("name", list(VOIS))
def test_dcmtk_shows_windows_the_same(tmp_path: Path, name: str) -> None:
    path = write_dicom(tmp_path / "film.dcm", FILM, bits_stored=12, **VOIS[name])
    sigmoid = ["--sigmoid-function"] if name == "sigmoid" else []
    assert np.abs(render(read_film(path)).astype(int) - by_dcmtk(path, *sigmoid)).max() <= 1


def by_dcmtk(path: Path, *options: str) -> NDArray[np.int64]:
    """The film as DCMTK shows it with its first window, or as stored where it has none, in eight bits."""
    vois = read_film(path).vois
    window = ("+Wl" if isinstance(vois[0], VoiLut) else "+Wi", "1") if vois else ()
    shown = path.with_suffix(".pnm")
    done = subprocess.run([str(DCMTK), *window, *options, str(path), str(shown)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    picture = cv2.imread(str(shown), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture.astype(np.int64)
