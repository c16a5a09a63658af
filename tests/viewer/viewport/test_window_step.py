"""A window/level step costs what it must: each viewport is painted once, and nothing that did not change is drawn."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.viewer.hands import Build, analysed
from viewer.viewport.viewport import Viewport


def test_a_window_step_paints_each_viewport_once(
    build: Build, films: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: Counter[str] = Counter()
    draw = Viewport.drawForeground

    def counted(self: Viewport, painter: QPainter, rect: QRectF) -> None:
        painted[self.accessibleName()] += 1
        draw(self, painter, rect)

    monkeypatch.setattr(Viewport, "drawForeground", counted)
    program = build()
    program.window.files.open_paths((films,))
    qtbot.waitUntil(lambda: analysed(program))
    QApplication.processEvents()
    painted.clear()
    before = program.window.viewports.overlay.layers.grey.copy()
    program.window.viewports.film.window_dragged.emit(60.0, 30.0)
    QApplication.processEvents()
    assert (program.window.viewports.overlay.layers.grey != before).any()
    assert painted == {"Film": 1, "Film with overlay": 1}
