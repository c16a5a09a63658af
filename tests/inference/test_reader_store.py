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

from inference.errors import MarksDamaged, MarksNotSaved
from inference.findings import FINDINGS, PNEUMOTHORAX
from inference.measure.marks import POINT_COUNTS, Mark, MarkKind
from inference.messages import message_for
from inference.reader_facts import facts_of, reader_of
from inference.reader_marks import Call, Choice, ReaderMarks, Verdict, disagreements, with_call, with_verdict
from inference.reader_store import FolderStore
from tests.fakes import analysis_of, film

HASH = "ab" * 32
KEY = PNEUMOTHORAX.key
numbers = st.floats(-1e4, 1e4, allow_nan=False)


@st.composite
def readers(draw: st.DrawFn) -> ReaderMarks:
    kinds = draw(st.lists(st.sampled_from(MarkKind), max_size=4))
    marks = []
    for number, kind in enumerate(kinds, start=1):
        count = POINT_COUNTS[kind] or draw(st.integers(3, 6))
        points = tuple(draw(st.tuples(numbers, numbers)) for _ in range(count))
        known = draw(st.none() | st.floats(0.1, 1e4))
        marks.append(Mark(number, kind, points, draw(st.text(max_size=20)), known))
    keys = st.sampled_from([finding.key for finding in FINDINGS])
    verdict = st.builds(Verdict, st.none() | st.sampled_from(Choice), st.text(max_size=20))
    verdicts = draw(st.dictionaries(keys, verdict.filter(lambda item: not item.empty)))
    calls = draw(st.dictionaries(keys, st.sampled_from(Call)))
    return ReaderMarks(tuple(marks), MappingProxyType(verdicts), MappingProxyType(calls), draw(st.booleans()))


SOME = with_verdict(
    ReaderMarks(marks=(Mark(1, MarkKind.LENGTH, ((1.0, 2.0), (3.0, 4.5))),)), KEY, Verdict(Choice.REJECT, "skin fold")
)


@given(readers())
def test_what_is_written_comes_back(reader: ReaderMarks) -> None:
    assert reader_of(json.loads(json.dumps(facts_of(reader)))) == reader


def test_a_film_without_a_file_has_nothing(tmp_path: Path) -> None:
    assert FolderStore(tmp_path / "new").load(HASH) == ReaderMarks()


def test_marks_are_there_after_a_restart_in_one_file_named_by_the_film_hash(tmp_path: Path) -> None:
    FolderStore(tmp_path).save(HASH, SOME)
    assert FolderStore(tmp_path).load(HASH) == SOME
    assert [path.name for path in tmp_path.iterdir()] == [f"{HASH}.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's own folder private by itself")
def test_nobody_else_on_the_computer_may_look_into_the_folder(tmp_path: Path) -> None:
    FolderStore(tmp_path / "marks").save(HASH, SOME)
    assert (tmp_path / "marks").stat().st_mode & 0o077 == 0


def test_what_is_all_taken_back_leaves_no_file(tmp_path: Path) -> None:
    FolderStore(tmp_path).save(HASH, SOME)
    FolderStore(tmp_path).save(HASH, ReaderMarks())
    assert list(tmp_path.iterdir()) == []


def damaged(**changes: Any) -> str:
    return json.dumps({**facts_of(SOME), **changes})


MARK: dict[str, Any] = json.loads(json.dumps(facts_of(SOME)))["marks"][0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "\x00\x01",
        "[" * 100_000,
        damaged(format=2),
        damaged(marks=[{**MARK, "kind": "circle"}]),
        damaged(marks=[{**MARK, "points": [[1, 2]]}]),
        damaged(marks=[{**MARK, "points": [[1, 2], [3, 1e999]]}]),
        damaged(marks=[{**MARK, "points": [[1, 2], [3, "4"]]}]),
        damaged(marks=[{**MARK, "known_mm": -1}]),
        damaged(marks=[{**MARK, "number": "1"}]),
        damaged(marks=[MARK, MARK]),
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
    with pytest.raises(MarksDamaged) as caught:
        FolderStore(tmp_path).load(HASH)
    assert caught.value.path.read_text(encoding="utf-8") == text
    assert "kept aside" in message_for(caught.value).text
    assert FolderStore(tmp_path).load(HASH) == ReaderMarks()


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path) -> None:
    for text in ("one", "two"):
        (tmp_path / f"{HASH}.json").write_text(text, encoding="utf-8")
        with pytest.raises(MarksDamaged):
            FolderStore(tmp_path).load(HASH)
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"one", "two"}


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(MarksNotSaved):
        FolderStore(tmp_path / "file").save(HASH, SOME)


def test_a_name_that_is_no_hash_reaches_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="film hash"):
        FolderStore(tmp_path).load("../secret")


def test_calls_are_fixed_once_the_model_was_shown() -> None:
    reader = with_call(ReaderMarks(), KEY, Call.PRESENT)
    shown = ReaderMarks(calls=reader.calls, revealed=True)
    assert with_call(shown, KEY, Call.ABSENT) is shown


@pytest.mark.parametrize(("call", "expected"), [(Call.ABSENT, 1), (Call.PRESENT, 0), (Call.UNSURE, 0), (None, 0)])
def test_only_opposite_words_are_a_disagreement(call: Call | None, expected: int) -> None:
    reader = with_call(ReaderMarks(), KEY, call)
    assert len(disagreements(reader, analysis_of(film("a")))) == expected
