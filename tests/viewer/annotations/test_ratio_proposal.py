"""A cardiothoracic ratio is proposed on asking: seen apart, stored only once accepted or dragged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from inference.core.annotation import AnnotationKind
from tests.builders import write_dicom
from tests.fakes import FakeEngine
from viewer.app import application
from viewer.app.application import Application
from viewer.commands import enablement

SAMPLE = resources.path("samples") / "kim" / "1-pa.dcm"


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Application]:
    made = application.build(tmp_path / "config" / "settings.toml", engine=FakeEngine())
    made.window.resize(1400, 900)
    made.window.show()
    open_film(qtbot, made, SAMPLE)
    yield made
    made.close()


def open_film(qtbot: QtBot, program: Application, path: Path) -> None:
    program.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: shows(program, path), timeout=20_000)


def shows(program: Application, path: Path) -> bool:
    state = program.controller.session.film
    return state is not None and state.entry.path == path and state.analysis is not None


def proposed(qtbot: QtBot, program: Application) -> tuple[tuple[float, float], ...]:
    program.window.commands.run("propose_cardiothoracic")
    qtbot.waitUntil(lambda: program.controller.session.proposed is not None, timeout=20_000)
    annotation = program.controller.session.proposed
    assert annotation is not None
    return annotation.points


def test_a_proposal_is_drawn_apart_and_is_no_annotation_of_the_reader(qtbot: QtBot, program: Application) -> None:
    proposed(qtbot, program)
    (shown,) = next(iter(program.window.annotations.items.values()))[1].annotations
    assert shown.proposed
    assert shown.label[0].startswith("Proposed")
    assert shown.label[1].startswith("CTR 0.")
    assert program.controller.session.reading.annotations == ()


def test_enter_makes_it_the_readers_own(qtbot: QtBot, program: Application) -> None:
    points = proposed(qtbot, program)
    QTest.keyClick(program.window.viewports, Qt.Key.Key_Return)
    (annotation,) = program.controller.session.reading.annotations
    assert annotation.kind is AnnotationKind.CARDIOTHORACIC
    assert annotation.number == 1
    assert annotation.points == points
    assert program.controller.session.proposed is None


def test_escape_dismisses_it(qtbot: QtBot, program: Application) -> None:
    proposed(qtbot, program)
    program.window.commands.run("escape")
    assert program.controller.session.proposed is None
    assert program.controller.session.reading.annotations == ()


def test_dragging_one_of_its_points_accepts_it_as_dragged(qtbot: QtBot, program: Application) -> None:
    points = proposed(qtbot, program)
    view = program.window.viewports.film
    far = (points[3][0] + 60, points[3][1])
    for kind, point in (
        (QEvent.Type.MouseButtonPress, points[3]),
        (QEvent.Type.MouseButtonRelease, points[3]),
        (QEvent.Type.MouseButtonPress, points[3]),
        (QEvent.Type.MouseMove, far),
        (QEvent.Type.MouseButtonRelease, far),
    ):
        place = view.screen_point(QPointF(*point))
        left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(view.viewport(), QMouseEvent(kind, place, view.mapToGlobal(place), left, left, keys))
    (annotation,) = program.controller.session.reading.annotations
    np.testing.assert_allclose(annotation.points[3], far, atol=2)
    assert annotation.points[:3] == points[:3]
    assert program.controller.session.proposed is None


def test_where_nothing_is_found_that_is_said(qtbot: QtBot, program: Application, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 4000, (300, 260)).astype(np.uint16)
    open_film(qtbot, program, write_dicom(tmp_path / "noise.dcm", noise))
    program.window.commands.run("propose_cardiothoracic")
    qtbot.waitUntil(lambda: program.controller.session.notice is not None, timeout=20_000)
    notice = program.controller.session.notice
    assert notice is not None
    assert notice.title == "No ratio is proposed"


def test_nothing_found_is_not_said_of_the_film_that_was_opened_since(
    qtbot: QtBot, program: Application, tmp_path: Path
) -> None:
    noise = np.random.default_rng(0).integers(0, 4000, (300, 260)).astype(np.uint16)
    open_film(qtbot, program, write_dicom(tmp_path / "noise.dcm", noise))
    program.window.commands.run("propose_cardiothoracic")
    program.controller.travel.select(SAMPLE)
    qtbot.waitUntil(lambda: not program.controller.proposal.is_awaited, timeout=20_000)
    assert program.controller.session.notice is None


def test_nothing_is_proposed_in_an_unaided_read(program: Application) -> None:
    program.controller.unaided.want(True)
    assert enablement.film_to_propose_for(program.controller.session, program.controller.annotations.history)
    program.controller.proposal.ask()
    assert program.controller.session.proposed is None
