"""Files that are no film, or damaged, or hostile: each is refused by its typed error, quickly and in few words."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.uid import (
    MPEG2MPML,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

from inference.core.errors import DamagedFilm, FileMissing, NoPixels, NotAFilm, UnsupportedSyntax
from inference.reading import read_film
from tests.builders import dataset, jpeg_bytes, phantom, write_dataset, write_dicom, write_encapsulated

JPEG_XL = "1.2.840.10008.1.2.4.110"


def cut(path: Path, keep: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    return path


# what is no file


def test_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_film(tmp_path / "none.dcm")


def test_folder_is_not_a_film(tmp_path: Path) -> None:
    with pytest.raises(NotAFilm, match="folder"):
        read_film(tmp_path)


def test_name_that_no_file_can_have_is_missing() -> None:
    with pytest.raises(FileMissing):
        read_film(Path("a\0b.dcm"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.dcm")
    with pytest.raises(NotAFilm, match="pipe"):
        read_film(tmp_path / "pipe.dcm")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")
def test_socket_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.dcm")
        with pytest.raises(NotAFilm, match="socket"):
            read_film(tmp_path / "socket.dcm")


def test_link_in_a_circle_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.dcm").symlink_to(tmp_path / "b.dcm")
    (tmp_path / "b.dcm").symlink_to(tmp_path / "a.dcm")
    with pytest.raises(FileMissing):
        read_film(tmp_path / "a.dcm")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"hello", "^$"),
        (b"PK\x03\x04", "archive; name it .zip"),
        (b"\0" * 200, "^$"),
    ],
)
def test_what_is_no_film_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "film.dcm"
    path.write_bytes(content)
    with pytest.raises(NotAFilm, match=words):
        read_film(path)


# DICOM without pixels


def test_dicom_without_an_image_names_its_kind(tmp_path: Path) -> None:
    report = dataset(phantom(), Modality="SR", Rows=None, Columns=None)
    del report.PixelData
    with pytest.raises(NoPixels, match="SR"):
        read_film(write_dataset(tmp_path / "report.dcm", report))


def test_frame_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom())
    with pytest.raises(NoPixels, match="no frame 2"):
        read_film(path, 1)


@pytest.mark.parametrize("tags", [{"Rows": 0}, {"Columns": 0}, {"Rows": None}])
def test_film_without_size_has_no_pixels(tmp_path: Path, tags: dict[str, Any]) -> None:
    with pytest.raises(NoPixels):
        read_film(write_dicom(tmp_path / "a.dcm", phantom(), **tags))


# syntaxes


@pytest.mark.parametrize(("syntax", "words"), [(MPEG2MPML, "MPEG2.*ffmpeg"), (JPEG_XL, "4.110"), ("1.2.3", "1.2.3")])
def test_syntax_that_is_not_read_is_named_with_what_would_read_it(tmp_path: Path, syntax: str, words: str) -> None:
    path = write_encapsulated(tmp_path / "a.dcm", dataset(phantom()), [b"\0" * 64], UID(syntax))
    with pytest.raises(UnsupportedSyntax, match=words):
        read_film(path)


@pytest.mark.parametrize("tags", [{"SamplesPerPixel": 4}, {"BitsAllocated": 12, "BitsStored": 12}])
def test_layout_that_is_not_read_is_named(tmp_path: Path, tags: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedSyntax):
        read_film(write_dicom(tmp_path / "a.dcm", phantom(), **tags))


def test_colour_space_that_is_not_read_is_named(tmp_path: Path) -> None:
    pixels = np.zeros((4, 4, 3), dtype=np.uint8)
    with pytest.raises(UnsupportedSyntax, match="HSV"):
        read_film(write_dicom(tmp_path / "a.dcm", pixels, photometric="HSV"))


# truncation


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless])
def test_cut_compressed_pixels_are_told_with_byte_counts(tmp_path: Path, syntax: str) -> None:
    path = cut(write_dicom(tmp_path / "a.dcm", phantom(), syntax=syntax), 0.8)
    with pytest.raises(DamagedFilm, match=r"a fragment has \d+ of \d+ bytes"):
        read_film(path)


def test_code_stream_cut_before_it_was_wrapped_is_told(tmp_path: Path) -> None:
    pixels = (phantom() // 16).astype(np.uint8)
    stream = jpeg_bytes(pixels)
    path = write_encapsulated(tmp_path / "a.dcm", dataset(pixels), [stream[: len(stream) // 2]], JPEGBaseline8Bit)
    with pytest.raises(DamagedFilm, match="end marker"):
        read_film(path)


def test_cut_deflated_file_is_told(tmp_path: Path) -> None:
    path = cut(write_dicom(tmp_path / "a.dcm", phantom(), syntax=DeflatedExplicitVRLittleEndian), 0.7)
    with pytest.raises(DamagedFilm, match="ends early"):
        read_film(path)


@pytest.mark.parametrize("keep", [0.02, 0.03, 0.04])
def test_file_cut_within_its_header_is_damaged_or_without_pixels(tmp_path: Path, keep: float) -> None:
    path = cut(write_dicom(tmp_path / "a.dcm", phantom()), keep)
    with pytest.raises((DamagedFilm, NoPixels)):
        read_film(path)


def test_element_longer_than_the_file_is_told(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(), PatientComments="x" * 64)
    content = path.read_bytes()
    at = content.index(b"LT\x40\x00")
    path.write_bytes(content[: at + 2] + b"\xff\xff" + content[at + 4 :])
    with pytest.raises(DamagedFilm, match=r"\(0010,4000\)"):
        read_film(path)


# contradictions


def test_code_stream_of_another_size_is_damaged(tmp_path: Path) -> None:
    pixels = (phantom() // 16).astype(np.uint8)
    film = dataset(pixels, Rows=95)
    path = write_encapsulated(tmp_path / "a.dcm", film, [jpeg_bytes(pixels)], JPEGBaseline8Bit)
    with pytest.raises(DamagedFilm, match="95 x 80 x 1, the compressed frame 96 x 80 x 1"):
        read_film(path)


def test_fragments_under_an_uncompressed_syntax_are_damaged(tmp_path: Path) -> None:
    pixels = (phantom() // 16).astype(np.uint8)
    path = write_encapsulated(tmp_path / "a.dcm", dataset(pixels), [jpeg_bytes(pixels)], JPEGBaseline8Bit)
    plain = ExplicitVRLittleEndian.encode().ljust(len(JPEGBaseline8Bit), b"\0")
    path.write_bytes(path.read_bytes().replace(JPEGBaseline8Bit.encode(), plain))
    with pytest.raises(DamagedFilm, match="fragments"):
        read_film(path)


def test_frames_that_cannot_be_told_apart_are_damaged(tmp_path: Path) -> None:
    film = dataset(np.stack([phantom()] * 3), frames=3)
    path = write_encapsulated(tmp_path / "a.dcm", film, [b"\1" * 10, b"\2" * 10], RLELossless)
    with pytest.raises(DamagedFilm, match="told apart"):
        read_film(path)


def test_errors_hold_no_patient_data(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(), PatientName="Secret^Jane", PatientID="S-1")
    path.write_bytes(path.read_bytes()[:-15300])
    with pytest.raises(DamagedFilm) as caught:
        read_film(path)
    assert "Secret" not in f"{caught.value} {caught.value.detail} {caught.value.__cause__}"
