"""What the program remembers, and how it changes when the settings do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.limits import Limits
from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, analysed, drag_handle
from viewer.app.application import Application
from viewer.dialogs.settings_dialog import SettingsDialog
from viewer.state import settings
from viewer.state.settings import Settings
from viewer.viewport.viewport import Viewport

ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=2)


def open_dialog(program: Application) -> SettingsDialog:
    program.window.commands.run("settings")
    assert program.window.options.dialog is not None
    return program.window.options.dialog


def choose(dialog: SettingsDialog, **choices: str) -> None:
    for name, key in choices.items():
        box = getattr(dialog, name)
        box.setCurrentIndex(box.findData(key))
    dialog.save.click()


def corner_lines(view: Viewport) -> tuple[str, ...]:
    return view.texts.corners.top_left + view.texts.corners.top_right + view.texts.corners.bottom_right


def test_everything_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    wanted = Settings(
        opacity=0.7,
        colormap="viridis",
        pack="/pack",
        export_folder="/out",
        recent=("/a", "/b"),
        keys=(("invert", ("Ctrl+J",)), ("marks", ())),
        language="ko",
        theme="dim",
        text_percent=150,
        corners="none",
        device="cpu",
        precision="float32",
        institution="서울 Hospital",
        reader="Lee^Ann",
        reviewed=("0a1b",),
    )
    path = tmp_path / "settings.toml"
    settings.save(wanted, path)
    assert settings.load(path) == wanted


@given(st.dictionaries(st.sampled_from([*Settings.__dataclass_fields__]), ANY))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_value_in_the_file_makes_senseless_settings(found: dict[str, object]) -> None:
    made = settings.from_toml(found)
    assert 0 <= made.opacity <= 1
    assert made.theme in settings.THEMES
    assert made.corners in settings.CORNERS
    assert made.text_percent in settings.TEXT_PERCENTS
    assert settings.from_toml({"keys": {"a": 3}}).keys == (("a", ()),)


@pytest.mark.parametrize(
    ("found", "name", "read"),
    [
        ({"opacity": 1}, "opacity", 1.0),
        ({"opacity": "1"}, "opacity", Settings().opacity),
        ({"opacity": float("nan")}, "opacity", Settings().opacity),
        ({"theme": "sunlight"}, "theme", "dark"),
        ({"theme": "dark|dim"}, "theme", "dark"),
        ({"theme": "dim\n"}, "theme", "dark"),
        ({"text_percent": 110}, "text_percent", 100),
        ({"text_percent": 175}, "text_percent", 175),
        ({"drag_swapped": 0}, "drag_swapped", False),
        ({"read_first": "yes"}, "read_first", False),
        ({"recent": ["/a", 3, "/b"]}, "recent", ("/a", "/b")),
        ({"reviewed": "/a"}, "reviewed", ()),
        ({"keys": {"invert": ["J", 3]}}, "keys", (("invert", ("J",)),)),
        ({"keys": ["J"]}, "keys", ()),
        ({"limits": {"frame_pixels": -1, "nesting": 7}}, "limits", Limits(nesting=7)),
        ({"limits": 3}, "limits", Limits()),
    ],
)
def test_a_senseless_value_is_the_default_and_the_others_stay(
    found: dict[str, object], name: str, read: object
) -> None:
    made = settings.from_toml({"institution": "Hospital", **found})
    assert made == replace(Settings(institution="Hospital"), **{name: read})  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "\x00", "[a", "a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    assert settings.load(path) == Settings()
    assert settings.set_aside_damaged(path) == tmp_path / "settings.toml.damaged"


def test_damaged_settings_are_kept_aside_and_said(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text("opacity = [not toml", encoding="utf-8")
    window = build().window
    assert "Settings damaged" in window.notice.label.text()
    assert path.with_name("settings.toml.damaged").read_text("utf-8") == "opacity = [not toml"


def test_what_the_dialog_saves_is_there_after_a_restart(program: Application, build: Build) -> None:
    dialog = open_dialog(program)
    dialog.institution.setText("Hospital A")
    dialog.limits.fields["frame_pixels"].setValue(300)
    choose(dialog, device="cpu", precision="float32", dicom_pictures="jpeg-ls", dicom_report="comprehensive-3d")
    program.close()
    found = build().settings.now
    assert (found.institution, found.device, found.precision) == ("Hospital A", "cpu", "float32")
    assert found.limits == Limits(frame_pixels=300_000_000)
    assert (found.dicom_pictures, found.dicom_report) == ("jpeg-ls", "comprehensive-3d")


def test_a_cancelled_dialog_changes_nothing(program: Application) -> None:
    dialog = open_dialog(program)
    dialog.institution.setText("Hospital A")
    dialog.reject()
    assert program.settings.now.institution == ""


def test_one_key_takes_the_name_off_the_film_then_all_text_then_brings_it_back(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write_dicom(tmp_path / "x.dcm", phantom(), PatientName="DOE^JANE", InstitutionName="Hospital")
    made = build()
    made.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    views = (made.window.viewports.film, made.window.viewports.overlay)
    assert all("DOE JANE" in corner_lines(view) for view in views)
    QTest.keyClick(made.window, Qt.Key.Key_N)
    assert not any("DOE" in line or "Hospital" in line for view in views for line in corner_lines(view))
    assert all(view.texts.status for view in views)
    QTest.keyClick(made.window, Qt.Key.Key_N)
    assert not any(corner_lines(view) or view.texts.status for view in views)
    QTest.keyClick(made.window, Qt.Key.Key_N)
    assert all("DOE JANE" in corner_lines(view) for view in views)


def test_the_side_letters_stay_without_corner_text(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_dicom(tmp_path / "x.dcm", phantom(), PatientOrientation=["L", "F"])
    made = build()
    made.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    made.controller.view.set_corners("none")
    assert made.window.viewports.film.texts.corners.right_edge == "L"


def test_the_level_of_corner_text_is_kept_after_a_restart(program: Application, build: Build) -> None:
    program.window.commands.run("corners")
    program.close()
    assert build().controller.session.corners == "anonymised"


def test_the_split_between_the_viewports_is_kept_after_a_restart(program: Application, build: Build) -> None:
    handle = program.window.viewports.grid.handle
    drag_handle(handle, -200)
    film, overlay = program.window.viewports.both
    share = film.width() / (film.width() + overlay.width())
    assert share < 0.4
    program.close()
    film, overlay = build().window.viewports.both
    assert film.width() / (film.width() + overlay.width()) == pytest.approx(share, abs=0.01)


def test_larger_text_is_there_at_once_and_the_film_stays_as_it_was(program: Application) -> None:
    before, film = program.window, program.controller.session.film
    width = before.findings.width()
    program.window.commands.run("overlay_pneumothorax")
    choose(open_dialog(program), text="200")
    assert program.window is not before
    assert program.window.findings.width() > 1.4 * width
    assert program.controller.session.film is film or program.controller.session.film == film
    assert program.window.viewports.overlay.layers.overlay is not None
    program.window.commands.run("marks")
    assert program.window.viewports.overlay.layers.overlay is None


def test_the_dim_theme_gives_less_light(program: Application) -> None:
    choose(open_dialog(program), theme="dark")
    choose(open_dialog(program), text="125")
    bright = program.window.palette().windowText().color().value()
    choose(open_dialog(program), theme="dim")
    assert program.window.palette().windowText().color().value() < 0.8 * bright
