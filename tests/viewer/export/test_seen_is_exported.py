"""What leaves is what was seen: exported viewports against the window itself, at three zooms, however a film lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.cancel import CancelToken
from inference.core.ports import no_progress
from inference.core.voi import VoiWindow
from inference.imaging.spatial_transform import apply_transform
from inference.report.output.export import Part
from inference.report.page.contour_drawing import with_contour
from tests.builders import write_dicom
from tests.inference.report.output.said_pictures import films_on
from tests.viewer.hands import Build, opened, session
from viewer.app.application import Application
from viewer.export.export_job import export_work
from viewer.export.export_request import ExportRequest
from viewer.viewport.viewport import Viewport

Pixels = NDArray[np.uint8]
KEYS = ("", "R", "RR", "r", "H", "V", "HR", "Hr")
ZOOMS = (1, 3, 5)  # odd: the middle of each film pixel is then the middle of a screen pixel, where nothing is mixed
VIEWPORT = (500, 800)
FILM_APART, OVERLAY_APART = 2, 4  # grey levels: Qt rounds where it mixes pixels, and again where it blends


def noise(rows: int, columns: int) -> NDArray[np.uint16]:
    """A film on which no pixel is like its neighbours: a shift by one is seen at once."""
    return np.random.default_rng(7).integers(0, 4096, (rows, columns)).astype(np.uint16)


def press(program: Application, keys: str) -> None:
    for key in keys:
        modifier = Qt.KeyboardModifier.ShiftModifier if key.islower() else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(program.window, getattr(Qt.Key, f"Key_{key.upper()}"), modifier)


def grabbed(view: Viewport) -> Pixels:
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows, columns = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(rows, image.bytesPerLine())[:, : columns * 3]
    return pixels.reshape(rows, columns, 3).copy()


def seen(view: Viewport, shape: tuple[int, int], size: tuple[float, float], zoom: int) -> Pixels:
    """The middles of the pixels of a film of ``shape`` as it lies, taken off the screen; ``size`` is it as stored."""
    corners = [view.screen_point(QPointF(x, y)) for x in (0, size[0]) for y in (0, size[1])]
    left, top = (round(min(values)) for values in zip(*((at.x(), at.y()) for at in corners), strict=True))
    rows, columns = (np.arange(count) * zoom + zoom // 2 for count in shape)
    return grabbed(view)[np.ix_(top + rows, left + columns)]


def exported(program: Application, path: Path) -> tuple[Pixels, Pixels]:
    """Film and overlay as they leave, as seen."""
    request = ExportRequest(path, anonymize=True, overwrite=True, parts=frozenset({Part.VIEWPORTS}))
    export_work(session(program), request)(CancelToken(), no_progress)
    films = films_on(path)
    return films["film"], films["overlay"]


def beside_lines(program: Application) -> NDArray[np.bool_]:
    """The pixels of the film as it lies that no contour touches: the screen draws it as a line, a picture in pixels."""
    state = session(program).film
    assert state is not None
    assert state.radiograph is not None
    assert state.analysis is not None
    lines = with_contour(np.zeros(state.radiograph.shape, np.uint8), state.analysis, ("pneumothorax",)).any(axis=2)
    drawn = np.asarray(lines, dtype=np.uint8)
    touched = cv2.dilate(drawn, np.ones((7, 7), np.uint8)) > 0
    return np.asarray(~apply_transform(touched, session(program).presentation.transform), dtype=np.bool_)


@pytest.mark.parametrize("shape", [(80, 60), (60, 80), (70, 70)], ids=["upright", "across", "square"])
def test_exported_viewports_are_what_the_window_shows(
    build: Build, tmp_path: Path, qtbot: QtBot, shape: tuple[int, int]
) -> None:
    path = write_dicom(tmp_path / "film.dcm", noise(*shape), PatientOrientation=["L", "F"])
    program = opened(build(), path, qtbot)
    viewports = program.window.viewports
    viewports.setFixedSize(2 * VIEWPORT[0] + 2, VIEWPORT[1])
    for view in (viewports.film, viewports.overlay):
        view.setFixedSize(*VIEWPORT)
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    program.controller.view.set_voi(VoiWindow(1500, 2200, gamma=0.8))
    QTest.keyClick(program.window, Qt.Key.Key_I)
    for keys in KEYS:
        press(program, keys)
        film, overlay = exported(program, tmp_path / "panes.png")
        compared = {viewports.film: np.ones(film.shape[:2], np.bool_), viewports.overlay: beside_lines(program)}
        tint = np.ptp(overlay.astype(int), axis=2)[compared[viewports.overlay]]
        assert tint.max() > 40  # the overlay is there
        for zoom in ZOOMS:
            viewports.cameras.fit()
            assert viewports.film.camera is not None
            viewports.cameras.look_from(replace(viewports.film.camera, scale=float(zoom), fitted=False))
            size = (float(shape[1]), float(shape[0]))
            for view, picture, most in (
                (viewports.film, film, FILM_APART),
                (viewports.overlay, overlay, OVERLAY_APART),
            ):
                shown = seen(view, picture.shape[:2], size, zoom)
                unlinked = np.abs(shown.astype(int) - picture)[compared[view]].max()
                assert unlinked <= (0 if (keys, zoom, view) == ("", 1, viewports.film) else most), (keys, zoom)
        QTest.keyClick(program.window, Qt.Key.Key_Space)  # as stored again
        program.controller.view.set_voi(VoiWindow(1500, 2200, gamma=0.8))
        QTest.keyClick(program.window, Qt.Key.Key_I)
