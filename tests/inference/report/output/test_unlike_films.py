"""A film unlike those the model knows: whatever is written of it says that its numbers are not to be trusted."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import resources
from inference.core.analysis import Analysis, Familiarity
from inference.core.findings import FINDINGS
from inference.reading import read_film
from inference.report.deidentify.uids import NewUids
from inference.report.dicom import codes as concepts
from inference.report.dicom.files import write_dicom_files
from inference.report.output.csv_json import result_json, rows, rows_again, table
from inference.report.output.film_folder import FolderParts, write_film_folder
from inference.report.output.summary_html import SummaryFilm, summary_html
from inference.report.output.summary_page import summary_pages
from inference.report.page.display_list import Box, DisplayList, PageColour
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from inference.report.page.png import report_png
from inference.report.page.study_page import study_film, study_pages
from inference.text.wording import UNLIKE_BRIEFLY, familiarity_text
from tests.builders import phantom, write_dicom
from tests.fakes import analysis_of, film
from tests.inference.report.dicom.dicom_results import WHO, groups, states
from tests.inference.report.page.report_pages import lines_of

UNLIKE = Familiarity(percentile=99.97, distance=21.5, limit=99.0)
LIKE = replace(UNLIKE, percentile=40.0)
FILM = film("a.dcm")


def judged(familiarity: Familiarity | None) -> Analysis:
    return replace(analysis_of(FILM), familiarity=familiarity)


def words_of(*pages: DisplayList) -> str:
    return " ".join(lines_of(pages))


def fills_of(*pages: DisplayList) -> set[PageColour]:
    return {item.colour for page in pages for item in page.items if isinstance(item, Box)}


def test_the_sentence_says_how_far_and_what_to_do() -> None:
    said = familiarity_text(judged(UNLIKE))
    assert "99.9 % of its reference films are nearer; limit 99 %" in said  # never rounded to all of them
    assert "do not trust" in said
    assert "read it without the numbers" in said


@pytest.mark.parametrize("familiarity", [LIKE, None])
def test_of_a_film_like_the_others_nothing_is_said(familiarity: Familiarity | None) -> None:
    assert familiarity_text(judged(familiarity)) == ""
    pages = film_report(FILM, judged(familiarity), ReportOptions()).pages
    assert "Unlike" not in words_of(*pages)
    assert PageColour.MUTED not in fills_of(*pages)
    assert PageColour.ABOVE in fills_of(*pages)


def test_the_report_says_it_above_bars_in_no_colour() -> None:
    pages = film_report(FILM, judged(UNLIKE), ReportOptions()).pages
    assert "do not trust its numbers" in words_of(pages[0])
    assert PageColour.MUTED in fills_of(*pages)
    assert PageColour.ABOVE not in fills_of(*pages)


def test_the_report_of_a_study_says_on_which_film() -> None:
    films = [study_film(FILM, judged(one), ReportOptions()) for one in (None, UNLIKE)]
    [page] = study_pages(films, ReportOptions())
    assert f"{UNLIKE_BRIEFLY} (film 2)" in words_of(page)
    assert {PageColour.ABOVE, PageColour.MUTED} <= fills_of(page)


def test_the_numbers_for_systems_say_it_and_stay_as_they_are() -> None:
    facts = json.loads(result_json(FILM, judged(UNLIKE), name="a.dcm", report="0" * 64))
    schema = json.loads(resources.path("schemas/result.schema.json").read_text("utf-8"))
    jsonschema.validate(facts["familiarity"], schema["properties"]["familiarity"])
    assert facts["familiarity"] == {"percentile": 99.97, "distance": 21.5, "limit": 99.0, "unlike": True}
    assert facts["findings"] == json.loads(result_json(FILM, judged(None), name="a.dcm", report="0" * 64))["findings"]


@pytest.mark.parametrize(
    ("familiarity", "cells"), [(UNLIKE, ("99.970", "yes")), (LIKE, ("40.000", "no")), (None, ("", ""))]
)
def test_the_table_has_percentile_and_a_word_also_when_a_run_goes_on(
    familiarity: Familiarity | None, cells: tuple[str, str]
) -> None:
    found = rows("a.dcm", FILM, judged(familiarity))
    facts = json.loads(result_json(FILM, judged(familiarity), name="a.dcm", report="0" * 64))
    assert found == rows_again("a.dcm", facts)
    read = list(csv.DictReader(io.StringIO(table(found).decode())))
    assert {(row["familiarity"], row["unlike"]) for row in read} == {cells}


def test_a_result_of_before_has_empty_cells() -> None:
    facts: dict[str, Any] = json.loads(result_json(FILM, judged(UNLIKE), name="a.dcm", report="0" * 64))
    facts.pop("familiarity")
    assert {row["unlike"] for row in rows_again("a.dcm", facts)} == {""}


def test_the_summary_says_it_of_that_film_alone() -> None:
    films = [SummaryFilm(tuple(rows(name, FILM, judged(one)))) for name, one in (("a", UNLIKE), ("b", LIKE))]
    [page] = summary_pages(films, FINDINGS)
    assert words_of(page).replace("\n", " ").count("Unlike the films") == 1
    assert {PageColour.ABOVE, PageColour.MUTED} <= fills_of(page)
    html = summary_html(films, FINDINGS).decode()
    assert html.count(UNLIKE_BRIEFLY) == 1
    assert html.count('<tr class="doubted">') == 1


def test_whoever_writes_the_folder_is_told(tmp_path: Path) -> None:
    parts = FolderParts()
    assert familiarity_text(judged(UNLIKE)) in write_film_folder(
        tmp_path / "a", FILM, judged(UNLIKE), ReportOptions(), parts
    )
    assert write_film_folder(tmp_path / "b", FILM, judged(LIKE), ReportOptions(), parts) == ()


@pytest.mark.parametrize(("familiarity", "said"), [(UNLIKE, concepts.UNLIKE), (LIKE, concepts.FAMILIAR)])
def test_the_structured_report_says_it_coded_and_in_words(tmp_path: Path, familiarity: Familiarity, said: Any) -> None:
    source = read_film(write_dicom(tmp_path / "film.dcm", phantom(), **WHO))
    analysis = replace(states(source), familiarity=familiarity)
    page = report_png(source, analysis, ReportOptions())
    write_dicom_files(tmp_path / "out", source, analysis, ReportOptions(), pages=[page], uids=NewUids())
    first, *rest = groups(tmp_path / "out")
    [percentile] = first.get_measurements(name=concepts.PERCENTILE)
    assert percentile.value == pytest.approx(familiarity.percentile)
    assert [item.value for item in first.get_qualitative_evaluations(name=concepts.FAMILIARITY)] == [said]
    told = familiarity_text(analysis)
    assert (b"do not trust its numbers" in (tmp_path / "out" / "results-sr.dcm").read_bytes()) == bool(told)
    assert len(rest) == 3
    for group in rest:  # who reads one finding's group alone is told, too
        assert bool(group.get_qualitative_evaluations(name=concepts.FAMILIARITY)) == familiarity.unlike
