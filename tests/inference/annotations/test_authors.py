"""Whose annotations are is kept: in the store, when two windows meet, and in what leaves the program."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

import jsonschema

import resources
from inference.annotations.authors import beyond, by_author, taken_over
from inference.annotations.merge import merged
from inference.annotations.serialization import from_dict, to_dict
from inference.annotations.wording import others_text, reader_text
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.reader_annotations import (
    Agreement,
    Assessment,
    ReaderAnnotations,
    UnaidedCall,
    changed_author,
    without_free_text,
)
from inference.reading import read_film
from inference.report.output.csv_json import result_json, rows
from tests.builders import phantom, write_dicom
from tests.inference.report.dicom.dicom_results import export

WHO = "Kim Ada, 2026-11-20"
LINE = Annotation(1, AnnotationKind.LENGTH, ((10.0, 20.0), (30.0, 40.0)))
ARROW = Annotation(1, AnnotationKind.ARROW, ((1.0, 2.0), (3.0, 4.0)), "there")
REPORT = ReaderAnnotations(
    (LINE,),
    MappingProxyType({"pneumothorax": Assessment(Agreement.REJECT, "skin fold")}),
    MappingProxyType({"pneumothorax": UnaidedCall.ABSENT}),
    revealed=True,
)
THEIRS = by_author(REPORT, WHO)


def test_what_was_taken_over_before_keeps_its_first_author() -> None:
    assert by_author(THEIRS, "Lee Ann, 2026-11-21") == THEIRS


def test_a_report_of_the_users_own_annotations_brings_nothing_new() -> None:
    assert beyond(REPORT, REPORT).empty
    assert beyond(without_free_text(REPORT), REPORT).empty
    assert beyond(REPORT, ReaderAnnotations()) == REPORT
    assert beyond(REPORT, ReaderAnnotations((LINE,))).annotations == ()


def test_taking_over_adds_and_the_users_own_word_stays() -> None:
    own = ReaderAnnotations((ARROW,), MappingProxyType({"pneumothorax": Assessment(Agreement.ACCEPT)}))
    both = taken_over(own, THEIRS)
    assert [(one.number, one.author) for one in both.annotations] == [(1, ""), (2, WHO)]
    assert both.assessment("pneumothorax") == Assessment(Agreement.ACCEPT)
    assert (both.call_author, both.revealed) == (WHO, True)
    assert taken_over(ReaderAnnotations(revealed=True), THEIRS).calls == {}


def test_authors_are_stored_and_files_without_them_open() -> None:
    assert from_dict(json.loads(json.dumps(to_dict(THEIRS)))) == THEIRS
    assert "author" not in json.dumps(to_dict(REPORT))
    assert from_dict(to_dict(REPORT)) == REPORT


def test_authors_survive_a_second_window() -> None:
    drawn = ReaderAnnotations((ARROW,))
    both = merged(ReaderAnnotations(), drawn, THEIRS)
    assert {one.author for one in both.annotations} == {"", WHO}
    assert both.call_author == WHO


def test_without_identity_another_reader_is_not_named() -> None:
    public = without_free_text(THEIRS)
    assert public.annotations[0].author == public.assessment("pneumothorax").author == public.call_author
    assert public.call_author == "another reader"
    changed = ReaderAnnotations(assessments={"pneumothorax": Assessment(Agreement.ACCEPT, "", changed_author(WHO))})
    assert without_free_text(changed).assessment("pneumothorax").author == "another reader, changed since"


def test_words_name_them() -> None:
    said = "Another reader (Kim Ada, 2026-11-20)"
    note = "Note by Kim Ada, 2026-11-20: skin fold"
    assert (
        reader_text(THEIRS, "pneumothorax")
        == f"{said}, before the model: absent. {said} disagrees with the model. {note}"
    )
    assert others_text(ReaderAnnotations(), THEIRS, "pneumothorax").splitlines() == [
        f"{WHO}, before the model: absent",
        f"{WHO} disagrees with the model",
        f"{WHO}: skin fold",
    ]
    assert others_text(THEIRS, None, "pneumothorax") == f"Taken over from {WHO}"
    assert others_text(REPORT, None, "pneumothorax") == ""


def test_json_table_and_structured_report_name_them(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom())
    film = read_film(path)
    analysis = export(tmp_path / "out", path, reader=THEIRS)
    found = json.loads(result_json(film, analysis, report="0" * 64))
    jsonschema.validate(found, json.loads(resources.path("schemas/result.schema.json").read_text(encoding="utf-8")))
    [pneumothorax] = [item for item in found["findings"] if item["finding"] == "pneumothorax"]
    assert (pneumothorax["reader"]["author"], pneumothorax["reader"]["call_author"]) == (WHO, WHO)
    assert found["marks"][0]["author"] == WHO
    assert found["marks"][0]["lines"][-1] == f"by {WHO}"
    row = next(row for row in rows("film", film, analysis) if row["finding"] == "pneumothorax")
    assert row["reader_author"] == WHO
    assert (tmp_path / "out" / "reader-sr.dcm").read_bytes().count(f"By {WHO}".encode()) == 2
