"""What a report says first: the model's findings in fixed words, the urgent first, where, and against the prior."""

from __future__ import annotations

from typing import Any

import pytest

from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.film import Orientation, Radiograph
from inference.core.findings import (
    FINDINGS,
    HEMOTHORAX,
    MEDIASTINUM_ABNORMALITY,
    PLEURAL_EFFUSION,
    PNEUMOTHORAX,
    RIB_FRACTURE,
    TENSION_PNEUMOTHORAX,
)
from inference.imaging.spatial_transform import CLOCKWISE, FLIP_ACROSS, FLIP_DOWN, UPRIGHT, SpatialTransform
from inference.report.page.film.conclusion import HEADING, NOTE
from inference.report.page.film.hottest_place import where_text
from inference.report.page.film.report import film_report
from inference.report.page.options import PageForm, PriorResults, ReportOptions
from inference.text.catalogue import translator
from tests.builders import phantom, radiograph
from tests.inference.report.page.report_pages import analysis_with, heat_at, lines_of, positive

USUAL = Orientation("L", "F")


def film(orientation: Orientation | None = USUAL) -> Radiograph:
    return radiograph(phantom(240, 200), orientation=orientation)


def first_page(shown: Radiograph, analysis: Analysis, **options: Any) -> list[str]:
    return lines_of(film_report(shown, analysis, ReportOptions(**options)).pages[:1])


def unsure(finding: Any) -> FindingResult:
    return FindingResult(finding, ScoreState.NOT_SURE, 0.45, 0.4, 0.5, (0.4, 0.6), heat_at(finding, 3, 0))


def below(finding: Any) -> FindingResult:
    return FindingResult(finding, ScoreState.BELOW, 0.07, 0.1, 0.5, (0.4, 0.6), heat_at(finding, 1, 1, peak=0.1))


def test_the_urgent_come_first_then_the_strongest_then_what_is_not_sure() -> None:
    shown = film()
    results = (
        unsure(RIB_FRACTURE),
        positive(PNEUMOTHORAX, probability=0.7),
        positive(TENSION_PNEUMOTHORAX, probability=0.6),
        positive(HEMOTHORAX, probability=0.95),
        below(MEDIASTINUM_ABNORMALITY),
    )
    said = first_page(shown, analysis_with(shown, *results))
    start = said.index(HEADING)
    assert said[start + 1] == NOTE
    told = [line for line in said[start:] if "operating point of" in line]
    assert told == [
        "URGENT  ·  Tension pneumothorax: 60 %, above its operating point of 50 %",
        "Hemothorax: 95 %, above its operating point of 50 %",
        "Pneumothorax: 70 %, above its operating point of 50 %",
        "Rib fracture: not sure, 45 % around its operating point of 50 %",
    ]
    assert "Below: Mediastinum abnormality 7 %" in said
    assert any(line.startswith("Not analysed: ") for line in said)


def test_a_film_without_a_finding_says_so_in_words() -> None:
    shown = film()
    said = first_page(shown, analysis_with(shown, *map(below, FINDINGS)))
    assert "No finding reaches its operating point." in said
    assert not any("URGENT" in line for line in said)


@pytest.mark.parametrize("transform", [UPRIGHT, CLOCKWISE, FLIP_ACROSS, FLIP_DOWN])
@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (0, 0, "on the patient's right, upper third"),
        (3, 3, "on the patient's left, lower third"),
        (1, 0, "on the patient's right, middle third"),
    ],
)
def test_a_place_is_said_by_the_patient_however_the_film_lies(
    transform: SpatialTransform, row: int, column: int, words: str
) -> None:
    shown = film()
    analysis = analysis_with(shown, positive(PNEUMOTHORAX, heatmap=heat_at(PNEUMOTHORAX, row, column)))
    options = ReportOptions(transform=transform)
    assert where_text(shown, analysis, "pneumothorax", options) == f"Strongest evidence {words}."


def test_a_film_that_states_no_sides_speaks_of_the_picture_as_it_lies() -> None:
    shown = film(None)
    analysis = analysis_with(shown, positive(PNEUMOTHORAX, heatmap=heat_at(PNEUMOTHORAX, 0, 0)))
    for transform, side in ((UPRIGHT, "left"), (FLIP_ACROSS, "right")):
        said = where_text(shown, analysis, "pneumothorax", ReportOptions(transform=transform))
        assert said == f"Strongest evidence {side} of the picture (sides not stated), top third of the picture."


def test_a_finding_is_compared_with_the_prior_and_one_that_went_is_said() -> None:
    shown = film()
    now = analysis_with(shown, positive(PNEUMOTHORAX, probability=0.9), below(PLEURAL_EFFUSION))
    then = analysis_with(shown, positive(PNEUMOTHORAX, probability=0.6), positive(PLEURAL_EFFUSION, probability=0.8))
    said = " ".join(first_page(shown, now, prior=PriorResults("2025-11-03", then)))
    assert "Film of 2025-11-03: 60 %, now +30 points." in said
    assert (
        "Pleural effusion: no longer above its operating point. Film of 2025-11-03: 80 %, now \u221273 points." in said
    )
    left_out = " ".join(first_page(shown, now, prior=PriorResults("2025-11-03", then), anonymize=True))
    assert "2025-11-03" not in left_out
    assert "Prior film: 60 %, now +30 points." in left_out
    assert "points" not in " ".join(first_page(shown, now))


def test_a_report_in_korean_has_no_english_sentence_of_the_program() -> None:
    shown = film()
    results = (positive(PNEUMOTHORAX), unsure(RIB_FRACTURE), below(HEMOTHORAX))
    analysis = analysis_with(shown, *results)
    english, korean = (
        lines_of(film_report(shown, analysis, ReportOptions(form=PageForm(language=language))).pages)
        for language in ("en", "ko")
    )
    same = {line for line in english if line in korean and any(letter.isalpha() for letter in line)}
    assert {line for line in same if len(line.split()) > 1} == {"(1) This model was not trained for it."}  # a pack's
    assert translator("ko")(HEADING) in korean
