"""Uncompressed films whose file ends early: what is there is shown, the rest is hatched, and nothing is judged."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from inference.core.errors import DamagedFilm
from inference.core.film import Radiograph
from inference.imaging.display_pipeline import HATCH, hatch, render
from inference.reading import read_film
from inference.reading.files.reader_process import ReaderProcess
from inference.report.film_info import film_info, info_text
from inference.text.messages import incomplete_film
from tests.builders import dataset, phantom, write_dataset, write_dicom
from viewer.state.image_pyramid import film_levels, thumbnail

ROWS, COLUMNS = 96, 80
FILM = phantom(ROWS, COLUMNS)
BYTES: NDArray[np.uint8] = (FILM // 16).astype(np.uint8)
WINDOW: dict[str, Any] = {"WindowCenter": 2048, "WindowWidth": 4096}


def shortened(path: Path, missing: int) -> Path:
    path.write_bytes(path.read_bytes()[:-missing])
    return path


def half(path: Path, pixels: NDArray[Any] = FILM, **tags: Any) -> Path:
    """A film of which the upper half is there."""
    return shortened(write_dicom(path, pixels, **tags), pixels.nbytes // 2)


def missing(film: Radiograph) -> NDArray[np.bool_]:
    assert film.truncated is not None
    return film.truncated.mask


def test_what_is_there_is_shown_as_in_the_whole_film_and_the_rest_is_hatched(tmp_path: Path) -> None:
    whole = render(read_film(write_dicom(tmp_path / "whole.dcm", FILM, **WINDOW)))
    shown = render(read_film(half(tmp_path / "half.dcm", **WINDOW)))
    assert np.array_equal(shown[: ROWS // 2], whole[: ROWS // 2])
    assert np.array_equal(shown[ROWS // 2 :], hatch((ROWS, COLUMNS))[ROWS // 2 :])
    assert set(np.unique(shown[ROWS // 2 :])) == set(HATCH)


def test_bytes_that_are_there_are_counted(tmp_path: Path) -> None:
    film = read_film(shortened(write_dicom(tmp_path / "a.dcm", FILM), 101))
    assert film.truncated is not None
    assert (film.truncated.there, film.truncated.needed) == (15259, 15360)
    assert missing(film).sum() == 51  # half a pixel is none
    said = incomplete_film(film)
    assert "15259 / 15360" in said.text
    assert "not" not in film.notes
    assert "15259 of 15360" in info_text(film)
    assert film_info(film)["missing"] == {"bytes_there": 15259, "bytes_needed": 15360}


def test_missing_pixels_are_no_numbers_that_could_be_taken_for_dark_ones(tmp_path: Path) -> None:
    film = read_film(half(tmp_path / "half.dcm"))
    assert np.isnan(film.pixels[missing(film)]).all()
    assert np.isfinite(film.pixels[~missing(film)]).all()
    assert film.default_voi == read_film(write_dicom(tmp_path / "b.dcm", FILM[: ROWS // 2])).default_voi


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])
@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
def test_every_uncompressed_syntax_is_shown_in_part(tmp_path: Path, syntax: str, photometric: str) -> None:
    tags = {"syntax": syntax, "photometric": photometric, **WINDOW}
    whole = render(read_film(write_dicom(tmp_path / "whole.dcm", FILM, **tags)))
    film = read_film(half(tmp_path / "half.dcm", **tags))
    assert np.array_equal(render(film)[~missing(film)], whole[~missing(film)])
    assert set(np.unique(render(film)[missing(film)])) == set(HATCH)


@pytest.mark.parametrize("signed", [np.int16, np.int8, np.uint8, np.uint32])
def test_every_depth_is_shown_in_part(tmp_path: Path, signed: type[np.generic]) -> None:
    pixels = (FILM // 64).astype(signed)
    film = read_film(half(tmp_path / "half.dcm", pixels))
    assert np.array_equal(film.pixels[: ROWS // 2], pixels[: ROWS // 2].astype(np.float32))
    assert missing(film)[ROWS // 2 :].all()


def test_a_colour_film_is_shown_in_part(tmp_path: Path) -> None:
    film = read_film(half(tmp_path / "half.dcm", np.dstack([BYTES] * 3)))
    assert np.array_equal(film.pixels[: ROWS // 2], BYTES[: ROWS // 2].astype(np.float32))
    assert missing(film)[ROWS // 2 :].all()


def test_colour_planes_count_where_all_three_are_there(tmp_path: Path) -> None:
    colour = dataset(np.dstack([BYTES] * 3), PlanarConfiguration=1)
    colour.PixelData = np.stack([BYTES] * 3).tobytes()
    path = shortened(write_dataset(tmp_path / "a.dcm", colour), BYTES.nbytes // 4)
    assert missing(read_film(path)).sum() == BYTES.size // 4
    with pytest.raises(DamagedFilm, match=r"\d+ of \d+ bytes"):
        read_film(shortened(path, BYTES.nbytes))


def test_the_frame_in_which_the_file_ends_is_shown_in_part_and_later_ones_are_damaged(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", np.stack([FILM] * 3), frames=3)
    shortened(path, FILM.nbytes * 3 // 2)
    assert read_film(path).truncated is None
    assert missing(read_film(path, 1)).mean() == 0.5
    assert np.array_equal(read_film(path, 1).pixels[: ROWS // 2], FILM[: ROWS // 2].astype(np.float32))
    with pytest.raises(DamagedFilm, match=r"23040 of 46080 bytes"):
        read_film(path, 2)


@pytest.mark.parametrize("there", [0, 100, 700])
def test_less_than_a_twentieth_is_too_little_to_show(tmp_path: Path, there: int) -> None:
    path = shortened(write_dicom(tmp_path / "a.dcm", FILM), FILM.nbytes - there)
    with pytest.raises(DamagedFilm, match=f"{there} of 15360 bytes"):
        read_film(path)


def test_a_header_that_asks_for_a_large_film_over_little_data_gets_no_memory(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "a.dcm", phantom(480, 400), Rows=14_000, Columns=14_000)
    tracemalloc.start()
    try:
        with pytest.raises(DamagedFilm, match="384000 of 392000000 bytes"):
            read_film(path)
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()


def test_the_window_and_the_list_hatch_what_is_missing_at_every_size(tmp_path: Path) -> None:
    big = phantom(1200, 1000)
    film = read_film(shortened(write_dicom(tmp_path / "a.dcm", big, **WINDOW), big.nbytes // 2))
    levels = film_levels(film)
    assert len(levels.levels) > 1
    for level in range(len(levels.levels)):
        for invert in (False, True):
            grey = levels.grey(level, film.default_voi, invert=invert)
            below = grey[-(-grey.shape[0] // 2) :]
            assert np.array_equal(below, hatch(grey.shape)[-below.shape[0] :])
    assert np.array_equal(levels.grey(0, film.default_voi, invert=False), render(film))
    assert set(np.unique(thumbnail(film)[140:])) == set(HATCH)


def test_a_film_in_part_comes_out_of_the_reading_process_as_it_is(tmp_path: Path) -> None:
    path = half(tmp_path / "half.dcm")
    reader = ReaderProcess()
    try:
        film = reader.read(path)
    finally:
        reader.close()
    assert np.array_equal(missing(film), missing(read_film(path)))
    assert film.film_hash == read_film(path).film_hash


def test_a_film_in_part_is_another_film_than_the_whole_one(tmp_path: Path) -> None:
    whole = read_film(write_dicom(tmp_path / "whole.dcm", FILM, **WINDOW))
    assert read_film(half(tmp_path / "half.dcm", **WINDOW)).film_hash != whole.film_hash
