"""Looking closer: magnifier, real size, linked and unlinked viewports, full screen, histogram, one thing reset."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QImage, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inference.imaging.display_pipeline import render
from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, drag, move, opened, radiograph, session, turn_wheel
from viewer.app.application import Application
from viewer.state.window_level import ends
from viewer.viewport.viewport import Viewport

MIDDLE = Qt.MouseButton.MiddleButton


@pytest.fixture
def program(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    path = write_dicom(tmp_path / "film.dcm", phantom(2000, 1600), ImagerPixelSpacing=[0.2, 0.2], PixelSpacing=None)
    return opened(build(), path, qtbot)


def seen(view: Viewport, at: QPointF, half: int) -> NDArray[np.uint8]:
    """A square of the viewport about a place, as grey."""
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    x, y = round(at.x()), round(at.y())
    return pixels[y - half : y + half, x - half : x + half].copy()


def place(view: Viewport, column: float, row: float) -> QPointF:
    return QPointF(view.screen_point(QPointF(column, row)))


@pytest.mark.parametrize("keys", ["", "R", "H"])
def test_the_magnifier_shows_the_film_itself_larger_in_both_viewports(program: Application, keys: str) -> None:
    for key in keys:
        QTest.keyClick(program.window, getattr(Qt.Key, f"Key_{key}"))
    viewports = program.window.viewports
    at = place(viewports.film, 800, 900).toPoint()
    move(viewports.film, at)
    point = viewports.film.film_point(QPointF(at))
    camera = viewports.film.camera
    assert camera is not None
    QTest.keyPress(program.window, Qt.Key.Key_Z)
    reach = 60 / (camera.scale * 3)  # film pixels from the middle to the edge of what is compared
    film = render(radiograph(program)).astype(float)
    means = {
        (dx, dy): film[round(point.y() + dy * reach) - 4 :, round(point.x() + dx * reach) - 4 :][:8, :8].mean()
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    }
    for view in (viewports.film, viewports.overlay):
        centre = place(view, point.x(), point.y())
        for (dx, dy), expected in means.items():
            x, y = camera.transform.to_screen(dx * 60, dy * 60)
            found = seen(view, centre + QPointF(x, y), 2).astype(float).mean()
            assert found == pytest.approx(expected, abs=6)
    QTest.keyRelease(program.window, Qt.Key.Key_Z)
    assert viewports.film.magnifier is None


def test_the_wheel_changes_the_magnification_while_the_magnifier_is_held(program: Application) -> None:
    viewports = program.window.viewports
    move(viewports.film, viewports.film.rect().center())
    QTest.keyPress(program.window, Qt.Key.Key_Z)
    for _ in range(5):
        turn_wheel(viewports.film, 120)
    assert viewports.film.magnifier is not None
    assert viewports.film.magnifier.times == 4
    for _ in range(5):
        turn_wheel(viewports.film, -120)
    assert viewports.film.magnifier.times == 2
    QTest.keyRelease(program.window, Qt.Key.Key_Z)


def test_the_magnifier_shows_finer_pixels_than_the_viewport(program: Application) -> None:
    viewports = program.window.viewports
    move(viewports.film, viewports.film.rect().center())
    QTest.keyPress(program.window, Qt.Key.Key_Z)
    magnifier = viewports.film.magnifier
    assert magnifier is not None
    assert magnifier.grey.shape[1] / magnifier.area.width() > viewports.film.layers.grey.shape[1] / 1600
    QTest.keyRelease(program.window, Qt.Key.Key_Z)


def test_real_size_follows_spacing_and_screen_and_says_so(
    program: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "physicalSize", lambda screen: QSizeF(screen.geometry().width() * 0.25, 200))
    QTest.keyClick(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    camera = program.window.viewports.film.camera
    assert camera is not None
    assert camera.scale == pytest.approx(0.2 / 0.25)
    spacing = radiograph(program).spacing
    assert spacing is not None
    assert any(f"real size, {spacing.origin}" in line for line in program.window.viewports.film.texts.status)
    turn_wheel(program.window.viewports.film, 120, Qt.KeyboardModifier.ControlModifier)
    assert not any("real size" in line for line in program.window.viewports.film.texts.status)


def test_a_film_without_spacing_has_no_real_size_and_says_why(
    build: Build, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "physicalSize", lambda screen: QSizeF(300, 200))
    path = write_dicom(tmp_path / "film.dcm", phantom(), ImagerPixelSpacing=None, PixelSpacing=None)
    program = opened(build(), path, qtbot)
    before = program.window.viewports.film.camera
    QTest.keyClick(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert program.window.viewports.film.camera == before
    assert "how far its pixels lie apart" in program.window.notice.label.text()


def test_a_screen_that_does_not_say_its_size_is_named_as_the_reason(
    program: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "physicalSize", lambda screen: QSizeF(0, 0))
    QTest.keyClick(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert "screen" in program.window.notice.label.text()


def test_unlinked_viewports_move_each_by_itself_and_linked_again_together(program: Application) -> None:
    viewports = program.window.viewports
    QTest.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not program.window.commands.actions["link"].isChecked()
    still = viewports.film.seen
    drag(viewports.overlay, MIDDLE, 40, 25)
    turn_wheel(viewports.overlay, 240, Qt.KeyboardModifier.ControlModifier)
    assert viewports.film.seen == still
    moved = viewports.overlay.seen
    assert moved != still
    drag(viewports.film, MIDDLE, -20, 5)
    assert viewports.overlay.seen == moved
    QTest.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert (viewports.film.seen.center() - viewports.overlay.seen.center()).manhattanLength() < 1e-6
    drag(viewports.overlay, MIDDLE, 10, 10)
    assert (viewports.film.seen.center() - viewports.overlay.seen.center()).manhattanLength() < 1e-6


def test_full_screen_and_back(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F11)
    assert program.window.isFullScreen()
    QTest.keyClick(program.window, Qt.Key.Key_F11)
    assert not program.window.isFullScreen()


def test_the_histogram_shows_the_window_and_its_edges_can_be_dragged(program: Application, qtbot: QtBot) -> None:
    window = program.window
    assert not window.histogram.isVisible()
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert window.histogram.isVisible()
    film = radiograph(program)
    assert window.histogram.region.getRegion() == pytest.approx(ends(film, None))
    edges, counts = window.histogram.counts.getOriginalDataset()
    assert np.allclose(
        counts**2, np.histogram(film.pixels[np.isfinite(film.pixels)][::3], edges)[0], rtol=0.3, atol=200
    )
    QApplication.processEvents()
    plot = window.histogram.plot
    low, high = ends(film, None)
    box = plot.getViewBox()
    start = plot.mapFromScene(box.mapViewToScene(QPointF(high, box.viewRect().center().y())))
    QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in (10, 30, 60):
        drag_to(plot, start - QPoint(step, 0))
    QTest.mouseRelease(
        plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start - QPoint(60, 0)
    )
    found = ends(film, session(program).presentation.voi)
    assert found[1] < high - 100
    assert found[0] == pytest.approx(low, abs=1)


def drag_to(plot: object, to: QPoint) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    port = plot.viewport()  # type: ignore[attr-defined]  # a graphics view of pyqtgraph
    at, left = QPointF(to), Qt.MouseButton.LeftButton
    none, nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(port, QMouseEvent(QEvent.Type.MouseMove, at, port.mapToGlobal(at), none, left, nothing))


def test_the_histogram_follows_a_drag_of_the_window(program: Application) -> None:
    program.window.commands.run("histogram")
    drag(program.window.viewports.film, Qt.MouseButton.LeftButton, 60, 20)
    found = program.window.histogram.region.getRegion()
    assert found == pytest.approx(ends(radiograph(program), session(program).presentation.voi))


def test_one_thing_is_reset_and_the_rest_stays(program: Application) -> None:
    actions = program.window.commands.actions
    QTest.keyClick(program.window, Qt.Key.Key_R)
    drag(program.window.viewports.film, Qt.MouseButton.LeftButton, 60, 20)
    program.controller.view.set_opacity(0.9)
    turned = session(program).presentation.transform
    actions["reset_window"].trigger()
    assert session(program).presentation.voi is None
    assert session(program).presentation.transform == turned
    assert session(program).overlay.opacity == 0.9
    drag(program.window.viewports.film, Qt.MouseButton.LeftButton, 60, 20)
    actions["reset_turn"].trigger()
    assert session(program).presentation.transform != turned
    assert session(program).presentation.voi is not None
    actions["reset_overlay"].trigger()
    assert session(program).overlay.opacity == 0.4
    assert session(program).presentation.voi is not None


def test_unlinked_windows_are_each_viewports_own_under_the_pointer(program: Application) -> None:
    viewports, window = program.window.viewports, program.window
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    before = viewports.film.layers.grey.copy()
    drag(viewports.overlay, Qt.MouseButton.LeftButton, 90, 20)
    QTest.keyClick(window, Qt.Key.Key_I)
    assert np.array_equal(viewports.film.layers.grey, before)
    grayscale = session(program).presentation.grayscale(overlay=True)
    level = viewports.overlay.layers.grey
    whole = render(radiograph(program), grayscale.voi, invert=True)
    assert abs(float(level.mean()) - float(whole.mean())) < 1.5
    move(viewports.film, viewports.film.rect().center())
    QTest.keyClick(window, Qt.Key.Key_S)
    assert not np.array_equal(viewports.film.layers.grey, before)
    assert viewports.overlay.layers.grey is level
    assert viewports.film.texts.status[-1] != viewports.overlay.texts.status[-1]
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert np.array_equal(viewports.film.layers.grey, viewports.overlay.layers.grey)


def test_windows_stay_unlinked_from_film_to_film_and_reset_keeps_that(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    for number in range(2):
        write_dicom(folder / f"{number}.dcm", phantom(rows=120 + number), InstanceNumber=number + 1)
    program = opened(build(), folder, qtbot)
    program.window.commands.run("link_windows")
    drag(program.window.viewports.overlay, Qt.MouseButton.LeftButton, 90, 20)
    QTest.keyClick(program.window, Qt.Key.Key_Down)
    assert not program.window.commands.actions["link_windows"].isChecked()
    QTest.keyClick(program.window, Qt.Key.Key_Up)
    assert session(program).presentation.grayscale(overlay=True).voi is not None
    QTest.keyClick(program.window, Qt.Key.Key_Space)
    assert session(program).presentation.grayscale(overlay=True).voi is None
    assert not program.window.views.windows_are_linked()
