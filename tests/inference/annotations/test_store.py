"""Keeping what readers say and draw: whole, apart from the films, and mended with words when damaged."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.annotations.serialization import from_dict, to_dict
from inference.annotations.store import FolderAnnotationStore
from inference.core.annotation import POINT_COUNTS, Annotation, AnnotationKind
from inference.core.disagreements import disagreements
from inference.core.errors import AnnotationsDamaged, AnnotationsNotSaved, AnnotationsUnread
from inference.core.findings import FINDINGS, PNEUMOTHORAX
from inference.core.reader_annotations import (
    Agreement,
    Assessment,
    KeyReason,
    ReaderAnnotations,
    UnaidedCall,
    with_assessment,
    with_call,
)
from inference.text.messages import message_for
from tests.fakes import analysis_of, film

HASH = "ab" * 32
KEY = PNEUMOTHORAX.key
numbers = st.floats(-1e4, 1e4, allow_nan=False)


@st.composite
def readers(draw: st.DrawFn) -> ReaderAnnotations:
    kinds = draw(st.lists(st.sampled_from(AnnotationKind), max_size=4))
    annotations = []
    for number, kind in enumerate(kinds, start=1):
        count = POINT_COUNTS[kind] or draw(st.integers(3, 6))
        points = tuple(draw(st.tuples(numbers, numbers)) for _ in range(count))
        known = draw(st.none() | st.floats(0.1, 1e4))
        annotations.append(Annotation(number, kind, points, draw(st.text(max_size=20)), known))
    keys = st.sampled_from([finding.key for finding in FINDINGS])
    assessment = st.builds(Assessment, st.none() | st.sampled_from(Agreement), st.text(max_size=20))
    assessments = draw(st.dictionaries(keys, assessment.filter(lambda item: not item.empty)))
    calls = draw(st.dictionaries(keys, st.sampled_from(UnaidedCall)))
    return ReaderAnnotations(
        tuple(annotations),
        MappingProxyType(assessments),
        MappingProxyType(calls),
        draw(st.booleans()),
        key_reason=draw(st.none() | st.sampled_from(KeyReason)),
    )


SOME = with_assessment(
    ReaderAnnotations(annotations=(Annotation(1, AnnotationKind.LENGTH, ((1.0, 2.0), (3.0, 4.5))),)),
    KEY,
    Assessment(Agreement.REJECT, "skin fold"),
)


@given(readers())
def test_what_is_written_comes_back(reader: ReaderAnnotations) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(reader)))) == reader


def test_a_film_without_a_file_has_nothing(tmp_path: Path) -> None:
    assert FolderAnnotationStore(tmp_path / "new").load(HASH) == ReaderAnnotations()


def test_annotations_are_there_after_a_restart_in_one_file_named_by_the_film_hash(tmp_path: Path) -> None:
    FolderAnnotationStore(tmp_path).save(HASH, SOME)
    assert FolderAnnotationStore(tmp_path).load(HASH) == SOME
    assert [path.name for path in tmp_path.iterdir()] == [f"{HASH}.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's own folder private by itself")
def test_nobody_else_on_the_computer_may_look_into_the_folder(tmp_path: Path) -> None:
    FolderAnnotationStore(tmp_path / "marks").save(HASH, SOME)
    assert (tmp_path / "marks").stat().st_mode & 0o077 == 0


def test_what_is_all_taken_back_leaves_no_file(tmp_path: Path) -> None:
    FolderAnnotationStore(tmp_path).save(HASH, SOME)
    FolderAnnotationStore(tmp_path).save(HASH, ReaderAnnotations())
    assert list(tmp_path.iterdir()) == []


def damaged(**changes: Any) -> str:
    return json.dumps({**to_dict(SOME), **changes})


ANNOTATION: dict[str, Any] = json.loads(json.dumps(to_dict(SOME)))["marks"][0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "\x00\x01",
        "[" * 100_000,
        damaged(format=2),
        damaged(marks=[{**ANNOTATION, "kind": "circle"}]),
        damaged(marks=[{**ANNOTATION, "points": [[1, 2]]}]),
        damaged(marks=[{**ANNOTATION, "points": [[1, 2], [3, 1e999]]}]),
        damaged(marks=[{**ANNOTATION, "points": [[1, 2], [3, "4"]]}]),
        damaged(marks=[{**ANNOTATION, "known_mm": -1}]),
        damaged(marks=[{**ANNOTATION, "known_mm": "9" * 400}]),
        damaged(marks=[{**ANNOTATION, "points": [[1, 2], [3, 10**400]]}]),
        damaged(marks=[{**ANNOTATION, "number": "1"}]),
        damaged(marks=[{**ANNOTATION, "number": True}]),
        damaged(marks=[{**ANNOTATION, "text": "x" * 10_001}]),
        damaged(marks=[{key: value for key, value in ANNOTATION.items() if key != "text"}]),
        damaged(marks=[ANNOTATION, ANNOTATION]),
        damaged(marks=None),
        damaged(verdicts={"cold": {"choice": None, "note": ""}}),
        damaged(verdicts={KEY: {"choice": "maybe", "note": ""}}),
        damaged(calls=[1]),
        damaged(revealed="yes"),
    ],
)
def test_a_damaged_file_is_kept_aside_and_said_once(tmp_path: Path, text: str) -> None:
    path = tmp_path / f"{HASH}.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AnnotationsDamaged) as caught:
        FolderAnnotationStore(tmp_path).load(HASH)
    assert caught.value.path.read_text(encoding="utf-8") == text
    assert "kept aside" in message_for(caught.value).text
    assert FolderAnnotationStore(tmp_path).load(HASH) == ReaderAnnotations()


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path) -> None:
    for text in ("one", "two"):
        (tmp_path / f"{HASH}.json").write_text(text, encoding="utf-8")
        with pytest.raises(AnnotationsDamaged):
            FolderAnnotationStore(tmp_path).load(HASH)
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"one", "two"}


def test_a_damaged_file_that_cannot_be_put_aside_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"{HASH}.json"
    path.write_text("{", encoding="utf-8")

    def refused(*_arguments: object) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(AnnotationsUnread):
        FolderAnnotationStore(tmp_path).load(HASH)
    with pytest.raises(AnnotationsNotSaved):
        FolderAnnotationStore(tmp_path).save(HASH, SOME)
    assert path.read_text(encoding="utf-8") == "{"


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AnnotationsNotSaved):
        FolderAnnotationStore(tmp_path / "file").save(HASH, SOME)


def test_a_name_that_is_no_hash_reaches_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="film hash"):
        FolderAnnotationStore(tmp_path).load("../secret")


def test_calls_are_fixed_once_the_model_was_shown() -> None:
    reader = with_call(ReaderAnnotations(), KEY, UnaidedCall.PRESENT)
    shown = ReaderAnnotations(calls=reader.calls, revealed=True)
    assert with_call(shown, KEY, UnaidedCall.ABSENT) is shown


@pytest.mark.parametrize(
    ("call", "expected"), [(UnaidedCall.ABSENT, 1), (UnaidedCall.PRESENT, 0), (UnaidedCall.UNSURE, 0), (None, 0)]
)
def test_only_opposite_words_are_a_disagreement(call: UnaidedCall | None, expected: int) -> None:
    reader = with_call(ReaderAnnotations(), KEY, call)
    assert len(disagreements(reader, analysis_of(film("a")))) == expected
