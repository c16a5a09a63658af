"""Limits: what asks for too much is refused from its header, quickly and without the allocation."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
)

from inference.core.errors import DamagedFilm, FilmTooLarge
from inference.reading import Limits, read_film, scan
from tests.builders import dataset, jpeg_bytes, phantom, write_dataset, write_dicom, write_encapsulated

FEW = 64 << 20  # bytes: no refusal may need more


@contextmanager
def frugal(most: int = FEW) -> Iterator[None]:
    """Fail when what is inside takes two seconds or much memory."""
    started = time.process_time()
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most
    assert time.process_time() - started < 2


def nested(path: Path, depth: int, *, undefined: bool) -> Path:
    """A film with sequences in sequences before the patient's name; pydicom itself cannot write 300 of them."""
    value = b""
    for _ in range(depth):
        if undefined:
            item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff" + value + b"\xfe\xff\x0d\xe0\0\0\0\0"
            length, end = b"\xff\xff\xff\xff", b"\xfe\xff\xdd\xe0\0\0\0\0"
        else:
            item = b"\xfe\xff\x00\xe0" + len(value).to_bytes(4, "little") + value
            length, end = len(item).to_bytes(4, "little"), b""
        value = b"\x08\x00\x10\x11SQ\0\0" + length + item + end
    content = write_dicom(path, phantom()).read_bytes()
    at = content.index(b"\x10\x00\x10\x00PN")
    path.write_bytes(content[:at] + value + content[at:])
    return path


def test_too_many_rows_and_columns_are_refused_from_the_header(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(), Rows=65535, Columns=65535)
    with frugal(), pytest.raises(FilmTooLarge, match="65535 x 65535"):
        read_film(path)


def test_too_many_frames_are_refused_from_the_header(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(), NumberOfFrames=2_000_000_000)
    with frugal(), pytest.raises(FilmTooLarge, match="2000000000 frames"):
        read_film(path)


def test_limits_can_be_set(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(96, 80))
    assert read_film(path, limits=Limits(frame_pixels=96 * 80)).shape == (96, 80)
    with pytest.raises(FilmTooLarge):
        read_film(path, limits=Limits(frame_pixels=96 * 80 - 1))


def test_jpeg2000_that_asks_for_more_than_its_header_is_refused(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(), syntax=JPEG2000Lossless)
    content = bytearray(path.read_bytes())
    size = content.index(b"\xff\x4f\xff\x51") + 8
    content[size : size + 8] = (60000).to_bytes(4, "big") * 2
    path.write_bytes(content)
    with frugal(), pytest.raises(FilmTooLarge, match="60000 x 60000"):
        read_film(path)


def test_jpeg_that_asks_for_more_than_its_header_is_refused(tmp_path: Path) -> None:
    pixels = (phantom() // 16).astype(np.uint8)
    stream = bytearray(jpeg_bytes(pixels))
    frame = stream.index(b"\xff\xc0")
    stream[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    path = write_encapsulated(tmp_path / "a.dcm", dataset(pixels), [bytes(stream)], JPEGBaseline8Bit)
    with frugal(), pytest.raises(FilmTooLarge, match="65535 x 65535"):
        read_film(path)


def test_deflated_bomb_is_refused_while_it_inflates(tmp_path: Path) -> None:
    film = dataset(phantom(), PatientComments="x" * 60_000)
    path = write_dataset(tmp_path / "a.dcm", film, DeflatedExplicitVRLittleEndian)
    with frugal(), pytest.raises(FilmTooLarge, match="inflates"):
        read_film(path, limits=Limits(decoded_bytes=50_000))


def deflated(path: Path, *elements: bytes) -> Path:
    """A deflated film that begins with these elements instead of its own."""
    written = write_dicom(path, phantom(), syntax=DeflatedExplicitVRLittleEndian).read_bytes()
    start = 132 + 12 + int.from_bytes(written[140:144], "little")
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    path.write_bytes(written[:start] + b"".join(map(packer.compress, elements)) + packer.flush())
    return path


def test_deflated_pixels_are_refused_by_the_length_they_state(tmp_path: Path) -> None:
    stated = b"\xe0\x7f\x10\x00OW\0\0" + (3_000_000_000).to_bytes(4, "little")
    path = deflated(tmp_path / "a.dcm", stated, *[b"\0" * 1_000_000] * 70)
    with frugal(200 << 20), pytest.raises(FilmTooLarge, match="inflates to more than 2 GB"):
        read_film(path)


def test_a_deflated_header_without_an_end_is_refused(tmp_path: Path) -> None:
    comment = b"\x10\x00\x00\x40UT\0\0" + (3_000_000_000).to_bytes(4, "little")
    path = deflated(tmp_path / "a.dcm", comment, *[b"x" * 1_000_000] * 70)
    with frugal(200 << 20), pytest.raises(FilmTooLarge, match="64 MB before any pixel"):
        read_film(path)
    assert [type(error) for error in scan([path]).skipped] == [FilmTooLarge]


def test_a_deflated_film_longer_than_its_first_part_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.reading.dicom.pixel_data.deflated._HEAD", 4000)
    path = write_dicom(tmp_path / "a.dcm", phantom(), syntax=DeflatedExplicitVRLittleEndian, PatientComments="c" * 99)
    assert np.array_equal(read_film(path).pixels, phantom())
    assert len(scan([path]).studies) == 1
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(DamagedFilm, match="ends early"):
        read_film(path)


def test_a_member_of_an_archive_is_refused_by_the_size_it_states(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("x.dcm", "w") as member,
    ):
        for _ in range(30):
            member.write(b"\0" * 1_000_000)
    with frugal(), pytest.raises(FilmTooLarge, match=r"unpacks to 0\.03 GB; at most 0\.02 GB"):
        read_film(tmp_path / "a.zip" / "x.dcm", limits=Limits(decoded_bytes=20_000_000))


def test_a_picture_is_refused_without_a_decoder_having_seen_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow decodes a whole PNG where it is asked for its EXIF, in memory that Python does not count."""
    decoded: list[object] = []
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda picture: decoded.append(picture))
    head = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    chunks = [head, b"IDAT" + zlib.compress(b"\0" * 30_000_000), b"IEND"]
    written = (struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in chunks)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(written))
    with frugal(), pytest.raises(FilmTooLarge, match="30000 x 30000"):
        read_film(tmp_path / "a.png")
    assert decoded == []


@pytest.mark.parametrize("undefined", [True, False])
@pytest.mark.parametrize("depth", [101, 300])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int, *, undefined: bool) -> None:
    path = nested(tmp_path / "a.dcm", depth, undefined=undefined)
    with frugal(), pytest.raises(FilmTooLarge, match="nested"):
        read_film(path)


@pytest.mark.parametrize("undefined", [True, False])
def test_allowed_nesting_is_read(tmp_path: Path, *, undefined: bool) -> None:
    assert read_film(nested(tmp_path / "a.dcm", 100, undefined=undefined)).shape == phantom().shape


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(), PixelData=None, Rows=None)
    opening = b"\x08\x00\x10\x11SQ\x00\x00\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    path.write_bytes(path.read_bytes() + opening * 100_000)
    with frugal(), pytest.raises(FilmTooLarge, match="nested"):
        read_film(path)


def test_endless_elements_are_refused(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(), PixelData=None, Rows=None)
    path.write_bytes(path.read_bytes() + b"\x11\x00\x01\x00LO\x00\x00" * 300_000)
    started = time.process_time()
    with pytest.raises(FilmTooLarge, match="elements"):
        read_film(path)
    assert time.process_time() - started < 2


def test_length_of_four_gigabytes_allocates_nothing(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(), PixelData=None)
    path.write_bytes(path.read_bytes() + b"\xe0\x7f\x10\x00OW\x00\x00\xfe\xff\xff\xff" + b"\0" * 10)
    with frugal(), pytest.raises(DamagedFilm, match="10 of 15360 bytes"):
        read_film(path)
