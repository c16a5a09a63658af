"""Letters in the pixels are warned of; one side marker, noise and the bundled samples are not letters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

import resources
from inference.core.findings import PNEUMOTHORAX
from inference.reading import read_film
from inference.report.deidentify.burned_in_text import letters_note, text_lines
from inference.report.output.export import Part, write_export
from inference.report.page.fonts import REGULAR, face
from inference.report.page.options import ReportOptions
from tests.builders import phantom, radiograph
from tests.inference.report.page.report_pages import analysis_with, positive

ROWS, COLUMNS = 1200, 1000


def lettered(
    words: str, *, size: int = 30, bright: bool = True, place: tuple[int, int] = (420, 40)
) -> NDArray[np.float32]:
    """A smooth film with words drawn into it."""
    film = phantom(ROWS, COLUMNS).astype(np.float32) * 0.7 + 300
    mask = Image.new("L", (COLUMNS, ROWS), 0)
    ImageDraw.Draw(mask).text(place, words, font=face(REGULAR, size), fill=255)
    cover = np.asarray(mask, np.float32) / 255
    return np.asarray(film * (1 - cover) + (4095.0 if bright else 0.0) * cover, dtype=np.float32)


@pytest.mark.parametrize("words", ["DOE JANE 1950", "ID 4711-22 F", "PORTABLE 10:45"])
@pytest.mark.parametrize("size", [22, 30, 44])
@pytest.mark.parametrize("bright", [True, False])
def test_a_line_of_letters_is_found(words: str, size: int, *, bright: bool) -> None:
    assert text_lines(radiograph(lettered(words, size=size, bright=bright))) >= 1


@pytest.mark.parametrize("words", ["", "R", "L"])
def test_side_markers_are_no_line(words: str) -> None:
    assert text_lines(radiograph(lettered(words, size=60))) == 0


def test_noise_is_no_text() -> None:
    noise = np.random.default_rng(0).normal(2000, 300, (ROWS, COLUMNS))
    assert text_lines(radiograph(noise)) == 0


def test_the_bundled_samples_hold_no_text() -> None:
    for path in sorted(resources.path("samples").glob("*/1-pa.dcm"))[:3]:
        assert letters_note(read_film(path)) == ""


def test_an_anonymous_export_says_it_and_another_does_not(tmp_path: Path) -> None:
    film = radiograph(lettered("DOE JANE 1950"))
    analysis = analysis_with(film, positive(PNEUMOTHORAX))
    parts = frozenset({Part.FILM})
    made = write_export(tmp_path / "a.png", film, analysis, ReportOptions(anonymize=True), parts)
    assert "letters" in made.notes[0]
    assert write_export(tmp_path / "b.png", film, analysis, ReportOptions(), parts).notes == ()
