"""Two windows on one film: nothing that either drew or said is lost; the newer word wins per item."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from inference.annotations.store import FolderAnnotationStore
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.errors import AnnotationsNotSaved, AnnotationsUnread
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX
from inference.core.reader_annotations import Agreement, Assessment, KeyReason, ReaderAnnotations, with_assessment
from inference.text.messages import message_for

HASH = "ab" * 32
NOTHING = ReaderAnnotations()


def arrow(number: int, column: float = 1.0) -> Annotation:
    return Annotation(number, AnnotationKind.ARROW, ((column, 2.0), (3.0, 4.0)))


def drawn(*annotations: Annotation) -> ReaderAnnotations:
    return ReaderAnnotations(annotations)


def test_what_two_windows_draw_and_say_is_all_kept(tmp_path: Path) -> None:
    one, other = FolderAnnotationStore(tmp_path), FolderAnnotationStore(tmp_path)
    first = with_assessment(drawn(arrow(1)), PNEUMOTHORAX.key, Assessment(Agreement.ACCEPT))
    second = with_assessment(drawn(arrow(1, 9.0)), PLEURAL_EFFUSION.key, Assessment(Agreement.REJECT))
    one.save(HASH, first, NOTHING)
    other.save(HASH, second, NOTHING)
    kept = one.load(HASH)
    assert {annotation.points for annotation in kept.annotations} == {arrow(1).points, arrow(1, 9.0).points}
    assert len({annotation.number for annotation in kept.annotations}) == 2
    assert set(kept.assessments) == {PNEUMOTHORAX.key, PLEURAL_EFFUSION.key}


def test_the_newer_word_wins_and_what_was_deleted_stays_deleted(tmp_path: Path) -> None:
    store, known = FolderAnnotationStore(tmp_path), drawn(arrow(1), arrow(2))
    store.save(HASH, known)
    store.save(HASH, drawn(arrow(1, 5.0), arrow(2)), known)
    store.save(HASH, drawn(arrow(1), arrow(3)), known)
    assert store.load(HASH) == drawn(arrow(1, 5.0), arrow(3))
    store.save(HASH, drawn(arrow(1, 7.0)), drawn(arrow(1)))
    assert store.load(HASH) == drawn(arrow(1, 7.0), arrow(3))


def test_a_flag_of_one_window_stays_where_the_other_says_nothing_of_it(tmp_path: Path) -> None:
    store, flagged = FolderAnnotationStore(tmp_path), ReaderAnnotations(key_reason=KeyReason.TEACHING)
    store.save(HASH, flagged, NOTHING)
    store.save(HASH, drawn(arrow(1)), NOTHING)
    assert store.load(HASH) == replace(flagged, annotations=(arrow(1),))
    store.save(HASH, drawn(arrow(1)), store.load(HASH))
    assert store.load(HASH) == drawn(arrow(1))


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE, errno.EMFILE])
def test_a_passing_error_of_the_disk_leaves_the_file_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    store = FolderAnnotationStore(tmp_path)
    store.save(HASH, drawn(arrow(1)))

    def refused(*_arguments: object, **_words: object) -> str:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refused)
        with pytest.raises(AnnotationsUnread) as caught:
            store.load(HASH)
        with pytest.raises(AnnotationsNotSaved):
            store.save(HASH, drawn(arrow(2)), NOTHING)
    assert "left as it is" in message_for(caught.value).text
    assert [path.name for path in tmp_path.iterdir()] == [f"{HASH}.json"]
    assert store.load(HASH) == drawn(arrow(1))
    store.save(HASH, drawn(arrow(1, 8.0)), NOTHING)
    assert len(store.load(HASH).annotations) == 2
