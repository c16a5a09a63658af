"""JPEGs that end early although an end marker follows: said and hatched, and no film that is whole is taken for one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.uid import JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLosslessSV1

from inference.core.errors import DamagedFilm
from inference.imaging.display_pipeline import HATCH, render
from inference.reading import read_film
from tests.builders import dataset, phantom, write_encapsulated

RNG = np.random.default_rng(0)
DEEP = np.clip(phantom(480, 400).astype(int) + RNG.integers(-30, 31, (480, 400)), 0, 4095).astype(np.uint16)
FLAT = (DEEP // 16).astype(np.uint8)
KINDS: dict[str, tuple[str, NDArray[Any], dict[str, Any]]] = {
    "baseline": (JPEGBaseline8Bit, FLAT, {"level": 90}),
    "extended": (JPEGExtended12Bit, DEEP, {"level": 90, "bitspersample": 12}),
    "lossless": (JPEGLosslessSV1, DEEP, {"lossless": True, "bitspersample": 16}),
    "lossless of 8 bits": (JPEGLosslessSV1, FLAT, {"lossless": True}),
}
kinds = pytest.mark.parametrize("kind", KINDS)


def ended_early(stream: bytes, share: float) -> bytes:
    scan = stream.rfind(b"\xff\xda") + 12
    return stream[: scan + int((len(stream) - scan) * share)].rstrip(b"\xff") + b"\xff\xd9"


def encoded(kind: str, pixels: NDArray[Any]) -> bytes:
    return bytes(imagecodecs.jpeg8_encode(pixels, **KINDS[kind][2]))


def dicom(path: Path, kind: str, stream: bytes) -> Path:
    syntax, pixels, _ = KINDS[kind]
    stored: dict[str, Any] = {"BitsStored": 12, "HighBit": 11} if kind == "extended" else {}
    return write_encapsulated(path, dataset(pixels, **stored), [stream], syntax)


@kinds
@pytest.mark.parametrize("share", [0.3, 0.5, 0.97])
def test_what_is_missing_is_said_and_hatched(tmp_path: Path, kind: str, share: float) -> None:
    stream = encoded(kind, KINDS[kind][1])
    whole = read_film(dicom(tmp_path / "whole.dcm", kind, stream))
    film = read_film(dicom(tmp_path / "early.dcm", kind, ended_early(stream, share)))
    assert whole.truncated is None
    assert film.truncated is not None
    there = ~film.truncated.mask
    assert abs(there.mean() - share) < 0.15
    assert np.isnan(film.pixels[~there]).all()
    assert np.array_equal(film.pixels[: int(480 * share) - 32], whole.pixels[: int(480 * share) - 32]) or share > 0.9
    assert set(np.unique(render(film)[~there])) <= set(HATCH)
    assert film.truncated.there / film.truncated.needed == pytest.approx(there.mean(), abs=1e-6)


@kinds
@pytest.mark.parametrize("rows", [1, 8, 40, 200])
def test_a_whole_film_that_ends_in_middle_grey_is_whole(tmp_path: Path, kind: str, rows: int) -> None:
    pixels = KINDS[kind][1].copy()
    bits = 16 if kind == "lossless" else 12 if kind == "extended" else 8
    pixels[-rows:] = 1 << (bits - 1)
    assert read_film(dicom(tmp_path / "whole.dcm", kind, encoded(kind, pixels))).truncated is None


@kinds
def test_nearly_nothing_is_damage(tmp_path: Path, kind: str) -> None:
    stream = encoded(kind, KINDS[kind][1])
    with pytest.raises(DamagedFilm):
        read_film(dicom(tmp_path / "early.dcm", kind, ended_early(stream, 0.02)))


@pytest.mark.parametrize("colour", [False, True])
def test_a_picture_file_too(tmp_path: Path, colour: bool) -> None:
    pixels = np.dstack([FLAT] * 3) if colour else FLAT
    stream = bytes(imagecodecs.jpeg8_encode(pixels, level=90))
    (tmp_path / "whole.jpg").write_bytes(stream)
    (tmp_path / "early.jpg").write_bytes(ended_early(stream, 0.5))
    assert read_film(tmp_path / "whole.jpg").truncated is None
    film = read_film(tmp_path / "early.jpg")
    assert film.truncated is not None
    assert np.isnan(film.pixels[film.truncated.mask]).all()
    assert film.truncated.mask[-40:].all()
    assert not film.truncated.mask[:100].any()
