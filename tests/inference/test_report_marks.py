"""The reader's marks on a report: where they were drawn, in both pictures, with their figures below."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from inference.measure.marks import Mark, MarkKind
from inference.reader_marks import ReaderMarks
from inference.report.png import CHUNK, ReportOptions, report_png
from inference.report.type_setting import MARK
from inference.types import Spacing
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of

LINE = Mark(1, MarkKind.LENGTH, ((20.0, 30.5), (60.0, 30.5)))


@pytest.mark.parametrize("aspect", [1.0, 1.5])
def test_a_mark_lies_where_it_was_drawn_in_both_pictures(aspect: float) -> None:
    film = radiograph(phantom(), spacing=Spacing(0.2 * aspect, 0.2, "at detector"), pixel_aspect=aspect)
    analysis = replace(analysis_of(film), reader=ReaderMarks(marks=(LINE,)))
    with Image.open(io.BytesIO(report_png(film, analysis, ReportOptions(keys=())))) as page:
        facts = json.loads(page.text[CHUNK])  # type: ignore[attr-defined]  # PNG has it
        pixels = np.asarray(page.convert("RGB")).astype(int)
    for left, top, width, height in facts["panes"].values():
        x = left + round(40 / film.shape[1] * width)
        column = pixels[top : top + height, x]
        drawn = np.flatnonzero(np.abs(column - np.array(MARK)).sum(axis=1) < 12)
        assert drawn.mean() == pytest.approx(30.5 / film.shape[0] * height, abs=1.5)


def test_a_report_without_marks_has_none() -> None:
    film = radiograph(phantom())
    plain = report_png(film, analysis_of(film), ReportOptions(keys=()))
    silent = replace(analysis_of(film), reader=ReaderMarks())
    assert report_png(film, silent, ReportOptions(keys=())) == plain
