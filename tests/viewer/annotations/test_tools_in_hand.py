"""Tools in hand: which one is seen, what the left button does, labels that move alone, the list, menus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from inference.core.annotation import Annotation, AnnotationKind
from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, drag, move, opened, settle
from viewer.annotations.label_places import Room, lungs_of
from viewer.app.application import Application
from viewer.viewport.viewport import Viewport

TOOLS = ("tool_window", "tool_zoom", "tool_pan", "tool_magnifier", "draw_length", "draw_angle", "draw_text")


@pytest.fixture
def shown(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    path = write_dicom(tmp_path / "film.dcm", phantom(400, 320), ImagerPixelSpacing=[0.5, 0.5], PixelSpacing=None)
    return opened(build(), path, qtbot)


def ticked(program: Application) -> list[str]:
    return [name for name in TOOLS if program.window.commands.actions[name].isChecked()]


def film(program: Application) -> Viewport:
    return program.window.viewports.film


def drawn(program: Application) -> tuple[Annotation, ...]:
    return program.controller.session.reading.annotations


def on_screen(program: Application, x: float, y: float) -> QPoint:
    return film(program).screen_point(QPointF(x, y)).toPoint()


def length(program: Application) -> Annotation:
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((100.0, 100.0), (200.0, 100.0))))
    return drawn(program)[-1]


def label(program: Application, number: int = 1) -> QRectF:
    program.window.grab()
    return program.window.annotations.items[film(program).viewport()][1].labels[number]


def test_one_tool_at_a_time_is_shown_as_active(shown: Application) -> None:
    assert ticked(shown) == ["tool_window"]
    for name in ("tool_pan", "draw_length", "tool_zoom", "draw_angle"):
        shown.window.commands.run(name)
        assert ticked(shown) == [name]
    shown.window.commands.run("escape")
    assert ticked(shown) == ["tool_zoom"]
    shown.window.commands.run("escape")
    assert ticked(shown) == ["tool_window"]


def test_the_left_button_does_what_its_tool_says(shown: Application) -> None:
    view, cameras = film(shown), shown.window.viewports.cameras
    shown.window.commands.run("tool_zoom")
    before = cameras.scale
    drag(view, Qt.MouseButton.LeftButton, 0, -40)
    assert cameras.scale > before
    shown.window.commands.run("tool_pan")
    place = view.screen_point(QPointF(50, 50))
    drag(view, Qt.MouseButton.LeftButton, 30, 20)
    assert (view.screen_point(QPointF(50, 50)) - place).toPoint() == QPoint(30, 20)
    assert shown.controller.session.presentation.voi is None
    shown.window.commands.run("tool_magnifier")
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert view.magnifier is not None
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert view.magnifier is None


def test_a_pointer_tells_what_a_press_would_do(shown: Application) -> None:
    view, number = film(shown), length(shown).number
    plain = view.viewport().cursor().shape()
    move(view, label(shown, number).center().toPoint())
    assert view.viewport().cursor().shape() is Qt.CursorShape.SizeAllCursor
    move(view, on_screen(shown, 20, 300))
    assert view.viewport().cursor().shape() is plain
    shown.window.commands.run("draw_length")
    assert view.viewport().cursor().shape() is Qt.CursorShape.CrossCursor


def test_a_tool_stays_in_hand_only_where_the_settings_say_so(shown: Application) -> None:
    for sticky, left in ((False, ["tool_window"]), (True, ["draw_length"])):
        shown.settings.now = replace(shown.settings.now, sticky_tools=sticky)
        shown.window.commands.run("draw_length")
        drag(film(shown), Qt.MouseButton.LeftButton, 60, 0)
        assert ticked(shown) == left
    assert len(drawn(shown)) == 2


def test_dragging_a_label_moves_the_label_and_not_what_it_measures(shown: Application) -> None:
    before = length(shown)
    start = label(shown).center().toPoint()
    drag(film(shown), Qt.MouseButton.LeftButton, 35, 60, start=start)
    (after,) = drawn(shown)
    assert after.points == before.points
    assert after.label_at is not None
    assert (label(shown).center().toPoint() - start - QPoint(35, 60)).manhattanLength() <= 2
    shown.window.commands.run("undo_mark")
    assert drawn(shown) == (before,)


def test_a_label_that_was_moved_is_still_there_after_a_restart(shown: Application, build: Build, qtbot: QtBot) -> None:
    length(shown)
    drag(film(shown), Qt.MouseButton.LeftButton, 35, 60, start=label(shown).center().toPoint())
    (moved,) = drawn(shown)
    source = shown.controller.session.order[0]
    shown.close()
    assert drawn(opened(build(), source, qtbot)) == (moved,)


def test_the_list_finds_renames_hides_and_deletes_each(shown: Application, qtbot: QtBot) -> None:
    length(shown)
    shown.controller.annotations.add(Annotation(0, AnnotationKind.ANGLE, ((50.0, 50.0), (90.0, 90.0), (50.0, 130.0))))
    shown.window.commands.run("measurements")
    rows = shown.window.measurements
    assert [rows.list.item(row).text()[:12] for row in range(2)] == ["1  Length:  ", "2  Angle:  9"]
    rows.list.setCurrentRow(0)
    rows.rename.click()
    edit = shown.window.annotations.words.edit
    assert edit is not None
    edit.setText("Nodule")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert drawn(shown)[0].text == "Nodule"
    assert "Nodule" in rows.list.item(0).text()
    rows.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert drawn(shown)[0].hidden
    shown.window.grab()
    assert 1 not in shown.window.annotations.items[film(shown).viewport()][1].labels
    rows.list.setCurrentRow(1)
    rows.delete.click()
    settle(qtbot)
    assert [one.number for one in drawn(shown)] == [1]
    assert rows.list.count() == 1


def tick(program: Application, row: int) -> None:
    """Click the tick of a line of the list, as the hand does."""
    rows = program.window.measurements.list
    line = rows.visualItemRect(rows.item(row))
    option = QStyleOptionViewItem()
    rows.initViewItemOption(option)
    option.rect = line
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = rows.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, rows)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def test_a_click_on_a_tick_hides_and_a_second_shows_again(shown: Application, qtbot: QtBot) -> None:
    length(shown)
    shown.controller.annotations.add(Annotation(0, AnnotationKind.ANGLE, ((50.0, 50.0), (90.0, 90.0), (50.0, 130.0))))
    shown.window.commands.run("measurements")
    settle(qtbot)
    for hidden in (True, False):
        tick(shown, 0)
        assert [one.hidden for one in drawn(shown)] == [hidden, False]
    assert shown.window.measurements.list.currentRow() == 0


def test_a_label_left_on_a_corner_annotation_lies_beside_it(shown: Application) -> None:
    view = film(shown)
    length(shown)
    start = label(shown).center().toPoint()
    drag(view, Qt.MouseButton.LeftButton, *(QPoint(view.width(), view.height()) - start).toTuple(), start=start)
    lies = label(shown)
    assert view.text_places
    assert all(not lies.intersects(text) for text in view.text_places)
    assert QRectF(view.rect()).contains(lies)


def right_click(program: Application, place: QPoint) -> QMenu:
    QTest.mousePress(film(program).viewport(), Qt.MouseButton.RightButton, pos=place)
    QTest.mouseRelease(film(program).viewport(), Qt.MouseButton.RightButton, pos=place)
    menu = program.window.menus.menu
    assert menu is not None
    assert menu.isVisible()
    menu.close()
    return menu


def test_the_right_button_opens_a_menu_where_it_zooms_nothing(shown: Application) -> None:
    before = shown.window.viewports.cameras.scale
    words = [action.objectName() for action in right_click(shown, QPoint(60, 60)).actions()]
    assert {"invert", "rotate_left", "reset", "export"} <= set(words)
    assert shown.window.viewports.cameras.scale == before


def test_an_annotation_has_a_menu_of_its_own(shown: Application) -> None:
    length(shown)
    menu = right_click(shown, label(shown).center().toPoint())
    deeds = {action.text(): action for action in menu.actions() if action.text()}
    assert {"Rename …", "Hide", "Delete"} <= set(deeds)
    deeds["Hide"].trigger()
    assert drawn(shown)[0].hidden


def test_findings_and_worklist_have_menus(shown: Application) -> None:
    window = shown.window
    row = window.findings.rows["pneumothorax"]
    row.customContextMenuRequested.emit(QPoint(5, 5))
    assert window.menus.menu is not None
    assert "overlay_pneumothorax" in [action.objectName() for action in window.menus.menu.actions()]
    window.menus.menu.close()
    window.worklist.list.customContextMenuRequested.emit(QPoint(5, 5))
    assert "reviewed" in [action.objectName() for action in window.menus.menu.actions()]
    window.menus.menu.close()


def test_twenty_labels_cover_neither_each_other_nor_the_letters_nor_the_caption(shown: Application) -> None:
    for place in range(20):
        y = 60.0 + 14 * place
        shown.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((120.0, y), (180.0, y))))
    shown.window.commands.run("overlay_pneumothorax")
    shown.window.grab()
    view = film(shown)
    boxes = list(shown.window.annotations.items[view.viewport()][1].labels.values())
    assert len(boxes) == 20
    texts = [box for box in view.text_places if box.width() > 1]
    assert len(texts) >= 3  # identity, status, orientation markers where the file gives them
    assert not [(a, b) for place, a in enumerate(boxes) for b in [*boxes[:place], *texts] if a.intersects(b)]


def test_a_label_keeps_off_the_lungs_where_there_is_room() -> None:
    viewport, size = QRectF(0, 0, 900, 800), QRectF(0, 0, 110, 24)
    film_on_screen = QRectF(150, 50, 600, 700)
    lungs = lungs_of((film_on_screen.width(), film_on_screen.height())).translated(film_on_screen.topLeft())
    around = QRectF(400, 350, 60, 2)
    box = Room(viewport, (), lungs).free_place(size, around, ())
    assert not box.intersects(lungs)
    assert viewport.contains(box)
    zoomed_in = Room(viewport, (), QRectF(-500, -500, 2000, 2000)).free_place(size, around, ())
    assert abs(zoomed_in.center().x() - around.center().x()) < 150  # lungs everywhere: beside what it names
