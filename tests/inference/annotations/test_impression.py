"""What a reader makes of a whole film: kept with the rest, whose it is stays with it, gone with identity."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema

import resources
from inference.annotations.authors import beyond, by_author, taken_over
from inference.annotations.serialization import from_dict, to_dict
from inference.annotations.store import FolderAnnotationStore
from inference.core.reader_annotations import ReaderAnnotations, has_free_text, without_free_text
from inference.report.output.csv_json import result_json, rows, rows_again, table
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of
from tests.inference.report.page.report_pages import lines_of

HASH, NOTHING = "ab" * 32, ReaderAnnotations()
WRITTEN = ReaderAnnotations(impression="=1+1 is no formula.\nNo fracture.")


def test_it_is_kept_and_files_without_it_open(tmp_path: Path) -> None:
    store = FolderAnnotationStore(tmp_path)
    store.save(HASH, WRITTEN)
    assert store.load(HASH) == WRITTEN
    plain = to_dict(ReaderAnnotations(revealed=True))
    assert not {"impression", "impression_author"} & set(plain)  # as versions wrote that knew of none
    assert from_dict(plain) == ReaderAnnotations(revealed=True)


def test_of_two_windows_the_newer_word_stays_and_one_that_said_nothing_takes_none_away(tmp_path: Path) -> None:
    one, other = FolderAnnotationStore(tmp_path), FolderAnnotationStore(tmp_path)
    one.save(HASH, WRITTEN, NOTHING)
    other.save(HASH, ReaderAnnotations(revealed=True), NOTHING)
    assert one.load(HASH) == replace(WRITTEN, revealed=True)
    other.save(HASH, ReaderAnnotations(impression="Newer."), NOTHING)
    assert one.load(HASH).impression == "Newer."


def test_that_of_a_report_is_its_readers_also_when_it_is_taken_over() -> None:
    theirs = by_author(WRITTEN, "Kim Ada")
    assert beyond(WRITTEN, WRITTEN).empty
    assert taken_over(NOTHING, theirs) == theirs
    own = ReaderAnnotations(impression="Mine.")
    assert taken_over(own, theirs) == own
    film = radiograph(phantom())
    report = film_report(film, replace(analysis_of(film), reader=theirs), ReportOptions())
    assert "Taken over from Kim Ada" in lines_of(report.pages[:1])


def test_without_identity_it_is_gone_from_a_report_whoever_asks_for_one() -> None:
    film = radiograph(phantom())
    analysis = replace(analysis_of(film), reader=WRITTEN)
    said, left_out = (
        lines_of(film_report(film, analysis, ReportOptions(anonymize=anonymize)).pages) for anonymize in (False, True)
    )
    assert "No fracture." in said
    assert "No fracture." not in left_out
    assert has_free_text(WRITTEN)
    assert without_free_text(WRITTEN).empty


def test_figures_have_it_by_the_schema_and_again_when_a_run_goes_on() -> None:
    film = radiograph(phantom())
    analysis = replace(analysis_of(film), reader=WRITTEN)
    facts = json.loads(result_json(film, analysis, name="a.dcm", report="0" * 64))
    schema = json.loads(resources.path("schemas/result.schema.json").read_text("utf-8"))
    jsonschema.validate(facts["impression"], schema["properties"]["impression"])
    assert facts["impression"] == {"text": WRITTEN.impression, "author": ""}
    assert rows("a.dcm", film, analysis) == rows_again("a.dcm", facts)
    read = list(csv.DictReader(io.StringIO(table(rows("a.dcm", film, analysis)).decode())))
    assert {row["reader_impression"] for row in read} == {f"'{WRITTEN.impression}"}  # no formula for a spreadsheet
    facts.pop("impression")  # a result of before
    assert {row["reader_impression"] for row in rows_again("a.dcm", facts)} == {""}
