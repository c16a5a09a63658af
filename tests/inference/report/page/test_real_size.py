"""A film on paper as large as it is: a millimetre a millimetre, on one sheet or several, with a ruler on each."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from inference.core.errors import ExportError
from inference.core.film import Identity, Orientation, Spacing
from inference.report.output.export import SIZE_UNKNOWN, Part, write_export
from inference.report.page.display_list import Box, DisplayList, PageImage
from inference.report.page.film.real_size import MM, OVERLAP, UNIT, real_size_pages
from inference.report.page.options import PageForm, Paper, ReportOptions, plain_picture
from inference.report.page.pdf import About, pages_pdf
from tests.builders import phantom, radiograph
from tests.e2e.hot_corner import unlike
from tests.fakes import analysis_of
from tests.inference.report.page.report_pages import lines_of, outside, overlaps

PAPERS = pytest.mark.parametrize("paper", Paper)


def millimetres(pixels: float) -> float:
    return pixels / UNIT / MM


def film_on(page: DisplayList) -> PageImage:
    [found] = [item for item in page.items if isinstance(item, PageImage)]
    return found


def ruler_on(page: DisplayList) -> float:
    """How long the ruler is, by its first and last tick."""
    ticks = [item for item in page.items if isinstance(item, Box) and item.right - item.left == 2]
    return millimetres(max(item.left for item in ticks) - min(item.left for item in ticks))


@PAPERS
def test_a_small_film_is_on_one_sheet_a_millimetre_a_millimetre(paper: Paper) -> None:
    film = radiograph(phantom(900, 700), spacing=Spacing(0.2, 0.2, "at detector"), orientation=Orientation("L", "F"))
    options = ReportOptions(form=PageForm(paper=paper))
    [page] = real_size_pages(film, options)
    shown = film_on(page)
    assert millimetres(shown.width) == pytest.approx(140, abs=0.1)
    assert millimetres(shown.height) == pytest.approx(180, abs=0.1)
    assert ruler_on(page) == pytest.approx(140, abs=0.1)
    assert unlike(np.asarray(shown.image.convert("RGB")), plain_picture(film, options)) < 3
    said = " ".join(lines_of([page]))
    assert "140 × 180 mm, at detector" in said
    assert "R ← → L" in said
    box = PdfReader(io.BytesIO(pages_pdf([page], About("film", "", "test", ""), options.form))).pages[0].mediabox
    assert page.width / UNIT / 150 * 72 == pytest.approx(float(box.width), abs=0.5)


@PAPERS
def test_a_large_film_is_on_sheets_that_overlap_and_leave_nothing_out(paper: Paper) -> None:
    film = radiograph(phantom(2150, 1750), spacing=Spacing(0.2, 0.2, "at detector"))
    options = ReportOptions(form=PageForm(paper=paper))
    pages = real_size_pages(film, options)
    assert len(pages) == 4
    sizes = [(millimetres(film_on(page).width), millimetres(film_on(page).height)) for page in pages]
    assert sizes[0][0] + sizes[1][0] - OVERLAP == pytest.approx(350, abs=0.2)
    assert sizes[0][1] + sizes[2][1] - OVERLAP == pytest.approx(430, abs=0.2)
    corner = plain_picture(film, options)[-round(sizes[3][1] / 0.2) :, -round(sizes[3][0] / 0.2) :]
    assert unlike(np.asarray(film_on(pages[3]).image.convert("RGB")), corner) < 3
    assert [ruler_on(page) for page in pages] == pytest.approx([150.0] * 4, abs=0.1)
    for page in pages:
        assert overlaps(page) == []
        assert outside(page) == []


def test_without_identity_no_sheet_names_anybody() -> None:
    who = Identity(patient_name="Doe^Jane", study_date="2026-01-05")
    film = radiograph(phantom(900, 700), spacing=Spacing(0.2, 0.2, "at detector"), identity=who)
    said = [" ".join(lines_of(real_size_pages(film, ReportOptions(anonymize=left_out)))) for left_out in (False, True)]
    assert ["Doe" in words for words in said] == [True, False]
    assert ["2026" in words for words in said] == [True, False]


def test_a_film_of_which_nobody_knows_the_size_is_said_and_not_drawn(tmp_path: Path) -> None:
    film = radiograph(phantom())
    analysis = analysis_of(film)
    with pytest.raises(ExportError):
        write_export(tmp_path / "film.pdf", film, analysis, ReportOptions(), frozenset({Part.REAL_SIZE}))
    parts = frozenset({Part.REAL_SIZE, Part.CSV})
    written = write_export(tmp_path / "out", film, analysis, ReportOptions(), parts)
    assert written.notes == (SIZE_UNKNOWN,)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["result.csv"]
