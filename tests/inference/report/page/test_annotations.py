"""The reader's annotations on a report: where they were drawn, in both pictures, with their figures below."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Spacing, TruncatedPixels
from inference.core.reader_annotations import ReaderAnnotations
from inference.imaging.spatial_transform import UPRIGHT
from inference.report.page.annotation_drawing import with_annotations
from inference.report.page.display_list import DARK, PageColour
from inference.report.page.film.preview import report_preview
from inference.report.page.film.report import Fineness, film_report
from inference.report.page.png import CHUNK, ReportOptions, report_png
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of

LINE = Annotation(1, AnnotationKind.LENGTH, ((20.0, 30.5), (60.0, 30.5)))


@pytest.mark.parametrize("aspect", [1.0, 1.5])
def test_an_annotation_lies_where_it_was_drawn_in_both_pictures(aspect: float) -> None:
    film = radiograph(phantom(), spacing=Spacing(0.2 * aspect, 0.2, "at detector"), pixel_aspect=aspect)
    analysis = replace(analysis_of(film), reader=ReaderAnnotations(annotations=(LINE,)))
    with Image.open(io.BytesIO(report_png(film, analysis, ReportOptions(keys=())))) as page:
        facts = json.loads(page.text[CHUNK])  # type: ignore[attr-defined]  # PNG has it
        pixels = np.asarray(page.convert("RGB")).astype(int)
    for left, top, width, height in facts["panes"].values():
        x = left + round(40 / film.shape[1] * width)
        column = pixels[top : top + height, x]
        drawn = np.flatnonzero(np.abs(column - np.array(DARK[PageColour.ACCENT])).sum(axis=1) < 90)
        assert drawn.mean() == pytest.approx(30.5 / film.shape[0] * height, abs=2)


def test_no_number_lies_over_another() -> None:
    film, blank = radiograph(phantom(400, 400)), Image.new("RGB", (400, 400))
    lines = [Annotation(0, AnnotationKind.LENGTH, ((100.0, 200.0 + place), (200.0, 200.0 + place))) for place in (0, 3)]
    heights = []
    for count in (1, 2):
        drawn = with_annotations(blank, film, ReaderAnnotations(tuple(lines[:count])), UPRIGHT, 1.0)
        numbers = np.asarray(drawn.crop((204, 0, 400, 400)), int)
        heights.append(np.ptp(np.flatnonzero((np.abs(numbers - DARK[PageColour.ACCENT]).sum(axis=2) < 90).any(axis=1))))
    assert heights[0] > 8
    assert heights[1] > heights[0] + 16


def test_a_report_without_annotations_has_none() -> None:
    film = radiograph(phantom())
    plain = report_png(film, analysis_of(film), ReportOptions(keys=()))
    silent = replace(analysis_of(film), reader=ReaderAnnotations())
    assert report_png(film, silent, ReportOptions(keys=())) == plain


def test_the_preview_has_the_annotations_and_the_truncation_of_a_film_that_is_made_smaller() -> None:
    mask = np.zeros((1500, 1300), bool)
    mask[1200:] = True
    film = radiograph(
        phantom(1500, 1300), spacing=Spacing(0.2, 0.2, "at detector"), truncated=TruncatedPixels(mask, 4, 5)
    )
    line = Annotation(1, AnnotationKind.LENGTH, ((100.0, 600.0), (1200.0, 600.0)))
    analysis, options = analysis_of(film), ReportOptions(keys=())
    plain = report_preview(film, analysis, options, 2000)
    drawn = replace(analysis, reader=ReaderAnnotations(annotations=(line,)))
    annotated = report_preview(film, drawn, options, 2000)
    rows = np.flatnonzero((plain[: len(plain) // 2] != annotated[: len(plain) // 2]).any(axis=2).sum(axis=1) > 200)
    whole = film_report(film, drawn, options, Fineness.PREVIEW)
    _, top, _, height = (part * 2000 / whole.pages[0].width for part in whole.areas["overlay"])
    assert np.median(rows) == pytest.approx(top + height * 600 / 1500, abs=8)
