"""Touch to test in the window: the newest place counts, and nothing is left when the key comes up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX, Finding
from inference.engine.occlusion import Patch
from tests import fakes
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine, FakeReader
from tests.viewer.fake_service import FakeService
from viewer.app import application
from viewer.app.application import Application
from viewer.commands.hold_shortcut import GRACE_MS, HoldShortcut
from viewer.control.controller import Controller
from viewer.control.jobs.worker import Lane
from viewer.viewport.viewport import Viewport

FILM = Path("a.dcm")


class TouchyEngine(FakeEngine):
    """Says 0.9 of a whole film and 0.25 of a blurred one; counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        self.asked += 1
        return {PNEUMOTHORAX: 0.25}


@pytest.fixture
def parts() -> tuple[Controller, FakeService, TouchyEngine]:
    service, engine = FakeService(), TouchyEngine()
    controller = Controller(service, FakeReader({FILM: fakes.film("a"), Path("b.dcm"): fakes.film("b")}), engine)
    service.handle = controller.handle
    controller.opening.open_paths((FILM, Path("b.dcm")))
    service.work_off()
    return controller, service, engine


def test_only_the_first_and_the_newest_place_are_asked_for(
    parts: tuple[Controller, FakeService, TouchyEngine],
) -> None:
    controller, service, engine = parts
    for place in range(50):
        controller.analysing.occlude(Patch(10 + place / 10, 10, 8))
    assert service.waiting(Lane.ANALYSE) == 1
    service.work_off(Lane.ANALYSE)
    assert engine.asked == 2
    occlusion = controller.session.occlusion
    assert occlusion is not None
    assert occlusion.patch == Patch(14.9, 10, 8)
    assert occlusion.probabilities == {"pneumothorax": 0.25}


def test_a_late_answer_is_not_shown_after_the_end(parts: tuple[Controller, FakeService, TouchyEngine]) -> None:
    controller, service, _ = parts
    controller.analysing.occlude(Patch(10, 10, 8))
    late = service.start(Lane.ANALYSE)
    controller.analysing.end_occlusion()
    controller.handle(late)
    assert controller.session.occlusion is None


def test_going_to_another_film_ends_the_occlusion(parts: tuple[Controller, FakeService, TouchyEngine]) -> None:
    controller, service, _ = parts
    controller.analysing.occlude(Patch(10, 10, 8))
    service.work_off(Lane.ANALYSE)
    controller.travel.select(Path("b.dcm"))
    assert controller.session.occlusion is None


def test_nothing_is_asked_while_the_reader_reads_first(parts: tuple[Controller, FakeService, TouchyEngine]) -> None:
    controller, service, engine = parts
    controller.unaided.want(True)
    controller.analysing.occlude(Patch(10, 10, 8))
    service.work_off()
    assert engine.asked == 0


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Application]:
    made = application.build(tmp_path / "config" / "settings.toml", engine=TouchyEngine())
    made.window.resize(1400, 900)
    made.window.show()
    made.window.files.open_paths((write_dicom(tmp_path / "film.dcm", phantom(400, 320)),))

    def analysed() -> bool:
        film = made.controller.session.film
        return film is not None and film.radiograph is not None and film.analysis is not None

    qtbot.waitUntil(analysed, timeout=20_000)
    yield made
    made.close()


def move(view: Viewport, x: float, y: float) -> None:
    none, place = Qt.MouseButton.NoButton, view.screen_point(QPointF(x, y))
    kind = QEvent.Type.MouseMove
    event = QMouseEvent(kind, place, view.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def lines(program: Application) -> tuple[str, ...]:
    item = program.window.occlusion.items[program.window.viewports.overlay.viewport()][1]
    return tuple(line for drawn in item.annotations for line in drawn.label)


def test_holding_the_key_and_moving_shows_what_the_model_says_without_the_place(
    program: Application, qtbot: QtBot
) -> None:
    QTest.keyPress(program.window, Qt.Key.Key_X)
    move(program.window.viewports.film, 100, 120)
    qtbot.waitUntil(lambda: "Pneumothorax 90 % → 25 %  (−65 points)" in lines(program), timeout=10_000)
    QTest.keyRelease(program.window, Qt.Key.Key_X)
    assert lines(program) == ()
    assert not program.window.occlusion.held
    move(program.window.viewports.film, 110, 120)
    assert lines(program) == ()


def test_a_held_key_that_repeats_as_under_x11_goes_on_with_the_same_occlusion(
    program: Application, qtbot: QtBot
) -> None:
    key = program.window.commands.actions["touch"].findChild(HoldShortcut)
    assert key is not None
    [grace] = key.findChildren(QTimer)
    grace.setInterval(GRACE_MS)
    QTest.keyPress(program.window, Qt.Key.Key_X)
    move(program.window.viewports.film, 100, 120)
    for _ in range(5):
        QTest.keyRelease(program.window, Qt.Key.Key_X)
        QTest.keyPress(program.window, Qt.Key.Key_X)
        assert program.window.occlusion.held
        assert lines(program)
    assert not grace.isActive()  # nothing is left that could let go
    assert program.window.occlusion.held
    QTest.keyRelease(program.window, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: not program.window.occlusion.held)
    assert lines(program) == ()


def test_the_window_may_be_closed_in_the_middle_of_an_occlusion(program: Application) -> None:
    QTest.keyPress(program.window, Qt.Key.Key_X)
    for place in range(30):
        move(program.window.viewports.film, 100 + place, 120)
