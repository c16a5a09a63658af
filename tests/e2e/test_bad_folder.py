"""One run over a folder in which nearly everything is wrong: the good films are done, each bad file gets a sentence."""

from __future__ import annotations

import csv
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom.uid import (
    MPEG2MPML,
    UID,
    ExplicitVRBigEndian,
    HTJ2KLossless,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

from tests.builders import dataset, jpeg_bytes, phantom, write_dataset, write_dicom, write_encapsulated, write_png
from tests.e2e.hot_corner import hot_corner
from tests.encodings import PHANTOM, STREAMS
from tests.inference.reading.test_limits import deflated, nested
from tests.inference.reading.test_scan import archive
from viewer.__main__ import main

FILM = hot_corner()
BYTES = (phantom() // 16).astype(np.uint8)


def cut(path: Path, keep: float, **tags: Any) -> Path:
    content = write_dicom(path, phantom(), **tags).read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    return path


def with_bytes(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def wrong_vr(path: Path) -> Path:
    """Rows as a sequence, which no parser can make a number of."""
    content = write_dicom(path, phantom()).read_bytes()
    path.write_bytes(content.replace(b"\x28\x00\x10\x00US", b"\x28\x00\x10\x00SQ"))
    return path


def no_numbers(path: Path) -> Path:
    film = dataset(phantom(), PixelData=None, BitsAllocated=32, BitsStored=32, HighBit=31)
    film.FloatPixelData = np.full(phantom().shape, np.nan, "<f4").tobytes()
    return write_dataset(path, film)


def locked(path: Path) -> Path:
    inside = write_dicom(path.with_suffix(".inside"), phantom())
    content = bytearray(archive(path, inside).read_bytes())
    inside.unlink()
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    path.write_bytes(content)
    return path


def archive_in_archive(path: Path) -> Path:
    inside = write_dicom(path.with_name("inside.dcm"), phantom())
    inner = archive(path.with_name("inner.zip"), inside)
    archive(path, inner)
    inside.unlink()
    inner.unlink()
    return path


def palette_picture(path: Path) -> Path:
    Image.fromarray((FILM // 16).astype(np.uint8)).convert("P").save(path, "PNG")
    return path


def png_bomb(path: Path) -> Path:
    content = bytearray(write_png(path, FILM).read_bytes())
    content[16:24] = struct.pack(">II", 200_000, 200_000)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    path.write_bytes(content)
    return path


def stream_bomb(path: Path) -> Path:
    stream = bytearray((STREAMS / "lossless.j2c").read_bytes())
    size = stream.index(b"\xff\x51")
    stream[size + 6 : size + 14] = struct.pack(">II", 60_000, 60_000)
    return write_encapsulated(path, dataset(PHANTOM.pixels, **PHANTOM.tags), [bytes(stream)], HTJ2KLossless)


def deflated_bomb(path: Path) -> Path:
    comment = b"\x10\x00\x00\x40UT\0\0" + (3_000_000_000).to_bytes(4, "little")
    return deflated(path, comment, *[b"x" * 1_000_000] * 70)


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "cut.dcm": (lambda path: cut(path, 0.6), "Film cut short"),
    "cut-compressed.dcm": (lambda path: cut(path, 0.6, syntax=RLELossless), "a fragment has|A fragment has|ends early"),
    "cut-header.dcm": (lambda path: cut(path, 0.03), "bytes after the end of the file"),
    "cut-picture.png": (
        lambda path: with_bytes(write_png(path, FILM).read_bytes()[:400])(path),
        "The picture ends after 400 bytes",
    ),
    "wrong-vr.dcm": (wrong_vr, "Damaged film|No image"),
    "empty.dcm": (with_bytes(b""), "It is empty"),
    "random.dcm": (with_bytes(np.random.default_rng(1).bytes(5000)), "neither DICOM nor"),
    "random-behind-dicm.dcm": (with_bytes(b"\0" * 128 + b"DICM" + np.random.default_rng(2).bytes(5000)), "“"),
    "page.dcm": (with_bytes(b"<!DOCTYPE html><html></html>"), "a web page"),
    "huge.dcm": (lambda path: write_dicom(path, phantom(), Rows=65535, Columns=65535), "at most 200 million"),
    "frames.dcm": (lambda path: write_dicom(path, phantom(), NumberOfFrames=2_000_000_000), "at most 2 GB"),
    "nested.dcm": (lambda path: nested(path, 300, undefined=True), "nested more than 100 deep"),
    "video.dcm": (lambda path: write_encapsulated(path, dataset(phantom()), [b"\0" * 64], MPEG2MPML), "ffmpeg"),
    "unknown.dcm": (lambda path: write_encapsulated(path, dataset(phantom()), [b"\0" * 64], UID("1.2.3.4")), "1.2.3.4"),
    "stream.dcm": (
        lambda path: write_encapsulated(path, dataset(BYTES), [jpeg_bytes(BYTES)[:200]], JPEGBaseline8Bit),
        "end marker",
    ),
    "locked.zip": (locked, "locked with a password"),
    "double.zip": (archive_in_archive, "archive within an archive"),
    "cut.zip": (with_bytes(b"PK\x03\x04" + b"\0" * 200), "The archive cannot be read"),
    "bomb.png": (png_bomb, "200000 x 200000 pixels"),
    "stream-bomb.dcm": (stream_bomb, "asks for 60000 x 60000 pixels"),
    "deflated-bomb.dcm": (deflated_bomb, "inflates|Inflates"),
    "no-rows.dcm": (lambda path: write_dicom(path, phantom(), Rows=None), "no rows and columns"),
    "nan.dcm": (no_numbers, "Some pixels are not numbers"),
    "constant.dcm": (lambda path: write_dicom(path, np.full((80, 80), 7, np.uint16)), "the same value"),
}
GOOD: dict[str, Callable[[Path], Path]] = {
    "good.dcm": lambda path: write_dicom(path, FILM),
    "wrong-ending.dcm": lambda path: write_png(path, FILM),
    "film-without-ending": lambda path: write_dicom(path, FILM, preamble=False),
    "wrong-ending.png": lambda path: write_dicom(path, FILM, syntax=JPEG2000Lossless),
    "big-endian.dcm": lambda path: write_dicom(path, FILM, syntax=ExplicitVRBigEndian),
    "palette.png": palette_picture,
    "zipped.zip": lambda path: zipped(path),
}


def zipped(path: Path) -> Path:
    inside = write_dicom(path.with_name("zipped.dcm"), FILM)
    archive(path, inside)
    inside.unlink()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "films"
    made.mkdir()
    for name, (write, _) in BAD.items():
        write(made / name)
    for name, good in GOOD.items():
        good(made / name)
    report = dataset(phantom(), Modality="SR", Rows=None, Columns=None, PixelData=None)
    write_dataset(made / "structured-report.dcm", report)  # lies beside films, and is nobody's fault
    (made / "notes.txt").write_text("no film, and not named like one", encoding="utf-8")
    (made / "circle.dcm").symlink_to(made / "circle.dcm")
    if hasattr(os, "mkfifo"):
        os.mkfifo(made / "pipe.dcm")
    return made


def test_every_good_film_is_done_and_every_bad_file_gets_its_sentence(
    folder: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = folder / "secret.dcm"
    may_be_locked_out = hasattr(os, "geteuid") and os.geteuid() != 0
    if may_be_locked_out:
        write_dicom(secret, FILM).chmod(0)
    out = tmp_path / "reports"
    assert main(["analyze", str(folder), "--out", str(out), "--model", str(tiny_pack), "--anyway"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    lines = {Path(line.split(": ")[0]).relative_to(folder).parts[0]: line for line in said.splitlines()}
    expected = {name: words for name, (_, words) in BAD.items()} | ({"secret.dcm": ""} if may_be_locked_out else {})
    assert set(lines) == set(expected)
    for name, words in expected.items():
        assert any(part in lines[name] for part in words.split("|")), lines[name]
        assert lines[name].endswith(".")
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    done = {Path(row["film"]).relative_to(folder).parts[0] for row in rows if row["probability"]}
    assert done == set(GOOD)
    for name in done:
        place = next(row["film"] for row in rows if Path(row["film"]).relative_to(folder).parts[0] == name)
        assert {row["finding"] for row in rows if row["film"] == place} >= {"pneumothorax", "pleural_effusion"}
    assert len(list(out.glob("*/report.png"))) == len(GOOD) + 1  # and the one that is shown in part
    failed = {Path(row["film"]).relative_to(folder).parts[0] for row in rows if row["state"] == "failed"}
    assert failed == set(expected) - {"cut.dcm"}


def test_a_bad_folder_is_listed_in_the_archive_too(folder: Path, tiny_pack: Path, tmp_path: Path) -> None:
    """The same files sent as one ZIP: none stops the others."""
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w") as opened:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                opened.write(path, path.name)
    out = tmp_path / "reports"
    assert main(["analyze", str(whole), "--out", str(out), "--model", str(tiny_pack), "--anyway"]) == 1
    assert len(list(out.glob("*/report.png"))) == len(GOOD)


def test_a_film_cut_short_inside_its_header_is_a_failed_film_of_its_run(tiny_pack: Path, tmp_path: Path) -> None:
    films, out = tmp_path / "films", tmp_path / "out"
    films.mkdir()
    write_dicom(films / "whole.dcm", phantom())
    whole = (films / "whole.dcm").read_bytes()
    for name, size in (("meta", 300), ("header", len(whole) - phantom().nbytes - 60)):
        (films / f"{name}.dcm").write_bytes(whole[:size])
    assert main(["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), "--anyway"]) == 1
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        states = {(Path(row["film"]).name, row["state"]) for row in csv.DictReader(handle)}
    assert {("meta.dcm", "failed"), ("header.dcm", "failed")} <= states
    assert not any(state == "failed" for film, state in states if film == "whole.dcm")
