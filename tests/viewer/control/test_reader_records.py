"""What a reader draws is written by the worker, in order and to the end, and never over what the disk withholds."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from inference.annotations.store import FolderAnnotationStore, MemoryAnnotationStore
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.reader_annotations import ReaderAnnotations
from tests.viewer.control.desk import A, B, Desk
from viewer.control.jobs.worker import AnalysisService, Lane


def arrow(number: int) -> Annotation:
    return Annotation(number, AnnotationKind.ARROW, ((1.0, 2.0), (3.0, 4.0)))


def test_the_window_does_not_wait_for_the_disk() -> None:
    store = MemoryAnnotationStore()
    desk = Desk(store=store).open()
    for number in (1, 2, 3):
        desk.controller.annotations.add(arrow(number))
    assert store.load(desk.hash_of(A)).empty
    assert len(desk.controller.session.reading.annotations) == 3
    desk.service.work_off(Lane.KEEP)
    assert store.load(desk.hash_of(A)) == desk.controller.session.reading


@pytest.mark.usefixtures("qapp")
def test_what_is_being_kept_is_kept_to_the_end_when_the_program_closes() -> None:
    service, go, done = AnalysisService(), threading.Event(), []
    service.submit(Lane.KEEP, lambda _token, _progress: go.wait(10))
    for number in range(5):
        service.submit(Lane.KEEP, lambda _token, _progress, number=number: done.append(number))  # type: ignore[misc]
    go.set()
    service.close()
    assert done == list(range(5))


def test_annotations_that_the_disk_withholds_come_back_when_the_film_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderAnnotationStore(tmp_path)
    desk = Desk(store=store)
    store.save(desk.hash_of(A), ReaderAnnotations((arrow(1),)))

    def refused(*_arguments: object, **_words: object) -> str:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refused)
        desk.open()
        notice = desk.controller.session.notice
        assert notice is not None
        assert "cannot be read now" in notice.text
        desk.controller.annotations.add(Annotation(1, AnnotationKind.ARROW, ((7.0, 7.0), (8.0, 8.0))))
        desk.service.work_off(Lane.KEEP)
        assert "could not be stored" in getattr(desk.controller.session.notice, "text", "")
    assert store.load(desk.hash_of(A)) == ReaderAnnotations((arrow(1),))
    desk.controller.travel.select(B)
    desk.service.work_off(Lane.READ)
    desk.controller.travel.select(A)
    desk.service.work_off(Lane.READ)
    assert len(desk.controller.session.reading.annotations) == 2
    desk.controller.annotations.add(arrow(9))
    desk.service.work_off(Lane.KEEP)
    assert store.load(desk.hash_of(A)) == desk.controller.session.reading
