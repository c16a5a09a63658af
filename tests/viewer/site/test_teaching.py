"""Teaching in the real window: the question, the click, the answer with its mask, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.reader_annotations import UnaidedCall
from inference.site.teaching.answers import read_answers
from tests.viewer.hands import Build
from viewer.app.application import Application
from viewer.site.teaching_dialog import TeachingDialog
from viewer.site.teaching_mask import drawn_mask, is_near, read_mask
from viewer.window.tools.teaching_actions import own_films


@pytest.fixture
def dialog(build: Build, qtbot: QtBot) -> Iterator[TeachingDialog]:
    program = build()
    program.window.commands.run("teaching")
    made = program.window.findChildren(TeachingDialog)[-1]
    yield made
    made.close()


def ask(dialog: TeachingDialog, qtbot: QtBot, *, present: bool) -> None:
    """Go on until a film with the answer wanted is asked about and seen."""
    qtbot.waitUntil(lambda: dialog.film is not None)
    while dialog.question is None or dialog.question.present is not present:
        dialog.ask_next()
        qtbot.waitUntil(lambda: dialog.film is not None)


def click(dialog: TeachingDialog, x: float, y: float) -> None:
    """Click on a place of the film, by shares of its width and height."""
    assert dialog.film is not None
    width, height = dialog.film.size
    view = dialog.view.view
    place: QPoint = view.screen_point(QPointF(x * width, y * height)).toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def middle_of(dialog: TeachingDialog) -> tuple[float, float]:
    """A place on the mask of the film that is asked about."""
    assert dialog.question is not None
    assert dialog.question.film.mask is not None
    mask = read_mask(dialog.question.film.mask)
    assert mask is not None
    rows, columns = np.nonzero(mask)
    place = len(rows) // 2
    return (columns[place] + 0.5) / mask.shape[1], (rows[place] + 0.5) / mask.shape[0]


def test_a_click_on_the_finding_is_right_and_the_mask_appears(dialog: TeachingDialog, qtbot: QtBot) -> None:
    ask(dialog, qtbot, present=True)
    assert "Painted" in dialog.side.painted.text()
    click(dialog, *middle_of(dialog))
    assert dialog.side.title.text() == "Right"
    assert dialog.region is not None
    assert dialog.region.any()
    (answer,) = read_answers()
    assert (answer.called, answer.true, answer.pointed, answer.painted) == (True, True, True, True)


def test_a_click_elsewhere_is_said_to_be_elsewhere(dialog: TeachingDialog, qtbot: QtBot) -> None:
    ask(dialog, qtbot, present=True)
    click(dialog, 0.01, 0.01)
    assert dialog.side.title.text() == "Present, but elsewhere"
    assert read_answers()[0].pointed is False


def test_calls_by_key_are_told_right_missed_or_false(dialog: TeachingDialog, qtbot: QtBot) -> None:
    ask(dialog, qtbot, present=True)
    QTest.keyClick(dialog, Qt.Key.Key_A)
    assert dialog.side.title.text() == "Missed"
    QTest.keyClick(dialog, Qt.Key.Key_P)  # an answer is given once
    ask(dialog, qtbot, present=False)
    QTest.keyClick(dialog, Qt.Key.Key_P)
    assert dialog.side.title.text() == "A false call"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    ask(dialog, qtbot, present=False)
    QTest.keyClick(dialog, Qt.Key.Key_A)
    assert dialog.side.title.text() == "Right"
    assert [(answer.called, answer.true) for answer in read_answers()] == [(False, True), (True, False), (False, False)]


def test_answers_are_emptied_by_a_second_click(dialog: TeachingDialog, qtbot: QtBot) -> None:
    ask(dialog, qtbot, present=True)
    QTest.keyClick(dialog, Qt.Key.Key_A)
    assert not dialog.side.empty.isHidden()
    dialog.side.empty.click()
    assert len(read_answers()) == 1
    dialog.side.empty.click()
    assert read_answers() == []


def test_a_chosen_finding_is_asked_alone(dialog: TeachingDialog, qtbot: QtBot) -> None:
    dialog.side.findings.setCurrentIndex(2)
    asked = {question.finding for question in dialog._queue}  # noqa: SLF001 - the queue is what chance made
    assert asked == {"pneumothorax"}


def test_own_films_are_those_that_were_called_unaided(program: Application) -> None:
    controller = program.controller
    controller.unaided.want(True)
    controller.unaided.call("pneumothorax", UnaidedCall.PRESENT)
    controller.unaided.call("hemothorax", UnaidedCall.UNSURE)
    (film,) = own_films(controller.session)
    assert film.answers == {"pneumothorax": True}
    assert not film.painted


def test_regions_that_a_reader_drew_are_the_place() -> None:
    circle = Annotation(1, AnnotationKind.ELLIPSE, ((10, 10), (30, 30)))
    arrow = Annotation(2, AnnotationKind.ARROW, ((0, 0), (5, 5)))
    mask = drawn_mask((circle, arrow), (40, 60), "pneumothorax")
    assert mask is not None
    assert mask[20, 20]
    assert not mask[11, 11]
    assert is_near(mask, 20 / 60, 20 / 40)
    assert not is_near(mask, 0.9, 0.9)
    assert drawn_mask((arrow,), (40, 60), "pneumothorax") is None


def test_what_belongs_to_the_finding_asked_is_its_place_before_all_else() -> None:
    plain = Annotation(1, AnnotationKind.RECTANGLE, ((0, 0), (10, 10)))
    own = Annotation(2, AnnotationKind.ARROW, ((0, 0), (50, 30)), finding="pneumothorax")
    other = Annotation(3, AnnotationKind.RECTANGLE, ((20, 0), (30, 10)), finding="hemothorax")
    places = {}
    for key in ("pneumothorax", "hemothorax", "lung_opacity"):
        mask = drawn_mask((plain, own, other), (40, 60), key)
        assert mask is not None
        places[key] = [bool(mask[5, 5]), bool(mask[30, 50]), bool(mask[5, 25])]
    assert places == {
        "pneumothorax": [False, True, False],
        "hemothorax": [False, False, True],
        "lung_opacity": [True, False, False],
    }
    assert drawn_mask((own, other), (40, 60), "lung_opacity") is None
