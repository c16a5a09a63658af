"""Words that a site writes into its films beside names: none is on a page or in a chunk without identity."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Identity
from inference.core.reader_annotations import ReaderAnnotations
from inference.core.voi import VoiWindow
from inference.report.output.csv_json import result_json
from inference.report.page.display_list import TextLine
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions, ViewportGrayscale
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of

NAMED = "Winterbottom"
MARKS = (
    Annotation(1, AnnotationKind.RECTANGLE, ((10.0, 12.0), (30.0, 52.0))),
    Annotation(2, AnnotationKind.CARDIOTHORACIC, ((40, 5), (41, 80), (25, 60), (58, 62), (5, 70), (75, 68))),
)


def said(*, anonymize: bool, **identity: Any) -> str:
    film = radiograph(phantom(), unit=NAMED, identity=Identity(**identity))
    analysis = replace(analysis_of(film), reader=ReaderAnnotations(annotations=MARKS))
    window = VoiWindow(2000, 1000, name=NAMED)
    options = ReportOptions(voi=window, unlinked=ViewportGrayscale(window), anonymize=anonymize)
    page = film_report(film, analysis, options)
    drawn = " ".join(item.text for one in page.pages for item in one.items if isinstance(item, TextLine))
    figures = result_json(film, analysis, name=None if anonymize else "film.dcm")
    return f"{drawn} {json.dumps(page.facts)} {figures.decode()}".casefold()


@pytest.mark.parametrize(
    "field", ["modality", "body_part", "view_position", "laterality", "patient_name", "institution"]
)
def test_a_word_in_place_of_a_term_stays_out(field: str) -> None:
    assert NAMED.casefold() in said(anonymize=False, **{field: NAMED.upper()})
    assert NAMED.casefold() not in said(anonymize=True, **{field: NAMED.upper()})


def test_terms_stay() -> None:
    assert "dx  chest  pa" in said(anonymize=True, modality="DX", body_part="CHEST", view_position="PA")
