"""What a report's reader drew and said: told apart on the film, out of reach of the hand, gone when put away."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from inference.annotations.authors import by_author
from inference.annotations.serialization import to_dict
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.reader_annotations import Agreement, Assessment, ReaderAnnotations
from tests.viewer.hands import session
from viewer.annotations.annotation_item import BLUE, YELLOW
from viewer.app.application import Application
from viewer.state.report_annotations import ReportAnnotations, annotations_of, author_of

REPORT = ReaderAnnotations(
    (Annotation(1, AnnotationKind.LENGTH, ((20.0, 60.0), (60.0, 60.0))),),
    MappingProxyType({"pneumothorax": Assessment(Agreement.REJECT, "skin fold")}),
)
OWN = Annotation(1, AnnotationKind.LENGTH, ((20.0, 20.0), (60.0, 20.0)))


@pytest.fixture
def shown(program: Application) -> Application:
    """The program with a report's annotations on the open film, and one of the user's own."""
    program.controller.annotations.add(OWN)
    found = annotations_of(
        {"reader": to_dict(REPORT), "read_by": "Kim^Ada", "created": "2026-11-20T10:00:00+00:00"},
        "report.png",
        session(program).reading,
    )
    program.controller.report_annotations.show(found)
    return program


def test_they_are_of_another_colour_and_say_whose_they_are(shown: Application) -> None:
    _, item = next(iter(shown.window.annotations.items.values()))
    theirs, own = item.annotations
    assert (theirs.colour, own.colour) == (BLUE, YELLOW)
    assert theirs.pen.style() is Qt.PenStyle.DashLine
    assert theirs.label[-1] == "by Kim Ada, 2026-11-20"
    assert shown.window.findings.rows["pneumothorax"].others.text().endswith("Kim Ada, 2026-11-20: skin fold")
    assert session(shown).reading == ReaderAnnotations((OWN,))


def test_the_hand_does_not_take_hold_of_them(shown: Application) -> None:
    view = shown.window.viewports.film
    aspect = session(shown).radiograph.pixel_aspect  # type: ignore[union-attr]  # a film is open
    start = view.screen_point(QPointF(20.0, 60.0 * aspect)).toPoint()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(30, 30))
    QTest.keyClick(shown.window, Qt.Key.Key_Delete)
    assert session(shown).report_annotations is not None
    assert session(shown).report_annotations.reader == by_author(REPORT, "Kim Ada, 2026-11-20")  # type: ignore[union-attr]
    assert session(shown).reading.annotations == (OWN,)


def test_one_key_takes_them_over_and_undo_takes_the_lines_back(shown: Application) -> None:
    QTest.keyClick(shown.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert [one.author for one in session(shown).reading.annotations] == ["", "Kim Ada, 2026-11-20"]
    assert session(shown).report_annotations is None
    assert not shown.window.commands.actions["take_over"].isEnabled()
    shown.window.commands.run("undo_mark")
    assert session(shown).reading.annotations == (OWN,)


def test_put_away_they_are_gone_and_nothing_is_kept(shown: Application) -> None:
    shown.window.of_report.dismissed.emit()
    _, item = next(iter(shown.window.annotations.items.values()))
    assert len(item.annotations) == 1
    assert session(shown).reading == ReaderAnnotations((OWN,))
    assert not shown.window.findings.rows["pneumothorax"].others.isVisible()


def test_an_unaided_read_hides_another_readers_word(shown: Application) -> None:
    shown.window.commands.run("read_first")
    assert session(shown).report_annotations is None
    assert not shown.window.of_report.isVisible()
    shown.window.commands.run("read_first")
    assert session(shown).report_annotations is not None


@pytest.mark.parametrize(
    ("facts", "author"),
    [
        ({"signed_by": "Kim^Ada", "created": "2026-11-20T10:00:00+00:00"}, "Kim Ada, 2026-11-20"),
        ({"created": ""}, "report.png"),
        ({"signed_by": 7, "read_by": "\x1b[31mKim\nAda", "created": ["x"]}, "[31mKim Ada"),
        ({"read_by": "x" * 500}, "x" * 80),
    ],
)
def test_whose_they_are_is_as_far_as_a_report_says(facts: dict[str, object], author: str) -> None:
    assert author_of(facts, "report.png") == author


def test_a_senseless_reader_of_a_report_shows_nothing() -> None:
    assert annotations_of({"reader": {"format": 1, "marks": "x"}}, "report.png", ReaderAnnotations()) is None
    assert annotations_of({"reader": None}, "report.png", ReaderAnnotations()) is None
    assert isinstance(annotations_of({"reader": to_dict(REPORT)}, "report.png", ReaderAnnotations()), ReportAnnotations)
