"""Takes the README's pictures from the real program on the bundled samples.

Run: ``uv run python -m tests.snapshots.take resources/screenshots`` (offscreen where there is no display)
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
from PIL import Image
from PySide6.QtWidgets import QApplication

import resources
from inference.core.annotation import Annotation, AnnotationKind, Point
from tests.viewer.hands import has_thumbnails_in_sight
from viewer.app import application
from viewer.app.application import Application
from viewer.export.export_job import export_work
from viewer.export.export_request import ExportRequest

SAMPLES = resources.path("samples")
EFFUSION, DRAINED = SAMPLES / "alex" / "1-pa.dcm", SAMPLES / "alex" / "2-pa-after-drainage.dcm"
TENSION = SAMPLES / "lee" / "1-pa.dcm"
MIDLINE, HEART, THORAX = ((508, 60), (508, 1210)), ((375, 815), (782, 800)), ((112, 760), (908, 840))
MEASURES: tuple[tuple[AnnotationKind, tuple[Point, ...]], ...] = (
    (AnnotationKind.CARDIOTHORACIC, (*MIDLINE, *HEART, *THORAX)),
    (AnnotationKind.ELLIPSE, ((690, 330), (840, 520))),
    (AnnotationKind.LENGTH, ((140, 790), (190, 640))),
)
KEPT_SIZE = (1280, 800)
FEWER_LEVELS = 0xFC  # 64 levels: half the bytes in history, and no eye sees it here
REPORT_WIDTH = 1400
PATIENCE_S = 120.0


def main(folder: Path) -> None:
    """Open the samples, visit every film, and keep the window in four states and a report."""
    qt = QApplication([])
    application.dress(qt)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as settings:
        program = application.build(Path(settings) / "settings.toml", annotations=Path(settings) / "marks")
        program.window.resize(1600, 1000)
        program.window.show()
        program.window.commands.run("layout_pair")
        program.controller.analysing.warm_up()
        program.window.files.open_samples()
        _wait(qt, lambda: bool(program.controller.session.films))
        for path in (*program.controller.session.order, EFFUSION):
            _visit(qt, program, path)
        _wait(qt, lambda: has_thumbnails_in_sight(program))
        _take_overlay(qt, program, folder)
        _take_prior(qt, program, folder)
        _take_measures(qt, program, folder)
        _take_korean(qt, program, folder)
        program.close()


def _take_overlay(qt: QApplication, program: Application, folder: Path) -> None:
    program.controller.view.toggle_finding("pleural_effusion")
    _keep(qt, program, folder / "main-window.png")
    _take_report(program, folder / "report.png")


def _take_prior(qt: QApplication, program: Application, folder: Path) -> None:
    _visit(qt, program, DRAINED)
    program.controller.layout.toggle_prior()
    _wait(qt, lambda: _is_compared(program))
    program.controller.view.toggle_finding("pleural_effusion")
    _wait(qt, lambda: True)  # the rows have grown
    rows = program.window.findings
    rows.area.ensureWidgetVisible(rows.rows["pleural_effusion"], 0, 0)
    _keep(qt, program, folder / "prior.png")
    program.controller.layout.toggle_prior()
    program.controller.view.toggle_overlays()


def _is_compared(program: Application) -> bool:
    prior = program.controller.session.prior_film
    return prior is not None and prior.radiograph is not None and prior.analysis is not None


def _take_measures(qt: QApplication, program: Application, folder: Path) -> None:
    for kind, points in MEASURES:
        program.controller.annotations.add(Annotation(0, kind, points))
    program.window.commands.run("histogram")
    _keep(qt, program, folder / "measuring.png")
    program.window.commands.run("histogram")


def _take_korean(qt: QApplication, program: Application, folder: Path) -> None:
    program.settings.now = replace(program.settings.now, language="ko")
    program.rebuild_window()
    program.window.resize(1600, 1000)
    _visit(qt, program, TENSION)
    program.controller.unaided.want(wanted=True)
    for key, word in (("rib_fracture", 2), ("pneumothorax", 0), ("tension_pneumothorax", 0), ("hemothorax", 1)):
        program.controller.assessments.judge(key, word)
    _keep(qt, program, folder / "korean.png")


def _keep(qt: QApplication, program: Application, path: Path) -> None:
    """The window as a PNG that the eye takes for the whole: a little smaller, the two lowest bits left out."""
    _wait(qt, lambda: program.controller.session.busy is None)
    _wait(qt, lambda: True)  # what came last is laid out
    program.window.grab().save(str(path))
    with Image.open(path) as shot:
        pixels = cv2.resize(np.asarray(shot.convert("RGB")), KEPT_SIZE, interpolation=cv2.INTER_AREA)
    Image.fromarray(np.asarray(pixels, np.uint8) & FEWER_LEVELS).save(path, optimize=True)


def _visit(qt: QApplication, program: Application, path: Path) -> None:
    program.controller.travel.select(path)
    _wait(qt, lambda: (state := program.controller.session.film) is not None and state.analysis is not None)


def _take_report(program: Application, path: Path) -> None:
    from inference.core.cancel import CancelToken
    from inference.core.ports import no_progress

    with tempfile.TemporaryDirectory() as folder:  # its further pages are not kept
        asked = ExportRequest(Path(folder) / "report.png", anonymize=False, overwrite=True)
        export_work(program.controller.session, asked)(CancelToken(), no_progress)
        with Image.open(asked.path) as page:
            pixels = np.asarray(page.convert("RGB"))
    height = round(pixels.shape[0] * REPORT_WIDTH / pixels.shape[1])
    small = cv2.resize(pixels, (REPORT_WIDTH, height), interpolation=cv2.INTER_AREA)
    Image.fromarray(np.asarray(small, np.uint8) & FEWER_LEVELS).save(path, optimize=True)


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
    main(Path(sys.argv[1]))
