"""One film in every encoding gets one score from the real engine, pair by pair."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

import resources
from inference.core.cancel import CancelToken
from inference.engine.checked_engine import CheckedEngine
from inference.engine.factory import open_engine
from inference.imaging.display_pipeline import render
from inference.reading import read_film
from tests import needs
from tests.encoders import baseline, by_tools
from tests.encodings import (
    PHANTOM,
    STREAMED,
    Eight,
    Master,
    Writer,
    dicom,
    fewer_bits,
    full_range,
    lossy,
    of_levels,
    twelve_bits,
)

SAME = 1e-3  # how far the scores of one film may lie apart
OTHER = 1e-2  # and those of films that differ by the rounding of eight bits, which no engine can take back
NEAR = "JPEG-LS near-lossless"  # changes a pixel by two of 4,096 levels
BLOCK = 8  # rows and columns that JPEG codes together


@pytest.fixture(scope="module")
def engine() -> CheckedEngine:
    return open_engine(resources.DEFAULT_PACK, device="cpu", precision="float32").override()


@pytest.fixture(scope="module")
def chest() -> Eight:
    """A synthetic chest film as shown, spread over all 256 grey levels."""
    shown = render(read_film(resources.path("samples/alex/1-pa.dcm"))).astype(np.float64)
    levels: Eight = np.rint((shown - shown.min()) / np.ptp(shown) * 255).astype(np.uint8)
    return levels


def in_blocks(film: Eight, rows: int = 224) -> Eight:
    """The film in grey squares of 8 x 8 pixels, which also 8-bit JPEG keeps to the last bit."""
    size = (round(film.shape[1] * rows / film.shape[0]), rows)
    small = cv2.resize(film, size, interpolation=cv2.INTER_AREA).astype(np.float64)
    levels = np.rint((small - small.min()) / np.ptp(small) * 255)
    squares: Eight = np.kron(levels, np.ones((BLOCK, BLOCK))).astype(np.uint8)
    return squares


def scores_of(engine: CheckedEngine, writers: Mapping[str, Writer], folder: Path) -> dict[str, NDArray[np.float64]]:
    """The raw scores of each file in the findings' order; all of them must render within one grey level."""
    scores, brightest, darkest = {}, None, None
    for number, (name, write) in enumerate(writers.items()):
        film = read_film(write(folder / f"{number}.dcm"))
        shown = render(film).astype(np.int16)
        brightest = shown if brightest is None else np.maximum(brightest, shown)
        darkest = shown if darkest is None else np.minimum(darkest, shown)
        assert int((brightest - darkest).max()) <= 1, name
        analysis = engine.analyse(film, token=CancelToken())
        scores[name] = np.array([result.score for result in analysis.results if result.score is not None])
        assert scores[name].size == 7
    return scores


def apart(scores: Mapping[str, NDArray[np.float64]], most: float = SAME) -> dict[tuple[str, str], float]:
    """The pairs whose scores differ by more than that."""
    return {
        (first, second): worst
        for first, one in scores.items()
        for second, other in scores.items()
        if (worst := float(np.abs(one - other).max())) > most
    }


@pytest.mark.parametrize(
    ("name", "tool", "package"),
    [
        ("JPEG extended", "dcmcjpeg", "dcmtk"),
        ("JPEG-LS", "dcmcjpls", "dcmtk"),
        ("HTJ2K", "ojph_compress", "openjph-tools"),
    ],
)
def test_the_encoders_of_others_take_part_where_they_are_installed(name: str, tool: str, package: str) -> None:
    needs.this_program(tool, package)
    assert name in by_tools(PHANTOM)


@pytest.mark.slow
def test_one_chest_film_scores_the_same_in_every_encoding(engine: CheckedEngine, chest: Eight, tmp_path: Path) -> None:
    """Every depth, every syntax, with loss and without: all pairs, as the film is one that each can hold."""
    film = of_levels(in_blocks(chest))
    kinds = (twelve_bits, full_range, fewer_bits, lossy, by_tools, baseline)
    scores = scores_of(engine, {name: write for kind in kinds for name, write in kind(film).items()}, tmp_path)
    assert len(scores) >= 40
    assert apart(scores) == {}


def test_fine_grain_scores_the_same_in_every_depth_and_compression(
    engine: CheckedEngine, chest: Eight, tmp_path: Path
) -> None:
    """The grain that the squares lack; 8-bit JPEG cannot keep it, and comes close."""
    film = of_levels(chest)
    depths = {name: write for name, write in {**twelve_bits(film), **fewer_bits(film)}.items() if "bits" in name}
    kept = scores_of(engine, {**depths, "JPEG 2000": lossy(film)["JPEG 2000"], **by_tools(film)}, tmp_path)
    assert apart(kept) == {}
    near = scores_of(engine, {"JPEG": lossy(film)["JPEG"], **baseline(film)}, tmp_path)
    assert apart({"8 bits": kept["8 bits"], **near}, OTHER) == {}


def test_rounding_a_film_of_twelve_bits_to_eight_costs_little(engine: CheckedEngine, tmp_path: Path) -> None:
    film = Master(read_film(resources.path("samples/alex/1-pa.dcm")).pixels.astype(np.uint16))
    rounded = fewer_bits(film)
    writers = {"12 bits": dicom(film.pixels, **film.tags), "10 bits": rounded["10 bits"], "8 bits": rounded["8 bits"]}
    scores = scores_of(engine, writers, tmp_path)
    assert apart({name: scores[name] for name in ("12 bits", "10 bits")}) == {}
    assert apart(scores, OTHER) == {}


def test_a_phantom_scores_the_same_in_every_encoding_that_keeps_its_bits(engine: CheckedEngine, tmp_path: Path) -> None:
    """Also in those that only stored code streams bear witness to; 40 pixels wide, it is no film for fewer bits."""
    streams = {name: write for name, write in STREAMED.items() if name != "JPEG baseline"}
    scores = scores_of(engine, {**twelve_bits(PHANTOM), **full_range(PHANTOM), **streams}, tmp_path)
    assert len(scores) == 35
    assert apart({name: one for name, one in scores.items() if name != NEAR}) == {}
    assert apart(scores, OTHER) == {}
