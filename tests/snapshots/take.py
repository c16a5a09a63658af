"""Takes the README's pictures from the real program on the bundled samples.

Run: ``uv run python -m tests.snapshots.take resources/screenshots`` (offscreen where there is no display)
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
from PIL import Image
from PySide6.QtWidgets import QApplication

import resources
from viewer import app
from viewer.app import Application
from viewer.export_dialog import ExportRequest
from viewer.exporting import report_work

REPORT_WIDTH = 1400
PATIENCE_S = 120.0


def main(folder: Path, film: Path, finding: str) -> None:
    """Open the samples at one film, show one finding's overlay, and keep the window and its report."""
    qt = QApplication([])
    app.dress(qt)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as settings:
        program = app.build(Path(settings) / "settings.toml", marks=Path(settings) / "marks")
        program.window.resize(1600, 1000)
        program.window.show()
        program.window.open_sample(resources.path("samples"))
        _wait(qt, lambda: bool(program.controller.session.films))
        for path in program.controller.session.order:
            if path != film:
                _visit(qt, program, path)
        _visit(qt, program, film)
        _wait(qt, lambda: all(state.thumbnail is not None for state in program.controller.session.films.values()))
        program.controller.toggle_finding(finding)
        _wait(qt, lambda: True)
        program.window.grab().save(str(folder / "main-window.png"))
        _take_report(program, folder / "report.png")
        program.close()


def _visit(qt: QApplication, program: Application, path: Path) -> None:
    program.controller.select(path)
    _wait(qt, lambda: (state := program.controller.session.film) is not None and state.analysis is not None)


def _take_report(program: Application, path: Path) -> None:
    from inference.cancel import CancelToken
    from inference.engine import no_progress

    report_work(program.controller.session, ExportRequest(path, anonymize=False, overwrite=True))(
        CancelToken(), no_progress
    )
    with Image.open(path) as page:
        pixels = np.asarray(page.convert("RGB"))
    height = round(pixels.shape[0] * REPORT_WIDTH / pixels.shape[1])
    Image.fromarray(cv2.resize(pixels, (REPORT_WIDTH, height), interpolation=cv2.INTER_AREA)).save(path, optimize=True)


def _wait(qt: QApplication, condition: Callable[[], bool]) -> None:
    started = time.monotonic()
    while True:
        for _ in range(10):
            qt.processEvents()
            time.sleep(0.005)
        if condition():
            return
        if time.monotonic() - started > PATIENCE_S:
            raise TimeoutError("the program did not get there")


if __name__ == "__main__":
    samples = resources.path("samples")
    main(Path(sys.argv[1]), samples / "alex" / "1-pa.dcm", "pleural_effusion")
