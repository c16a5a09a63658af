"""The main states at the sizes people have: nothing overlaps, nothing is cut, every control has a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from inference.core.errors import DamagedFilm
from inference.core.findings import FINDINGS
from inference.text.messages import message_for
from tests.snapshots.layout import controls, faults, spoken_name
from tests.viewer.conftest import build, films, plain_looks
from tests.viewer.hands import Build, analysed
from viewer.app import application
from viewer.app.application import Application
from viewer.state import settings
from viewer.state.layout import Layout
from viewer.state.settings import Settings
from viewer.window.main_window import MainWindow

__all__ = ["build", "films", "plain_looks"]  # fixtures
SIZES = (QSize(1920, 1080), QSize(1600, 1000), QSize(1280, 720))  # the first also as 3840 x 2160 at twice the pixels
LONG_NAME = "chest_" + "0123456789" * 9 + ".dcm"
LOOKS = [("en", 100), ("ko", 100), ("en", 200), ("ko", 200)]


@pytest.fixture(params=LOOKS, ids=lambda presentation: f"{presentation[0]}-{presentation[1]}")
def dressed(
    request: pytest.FixtureRequest, build: Build, films: Path, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Application:
    """The program in a language and a size of text, with three films open."""
    language, percent = request.param
    wanted = Settings(language=language, text_percent=percent)
    settings.save(wanted, tmp_path / "config" / "settings.toml")
    application.dress(qapp, wanted)
    made = build()
    made.window.files.open_paths((films,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    return made


def dialogs(window: MainWindow) -> Iterator[QDialog]:
    """Every dialog of the window, one after the other."""
    for name in ("settings", "bindings", "palette", "shortcuts", "export", "impression", "model_card", "edit_presets"):
        before = set(window.findChildren(QDialog))
        window.commands.run(name)
        [dialog] = set(window.findChildren(QDialog)) - before
        QApplication.processEvents()
        yield dialog
        dialog.reject()


def test_the_layout_holds_in_every_state_and_size(dressed: Application) -> None:
    window, controller = dressed.window, dressed.controller
    damaged = message_for(DamagedFilm(f"/x/{LONG_NAME}", "5 of 8 bytes are there"))
    changes: tuple[Callable[[], None], ...] = (
        lambda: window.commands.run("overlay_pneumothorax"),
        lambda: controller.messages.notify(damaged),
        controller.messages.dismiss_notice,
        *(partial(window.commands.run, f"layout_{layout}") for layout in Layout),
    )
    for size in SIZES:
        window.resize(size)
        for change in changes:
            change()
            QApplication.processEvents()
            assert window.size() == size
            assert faults(window) == []


def test_the_parts_of_every_finding_stand_one_below_the_other(dressed: Application) -> None:
    panel, film = dressed.window.findings, dressed.controller.session.film
    assert film is not None
    assert film.analysis is not None
    judged = next(result for result in film.analysis.results if result.analysed)
    results = tuple(replace(judged, finding=finding, probability=0.01) for finding in FINDINGS)
    dressed.controller.changes.learn(film.entry.path, analysis=replace(film.analysis, results=results))
    keys = {f"{what}_{finding.key}": "F1" for finding in FINDINGS for what in ("overlay", "judge")}
    panel.show_keys({**keys, "marks": "M", "overlay_hemothorax": "Ctrl+Shift+4"})
    dressed.window.resize(SIZES[-1])
    QApplication.processEvents()
    assert panel.controls.colour_bar.height() >= panel.controls.colour_bar.sizeHint().height()
    for part in ("toggle", "name", "bar", "state", "assessment"):
        widgets = [getattr(row, part) for row in panel.rows.values()]
        assert all(widget.isVisible() for widget in widgets)
        assert len({widget.mapTo(panel, widget.rect().topLeft()).x() for widget in widgets}) == 1, part


def test_the_layout_of_every_dialog_holds(dressed: Application) -> None:
    for size in SIZES:
        dressed.window.resize(size)
        for dialog in dialogs(dressed.window):
            assert faults(dialog) == [], dialog.windowTitle()
            assert dressed.window.rect().contains(dialog.rect()), dialog.windowTitle()


def test_every_control_has_a_name_for_a_screen_reader(dressed: Application) -> None:
    nameless = [type(control).__name__ for control in controls(dressed.window) if not spoken_name(control)]
    for dialog in dialogs(dressed.window):
        nameless += [f"{dialog.objectName()}: {control}" for control in controls(dialog) if not spoken_name(control)]
    assert nameless == []


def picture(widget: QWidget) -> NDArray[np.uint8]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).copy()


@pytest.mark.parametrize("dressed", [("en", 100)], indirect=True)
def test_the_focus_can_be_seen_on_every_control_that_takes_it_by_tab(dressed: Application, qtbot: QtBot) -> None:
    window = dressed.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    unseen = []
    for control in controls(window):
        if not control.isEnabled() or control.focusPolicy() & Qt.FocusPolicy.TabFocus != Qt.FocusPolicy.TabFocus:
            continue
        if control in (window.viewports.film, window.viewports.overlay):
            continue
        control.setFocus(Qt.FocusReason.TabFocusReason)
        with_focus = picture(control)
        control.clearFocus()
        if np.array_equal(with_focus, picture(control)):
            unseen.append(spoken_name(control))
    assert unseen == []


@pytest.mark.parametrize("dressed", [("en", 100)], indirect=True)
def test_at_twice_the_pixels_the_window_is_the_same_only_finer(dressed: Application) -> None:
    window = dressed.window
    fine = QImage(window.size() * 2, QImage.Format.Format_RGB32)
    fine.setDevicePixelRatio(2)
    window.render(fine)
    coarse = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    small = fine.scaled(coarse.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    one = np.frombuffer(coarse.constBits(), np.uint8).astype(int)
    other = np.frombuffer(small.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8).astype(int)
    assert np.abs(one - other).mean() < 6
