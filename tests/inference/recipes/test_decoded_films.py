"""A folder of films is decoded once, to one size."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.recipes.decoded_films import cached, decoded
from inference.training.data.labels import LabelError
from tests.inference.training.test_films import grey


def test_films_are_decoded_to_one_size_once(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), grey(1, 80)[0])
    calls: list[int] = []

    def decode() -> NDArray[np.uint8]:
        calls.append(1)
        return decoded(tmp_path, ["a.png"], side=40)

    first, again = cached(tmp_path / "films.npy", decode), cached(tmp_path / "films.npy", decode)
    assert first.shape == (1, 40, 40)
    assert np.array_equal(first, again)
    assert len(calls) == 1


def test_a_film_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"lost\.png"):
        decoded(tmp_path, ["lost.png"])
