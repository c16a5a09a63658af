"""The summary of a run as pages: every film once, worst finding first, nothing over anything, as many as needed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from inference.core.analysis import ScoreState
from inference.core.findings import FINDINGS
from inference.report.output.csv_json import Row
from inference.report.output.summary_html import SORTED, SummaryFilm, summary_html, thumbnail_png
from inference.report.output.summary_page import UNIT, summary_pages
from inference.report.page.display_list import Box, DisplayList, PageImage, TextLine
from inference.report.page.options import PageForm, Paper
from inference.report.page.text_layout import LEAST
from inference.text.catalogue import translator
from inference.text.wording import RESEARCH_USE, STATE_WORDS
from tests.builders import radiograph
from tests.inference.report.page.report_pages import KOREAN, UNBROKEN, overlaps

THUMB = thumbnail_png(radiograph(np.full((800, 600), 128)))


def row(film: str, finding: str, probability: float | None) -> Row:
    if probability is None:
        return {"film": film, "finding": finding, "probability": "", "operating_point": "", "state": "failed"}
    state = "above" if probability > 0.5 else "below"
    known = {"probability": f"{probability:.6f}", "operating_point": "0.500000"}
    return {"film": film, "finding": finding, "state": state, **known}


def film(name: str, probability: float | None) -> SummaryFilm:
    rows = tuple(row(name, finding.key, probability) for finding in FINDINGS)
    return SummaryFilm(rows, "folder", THUMB if probability is not None else b"", frozenset({"hemothorax"}))


def lines(pages: tuple[DisplayList, ...]) -> list[str]:
    return [item.text for page in pages for item in page.items if isinstance(item, TextLine)]


@pytest.mark.parametrize("count", [0, 1, 13, 60])
def test_every_film_is_there_once_and_each_page_is_one(count: int) -> None:
    pages = summary_pages([film(f"film-{place:03}.dcm", place / 60) for place in range(count)], FINDINGS)
    names = [text for text in lines(pages) if text.startswith("film-")]
    assert names == [f"film-{place:03}.dcm" for place in reversed(range(count))]
    for number, page in enumerate(pages, start=1):
        assert page.height <= Paper.A4.units[1] * UNIT + 1
        assert any(text.endswith(f"page {number} of {len(pages)}") for text in lines((page,)))
        assert FINDINGS[0].title in lines((page,))
        assert "Research use only. Not a medical device." in lines((page,))
        assert overlaps(page) == []


def test_names_that_never_end_push_nothing_aside() -> None:
    films = [film(name, 0.7) for name in (UNBROKEN, f"{KOREAN} " * 40, "/".join(["folder"] * 200), "x.dcm")]
    pages = summary_pages([*films, film("broken.dcm", None)], FINDINGS)
    for page in pages:
        assert overlaps(page) == []
        assert page.height <= Paper.A4.units[1] * UNIT + 1
        for item in page.items:
            right = item.x + item.width if isinstance(item, TextLine | PageImage) else item.right
            assert right <= page.width
    assert "failed" in lines(pages)
    assert lines(pages).index("x.dcm") < lines(pages).index("broken.dcm")


def test_findings_without_proof_are_hatched() -> None:
    [page] = summary_pages([film("a.dcm", 0.9)], FINDINGS)
    assert sum(isinstance(item, Box) and item.hatched for item in page.items) == 1
    with Image.open(io.BytesIO(THUMB)) as thumb:
        assert max(thumb.size) == 160


@pytest.mark.parametrize("paper", Paper)
def test_it_can_be_read_on_paper(paper: Paper) -> None:
    films = [film(f"film-{place:03}.dcm", place / 60) for place in range(60)]
    for page in summary_pages(films, FINDINGS, PageForm(paper=paper)):
        assert (page.width, page.height) == tuple(round(units * UNIT) for units in paper.units)
        assert {word for finding in FINDINGS for word in finding.title.split()} <= set(" ".join(lines((page,))).split())
        assert min(item.size for item in page.items if isinstance(item, TextLine)) >= round(LEAST * UNIT)
        assert overlaps(page) == []


def test_it_speaks_the_language_of_the_window() -> None:
    t, films = translator("ko"), [film("a.dcm", 0.9), film("b.dcm", None)]
    pages = summary_pages(films, FINDINGS, PageForm(language="ko"))
    html = summary_html(films, FINDINGS, "ko").decode()
    assert '<html lang="ko">' in html
    states = (STATE_WORDS[ScoreState.ABOVE], STATE_WORDS[ScoreState.FAILED])
    for sentence in (*(finding.title for finding in FINDINGS), *states, RESEARCH_USE, SORTED):
        assert t(sentence) != sentence
        assert t(sentence) in html
    said = "".join(lines(pages)).replace(" ", "")
    assert all(t(finding.title).replace(" ", "") in said for finding in FINDINGS)
    english = [text for text in lines(pages) if text.isascii() and any(letter.isalpha() for letter in text)]
    assert english == ["a.dcm", "folder", "b.dcm", "folder"]
    for page in pages:
        assert overlaps(page) == []
