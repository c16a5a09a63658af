"""The layouts under the user's hands: keys, borders, pages of four, panels, the film alone on the screen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolBar, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, analysed, drag, drag_handle, move, opened, session, settle, turn_wheel
from viewer.app.application import Application
from viewer.state.layout import Layout

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def six(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    """A program in the layout it starts in, with six films open."""
    folder = tmp_path / "six"
    folder.mkdir()
    for number in range(6):
        write_dicom(folder / f"{number}.dcm", phantom(rows=120 + number), InstanceNumber=number + 1)
    program = build()
    program.window.commands.run("layout_large")
    return opened(program, folder, qtbot)


def press(program: Application, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(program.window, key, modifiers)


def shown(program: Application) -> list[QWidget]:
    window = program.window
    widgets: tuple[QWidget, ...] = (window.viewports.film, window.viewports.overlay, window.prior, *window.cells.views)
    return [widget for widget in widgets if widget.isVisible()]


def cell_of(program: Application, place: int) -> QWidget:
    """The viewport in a cell of four, in reading order."""
    return sorted(shown(program), key=lambda widget: (widget.y(), widget.x()))[place]


def all_read(program: Application) -> bool:
    return all(session(program).films[path].radiograph is not None for path in session(program).page)


def test_one_large_film_is_shown_by_default_and_its_overlay_toggles_in_it(six: Application) -> None:
    viewports = six.window.viewports
    assert shown(six) == [viewports.overlay]
    assert viewports.overlay.size() == viewports.size()
    press(six, Qt.Key.Key_F2)
    assert viewports.overlay.layers.overlay is not None
    press(six, Qt.Key.Key_M)
    assert viewports.overlay.layers.overlay is None


def test_a_key_each_chooses_the_layout_and_the_menu_says_which(six: Application) -> None:
    actions = six.window.commands.actions
    for key, layout in ((Qt.Key.Key_F9, "pair"), (Qt.Key.Key_F12, "four"), (Qt.Key.Key_F8, "large")):
        press(six, key)
        assert session(six).layout == layout
        assert [one for one in Layout if actions[f"layout_{one}"].isChecked()] == [layout]


@pytest.mark.parametrize("layout", list(Layout))
def test_in_a_small_window_no_viewport_lies_over_another_or_outside(six: Application, layout: Layout) -> None:
    six.window.resize(900, 560)
    six.window.commands.run("histogram")
    six.window.commands.run(f"layout_{layout}")
    area = six.window.viewports.grid.rect()
    places = [widget.geometry() for widget in shown(six)]
    assert all(area.contains(place) for place in places)
    assert not any(one.intersects(other) for place, one in enumerate(places) for other in places[:place])


def test_the_layout_is_remembered(six: Application, build: Build) -> None:
    press(six, Qt.Key.Key_F12)
    six.close()
    again = build(None)
    assert again.settings.now.layout == "four"


def test_the_invitation_stands_once_and_where_it_is_seen(build: Build) -> None:
    program = build()
    for key in ("layout_large", "layout_pair", "layout_four"):
        program.window.commands.run(key)
        told = [view for view in program.window.viewports.both if view.texts.message is not None]
        assert len(told) == 1
        assert told[0].isVisible()


def test_four_films_are_the_page_of_the_worklist_that_holds_the_current_one(six: Application, qtbot: QtBot) -> None:
    press(six, Qt.Key.Key_F12)
    assert len(shown(six)) == 4
    qtbot.waitUntil(lambda: all_read(six))
    assert cell_of(six, 0) is six.window.viewports.overlay
    for _ in range(4):
        press(six, Qt.Key.Key_Down)
    assert session(six).page == session(six).order[4:]
    assert len(shown(six)) == 2
    qtbot.waitUntil(lambda: all_read(six))


def test_a_click_on_another_cell_makes_its_film_the_current_one_in_its_place(six: Application, qtbot: QtBot) -> None:
    press(six, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: all_read(six))
    third = cell_of(six, 2)
    place = third.geometry()
    QTest.mouseClick(third.viewport(), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]  # a viewport
    assert session(six).current == session(six).order[2]
    assert six.window.viewports.overlay.geometry() == place
    assert cell_of(six, 0) in six.window.cells.views
    qtbot.waitUntil(lambda: analysed(six))
    press(six, Qt.Key.Key_I)
    assert session(six).presentation.invert


def test_of_four_films_the_other_cells_show_them_as_they_were_left(six: Application, qtbot: QtBot) -> None:
    press(six, Qt.Key.Key_I)
    press(six, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: all_read(six))
    plain = [view.layers.grey.mean() for view in six.window.cells.views]
    press(six, Qt.Key.Key_Down)
    left = cell_of(six, 0)
    assert left.layers.grey.mean() == pytest.approx(255 - np.mean(plain), abs=12)  # type: ignore[attr-defined]
    assert "Inverted" in left.texts.corners.bottom_right  # type: ignore[attr-defined]


def test_films_let_go_leave_no_more_than_a_page_in_memory(six: Application, qtbot: QtBot) -> None:
    press(six, Qt.Key.Key_F12)
    for _ in range(5):
        press(six, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: all_read(six))
        qtbot.waitUntil(lambda: analysed(six))
    held = [path for path, state in session(six).films.items() if state.radiograph is not None]
    assert set(session(six).page) <= set(held)
    assert len(held) <= 5


def test_a_border_is_moved_by_its_handle_only_and_a_double_click_makes_it_equal(six: Application) -> None:
    press(six, Qt.Key.Key_F9)
    film, overlay = six.window.viewports.both
    assert abs(film.width() - overlay.width()) <= 1
    before = film.width()
    drag(film, Qt.MouseButton.LeftButton, 60, 0, start=QPoint(film.width() - 2, 80))
    assert film.width() == before
    handle = six.window.viewports.grid.handle
    assert handle.cursor().shape() is Qt.CursorShape.SplitHCursor
    assert handle.width() >= 8
    drag_handle(handle, 120)
    assert film.width() == before + 120
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert film.width() == before


def test_reset_layout_mends_borders_and_panels(six: Application) -> None:
    press(six, Qt.Key.Key_F9)
    window = six.window
    widths = (window.worklist.width(), window.findings.width())
    drag_handle(window.viewports.grid.handle, 120)
    window.panels.draw(1.5, 1.3)
    assert window.worklist.width() > widths[0]
    press(six, Qt.Key.Key_B, CTRL)
    press(six, Qt.Key.Key_B, CTRL | SHIFT)
    assert not window.worklist.isVisible()
    assert not window.findings.isVisible()
    window.commands.run("reset_layout")
    film, overlay = window.viewports.both
    assert abs(film.width() - overlay.width()) <= 1
    assert (window.worklist.width(), window.findings.width()) == widths
    assert window.commands.actions["worklist_panel"].isChecked()


def test_panels_are_hidden_and_as_wide_as_they_were_left_after_a_restart(six: Application, build: Build) -> None:
    six.window.panels.draw(1.4, 1.2)
    width = six.window.findings.width()
    press(six, Qt.Key.Key_B, CTRL)
    six.close()
    again = build().window
    assert not again.worklist.isVisible()
    assert again.findings.width() == pytest.approx(width, abs=2)
    again.commands.run("worklist_panel")
    assert again.worklist.isVisible()


def test_the_full_screen_leaves_the_film_and_the_findings_and_keys_work(six: Application, qtbot: QtBot) -> None:
    window = six.window
    around = (window.menuBar(), window.statusBar(), window.worklist, *window.findChildren(QToolBar))
    press(six, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert not any(part.isVisible() for part in around)
    assert window.findings.isVisible()
    press(six, Qt.Key.Key_Down)
    assert session(six).current == session(six).order[1]
    press(six, Qt.Key.Key_F9)
    assert window.viewports.film.isVisible()
    press(six, Qt.Key.Key_Escape)
    settle(qtbot)
    assert not window.isFullScreen()
    assert all(part.isVisible() for part in around)


def test_a_panel_hidden_before_the_full_screen_stays_hidden_after_it(six: Application) -> None:
    press(six, Qt.Key.Key_B, CTRL)
    press(six, Qt.Key.Key_F11)
    press(six, Qt.Key.Key_F11)
    assert not six.window.worklist.isVisible()
    assert not six.window.commands.actions["worklist_panel"].isChecked()


def test_a_double_click_maximises_a_viewport_of_any_layout_and_returns(six: Application, qtbot: QtBot) -> None:
    overlay = six.window.viewports.overlay
    for key, count in ((Qt.Key.Key_F8, 1), (Qt.Key.Key_F9, 2), (Qt.Key.Key_F12, 4)):
        press(six, key)
        qtbot.waitUntil(lambda: all_read(six))
        QTest.mouseDClick(overlay.viewport(), Qt.MouseButton.LeftButton)
        assert shown(six) == [overlay]
        assert overlay.size() == six.window.viewports.size()
        QTest.mouseDClick(overlay.viewport(), Qt.MouseButton.LeftButton)
        assert len(shown(six)) == count


def test_toggles_act_on_the_viewport_in_hand_while_windows_are_apart(six: Application) -> None:
    press(six, Qt.Key.Key_F9)
    press(six, Qt.Key.Key_L, CTRL | SHIFT)
    film, overlay = six.window.viewports.both
    move(film, film.rect().center())
    press(six, Qt.Key.Key_I)
    assert not np.array_equal(film.layers.grey, overlay.layers.grey)
    press(six, Qt.Key.Key_F8)
    before = overlay.layers.grey.copy()
    press(six, Qt.Key.Key_I)
    assert not np.array_equal(overlay.layers.grey, before)


def test_a_film_is_whole_in_view_again_when_its_viewport_has_another_size(six: Application) -> None:
    viewports = six.window.viewports
    for key in (Qt.Key.Key_F9, Qt.Key.Key_F12, Qt.Key.Key_F8):
        press(six, key)
        film = session(six).radiograph
        assert film is not None
        seen = viewports.overlay.seen
        assert seen.width() >= film.size[0] - 1e-6
        assert seen.height() >= film.size[1] - 1e-6
        assert min(seen.width() / film.size[0], seen.height() / film.size[1]) == pytest.approx(1, abs=0.02)


def test_the_wheel_over_another_cell_goes_through_the_worklist(six: Application, qtbot: QtBot) -> None:
    press(six, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: all_read(six))
    turn_wheel(cell_of(six, 3), -120)  # type: ignore[arg-type]  # a viewport
    assert session(six).current == session(six).order[1]
