"""Turning and mirroring under the user's keys: film, overlay, letters and gestures stay together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.imaging.spatial_transform import UPRIGHT
from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, drag, opened, session, turn_wheel
from viewer.app.application import Application
from viewer.viewport.viewport import Viewport

Pixels = NDArray[np.uint8]
SIDE = 300  # of the middle square of a viewport, clear of all text

# keys pressed, what numpy makes of the same, letters at the left, top, right and bottom edge
EIGHT: tuple[tuple[str, Callable[[Pixels], Pixels], str], ...] = (
    ("", lambda seen: seen, "RHLF"),
    ("R", lambda seen: np.rot90(seen, -1), "FRHL"),
    ("RR", lambda seen: np.rot90(seen, 2), "LFRH"),
    ("r", lambda seen: np.rot90(seen, 1), "HLFR"),
    ("H", np.fliplr, "LHRF"),
    ("V", np.flipud, "RFLH"),
    ("HR", lambda seen: np.rot90(np.fliplr(seen), -1), "FLHR"),
    ("Hr", lambda seen: np.rot90(np.fliplr(seen), 1), "HRFL"),
)


@pytest.fixture
def program(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    path = write_dicom(tmp_path / "square.dcm", phantom(120, 120), PatientOrientation=["L", "F"])
    return opened(build(), path, qtbot)


def press(program: Application, keys: str) -> None:
    for key in keys:
        modifier = Qt.KeyboardModifier.ShiftModifier if key.islower() else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(program.window, getattr(Qt.Key, f"Key_{key.upper()}"), modifier)


def seen(view: Viewport) -> Pixels:
    """The middle of a viewport as RGB, as it is on the screen."""
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows, columns = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(rows, image.bytesPerLine())[:, : columns * 3]
    top, left = (rows - SIDE) // 2, (columns - SIDE) // 2
    return pixels.reshape(rows, columns, 3)[top : top + SIDE, left : left + SIDE].copy()


def even(view: Viewport) -> None:
    """A viewport whose middle lies between two pixels, so that a turn maps pixels to pixels."""
    assert view.width() % 2 == 0
    assert view.height() % 2 == 0


@pytest.mark.parametrize(("keys", "turned", "letters"), EIGHT, ids=[keys or "as stored" for keys, _, _ in EIGHT])
def test_film_and_overlay_turn_together_and_the_letters_stay_true(
    program: Application, keys: str, turned: Callable[[Pixels], Pixels], letters: str
) -> None:
    viewports = program.window.viewports
    in_even_panes(program)
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    before = {view: seen(view) for view in (viewports.film, viewports.overlay)}
    assert np.ptp(before[viewports.overlay].astype(int), axis=2).max() > 40
    press(program, keys)
    for view in (viewports.film, viewports.overlay):
        difference = np.abs(seen(view).astype(int) - turned(before[view]).astype(int))
        assert difference.mean() < 1.0
        assert np.quantile(difference, 0.99) < 40  # a line is smoothed to another side of its pixels
        assert difference.max() < 100
        corners = view.texts.corners
        assert corners.left_edge + corners.top_edge + corners.right_edge + corners.bottom_edge == letters


def test_four_turns_and_two_flips_are_where_one_began(program: Application) -> None:
    press(program, "RRRRHHVV")
    assert session(program).presentation.transform == UPRIGHT


def test_a_turned_film_says_so_and_reset_brings_it_back(program: Application) -> None:
    press(program, "HR")
    assert any("Flipped" in line for line in program.window.viewports.film.texts.status)
    QTest.keyClick(program.window, Qt.Key.Key_Escape)
    assert not any("Flipped" in line for line in program.window.viewports.film.texts.status)
    assert program.window.viewports.film.texts.corners.left_edge == "R"


@pytest.mark.parametrize("keys", [keys for keys, _, _ in EIGHT])
def test_the_film_follows_the_hand_however_it_lies(program: Application, keys: str) -> None:
    press(program, keys)
    view = program.window.viewports.film
    place = QPointF(view.width() // 2 + 30, view.height() // 2 - 40)
    under = view.film_point(place)
    drag(program.window.viewports.overlay, Qt.MouseButton.MiddleButton, 25, 60)
    after = view.film_point(place + QPointF(25, 60))
    assert (after - under).manhattanLength() < 0.5
    here = view.film_point(QPointF(view.width() / 2, view.height() / 2))
    turn_wheel(view, 360, Qt.KeyboardModifier.ControlModifier)
    assert (view.film_point(QPointF(view.width() / 2, view.height() / 2)) - here).manhattanLength() < 0.5


def test_a_long_film_turned_on_its_side_is_whole_in_view(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    program = opened(build(), write_dicom(tmp_path / "long.dcm", phantom(200, 80)), qtbot)
    press(program, "R")
    view = program.window.viewports.film
    for row, column in ((0, 0), (0, 80), (200, 0), (200, 80)):
        place = view.screen_point(QPointF(column, row))
        assert -1 <= place.x() <= view.width() + 1
        assert -1 <= place.y() <= view.height() + 1


def test_each_film_lies_as_the_user_left_it(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    for number in range(2):
        write_dicom(folder / f"{number}.dcm", phantom(rows=120 + number), InstanceNumber=number + 1)
    program = opened(build(), folder, qtbot)
    press(program, "V")
    turned = session(program).presentation.transform
    QTest.keyClick(program.window, Qt.Key.Key_Down)
    assert session(program).presentation.transform != turned
    QTest.keyClick(program.window, Qt.Key.Key_Up)
    assert session(program).presentation.transform == turned


START, END = (40, -60), (-30, 50)  # of a line, in pixels from the middle of the viewport


def gone_to(turned: Callable[[Pixels], Pixels], place: tuple[float, float]) -> tuple[int, int]:
    """Where numpy's turn of the middle square takes a place in it."""
    dot = np.zeros((SIDE, SIDE), np.uint8)
    dot[SIDE // 2 + round(place[1]), SIDE // 2 + round(place[0])] = 1
    ((row, column),) = np.argwhere(turned(dot))
    return int(column) - SIDE // 2, int(row) - SIDE // 2


def draw_line(program: Application, view: Viewport, start: tuple[int, int], end: tuple[int, int]) -> None:
    press(program, "L")
    at = QPoint(view.width() // 2 + start[0], view.height() // 2 + start[1])
    drag(view, Qt.MouseButton.LeftButton, end[0] - start[0], end[1] - start[1], start=at)


def is_yellow(pixels: Pixels, place: tuple[int, int]) -> bool:
    """Whether an annotation passes within two pixels of a place."""
    row, column = SIDE // 2 + place[1], SIDE // 2 + place[0]
    near = pixels[row - 2 : row + 3, column - 2 : column + 3].astype(int)
    return bool(((near[..., 0] > 170) & (near[..., 1] > 130) & (near[..., 2] < 120)).any())


def in_even_panes(program: Application) -> tuple[Viewport, Viewport]:
    viewports = program.window.viewports
    viewports.setFixedSize(1002, 800)
    for view in (viewports.film, viewports.overlay):
        view.setFixedSize(500, 800)
        even(view)
    return viewports.film, viewports.overlay


@pytest.mark.parametrize(("keys", "turned", "letters"), EIGHT, ids=[keys or "as stored" for keys, _, _ in EIGHT])
def test_a_measurement_turns_with_the_film_and_measures_the_same(
    program: Application, keys: str, turned: Callable[[Pixels], Pixels], letters: str
) -> None:
    views = in_even_panes(program)
    places = [
        (START[0] + (END[0] - START[0]) * part, START[1] + (END[1] - START[1]) * part) for part in (0.1, 0.5, 0.9)
    ]
    press(program, keys)
    assert not any(is_yellow(seen(view), gone_to(turned, place)) for view in views for place in places)
    press(program, undone(keys))
    draw_line(program, views[0], START, END)
    (upright,) = session(program).reading.annotations
    press(program, keys)
    assert all(is_yellow(seen(view), gone_to(turned, place)) for view in views for place in places)
    draw_line(program, views[1], gone_to(turned, START), gone_to(turned, END))
    _, again = session(program).reading.annotations
    assert np.abs(np.array(again.points) - np.array(upright.points)).max() < 1.0
    assert views[0].texts.corners.left_edge == letters[0]


def undone(keys: str) -> str:
    """The keys that take others back."""
    return keys[::-1].swapcase().replace("h", "H").replace("v", "V")
