"""The decoders of compressed films: every format of every depth to the very pixel, by DCMTK where it decodes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.encaps import generate_frames
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
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

from inference.core.errors import DamagedFilm
from inference.core.film import Radiograph
from inference.imaging.display_pipeline import render
from inference.reading import read_film
from inference.reading.dicom.pixel_data.codestream import inspect
from inference.reading.dicom.pixel_data.decoders import DECODER_DEPENDENCIES, PLUGIN
from inference.reading.dicom.pixel_data.transfer_syntaxes import why_not_read
from tests import needs
from tests.builders import dataset, phantom, write_dataset, write_dicom, write_encapsulated

FILM = phantom(96, 80)
BYTES: NDArray[np.uint8] = (FILM // 16).astype(np.uint8)
COLOURS = np.dstack([BYTES, BYTES[::-1], 255 - BYTES])
NOISE = np.random.default_rng(1).integers(0, 65536, (40, 36)).astype(np.uint16)


def lossless_jpeg(pixels: NDArray[Any], bits: int, predictor: int = 1) -> bytes:
    return bytes(imagecodecs.jpeg8_encode(pixels, lossless=True, bitspersample=bits, predictor=predictor))


def j2k(pixels: NDArray[Any], bits: int, **options: Any) -> bytes:
    words = {"level": 0, "reversible": True, "codecformat": "j2k", "bitspersample": bits, **options}
    return bytes(imagecodecs.jpeg2k_encode(pixels, **words))


def jls(pixels: NDArray[Any], loss: int = 0) -> bytes:
    return bytes(imagecodecs.jpegls_encode(pixels, level=loss))


def htj2k(pixels: NDArray[Any]) -> bytes:
    return bytes(imagecodecs.htj2k_encode(pixels))


def film(tmp_path: Path, pixels: NDArray[Any], stream: bytes, syntax: str, **tags: Any) -> Radiograph:
    return read_film(write_encapsulated(tmp_path / "film.dcm", dataset(pixels, **tags), [stream], syntax))


def deep(bits: int) -> NDArray[Any]:
    """Noise of so many bits: no value is like its neighbour, and all occur."""
    return (NOISE >> (16 - bits)).astype(np.uint8 if bits <= 8 else np.uint16)


@pytest.mark.parametrize("bits", [2, 4, 8, 10, 12, 14, 15, 16])
@pytest.mark.parametrize("predictor", range(1, 8))
def test_lossless_jpeg_of_every_depth_and_predictor_comes_out_as_it_was(
    tmp_path: Path, bits: int, predictor: int
) -> None:
    pixels = deep(bits)
    stream = lossless_jpeg(pixels, bits, predictor)
    a_film = film(tmp_path, pixels, stream, JPEGLosslessSV1 if predictor == 1 else JPEGLossless, bits_stored=bits)
    np.testing.assert_array_equal(a_film.pixels, pixels)


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_jpeg_ls_and_jpeg_2000_of_every_depth_come_out_as_they_were(tmp_path: Path, bits: int) -> None:
    pixels = (FILM.astype(np.uint32) * 16 >> (16 - bits)).astype(np.uint8 if bits == 8 else np.uint16)
    streams = {JPEGLSLossless: jls(pixels), JPEG2000Lossless: j2k(pixels, bits), HTJ2KLossless: htj2k(pixels)}
    for syntax, stream in streams.items():
        a_film = film(tmp_path, pixels, stream, syntax, bits_stored=bits)
        np.testing.assert_array_equal(a_film.pixels, pixels, err_msg=syntax.name)


def test_near_lossless_jpeg_ls_is_as_near_as_it_promises(tmp_path: Path) -> None:
    a_film = film(tmp_path, FILM, jls(FILM, loss=3), JPEGLSNearLossless, bits_stored=12)
    assert 0 < np.abs(a_film.pixels - FILM).max() <= 3


@pytest.mark.parametrize("syntax", [JPEG2000Lossless, JPEGLSLossless, JPEGLosslessSV1, RLELossless])
def test_signed_pixels_keep_their_sign(tmp_path: Path, syntax: UID) -> None:
    signed = FILM.astype(np.int16) - 2048
    cells = (signed.view(np.uint16)) & 0xFFF if syntax in (JPEGLSLossless, JPEGLosslessSV1) else signed
    if syntax == RLELossless:
        a_film = read_film(write_dicom(tmp_path / "film.dcm", signed, syntax=syntax))
    else:
        makers: dict[UID, Any] = {
            JPEG2000Lossless: j2k,
            JPEGLSLossless: lambda pixels, _: jls(pixels),
            JPEGLosslessSV1: lossless_jpeg,
        }
        a_film = film(tmp_path, signed, makers[syntax](cells, 12), syntax, bits_stored=12)
    np.testing.assert_array_equal(a_film.pixels, signed)


@pytest.mark.parametrize("syntax", [JPEG2000Lossless, JPEGLSLossless, JPEGLosslessSV1, HTJ2KLossless, RLELossless])
def test_colours_come_out_as_their_luminance(tmp_path: Path, syntax: UID) -> None:
    plain = read_film(write_dicom(tmp_path / "plain.dcm", COLOURS))
    if syntax == RLELossless:
        a_film = read_film(write_dicom(tmp_path / "film.dcm", COLOURS, syntax=syntax))
    else:
        streams = {
            JPEG2000Lossless: lambda: j2k(COLOURS, 8, mct=False),
            JPEGLSLossless: lambda: jls(COLOURS),
            JPEGLosslessSV1: lambda: bytes(
                imagecodecs.jpeg8_encode(COLOURS, lossless=True, colorspace="RGB", outcolorspace="RGB")
            ),
            HTJ2KLossless: lambda: htj2k(COLOURS),
        }
        a_film = film(tmp_path, COLOURS, streams[syntax](), syntax)
    np.testing.assert_array_equal(a_film.pixels, plain.pixels)


@pytest.mark.parametrize(("photometric", "outside"), [("YBR_FULL_422", "YCBCR"), ("YBR_FULL", "YCBCR"), ("RGB", "RGB")])
def test_baseline_colours_are_those_that_the_header_names(tmp_path: Path, photometric: str, outside: str) -> None:
    stream = bytes(imagecodecs.jpeg8_encode(COLOURS, 100, colorspace="RGB", outcolorspace=outside, subsampling="444"))
    a_film = film(tmp_path, COLOURS, stream, JPEGBaseline8Bit, photometric=photometric)
    plain = read_film(write_dicom(tmp_path / "plain.dcm", COLOURS))
    assert np.abs(a_film.pixels - plain.pixels).max() <= 3


def test_every_compressed_syntax_is_decoded_by_the_plug_in_of_this_program() -> None:
    assert all(why_not_read(UID(syntax)) == "" for syntax in DECODER_DEPENDENCIES)
    assert PLUGIN == "imagecodecs"


# a header that disagrees with its code stream


@pytest.mark.parametrize("said", [8, 12, 16])
def test_eight_bits_of_jpeg_in_sixteen_allocated_are_read(tmp_path: Path, said: int) -> None:
    wide = BYTES.astype(np.uint16)
    streams = {JPEGBaseline8Bit: bytes(imagecodecs.jpeg8_encode(BYTES, 100)), JPEGLosslessSV1: lossless_jpeg(BYTES, 8)}
    streams |= {JPEGLSLossless: jls(BYTES), JPEG2000Lossless: j2k(BYTES, 8)}
    for syntax, stream in streams.items():
        a_film = film(tmp_path, wide, stream, syntax, bits_stored=said, WindowCenter=128, WindowWidth=256)
        assert np.abs(render(a_film).astype(int) - BYTES).max() <= 1


@pytest.mark.parametrize("syntax", [JPEGLosslessSV1, JPEGLSLossless, JPEG2000Lossless])
def test_more_bits_in_the_stream_than_are_allocated_are_believed_with_a_note(tmp_path: Path, syntax: UID) -> None:
    makers: dict[UID, Callable[[NDArray[Any], int], bytes]] = {
        JPEG2000Lossless: j2k,
        JPEGLSLossless: lambda pixels, _: jls(pixels),
        JPEGLosslessSV1: lossless_jpeg,
    }
    a_film = film(tmp_path, BYTES, makers[syntax](FILM, 12), syntax)
    np.testing.assert_array_equal(a_film.pixels, FILM)
    assert any("the compressed frame has" in note for note in a_film.notes)


STREAMS = {
    "JPEG": lambda: bytes(imagecodecs.jpeg8_encode(BYTES, 100)),
    "lossless JPEG": lambda: lossless_jpeg(BYTES, 8),
    "JPEG-LS": lambda: jls(BYTES),
    "JPEG 2000": lambda: j2k(BYTES, 8),
    "JP2": lambda: j2k(BYTES, 8, codecformat="jp2"),
    "HTJ2K": lambda: htj2k(BYTES),
}
SAID = [JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLosslessSV1, JPEGLSLossless, JPEG2000, HTJ2K]


@pytest.mark.parametrize("name", list(STREAMS))
@pytest.mark.parametrize("syntax", SAID, ids=lambda uid: uid.name)
def test_a_stream_is_known_by_its_first_bytes_whatever_the_header_says(tmp_path: Path, name: str, syntax: UID) -> None:
    a_film = film(tmp_path, BYTES, STREAMS[name](), syntax)
    assert np.abs(a_film.pixels - BYTES).max() <= 2


@pytest.mark.parametrize("name", list(STREAMS))
@pytest.mark.parametrize(
    "syntax", [*SAID, RLELossless, ExplicitVRLittleEndian, ImplicitVRLittleEndian], ids=lambda uid: uid.name
)
def test_compressed_data_of_defined_length_is_decoded_with_a_note(tmp_path: Path, name: str, syntax: UID) -> None:
    a_film = read_film(unencapsulated(tmp_path / "film.dcm", dataset(BYTES), STREAMS[name](), syntax))
    assert np.abs(a_film.pixels - BYTES).max() <= 2
    assert any("fragments" in note or "uncompressed" in note for note in a_film.notes)


def test_rle_of_defined_length_is_decoded_with_a_note(tmp_path: Path) -> None:
    plain = dcmread(write_dicom(tmp_path / "plain.dcm", FILM, syntax=RLELossless))
    stream = next(generate_frames(plain.PixelData, number_of_frames=1))
    a_film = read_film(unencapsulated(tmp_path / "film.dcm", dataset(FILM), stream, RLELossless))
    np.testing.assert_array_equal(a_film.pixels, FILM)


@pytest.mark.parametrize("name", list(STREAMS))
def test_frames_of_defined_length_are_told_apart(tmp_path: Path, name: str) -> None:
    other = {"JPEG": lambda: bytes(imagecodecs.jpeg8_encode(BYTES[::-1], 100))}
    second = other.get(name, lambda: lossless_jpeg(np.ascontiguousarray(BYTES[::-1]), 8))()
    made = dataset(np.stack([BYTES, BYTES]), frames=2)
    path = unencapsulated(tmp_path / "film.dcm", made, STREAMS[name]() + b"\0\0" + second, JPEGLosslessSV1)
    assert np.abs(read_film(path).pixels - BYTES).max() <= 2
    assert np.abs(read_film(path, 1).pixels - BYTES[::-1]).max() <= 2


def unencapsulated(path: Path, made: Any, stream: bytes, syntax: UID) -> Path:
    made.PixelData = stream + b"\0" * (len(stream) % 2)
    made["PixelData"].VR = "OB"
    return with_syntax(write_dataset(path, made, ExplicitVRLittleEndian), syntax)


def with_syntax(path: Path, syntax: UID) -> Path:
    """The file with another transfer syntax named in its meta, and its elements as that one has them."""
    if syntax in (ExplicitVRLittleEndian, ImplicitVRLittleEndian):
        made = dcmread(path)
        made.file_meta.TransferSyntaxUID = syntax
        made.save_as(path, implicit_vr=syntax == ImplicitVRLittleEndian, little_endian=True)
        return path
    content = path.read_bytes()
    at = content.index(b"\x02\x00\x10\x00UI")
    size = int.from_bytes(content[at + 6 : at + 8], "little")
    said = syntax.encode() + b"\0" * (len(syntax) % 2)
    length = content.index(b"\x02\x00\x00\x00UL") + 8
    whole = int.from_bytes(content[length : length + 4], "little") + len(said) - size
    head = content[:length] + whole.to_bytes(4, "little") + content[length + 4 : at + 6]
    path.write_bytes(head + len(said).to_bytes(2, "little") + said + content[at + 8 + size :])
    return path


# what follows the end marker


@pytest.mark.parametrize("name", [name for name in STREAMS if name != "JP2"])
@pytest.mark.parametrize("trailer", [b"\0" * 6000, b"\xff" * 5000, b"ftypmp42" + bytes(range(256)) * 40, b"x"])
def test_what_follows_the_end_marker_is_ignored(tmp_path: Path, name: str, trailer: bytes) -> None:
    stream = STREAMS[name]()
    known = inspect(stream + trailer)
    assert known is not None
    assert known.end == len(stream.rstrip(b"\0")) or known.end == len(stream)
    syntaxes = {"JPEG-LS": JPEGLSLossless, "JPEG 2000": JPEG2000Lossless, "HTJ2K": HTJ2KLossless}
    a_film = film(tmp_path, BYTES, stream + trailer + b"\0" * (len(trailer) % 2), syntaxes.get(name, JPEGLossless))
    assert np.abs(a_film.pixels - BYTES).max() <= 2


@pytest.mark.parametrize("name", list(STREAMS))
@pytest.mark.parametrize("keep", [0.3, 0.7, 0.98])
def test_a_stream_without_its_end_marker_is_damage_also_before_padding(tmp_path: Path, name: str, keep: float) -> None:
    stream = STREAMS[name]()
    with pytest.raises(DamagedFilm):
        film(tmp_path, BYTES, stream[: int(len(stream) * keep)] + b"\0" * 5000, JPEG2000)


def test_an_end_marker_in_a_thumbnail_is_not_that_of_the_picture() -> None:
    stream = bytes(imagecodecs.jpeg8_encode(BYTES, 90))
    thumbnail = b"\xff\xe1" + (len(stream) + 2).to_bytes(2, "big") + stream
    whole = stream[:2] + thumbnail + stream[2:]
    known, cut = inspect(whole), inspect(whole[:-300])
    assert known is not None
    assert known.end == len(whole)
    assert cut is not None
    assert not cut.complete


# DCMTK

BY_DCMTK: dict[str, tuple[str, ...]] = {
    "lossless SV1": ("dcmcjpeg", "+e1"),
    **{f"lossless, predictor {number}": ("dcmcjpeg", "+el", "+sv", str(number)) for number in range(1, 8)},
    "extended": ("dcmcjpeg", "+ee", "+q", "95"),
    "extended, low quality": ("dcmcjpeg", "+ee", "+q", "40"),
    "JPEG-LS": ("dcmcjpls", "+el"),
    "JPEG-LS near-lossless": ("dcmcjpls", "+en", "+md", "4"),
}


@needs.program("dcmcjpls", "dcmtk")
@pytest.mark.parametrize(
    ("name", "bits"),
    [(name, bits) for name in BY_DCMTK for bits in (8, 10, 12, 16) if bits <= 12 or not name.startswith("extended")],
)  # JPEG extended has 12 bits at most
def test_pixels_are_those_of_dcmtk(tmp_path: Path, name: str, bits: int) -> None:
    pixels = (FILM.astype(np.uint32) * 16 >> (16 - bits)).astype(np.uint8 if bits == 8 else np.uint16)
    plain = write_dicom(tmp_path / "plain.dcm", pixels, bits_stored=bits)
    packed, again = tmp_path / "packed.dcm", tmp_path / "again.dcm"
    tool = "dcmdjpls" if BY_DCMTK[name][0] == "dcmcjpls" else "dcmdjpeg"
    run(*BY_DCMTK[name], str(plain), str(packed))
    run(tool, str(packed), str(again))
    apart = np.abs(read_film(packed).pixels - read_film(again).pixels).max()
    assert apart <= (1 if name.startswith("extended") else 0)


def run(*command: str) -> None:
    assert shutil.which(command[0])
    subprocess.run(command, check=True, capture_output=True)
