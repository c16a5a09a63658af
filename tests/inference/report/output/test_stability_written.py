"""What small views said of a finding goes into report, JSON and CSV, and is left out where nobody looked."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema

import resources
from inference.core.analysis import Analysis, Familiarity, ScoreState, Stability
from inference.core.findings import PNEUMOTHORAX
from inference.engine.stability import with_stability
from inference.report.output.csv_json import result_json, rows, rows_again
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from tests.fakes import analysis_of, film
from tests.inference.report.page.report_pages import lines_of

FILM = replace(film("a.dcm"), film_hash="f" * 64)
SCHEMA = json.loads(resources.path("schemas/result.schema.json").read_text("utf-8"))
FLIPS = Stability(
    PNEUMOTHORAX, 0.9, (0.7, 0.45), ScoreState.ABOVE, (ScoreState.ABOVE, ScoreState.NOT_SURE), overlap=0.75
)


def analysis(found: Stability | None) -> Analysis:
    known = replace(analysis_of(FILM), familiarity=Familiarity(63.27, 4.0, 99.0))
    return known if found is None else with_stability(known, [found])


def words(found: Stability | None) -> str:
    return " ".join(lines_of(film_report(FILM, analysis(found), ReportOptions()).pages))


def test_json_holds_it_by_its_schema_and_leaves_it_out_where_nobody_looked() -> None:
    for found in (FLIPS, None):
        told = json.loads(result_json(FILM, analysis(found), name="a.dcm"))
        jsonschema.validate(told, SCHEMA)
        said = next(one for one in told["findings"] if one["finding"] == "pneumothorax").get("stability")
        assert (said is None) is (found is None)
    told = json.loads(result_json(FILM, analysis(FLIPS), name="a.dcm"))
    said = next(one for one in told["findings"] if one["finding"] == "pneumothorax")["stability"]
    assert (said["low"], said["high"], said["changes"], said["overlap"]) == (0.45, 0.9, 1, 0.75)
    assert said["states"] == {"above": 1, "not_sure": 1}


def test_rows_say_it_and_say_the_same_when_they_are_made_again() -> None:
    fresh = rows("a.dcm", FILM, analysis(FLIPS))
    again = rows_again("a.dcm", json.loads(result_json(FILM, analysis(FLIPS), name="a.dcm")))
    cells = [{name: row[name] for name in row if name.startswith("stability")} for row in (*fresh, *again)]
    assert cells[: len(fresh)] == cells[len(fresh) :]
    assert {"stability_low": "0.450000", "stability_high": "0.900000", "stability_changes": "1"} in cells
    assert all(row["stability_low"] == "" for row in rows("a.dcm", FILM, analysis(None)))


def test_a_report_says_the_change_of_state_in_words_and_how_familiar_the_film_is() -> None:
    assert "not always above: above 1, not sure 1. The hottest places agree to 75 %." in words(FLIPS)
    assert "small views" not in words(None)
    assert "63.2 % of the model's reference films are nearer" in words(None)
