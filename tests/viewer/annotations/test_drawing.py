"""Measuring in the window with mouse and keys, and finding the annotations again after a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inference.core.annotation import Annotation, AnnotationKind, Point
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from viewer.annotations.annotation_item import AnnotationItem
from viewer.annotations.label_places import within
from viewer.app import application
from viewer.app.application import Application
from viewer.viewport.viewport import Viewport

Build = Callable[..., Application]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def build(qtbot: QtBot, tmp_path: Path) -> Iterator[Build]:
    running: list[Application] = []

    def make(path: Path) -> Application:
        program = application.build(tmp_path / "config" / "settings.toml", engine=FakeEngine())
        program.window.resize(1400, 900)
        program.window.show()
        running.append(program)
        program.window.files.open_paths((path,))
        qtbot.waitUntil(lambda: loaded(program), timeout=20_000)
        return program

    yield make
    for program in running:
        program.close()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(400, 320), ImagerPixelSpacing=[0.5, 0.5], PixelSpacing=None)


@pytest.fixture
def program(build: Build, film: Path) -> Application:
    return build(film)


def loaded(program: Application) -> bool:
    state = program.controller.session.film
    return state is not None and state.radiograph is not None and state.analysis is not None


def drawn(program: Application) -> tuple[Annotation, ...]:
    return program.controller.session.reading.annotations


def send(view: Viewport, kind: QEvent.Type, point: Point, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    """A mouse event at a film point."""
    place = view.screen_point(QPointF(*point))
    event = QMouseEvent(kind, place, view.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def click(view: Viewport, *places: Point) -> None:
    for point in places:
        send(view, QEvent.Type.MouseMove, point, NONE, NONE)
        send(view, QEvent.Type.MouseButtonPress, point, LEFT, LEFT)
        send(view, QEvent.Type.MouseButtonRelease, point, LEFT, NONE)


def drag(view: Viewport, start: Point, end: Point) -> None:
    send(view, QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
    send(view, QEvent.Type.MouseMove, end, NONE, LEFT)
    send(view, QEvent.Type.MouseButtonRelease, end, LEFT, NONE)


def press(program: Application, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(program.window, key, modifier)


def labels(program: Application, view: Viewport) -> dict[int, QRectF]:
    program.window.grab()
    return item_of(program, view).labels


def item_of(program: Application, view: Viewport) -> AnnotationItem:
    return program.window.annotations.items[view.viewport()][1]


def written(program: Application) -> tuple[str, ...]:
    return tuple(
        line for annotation in item_of(program, program.window.viewports.film).annotations for line in annotation.label
    )


def measure(program: Application, start: Point = (100, 100), end: Point = (200, 100)) -> None:
    press(program, Qt.Key.Key_L)
    drag(program.window.viewports.film, start, end)


def test_a_drag_with_the_length_tool_measures_in_both_viewports(program: Application) -> None:
    measure(program)
    (annotation,) = drawn(program)
    assert annotation.kind is AnnotationKind.LENGTH
    assert annotation.points[1][0] - annotation.points[0][0] == pytest.approx(100, abs=1)
    assert written(program)[0].endswith("mm at detector")
    assert float(written(program)[0].split()[0]) == pytest.approx(50, abs=0.5)
    viewports = program.window.viewports
    assert item_of(program, viewports.film).annotations == item_of(program, viewports.overlay).annotations


def test_drawing_leaves_the_window_of_the_film_alone(program: Application) -> None:
    measure(program)
    assert program.controller.session.presentation.voi is None


def test_without_a_tool_a_left_drag_still_changes_the_window(program: Application) -> None:
    drag(program.window.viewports.film, (100, 100), (180, 130))
    assert program.controller.session.presentation.voi is not None
    assert drawn(program) == ()


def test_one_annotation_is_drawn_and_the_tool_is_put_down(program: Application) -> None:
    measure(program)
    assert program.window.annotations.tool is None
    assert not program.window.commands.actions["draw_length"].isChecked()


def test_six_clicks_give_the_cardiothoracic_ratio(program: Application) -> None:
    press(program, Qt.Key.Key_C)
    assert "midline, top" in program.window.viewports.film.texts.hints["annotations"]
    click(program.window.viewports.overlay, (160, 40), (160, 360), (130, 250), (220, 260), (60, 300), (260, 300))
    (annotation,) = drawn(program)
    assert annotation.kind is AnnotationKind.CARDIOTHORACIC
    assert float(written(program)[0].removeprefix("CTR ")) == pytest.approx(0.45, abs=0.01)


def test_a_polygon_ends_with_enter(program: Application) -> None:
    press(program, Qt.Key.Key_P)
    click(program.window.viewports.film, (100, 100), (200, 100), (150, 200))
    QTest.keyClick(program.window.viewports, Qt.Key.Key_Return)
    (annotation,) = drawn(program)
    assert len(annotation.points) == 3
    assert any("Mean" in line for line in written(program))


def test_a_double_click_ends_a_polygon_and_does_not_maximise_the_viewport(program: Application) -> None:
    view = program.window.viewports.film
    press(program, Qt.Key.Key_P)
    click(view, (100, 100), (200, 100), (150, 200))
    send(view, QEvent.Type.MouseButtonDblClick, (150, 200), LEFT, LEFT)
    send(view, QEvent.Type.MouseButtonRelease, (150, 200), LEFT, NONE)
    assert len(drawn(program)[0].points) == 3
    assert program.window.viewports.overlay.isVisible()


def test_escape_takes_back_a_half_drawn_annotation_before_it_resets_the_film(program: Application) -> None:
    drag(program.window.viewports.film, (100, 100), (180, 130))
    press(program, Qt.Key.Key_A)
    click(program.window.viewports.film, (100, 100))
    press(program, Qt.Key.Key_Escape)
    assert program.window.annotations.tool is AnnotationKind.ANGLE
    press(program, Qt.Key.Key_Escape)
    assert program.window.annotations.tool is None
    assert program.controller.session.presentation.voi is not None
    press(program, Qt.Key.Key_Escape)
    assert program.controller.session.presentation.voi is None


def test_an_annotation_is_selected_moved_bent_deleted_and_brought_back(program: Application) -> None:
    measure(program)
    view = program.window.viewports.overlay
    drag(view, (150, 100), (150, 140))
    assert drawn(program)[0].points[0][1] == pytest.approx(140, abs=1)
    drag(view, (200, 140), (250, 140))
    assert drawn(program)[0].points[1][0] == pytest.approx(250, abs=1)
    press(program, Qt.Key.Key_Delete)
    assert drawn(program) == ()
    press(program, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(drawn(program)) == 1
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(program, Qt.Key.Key_Z, both)
    assert drawn(program) == ()


def test_annotations_follow_the_film_and_their_labels_stay_in_the_viewport(program: Application) -> None:
    measure(program, (280, 330), (310, 340))
    view = program.window.viewports.overlay
    viewport = QRectF(view.viewport().rect())
    before = view.screen_point(QPointF(*drawn(program)[0].points[0]))
    assert viewport.contains(labels(program, view)[1])
    program.window.commands.run("zoom_in")
    after = view.screen_point(QPointF(*drawn(program)[0].points[0]))
    middle = QPointF(view.width() / 2, view.height() / 2)
    assert (after - middle).x() == pytest.approx((before - middle).x() * 1.25, abs=2)
    assert viewport.contains(labels(program, view)[1])


def test_text_is_written_on_the_film(program: Application) -> None:
    press(program, Qt.Key.Key_T)
    click(program.window.viewports.film, (120, 120))
    edit = program.window.annotations.words.edit
    assert edit is not None
    QTest.keyClicks(edit, "old rib, L 7")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert drawn(program)[0].text == "old rib, L 7"
    assert program.window.annotations.tool is None


def test_a_known_length_calibrates_every_annotation(program: Application) -> None:
    measure(program)
    press(program, Qt.Key.Key_K)
    drag(program.window.viewports.film, (100, 300), (200, 300))
    edit = program.window.annotations.words.edit
    assert edit is not None
    QTest.keyClicks(edit, "wide")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert program.window.annotations.words.edit is edit
    edit.setText("2,5 cm")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    lengths = [line for line in written(program) if "calibrated by hand" in line]
    assert float(lengths[0].split()[0]) == pytest.approx(25, abs=0.4)


def test_annotations_are_there_when_the_film_is_opened_again(build: Build, film: Path, tmp_path: Path) -> None:
    first = build(film)
    measure(first)
    kept = drawn(first)
    first.close()
    moved = film.rename(tmp_path / "other name.dcm")
    assert drawn(build(moved)) == kept


def test_annotations_survive_without_a_proper_end_of_the_program(build: Build, film: Path) -> None:
    first = build(film)
    measure(first)
    assert drawn(build(film)) == drawn(first)


def test_a_damaged_file_of_annotations_is_said_and_does_not_stop_the_film(
    build: Build, film: Path, tmp_path: Path
) -> None:
    first = build(film)
    measure(first)
    first.close()
    (path,) = (tmp_path / "data").rglob("*.json")
    path.write_text('{"format": 1', encoding="utf-8")
    second = build(film)
    notice = second.controller.session.notice
    assert notice is not None
    assert notice.title == "Earlier annotations not shown"
    measure(second)
    assert len(drawn(second)) == 1
    assert path.with_name(path.name + ".damaged-1").read_text(encoding="utf-8") == '{"format": 1'


def test_no_patient_data_is_kept_with_the_annotations(build: Build, tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "DOE.dcm", phantom(400, 320), PatientName="DOE^JANE", PatientID="QX77")
    measure(build(path))
    for kept in (tmp_path / "data").rglob("*"):
        assert "DOE" not in kept.name
        if kept.is_file():
            text = kept.read_text(encoding="utf-8")
            assert not any(word in text for word in ("DOE", "JANE", "QX77"))


def test_a_label_larger_than_the_viewport_keeps_its_beginning() -> None:
    box = within(QRectF(500, 500, 900, 30), QRectF(0, 0, 400, 300))
    assert box.left() == 8
    assert box.bottom() <= 300


def test_a_long_label_is_broken_into_lines_in_a_narrow_viewport(program: Application) -> None:
    press(program, Qt.Key.Key_C)
    click(program.window.viewports.overlay, (160, 40), (160, 360), (130, 250), (220, 260), (60, 300), (260, 300))
    view = program.window.viewports.overlay
    wide = labels(program, view)[1]
    program.window.resize(900, 900)
    program.window.viewports.overlay.setFixedWidth(220)
    narrow = labels(program, view)[1]
    assert narrow.height() > wide.height()
    assert QRectF(view.viewport().rect()).contains(narrow)
