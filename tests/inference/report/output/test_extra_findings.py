"""What a model judges beyond the seven: in tables, in JSON, on the report, and its heatmaps on the film."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np

import resources
from inference.core.analysis import Analysis, FindingResult, Heatmap, ScoreState
from inference.core.film import read_only
from inference.core.findings import EXTRA, FINDINGS, Finding
from inference.imaging.heatmap_overlay import combined_heat
from inference.reading import scan
from inference.report.output.csv_json import result_json, rows, rows_again, table
from inference.report.output.film_folder import FolderParts, only, write_film_folder
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions, drawn_keys
from tests.fakes import analysis_of, film
from tests.inference.report.page.report_pages import lines_of

FILM = film("a.dcm")
NODULE, MASS = Finding(f"{EXTRA}nodule", "Nodule", ""), Finding(f"{EXTRA}mass", "Mass", "")


def judged() -> Analysis:
    heat = Heatmap(NODULE, read_only(np.eye(4, dtype=np.float32)), 1.0)
    extra = (
        FindingResult(NODULE, ScoreState.ABOVE, 0.7, 0.7, 0.5, heatmap=heat, index=True),
        FindingResult(MASS, ScoreState.BELOW, 0.2, 0.2, 0.5, index=True),
    )
    return replace(analysis_of(FILM), extra=extra)


def test_a_table_has_them_after_the_seven() -> None:
    found = list(csv.DictReader(io.StringIO(table(rows("a.dcm", FILM, judged())).decode("utf-8"))))
    assert [row["finding"] for row in found] == [*(item.key for item in FINDINGS), "extra_nodule", "extra_mass"]
    assert [row["state"] for row in found[-2:]] == ["above", "below"]


def test_json_has_them_as_its_schema_says_and_a_later_table_too() -> None:
    facts = json.loads(result_json(FILM, judged(), name="a.dcm"))
    schema = json.loads(resources.path("schemas/result.schema.json").read_text("utf-8"))
    jsonschema.validate(facts["extra"], {**schema["properties"]["extra"], "$defs": schema["$defs"]})
    assert [item["title"] for item in facts["extra"]] == ["Nodule", "Mass"]
    assert [row["finding"] for row in rows_again("a.dcm", facts)][-2:] == ["extra_nodule", "extra_mass"]
    assert "extra" not in json.loads(result_json(FILM, analysis_of(FILM), name="a.dcm"))


def test_a_report_names_them_by_their_state() -> None:
    said = " ".join(lines_of(film_report(FILM, judged(), ReportOptions()).pages))
    assert "Further, above Nodule 70 %" in said
    assert "Further, below Mass 20 %" in said


def test_their_heat_is_drawn_where_it_is_asked_for_and_never_by_itself() -> None:
    assert NODULE.key not in drawn_keys(judged(), ReportOptions())
    assert drawn_keys(judged(), ReportOptions(keys=frozenset({NODULE.key}))) == (NODULE.key,)
    heat = combined_heat(judged(), [NODULE.key], FILM.shape)
    assert heat is not None
    assert heat.max() > 0


def test_their_heatmaps_are_written_as_numbers(tmp_path: Path) -> None:
    write_film_folder(tmp_path / "out", FILM, judged(), ReportOptions(), FolderParts(heat=True))
    assert (tmp_path / "out" / "heatmap-extra_nodule.npy").is_file()
    found = scan([tmp_path / "out"])
    assert not found.studies
    assert tmp_path / "out" / "heatmap-extra_nodule-16bit.png" in found.own


def test_who_asks_for_some_of_the_seven_gets_no_others() -> None:
    assert only(judged(), FINDINGS[:2]).extra == ()
    assert len(only(judged()).extra) == 2
