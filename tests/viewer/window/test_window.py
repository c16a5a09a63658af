"""The window under the user's own hands: drags, wheels, keys, drops."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from inference.core.errors import EmptyFilm
from inference.core.limits import Limits
from tests.builders import phantom, write_dicom, write_png
from tests.fakes import FakeEngine
from tests.viewer.hands import Build, analysed, drag, radiograph, session, turn_wheel
from viewer.app.application import Application
from viewer.state import settings
from viewer.viewport.viewport import Viewport


def pixel_size(view: Viewport) -> tuple[float, float]:
    """The size of a screen pixel on the film."""
    size = view.film_point(QPointF(100, 100)) - view.film_point(QPointF(0, 0))
    return size.x() / 100, size.y() / 100


def test_both_viewports_show_the_same_film_and_only_one_the_overlay(program: Application) -> None:
    program.window.commands.run("overlay_pneumothorax")
    film, overlay = program.window.viewports.film, program.window.viewports.overlay
    assert np.array_equal(film.layers.grey, overlay.layers.grey)
    assert film.layers.overlay is None
    assert overlay.layers.overlay is not None


def test_a_left_drag_to_the_right_widens_the_window_of_both_viewports(program: Application) -> None:
    before = program.window.viewports.film.layers.grey.copy()
    drag(program.window.viewports.film, Qt.MouseButton.LeftButton, 120, 0)
    voi = session(program).presentation.voi
    assert voi is not None
    film, overlay = program.window.viewports.film, program.window.viewports.overlay
    assert not np.array_equal(before, film.layers.grey)
    assert np.array_equal(film.layers.grey, overlay.layers.grey)


def test_a_drag_down_makes_the_film_darker(program: Application) -> None:
    before = program.window.viewports.film.layers.grey.mean()
    drag(program.window.viewports.overlay, Qt.MouseButton.LeftButton, 0, 80)
    assert program.window.viewports.film.layers.grey.mean() < before


def test_zoom_and_pan_are_linked(program: Application) -> None:
    viewports = program.window.viewports
    turn_wheel(viewports.film, 240, Qt.KeyboardModifier.ControlModifier)
    drag(viewports.overlay, Qt.MouseButton.MiddleButton, 40, 25)
    film, overlay = viewports.film, viewports.overlay
    assert (film.seen.center() - overlay.seen.center()).manhattanLength() < 1e-3
    assert pixel_size(film) == pytest.approx(pixel_size(overlay), rel=1e-3)


def test_the_point_under_the_cursor_stays_when_zooming(program: Application) -> None:
    view = program.window.viewports.film
    place = QPointF(view.width() / 2, view.height() / 2)
    before = view.film_point(place)
    turn_wheel(view, 360, Qt.KeyboardModifier.ControlModifier)
    after = view.film_point(place)
    assert (after - before).manhattanLength() < 0.5


def test_the_wheel_goes_to_the_next_film_and_back(program: Application, films: Path) -> None:
    view = program.window.viewports.film
    turn_wheel(view, -120)
    assert session(program).current == films / "1.dcm"
    turn_wheel(view, 120)
    assert session(program).current == films / "0.dcm"


def test_shift_and_wheel_change_the_opacity(program: Application) -> None:
    before = session(program).overlay.opacity
    turn_wheel(program.window.viewports.film, 120, Qt.KeyboardModifier.ShiftModifier)
    assert session(program).overlay.opacity > before


def test_reset_brings_back_window_and_zoom(program: Application) -> None:
    viewports = program.window.viewports
    view = viewports.film.seen
    drag(viewports.film, Qt.MouseButton.LeftButton, 60, 60)
    turn_wheel(viewports.film, 600, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(program.window, Qt.Key.Key_Space)
    assert session(program).presentation.voi is None
    assert viewports.film.seen == view


def test_a_double_click_gives_one_viewport_the_whole_middle_and_back(program: Application) -> None:
    viewports = program.window.viewports
    QTest.mouseDClick(viewports.overlay.viewport(), Qt.MouseButton.LeftButton)
    assert not viewports.film.isVisible()
    QTest.mouseDClick(viewports.overlay.viewport(), Qt.MouseButton.LeftButton)
    assert viewports.film.isVisible()


def test_every_overlay_key_toggles_its_finding(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    assert session(program).overlay.drawn == {"pneumothorax"}
    assert program.window.findings.rows["pneumothorax"].toggle.isChecked()
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    assert session(program).overlay.drawn == frozenset()


def test_a_click_on_a_toggle_shows_the_overlay(program: Application) -> None:
    program.window.findings.rows["pneumothorax"].toggle.click()
    assert session(program).overlay.drawn == {"pneumothorax"}


def test_one_key_shows_and_hides_all_overlays(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_M)
    assert program.window.viewports.overlay.layers.overlay is not None
    QTest.keyClick(program.window, Qt.Key.Key_M)
    assert program.window.viewports.overlay.layers.overlay is None


def test_the_row_of_a_finding_that_was_not_analysed_says_why(program: Application) -> None:
    row = program.window.findings.rows["hemothorax"]
    assert "not trained" in row.state.text()
    assert row.number.text() == "–"
    assert not row.toggle.isEnabled()


def test_dropped_files_open(build: Build, films: Path, qtbot: QtBot) -> None:
    made = build()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(films / "2.dcm"))])
    nothing = Qt.KeyboardModifier.NoModifier
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, nothing)
    QApplication.sendEvent(made.window, QDragEnterEvent(QPoint(500, 500), *how))
    QApplication.sendEvent(made.window, QDropEvent(QPointF(500, 500), *how))
    qtbot.waitUntil(lambda: session(made).current == films / "2.dcm", timeout=20_000)


def test_what_was_opened_is_offered_again_after_a_restart(build: Build, films: Path, qtbot: QtBot) -> None:
    first = build()
    first.window.files.open_paths((films,))
    qtbot.waitUntil(lambda: analysed(first), timeout=20_000)
    first.close()
    assert build().settings.now.recent == (str(films),)


def test_opacity_and_colours_are_kept_after_a_restart(build: Build) -> None:
    first = build()
    first.window.findings.controls.opacity.setValue(75)
    first.window.findings.colormap_changed.emit("viridis")
    first.close()
    overlay = session(build()).overlay
    assert (overlay.opacity, overlay.colormap) == (0.75, "viridis")


def test_a_damaged_settings_file_does_not_stop_the_program(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text("opacity = [not toml", encoding="utf-8")
    assert build().settings.now == settings.Settings()


def test_the_limits_in_the_settings_file_hold_for_what_is_opened_and_are_kept(
    build: Build, films: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text('[limits]\nframe_pixels = 9000\nnesting = "deep"\ndecoded_bytes = -1\n', encoding="utf-8")
    made = build()
    made.window.files.open_paths((films / "0.dcm",))
    qtbot.waitUntil(lambda: (film := session(made).film) is not None and film.failure is not None, timeout=20_000)
    film = session(made).film
    assert film is not None
    assert film.failure is not None
    assert "at most 0.009 million pixels" in film.failure.text
    assert "[limits] in settings.toml" in film.failure.hint
    made.close()
    assert settings.load(path).limits == Limits(frame_pixels=9000)


def test_an_analysis_that_fails_is_a_sentence_in_the_panel(build: Build, films: Path, qtbot: QtBot) -> None:
    made = build(FakeEngine(EmptyFilm("0.dcm")))
    made.window.files.open_paths((films / "0.dcm",))
    qtbot.waitUntil(lambda: "failed" in made.window.findings.rows["pneumothorax"].state.text(), timeout=20_000)


def test_text_from_a_file_is_shown_literally(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_dicom(tmp_path / "x.dcm", phantom(), PatientName="<b>DOE</b>", StudyDescription="<img src=x>")
    made = build()
    made.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    assert "<b>DOE</b>" in made.window.viewports.film.texts.corners.top_left
    labels = [label for label in made.window.findChildren(QLabel) if "<img" in label.text()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_side_letters_follow_the_orientation_of_the_file(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_dicom(tmp_path / "mirrored.dcm", phantom(), PatientOrientation=["R", "F"])
    made = build()
    made.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    corners = made.window.viewports.film.texts.corners
    assert (corners.left_edge, corners.right_edge) == ("L", "R")


def test_a_film_without_orientation_claims_no_side(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_png(tmp_path / "film.png", (phantom() >> 4).astype(np.uint8))
    made = build()
    made.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    corners = made.window.viewports.film.texts.corners
    assert (corners.left_edge, corners.right_edge) == ("", "")


def test_three_hundred_events_of_progress_leave_the_window_whole(program: Application) -> None:
    for _ in range(300):
        program.window.commands.run("marks")
    assert program.window.isVisible()


def test_digits_choose_the_windows_of_the_file(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_dicom(
        tmp_path / "two.dcm",
        phantom(),
        WindowCenter=[2000, 900],
        WindowWidth=[4000, 600],
        WindowCenterWidthExplanation=["WIDE", "BONE"],
    )
    made = build()
    made.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    QTest.keyClick(made.window, Qt.Key.Key_2)
    voi = session(made).presentation.voi
    assert voi is not None
    assert voi.name == "BONE"
    assert any("BONE" in line for line in made.window.viewports.film.texts.status)
    QTest.keyClick(made.window, Qt.Key.Key_0)
    assert session(made).presentation.voi is None
    assert any("BONE" in name for name in made.window.window_level.preset_names())


def test_a_digit_without_a_window_changes_nothing(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_9)
    assert session(program).presentation.voi is None


def test_a_film_of_several_frames_has_a_slider_and_each_frame_its_own_analysis(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    frames = np.stack([phantom(), phantom()[:, ::-1], phantom() // 2])
    path = write_dicom(tmp_path / "frames.dcm", frames, frames=3)
    made = build()
    made.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    assert made.window.frames.isVisible()
    first = radiograph(made).film_hash
    made.window.frames.slider.setValue(1)
    qtbot.waitUntil(lambda: analysed(made) and radiograph(made).film_hash != first, timeout=20_000)
    assert radiograph(made).frame == 1
    film = session(made).film
    assert film is not None
    assert film.analysis is not None
    assert film.analysis.film_hash == radiograph(made).film_hash


def test_a_film_of_one_frame_has_no_slider(program: Application) -> None:
    assert not program.window.frames.isVisible()


def test_a_finding_chosen_by_its_key_comes_into_view(program: Application, qtbot: QtBot) -> None:
    window = program.window
    window.findings.area.setMaximumHeight(120)  # lower than any window: else all rows are in sight
    QApplication.processEvents()
    row = window.findings.rows["pleural_effusion"]
    area = window.findings.area.viewport()
    assert not area.rect().contains(row.mapTo(area, row.rect().center()))
    for _ in range(2):
        window.findings.area.verticalScrollBar().setValue(0)
        window.overlays.toggle_finding("pleural_effusion")
        qtbot.waitUntil(lambda: area.rect().contains(row.mapTo(area, row.rect().bottomLeft())))
