"""What the style sheet does to widgets: a reader in a dark room sees what may be used, and nothing glares."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from viewer.app import application

TEXT_GREY = 0xDC  # about the brightness of all text; what is brighter by far glares


def _named(kind: type[QCheckBox | QPushButton | QToolButton]) -> Callable[[], QWidget]:
    def made() -> QWidget:
        widget = kind()
        widget.setText("Film")
        return widget

    return made


def _ticked() -> QWidget:
    widget = QCheckBox()
    widget.setChecked(True)
    return widget


def _combo() -> QWidget:
    widget = QComboBox()
    widget.addItem("Film")
    return widget


def _slider() -> QWidget:
    widget = QSlider()
    widget.setOrientation(widget.orientation().Horizontal)
    widget.setValue(40)
    return widget


KINDS: dict[str, Callable[[], QWidget]] = {
    "check box": _named(QCheckBox),
    "tick": _ticked,
    "button": _named(QPushButton),
    "tool": _named(QToolButton),
    "label": lambda: QLabel("Film"),
    "field": lambda: QLineEdit("Film"),
    "text": lambda: QPlainTextEdit("Film"),
    "choice": _combo,
    "number": QSpinBox,
    "slider": _slider,
    "group": lambda: QGroupBox("Film"),
}


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    application.dress(qapp)


def brightest(picture: QPixmap | QImage) -> float:
    """The brightest grey of a picture but for its brightest hundredth."""
    image = picture.toImage() if isinstance(picture, QPixmap) else picture
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return float(np.percentile(cv2.cvtColor(pixels, cv2.COLOR_RGBA2GRAY), 99))


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_not_be_used_is_dimmer_and_nothing_glares(qtbot: QtBot, kind: str) -> None:
    widget = KINDS[kind]()
    qtbot.addWidget(widget)
    widget.resize(90, 30)
    usable = brightest(widget.grab())
    widget.setEnabled(False)
    assert brightest(widget.grab()) < 0.85 * usable
    assert usable <= TEXT_GREY


def test_an_entry_of_a_menu_that_may_not_be_used_is_dimmer(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    entry = menu.addAction("Film")
    menu.adjustSize()
    usable = brightest(menu.grab())
    entry.setEnabled(False)
    assert brightest(menu.grab()) < 0.85 * usable
