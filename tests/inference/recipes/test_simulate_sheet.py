"""The sheet to judge the simulation by, and the count of films it accepts, from a folder of films."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.recipes.phantom import thorax
from inference.recipes.simulate.acceptance import accepted
from inference.recipes.simulate.sheet import main
from inference.training.data.labels import read_nih

SIDE = 96


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    film = np.rint(thorax(3, rows=288, columns=240).pixels / 16.06).astype(np.uint8)
    cv2.imwrite(str(tmp_path / "chest.png"), film)
    cv2.imwrite(str(tmp_path / "nothing.png"), np.full((288, 240), 90, np.uint8))
    rows = ["chest.png,1,PA,No Finding", "nothing.png,2,AP,No Finding"]
    (tmp_path / "labels.csv").write_text("\n".join(["file,patient,view,nih_labels", *rows]), encoding="utf-8")
    return tmp_path


def test_the_sheet_shows_before_after_mask_and_clutter(folder: Path) -> None:
    out = folder / "sheet.png"
    main(["--films", str(folder), "--out", str(out), "--finding", "pneumothorax", "--side", str(SIDE), "--count", "1"])
    picture = cv2.imread(str(out))
    assert picture is not None
    assert picture.shape == (SIDE, 4 * SIDE, 3)
    tiles = np.split(picture, 4, axis=1)
    assert all(not np.array_equal(tiles[0], tile) for tile in tiles[1:])


def test_films_are_counted_by_view(folder: Path) -> None:
    counts = accepted(folder, read_nih(folder / "labels.csv").films, paint=True)
    assert counts["PA films"] == counts["PA accepted"] == counts["AP films"] == 1
    assert counts["AP accepted"] == 0
    assert counts["pneumothorax"] == 1
