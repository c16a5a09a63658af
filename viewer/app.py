"""Composition root: the only place that builds objects and wires them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

import resources
from inference.engine import InteractiveEngine
from inference.reader_store import FolderStore, marks_folder
from viewer import crash, settings
from viewer.controller import Controller
from viewer.lazy import LazyReader, engine_of_pack
from viewer.main_window import MainWindow
from viewer.worker import AnalysisService

WARM_UP_AFTER_MS = 250  # the window and the first film come first


@dataclass(slots=True)
class Application:
    """The running program; ``close`` ends its threads."""

    window: MainWindow
    service: AnalysisService
    controller: Controller
    reader: LazyReader

    def close(self) -> None:
        """Close the window, wait for the threads, end the reading process."""
        self.window.close()
        self.service.close()
        self.reader.close()


def build(
    settings_path: Path,
    *,
    pack: Path | None = None,
    engine: InteractiveEngine | None = None,
    marks: Path | None = None,
) -> Application:
    """Build the program around its window; needs a QApplication.

    ``engine`` stands in for the pack's in tests; ``marks`` is the folder of reader marks, by default the user's own.
    """
    kept = settings.load(settings_path)
    chosen = pack or (Path(kept.pack) if kept.pack else resources.DEFAULT_PACK)
    service = AnalysisService()
    reader = LazyReader(kept.limits)
    store = FolderStore(marks or marks_folder())
    controller = Controller(service, reader, engine or engine_of_pack(chosen), store)
    service.happened.connect(controller.handle)
    return Application(MainWindow(controller, settings_path, chosen), service, controller, reader)


def run(paths: Sequence[Path]) -> int:
    """Show the window on these films, or on the bundled sample study, until the user closes it."""
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(qt, QApplication)
    dress(qt)
    crash.start_log(crash.log_path())
    crash.catch_everything()
    program = build(settings.settings_path())
    program.window.show()
    QTimer.singleShot(0, program.window, lambda: _open(program, tuple(paths)))
    QTimer.singleShot(WARM_UP_AFTER_MS, program.window, program.controller.warm_up)
    try:
        return qt.exec()
    finally:
        program.close()


def dress(qt: QApplication) -> None:
    """Give the application its name, fonts, colours and icon."""
    qt.setApplicationName("ThoraCAM")
    qt.setApplicationDisplayName("ThoraCAM")
    qt.setStyle("Fusion")
    for name in ("NotoSansKR-Regular.otf", "NotoSansKR-Bold.otf", "DejaVuSans.ttf"):
        QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}")))
    qt.setFont(QFont("Noto Sans CJK KR", 10))
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#0d1117"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#131920"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#d3dbe4"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#d3dbe4"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#2f4256"))
    palette.setColor(QPalette.ColorRole.Link, QColor("#8fb8d8"))
    qt.setPalette(palette)
    style = resources.path("styles/dark.qss").read_text(encoding="utf-8")
    qt.setStyleSheet(style.replace("ICONS", resources.path("icons").as_posix()))
    qt.setWindowIcon(QIcon(str(resources.path("icons/thoracam.svg"))))


def _open(program: Application, paths: tuple[Path, ...]) -> None:
    if paths:
        program.window.open_paths(paths)
    else:
        program.window.open_sample(resources.path("samples"))
