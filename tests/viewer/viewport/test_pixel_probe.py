"""The pointer over a film: what the corner says of the pixel under it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import phantom, write_dicom, write_png
from tests.viewer.hands import Build, move, opened, radiograph
from viewer.app.application import Application
from viewer.viewport.text_painter import draw_status
from viewer.viewport.viewport import Viewport


def said(view: Viewport) -> str:
    """All that stands in the bottom left corner, figure spaces as nothing."""
    return "\n".join(view.texts.status).replace("\u2007", "")


def point(program: Application, column: int, row: int) -> None:
    view = program.window.viewports.film
    place = view.screen_point(QPointF(column + 0.5, row + 0.5))
    move(view, QPoint(round(place.x()), round(place.y())))


def rescaled(tmp_path: Path) -> Path:
    pixels = phantom(60, 50)
    return write_dicom(tmp_path / "film.dcm", pixels, RescaleSlope=2, RescaleIntercept=-1000, RescaleType="HU")


def test_the_corner_says_stored_and_modality_value_and_the_grey_on_the_screen(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    program = opened(build(), rescaled(tmp_path), qtbot)
    point(program, 20, 30)
    stored = int(phantom(60, 50)[30, 20])
    view = program.window.viewports.film
    assert f"x 20  y 30  stored {stored}  value {stored * 2 - 1000} HU  shown {view.layers.grey[30, 20]}" in said(view)
    assert said(view) == said(program.window.viewports.overlay)


def test_the_grey_said_follows_inversion_and_window(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    program = opened(build(), rescaled(tmp_path), qtbot)
    QTest.keyClick(program.window, Qt.Key.Key_I)
    point(program, 20, 30)
    view = program.window.viewports.film
    assert said(view).split("\n")[0].endswith(f"shown {view.layers.grey[30, 20]}")


def test_the_values_under_the_pointer_are_those_of_the_film_also_when_it_is_turned(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    program = opened(build(), rescaled(tmp_path), qtbot)
    QTest.keyClick(program.window, Qt.Key.Key_R)
    QTest.keyClick(program.window, Qt.Key.Key_H)
    point(program, 7, 44)
    assert f"x 7  y 44  stored {int(phantom(60, 50)[44, 7])} " in said(program.window.viewports.film)


def test_the_heat_of_each_shown_finding_is_said_in_the_words_of_the_colour_bar(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    program = opened(build(), rescaled(tmp_path), qtbot)
    point(program, 3, 3)
    assert "Pneumothorax" not in said(program.window.viewports.overlay)
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    assert "Pneumothorax  100 % of the full scale  strong" in said(program.window.viewports.overlay)
    assert "Pneumothorax" not in said(program.window.viewports.film)
    point(program, 45, 55)
    assert "Pneumothorax  no evidence" in said(program.window.viewports.overlay)


def test_off_the_film_and_off_the_viewport_nothing_is_said_of_a_pixel(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    program = opened(build(), rescaled(tmp_path), qtbot)
    view = program.window.viewports.film
    point(program, 20, 30)
    point(program, -2, 30)
    assert "stored" not in said(view)
    point(program, 20, 30)
    assert "stored" in said(view)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert "stored" not in said(view)


def test_the_line_keeps_its_width_and_its_place_from_pixel_to_pixel(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    program = opened(build(), rescaled(tmp_path), qtbot)
    lengths = set()
    for row in range(0, 60, 7):
        for column in range(0, 50, 7):
            point(program, column, row)
            lengths.add(len(program.window.viewports.film.texts.status[0]))
    assert len(lengths) == 1


def test_on_the_screen_only_the_digits_move_from_pixel_to_pixel(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    program = opened(build(), rescaled(tmp_path), qtbot)
    view = program.window.viewports.film
    words = []
    for column, row in ((1, 2), (11, 22), (48, 57)):
        point(program, column, row)
        words.append(words_drawn(view))
    assert words[0]
    assert words[0] == words[1] == words[2]


def words_drawn(view: Viewport) -> list[tuple[str, float]]:
    """The first word of each column of the pixel's line, and how far right it is drawn."""
    drawn: list[tuple[str, float]] = []

    class Watched(QPainter):
        def drawText(self, place: QRectF, flags: int, text: str) -> None:  # type: ignore[override]  # noqa: N802
            drawn.append((text.split()[0], place.left()))

    canvas = QPixmap(600, 300)
    painter = Watched(canvas)
    draw_status(painter, QRectF(0, 0, 600, 300), view.texts.status[:1], 2, 288)
    painter.end()
    return drawn


def test_of_a_colour_picture_no_stored_value_is_claimed(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    colour = np.stack([phantom(60, 50) >> 4] * 3, axis=-1).astype(np.uint8)
    colour[..., 0] //= 2
    program = opened(build(), write_png(tmp_path / "colour.png", colour), qtbot)
    point(program, 20, 30)
    line = said(program.window.viewports.film).split("\n")[0]
    assert "value" in line
    assert "stored" not in line
    assert radiograph(program).rescale is None


def test_a_pointer_that_rests_where_it_came_in_is_pointed_with(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    program = opened(build(), rescaled(tmp_path), qtbot)
    view = program.window.viewports.film
    place = QPointF(view.width() / 2, view.height() / 2)
    QApplication.sendEvent(view, QEnterEvent(place, place, view.mapToGlobal(place)))
    assert any(line.startswith("x") for line in view.texts.status)
    QTest.keyPress(program.window, Qt.Key.Key_Z)
    assert view.magnifier is not None
    QTest.keyRelease(program.window, Qt.Key.Key_Z)
    assert view.magnifier is None
