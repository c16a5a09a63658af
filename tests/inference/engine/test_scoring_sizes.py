"""One film at 512 to 3,000 pixels, as PNG and as JPEG, gets one answer from the bundled pack."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

import resources
from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.engine.checked_engine import CheckedEngine
from inference.engine.factory import open_engine
from inference.imaging.display_pipeline import render
from inference.reading import read_film

Eight = NDArray[np.uint8]
SIDES = (512, 768, 1024, 2048, 3000)  # of the longer side, in pixels
USUALLY, AT_MOST = 0.02, 0.05  # how far a probability may move


@pytest.fixture(scope="module")
def engine() -> CheckedEngine:
    return open_engine(resources.DEFAULT_PACK, device="cpu", precision="float32").override()


@pytest.fixture(scope="module", params=["samples/alex/1-pa.dcm", "samples/robin/1-pa.dcm"])
def chest(request: pytest.FixtureRequest) -> Eight:
    """A synthetic chest film as shown."""
    return np.asarray(render(read_film(resources.path(request.param))), np.uint8)


def at(film: Eight, side: int) -> Eight:
    share = side / max(film.shape)
    how = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(film, None, fx=share, fy=share, interpolation=how), np.uint8)


def answers(engine: CheckedEngine, film: Eight, folder: Path) -> list[Analysis]:
    found = []
    for side in SIDES:
        for name, options in ((f"{side}.png", ()), (f"{side}.jpg", (cv2.IMWRITE_JPEG_QUALITY, 92))):
            cv2.imwrite(str(folder / name), at(film, side), options)
            found.append(engine.analyse(read_film(folder / name), token=CancelToken()))
    return found


def test_a_film_gets_one_answer_at_every_size(engine: CheckedEngine, chest: Eight, tmp_path: Path) -> None:
    found = answers(engine, chest, tmp_path)
    bars = np.array([[result.probability for result in one.results] for one in found], dtype=np.float64)
    moves = np.abs(bars - bars[0])
    assert np.median(moves) <= USUALLY
    assert moves.max() <= AT_MOST
    points = np.array([result.operating_point for result in found[0].results], dtype=np.float64)
    assert ((bars >= points) == (bars[0] >= points)).all()
