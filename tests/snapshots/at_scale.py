"""The real window in a process of its own, on screens of other pixel densities; tells what it saw as JSON.

Run by ``test_scales.py``: ``python -m tests.snapshots.at_scale FOLDER``, with ``QT_SCALE_FACTOR`` or a file of screens;
a ``settings.toml`` in the folder is what the window is dressed by.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from tests.snapshots.layout import faults
from viewer.app import application
from viewer.app.application import Application
from viewer.state import settings
from viewer.viewport.viewport import Viewport

SIZES = (QSize(1600, 1000), QSize(1280, 720), QSize(1920, 1080))
PATIENCE_S = 300.0
STEPS = 3  # of the event loop until a window that was made larger has settled
SIDE = 100  # device pixels in the middle of a viewport that are looked at


def main(folder: Path) -> None:
    """Open films, look at every state, go to the other screen if there is one, and tell."""
    qt = QApplication([])
    application.dress(qt, settings.load(folder / "settings.toml"))
    program = application.build(folder / "settings.toml", engine=FakeEngine(), annotations=folder / "marks")
    program.window.resize(SIZES[0])
    program.window.show()
    program.window.commands.run("layout_pair")
    try:
        told = _look(qt, program, folder)
    finally:
        program.close()
    sys.stdout.write(json.dumps(told))


def _look(qt: QApplication, program: Application, folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = {"faults": _faults(program, "empty")}
    chequered = (np.indices((401, 300)).sum(0) % 2 * 4095).astype(np.uint16)
    _open(qt, program, write_dicom(folder / "chequered.dcm", chequered, PixelSpacing=[0.2, 0.2]))
    told["first"] = _seen(program)
    _open(qt, program, write_dicom(folder / "large.dcm", phantom(2600, 2000), WindowCenter=2000, WindowWidth=4000))
    program.window.commands.run("overlay_pneumothorax")
    told["faults"] += _faults(program, "overlay")
    told["fine"] = _is_fine(program)
    if len(qt.screens()) > 1:
        program.window.move(qt.screens()[1].geometry().topLeft())
        _wait(qt, lambda: program.window.screen() is qt.screens()[1])
        told["fine there"] = _is_fine(program)
        program.controller.travel.select(folder / "chequered.dcm")
        _wait(qt, lambda: _is_analysed(program))
        told["faults"] += _faults(program, "other screen")
        told["second"] = _seen(program)
    return told


def _open(qt: QApplication, program: Application, path: Path) -> None:
    program.window.files.open_paths((path,))
    _wait(qt, lambda: program.controller.session.current == path and _is_analysed(program))


def _is_analysed(program: Application) -> bool:
    film = program.controller.session.film
    return film is not None and film.analysis is not None


def _faults(program: Application, state: str) -> list[str]:
    found = []
    for size in SIZES:
        program.window.resize(size)
        for _ in range(STEPS):
            QApplication.processEvents()
        found += [f"{state} {size.width()}: {fault}" for fault in faults(program.window)]
    program.window.resize(SIZES[0])
    QApplication.processEvents()
    return found


def _seen(program: Application) -> dict[str, Any]:
    """What a film of single black and white pixels looks like at 1:1, and what a drag over it measures."""
    window, viewports = program.window, program.window.viewports
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    zoom = next(line for line in viewports.film.texts.status if line.endswith(" %"))
    exact = all(_is_chequered(view) for view in (viewports.film, viewports.overlay))
    length = _measured(program, viewports.film)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    film = program.controller.session.film
    assert film is not None
    assert film.radiograph is not None
    assert film.radiograph.spacing is not None
    screen = window.screen()
    pixel_mm = screen.physicalSize().width() / screen.geometry().width()
    wide = viewports.cameras.scale * film.radiograph.shape[1] * pixel_mm
    real = wide / (film.radiograph.spacing.column_mm * film.radiograph.shape[1])
    return {"ratio": window.devicePixelRatioF(), "zoom": zoom, "exact": exact, "length": length, "real": real}


def _is_chequered(view: Viewport) -> bool:
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    top, left = (image.height() - SIDE) // 2, (image.width() - SIDE) // 2
    middle = pixels[top : top + SIDE, left : left + SIDE].astype(int)
    return bool((np.abs(np.diff(middle, axis=0)) > 250).all() and (np.abs(np.diff(middle, axis=1)) > 250).all())


def _measured(program: Application, view: Viewport) -> float:
    """The film pixels across between two clicks 60 (device independent) pixels apart."""
    window, middle = program.window, view.rect().center()
    QTest.keyClick(window, Qt.Key.Key_L)
    for place in (middle, middle + QPoint(60, 0)):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    (mark,) = program.controller.session.reading.annotations
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    return mark.points[1][0] - mark.points[0][0]


def _is_fine(program: Application) -> bool:
    """Whether a whole film in view is drawn from at least as many pixels as the screen has there."""
    viewports = program.window.viewports
    shown = viewports.cameras.scale * 2000 * program.window.devicePixelRatioF()
    return bool(viewports.film.layers.grey.shape[1] >= shown)


def _wait(qt: QApplication, condition: Callable[[], bool]) -> None:
    started = time.monotonic()
    ticking = QTimer()
    ticking.start(5)  # so that waiting for an event ends
    while not condition():
        qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() - started > PATIENCE_S:
            raise TimeoutError("the window did not get there")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
