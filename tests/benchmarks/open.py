"""A large film in the real window: file to first pixels, and what each step of the hand costs the GUI thread.

Opening is wall time; the steps are processor time of the GUI thread, painting included: with the film beside its
overlay, as in 0.1.0, and with one large film, which is twice as many pixels.

Run: ``uv run python -m tests.benchmarks.open``
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from inference.reading import read_film
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from viewer.app import application
from viewer.app.application import Application
from viewer.state.image_pyramid import film_levels
from viewer.state.layout import Layout

ROWS, COLUMNS = 3000, 2500
STEPS = 40


def main() -> None:
    """Measure, print a table, and end with the medians as ``name: value`` lines."""
    qt = QApplication([])
    application.dress(qt)
    with tempfile.TemporaryDirectory() as folder:
        path = write_dicom(Path(folder) / "large.dcm", phantom(ROWS, COLUMNS, top=65535))
        program = application.build(Path(folder) / "settings.toml", engine=FakeEngine())
        program.window.resize(1600, 1000)
        program.window.show()
        program.window.files.open_paths((path,))
        _wait(qt, lambda: (film := program.controller.session.film) is not None and film.analysis is not None)
        figures = {"open_ms": _open_times(qt, program, path), **_step_times(program, Layout.PAIR)}
        figures |= {f"large_{name}": times for name, times in _step_times(program, Layout.LARGE).items()}
        program.close()
    out = sys.stdout.write
    out(f"film of {COLUMNS} x {ROWS} pixels, 16 bit, window of 1600 x 1000\n")
    out(f"{'':<26}{'median ms':>10}{'worst ms':>10}{'steps':>7}\n")
    for name, times in figures.items():
        out(f"{name.removesuffix('_ms'):<26}{statistics.median(times):>10.1f}{max(times):>10.1f}{len(times):>7}\n")
    for name, times in figures.items():
        out(f"{name}: {statistics.median(times):.2f}\n")


def _open_times(qt: QApplication, program: Application, path: Path) -> list[float]:
    """File to pixels: read, decode, prepare the display, paint both viewports."""
    times = []
    for _ in range(8):
        started = time.perf_counter()
        film = read_film(path)
        levels = film_levels(film)
        grey = levels.grey(levels.level_for(0.3), film.default_voi, invert=False)
        for view in (program.window.viewports.film, program.window.viewports.overlay):
            view.layers.show_film(grey, (float(COLUMNS), float(ROWS)))
            view.viewport().repaint()
        times.append((time.perf_counter() - started) * 1000)
    return times


def _step_times(program: Application, layout: Layout) -> dict[str, list[float]]:
    """What one toggle, opacity step and window step take, at fit and at 1:1, painting included."""
    window, controller = program.window, program.controller
    controller.layout.choose(layout)
    QApplication.processEvents()
    window.viewports.cameras.fit()
    random = np.random.default_rng(0)
    viewports = window.viewports
    toggle = _times(program, lambda: controller.view.toggle_finding("pneumothorax"))
    if not controller.session.overlay.drawn:
        controller.view.toggle_finding("pneumothorax")
    opacity = _times(program, lambda: controller.view.set_opacity(float(random.uniform(0.1, 0.9))))
    step = _times(program, lambda: viewports.film.window_dragged.emit(float(random.uniform(-9, 9)), 3.0))
    viewports.cameras.one_to_one()
    close = _times(program, lambda: viewports.film.window_dragged.emit(float(random.uniform(-9, 9)), -3.0))
    return {"toggle_ms": toggle, "opacity_ms": opacity, "window_ms": step, "window_at_1_to_1_ms": close}


def _times(program: Application, step: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(STEPS):
        started = time.thread_time()
        step()
        QApplication.processEvents()  # paints what the step changed
        times.append((time.thread_time() - started) * 1000)
    return times


def _wait(qt: QApplication, condition: Callable[[], bool]) -> None:
    while not condition():
        qt.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    main()
