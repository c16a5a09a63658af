"""One film in every encoding gets one score from the real engine, pair by pair."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import resources
from inference.cancel import CancelToken
from inference.checked_engine import CheckedEngine
from inference.packs import open_engine
from inference.reading import read_film
from tests.encodings import (
    FILM,
    STREAMED,
    Writer,
    by_dcmtk,
    fewer_bits,
    full_range,
    lossy,
    twelve_bits,
)

SAME = 1e-3  # how far the scores of one film may lie apart
SHARPER = {"JPEG", "JPEG baseline"}  # lossy
LOST = 1e-2  # what eight or ten bits and a lossy codec take away from a film of twelve may cost more


@pytest.fixture(scope="module")
def engine() -> CheckedEngine:
    return open_engine(resources.DEFAULT_PACK, device="cpu", precision="float32").insisting()


def scores_of(engine: CheckedEngine, writers: Mapping[str, Writer], folder: Path) -> dict[str, NDArray[np.float64]]:
    """The raw scores of each file, in the findings' order."""
    scores = {}
    for number, (name, write) in enumerate(writers.items()):
        analysis = engine.analyse(read_film(write(folder / f"{number}.dcm")), token=CancelToken())
        scores[name] = np.array([result.score for result in analysis.results if result.score is not None])
        assert scores[name].size >= 2
    return scores


def apart(scores: Mapping[str, NDArray[np.float64]], most: float) -> dict[tuple[str, str], float]:
    """The pairs whose scores differ by more than that."""
    return {
        (first, second): worst
        for first, one in scores.items()
        for second, other in scores.items()
        if (worst := float(np.abs(one - other).max())) > most
    }


def test_a_chest_film_scores_the_same_in_every_encoding(engine: CheckedEngine, tmp_path: Path) -> None:
    film = read_film(resources.path("samples/alex/1-pa.dcm")).pixels.astype(np.uint16)
    writers = {**twelve_bits(film), **fewer_bits(film), **lossy(film), **by_dcmtk(film)}
    scores = scores_of(engine, writers, tmp_path)
    assert len(scores) >= 35
    eight = {name for name in (*fewer_bits(film), *lossy(film)) if name not in {"16 bits", "14 bits", "10 bits"}}
    exact = {name: score for name, score in scores.items() if name not in {*eight, "10 bits", *SHARPER}}
    assert len(exact) >= 20
    assert apart(exact, SAME) == {}
    assert apart({name: scores[name] for name in eight - SHARPER}, SAME) == {}
    assert apart(scores, LOST) == {}


def test_a_phantom_scores_the_same_in_every_encoding_that_keeps_its_bits(engine: CheckedEngine, tmp_path: Path) -> None:
    """Also in those that only stored code streams bear witness to; 40 pixels wide, it is no film for fewer bits."""
    streams = {name: write for name, write in STREAMED.items() if name not in SHARPER}
    scores = scores_of(engine, {**twelve_bits(FILM), **full_range(FILM), **streams}, tmp_path)
    assert len(scores) == 34
    assert apart(scores, SAME) == {}
