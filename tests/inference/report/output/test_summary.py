"""The summary of a run as pages: every film once, worst finding first, nothing over anything, as many as needed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from inference.core.findings import FINDINGS
from inference.report.output.csv_json import Row
from inference.report.output.summary_html import SummaryFilm, thumbnail_png
from inference.report.output.summary_page import HEIGHT, summary_pages
from inference.report.page.display_list import Box, DisplayList, PageImage, TextLine
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
        assert page.height <= HEIGHT * 1.001
        assert any(text.endswith(f"page {number} of {len(pages)}") for text in lines((page,)))
        assert FINDINGS[0].title in lines((page,))
        assert "Research use only. Not a medical device." in lines((page,))
        assert overlaps(page) == []


def test_names_that_never_end_push_nothing_aside() -> None:
    films = [film(name, 0.7) for name in (UNBROKEN, f"{KOREAN} " * 40, "/".join(["folder"] * 200), "x.dcm")]
    pages = summary_pages([*films, film("broken.dcm", None)], FINDINGS)
    for page in pages:
        assert overlaps(page) == []
        assert page.height <= HEIGHT * 1.001
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
