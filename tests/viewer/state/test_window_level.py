"""Window and level by hand: regions, speeds, directions, shape and gamma."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.voi import VoiFunction, VoiLut, VoiWindow
from inference.imaging.display_pipeline import choose_voi, render
from tests import builders
from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, drag, opened, radiograph, session
from viewer.app.application import Application
from viewer.state.window_level import dragged

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def program(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    return opened(build(), write_dicom(tmp_path / "film.dcm", phantom(200, 160)), qtbot)


def window(program: Application) -> VoiWindow:
    voi = choose_voi(radiograph(program), session(program).presentation.voi)
    assert isinstance(voi, VoiWindow)
    return voi


def shown(program: Application) -> NDArray[np.uint8]:
    """What is on the screen, compared with the display pipeline that reports use."""
    image: NDArray[np.uint8] = program.window.viewports.film.layers.grey
    presentation = session(program).presentation
    assert (
        np.abs(image.astype(int) - render(radiograph(program), presentation.voi, invert=presentation.invert)).max() <= 1
    )
    return image


def draw(program: Application, left: int, top: int, right: int, bottom: int, modifiers: Qt.KeyboardModifier) -> None:
    """Draw a region over film pixels."""
    view = program.window.viewports.film
    start = view.screen_point(QPointF(left, top)).toPoint()
    end = view.screen_point(QPointF(right, bottom)).toPoint()
    drag(view, LEFT, end.x() - start.x(), end.y() - start.y(), modifiers, QPoint(start))


@pytest.mark.parametrize("keys", ["", "R", "HR"])
def test_a_region_drawn_with_the_tool_is_spread_from_black_to_white(program: Application, keys: str) -> None:
    for key in keys:
        QTest.keyClick(program.window, getattr(Qt.Key, f"Key_{key}"))
    QTest.keyClick(program.window, Qt.Key.Key_W)
    draw(program, 40, 60, 70, 140, Qt.KeyboardModifier.NoModifier)
    inside = phantom(200, 160)[60:140, 40:70]
    low, high = np.percentile(inside, (1, 99))
    assert window(program).center == pytest.approx((low + high) / 2, rel=0.02)
    assert window(program).width == pytest.approx(high - low, rel=0.05)
    assert np.ptp(shown(program)[60:140, 40:70]) > 245


def test_the_tool_is_for_one_region_and_then_a_drag_is_a_drag(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_W)
    draw(program, 40, 60, 70, 140, Qt.KeyboardModifier.NoModifier)
    before = window(program)
    drag(program.window.viewports.film, LEFT, 40, 0)
    assert window(program).center == before.center
    assert window(program).width > before.width


def test_escape_puts_the_tool_down_and_leaves_the_window(program: Application) -> None:
    drag(program.window.viewports.film, LEFT, 40, 0)
    before = window(program)
    QTest.keyClick(program.window, Qt.Key.Key_W)
    QTest.keyClick(program.window, Qt.Key.Key_Escape)
    assert not program.window.viewports.region_armed
    assert window(program) == before
    QTest.keyClick(program.window, Qt.Key.Key_Escape)
    assert session(program).presentation.voi is None


def test_a_region_needs_no_tool_with_ctrl_and_shift_held(program: Application) -> None:
    draw(program, 40, 60, 70, 140, CTRL | SHIFT)
    assert np.ptp(shown(program)[60:140, 40:70]) > 245


def test_a_region_beside_the_film_and_a_click_change_nothing(program: Application) -> None:
    draw(program, 20, -25, 60, -5, CTRL | SHIFT)
    draw(program, 40, 60, 40, 60, CTRL | SHIFT)
    assert session(program).presentation.voi is None


def test_ctrl_is_fine_and_shift_is_coarse(program: Application) -> None:
    grown = []
    for modifiers in (CTRL, Qt.KeyboardModifier.NoModifier, SHIFT):
        before = window(program).width
        drag(program.window.viewports.film, LEFT, 20, 0, modifiers)
        grown.append(window(program).width - before)
    assert grown[0] == pytest.approx(grown[1] / 10)
    assert grown[2] == pytest.approx(grown[1] * 4)


def test_the_direction_of_the_drag_is_the_users_and_is_kept(build: Build, program: Application) -> None:
    program.window.commands.run("drag_swapped")
    program.window.commands.run("drag_up")
    before = window(program)
    drag(program.window.viewports.film, LEFT, 20, 0)
    assert window(program).width == before.width
    assert window(program).center > before.center
    drag(program.window.viewports.film, LEFT, 0, -20)
    assert window(program).width > before.width
    program.close()
    again = build()
    assert again.settings.now.drag_swapped
    assert again.window.commands.actions["drag_up"].isChecked()


def test_the_window_can_be_a_sigmoid_and_linear_again(program: Application) -> None:
    straight = shown(program).copy()
    QTest.keyClick(program.window, Qt.Key.Key_S)
    assert window(program).function is VoiFunction.SIGMOID
    assert program.window.commands.actions["shape"].isChecked()
    assert not np.array_equal(straight, shown(program))
    drag(program.window.viewports.film, LEFT, 20, 0)
    assert window(program).function is VoiFunction.SIGMOID
    QTest.keyClick(program.window, Qt.Key.Key_S)
    assert window(program).function is not VoiFunction.SIGMOID


@pytest.mark.parametrize("inverted", [False, True])
def test_gamma_moves_the_middle_tones_and_leaves_black_and_white(program: Application, inverted: bool) -> None:
    if inverted:
        QTest.keyClick(program.window, Qt.Key.Key_I)
    before = shown(program).copy()
    for _ in range(4):
        QTest.keyClick(program.window, Qt.Key.Key_Period)
    lighter = shown(program).copy()
    assert lighter.mean() > before.mean() + 5
    assert (lighter.min(), lighter.max()) == (before.min(), before.max())
    assert any("Gamma" in line for line in program.window.viewports.film.texts.status)
    for _ in range(4):
        QTest.keyClick(program.window, Qt.Key.Key_Comma)
    assert np.array_equal(shown(program), before)
    QTest.keyClick(program.window, Qt.Key.Key_Comma)
    assert shown(program).mean() < before.mean()


def test_a_step_of_a_drag_over_a_padded_film_with_a_lut_takes_under_5_ms() -> None:
    pixels = np.random.default_rng(0).integers(0, 4096, (3000, 2500)).astype(np.float32)
    pixels[:, :100] = -1
    lut = VoiLut(0, np.linspace(0, 1, 4096, dtype=np.float32))
    film = builders.radiograph(pixels, default_voi=lut, vois=(lut,), padding=(-1.0, -1.0))
    window = dragged(film, None, 1, 1)
    seconds = []
    for _ in range(20):
        started = time.perf_counter()
        window = dragged(film, window, 1, 1)
        seconds.append(time.perf_counter() - started)
    assert sorted(seconds)[10] < 0.005
