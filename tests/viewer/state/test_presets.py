"""Window presets: percentiles of the film as it is seen, own windows on films of other machines, and their keeping."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.film import Radiograph, read_only
from inference.core.voi import VoiFunction, VoiWindow
from inference.imaging.display_pipeline import render
from tests.builders import phantom, write_dicom, write_png
from tests.viewer.hands import Build, drag, opened, radiograph, session
from viewer.app.application import Application
from viewer.state import settings
from viewer.state.presets import CHEST, MOST_OWN, OwnPreset, chest_window, own_preset, own_window
from viewer.state.settings import Settings

ALT = Qt.KeyboardModifier.AltModifier


def film(pixels: NDArray[Any], **changes: Any) -> Radiograph:
    values = read_only(pixels.astype(np.float32))
    return replace(
        Radiograph(Path("x.dcm"), values, VoiWindow(float(values.mean()), float(np.ptp(values)) or 1.0), "x"), **changes
    )


def ramp() -> NDArray[np.float64]:
    """A thousand equal steps, shuffled over the film, so that percentiles are known and margins like the rest."""
    return np.random.default_rng(0).permutation(np.linspace(0, 1000, 90_000)).reshape(300, 300)


@pytest.mark.parametrize("name", CHEST)
def test_a_chest_preset_spreads_its_percentiles_from_black_to_white(name: str) -> None:
    window = chest_window(film(ramp()), name)
    low, high = window.center - window.width / 2, window.center + window.width / 2
    assert (low, high) == pytest.approx([share * 10 for share in CHEST[name]], abs=8)


@pytest.mark.parametrize("name", CHEST)
def test_a_film_whose_low_values_are_white_looks_the_same_in_a_preset(name: str) -> None:
    values = ramp()
    plain, inverted = film(values), film(1000 - values, inverted=True)
    one = render(plain, chest_window(plain, name)).astype(int)
    other = render(inverted, chest_window(inverted, name)).astype(int)
    assert np.abs(one - other).max() <= 1


def test_padding_margins_and_what_is_behind_the_shutter_decide_nothing() -> None:
    values = ramp()
    expected = chest_window(film(values), "Lungs")
    burnt = values.copy()
    burnt[:11], burnt[:, :11] = 60_000, 60_000
    assert chest_window(film(burnt), "Lungs").width == pytest.approx(expected.width, rel=0.02)
    padded = np.vstack([values, np.full((300, 300), -2000.0)])
    assert chest_window(film(padded, padding=(-2000.0, -2000.0)), "Lungs").width == pytest.approx(
        expected.width, rel=0.05
    )
    shutter = np.vstack([np.ones((300, 300), bool), np.zeros((300, 300), bool)])
    assert chest_window(film(padded, shutter=shutter), "Lungs").width == pytest.approx(expected.width, rel=0.05)


@pytest.mark.parametrize("values", [np.full((40, 40), 7.0), np.full((40, 40), np.nan), np.zeros((1, 1))])
def test_a_film_without_contrast_still_has_a_window(values: NDArray[np.float64]) -> None:
    for name in CHEST:
        assert chest_window(film(values), name).width > 0


def test_an_own_window_is_the_same_again_on_its_film_and_fits_that_of_another_machine() -> None:
    one, other = film(ramp()), film(ramp() * 4 + 500)
    chosen = VoiWindow(300.0, 250.0, VoiFunction.SIGMOID, gamma=1.5)
    kept = own_preset(one, chosen, "Mine")
    again, there = own_window(one, kept), own_window(other, kept)
    assert (again.function, again.gamma, again.name) == (VoiFunction.SIGMOID, 1.5, "Mine")
    assert [again.center, again.width] == pytest.approx([300, 250])
    assert [there.center, there.width] == pytest.approx([1700, 1000], rel=0.01)


def test_senseless_presets_of_a_settings_file_are_passed_over(tmp_path: Path) -> None:
    good = {"name": "Mine", "shift": 0.1, "width": 0.5}
    bad: list[Any] = [7, {"name": ""}, {**good, "width": 0.0}, {**good, "width": float("nan")}, {**good, "gamma": 99.0}]
    path = tmp_path / "settings.toml"
    path.write_text(tomli_w.dumps({"presets": [*bad, good]}), encoding="utf-8")
    assert settings.load(path).presets == (OwnPreset("Mine", 0.1, 0.5),)
    settings.save(replace(Settings(), presets=(OwnPreset("A", 0.0, 1.0),)), path)
    assert settings.load(path).presets == (OwnPreset("A", 0.0, 1.0),)


@pytest.fixture
def program(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    return opened(build(), write_dicom(tmp_path / "film.dcm", phantom(200, 160)), qtbot)


def window_line(program: Application) -> str:
    return program.window.viewports.overlay.texts.status[-1]


def test_one_key_each_shows_lungs_bones_mediastinum_and_an_automatic_window(program: Application) -> None:
    for key, name in zip((Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3), CHEST, strict=True):
        QTest.keyClick(program.window, key, ALT)
        assert session(program).presentation.voi == chest_window(radiograph(program), name)
        assert window_line(program).endswith(name)


def keep(program: Application, name: str) -> None:
    """Keep the window in use under a name, as a user does."""
    program.window.commands.run("edit_presets")
    dialog = program.window.presets.dialog
    assert dialog is not None
    QTest.keyClicks(dialog.name, name)
    dialog.add.click()
    dialog.save.click()


def test_the_window_in_use_is_kept_under_a_name_and_shown_by_a_key_after_a_restart(
    program: Application, build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    drag(program.window.viewports.overlay, Qt.MouseButton.LeftButton, 90, 40)
    wanted = session(program).presentation.voi
    keep(program, "Apices")
    QTest.keyClick(program.window, Qt.Key.Key_Space)
    QTest.keyClick(program.window, Qt.Key.Key_4, ALT)
    found = session(program).presentation.voi
    assert isinstance(found, VoiWindow)
    assert isinstance(wanted, VoiWindow)
    assert [found.center, found.width] == pytest.approx([wanted.center, wanted.width])
    program.close()
    again = opened(build(), tmp_path / "film.dcm", qtbot)
    QTest.keyClick(again.window, Qt.Key.Key_4, ALT)
    assert window_line(again).endswith("Apices")


def test_own_windows_are_renamed_and_deleted_and_the_menu_names_them(program: Application) -> None:
    for name in ("One", "Two"):
        keep(program, name)
    program.window.commands.run("edit_presets")
    dialog = program.window.presets.dialog
    assert dialog is not None
    dialog.names[1].setText("Retrocardiac")
    dialog.deletes[0].click()
    dialog.save.click()
    actions = program.window.commands.actions
    menu = next(one for one in actions["own_preset_1"].associatedObjects() if hasattr(one, "aboutToShow"))
    menu.aboutToShow.emit()
    assert actions["own_preset_1"].text() == "Retrocardiac"
    assert not actions["own_preset_2"].isVisible()
    assert not actions["own_preset_2"].isEnabled()
    assert actions["own_preset_1"].isEnabled()


def test_the_settings_lead_to_the_presets_and_saving_them_loses_none(program: Application) -> None:
    program.window.commands.run("settings")
    settings_dialog = program.window.options.dialog
    assert settings_dialog is not None
    settings_dialog.presets.click()
    dialog = program.window.presets.dialog
    assert dialog is not None
    QTest.keyClicks(dialog.name, "Mine")
    dialog.add.click()
    dialog.save.click()
    settings_dialog.save.click()
    assert [preset.name for preset in program.settings.now.presets] == ["Mine"]


def test_no_more_own_windows_are_kept_than_have_a_key(program: Application) -> None:
    for number in range(MOST_OWN):
        keep(program, f"P{number}")
    program.window.commands.run("edit_presets")
    dialog = program.window.presets.dialog
    assert dialog is not None
    QTest.keyClicks(dialog.name, "one more")
    assert not dialog.add.isEnabled()


def test_a_cancelled_dialog_keeps_nothing(program: Application) -> None:
    program.window.commands.run("edit_presets")
    dialog = program.window.presets.dialog
    assert dialog is not None
    QTest.keyClicks(dialog.name, "Mine")
    dialog.add.click()
    dialog.reject()
    assert program.settings.now.presets == ()


def test_a_picture_says_its_file_name_and_that_its_sides_are_unknown(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    program = opened(build(), write_png(tmp_path / "a film.png", phantom(200, 160)), qtbot)
    corners = program.window.viewports.overlay.texts.corners
    assert corners.top_left == ("a film.png",)
    assert "Sides unknown" in corners.bottom_right
    program.controller.view.set_corners("anonymised")
    corners = program.window.viewports.overlay.texts.corners
    assert corners.top_left == ()
    assert "Sides unknown" in corners.bottom_right


def test_a_film_that_says_its_sides_has_letters_and_no_such_word(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(200, 160), PatientOrientation=["L", "F"])
    program = opened(build(), path, qtbot)
    corners = program.window.viewports.overlay.texts.corners
    assert corners.right_edge == "L"
    assert "Sides unknown" not in corners.bottom_right


def test_zero_is_an_automatic_window_on_a_picture_and_the_files_own_on_a_dicom_film(
    build: Build, tmp_path: Path, qtbot: QtBot, program: Application
) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_0)
    assert session(program).presentation.voi is None
    opened(program, write_png(tmp_path / "x.png", phantom(200, 160)), qtbot)
    qtbot.waitUntil(lambda: session(program).current == tmp_path / "x.png" and session(program).radiograph is not None)
    QTest.keyClick(program.window, Qt.Key.Key_0)
    assert session(program).presentation.voi == chest_window(radiograph(program), "Automatic")
    QTest.keyClick(program.window, Qt.Key.Key_Space)
    assert session(program).presentation.voi is None
