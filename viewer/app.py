"""Composition root: the only place that builds objects and wires them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import resources
from inference.engine import InteractiveEngine
from inference.reader_store import FolderStore, marks_folder
from viewer import crash, looks, settings
from viewer.controller import Controller
from viewer.language import use_language
from viewer.lazy import LazyReader, engine_of_pack
from viewer.main_window import MainWindow
from viewer.settings import Settings
from viewer.worker import AnalysisService

DEFAULTS = Settings()
WARM_UP_AFTER_MS = 250  # the window and the first film come first


@dataclass(slots=True, weakref_slot=True, eq=False)
class Application:
    """The running program; ``close`` ends its threads."""

    window: MainWindow
    settings_path: Path
    pack: Path
    service: AnalysisService
    controller: Controller
    reader: LazyReader

    def rebuild_window(self) -> None:
        """Put a new window in the place of the old one, in the language and size of text that the settings now say.

        All that is open lives in the controller's session and is shown again as it was.
        """
        old, qt = self.window, QApplication.instance()
        assert isinstance(qt, QApplication)
        old.remember()
        dress(qt, old.settings)
        self.controller.unlisten(old.show_session)
        self.window = MainWindow(self.controller, self.settings_path, self.pack)
        self.window.rebuild_wanted.connect(self.rebuild_window)
        self.window.take_over(old)
        self.window.show()
        old.close()
        old.deleteLater()

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
    controller = Controller(service, reader, engine or engine_of_pack(chosen, kept.device, kept.precision), store)
    service.happened.connect(controller.handle)
    window = MainWindow(controller, settings_path, chosen)
    program = Application(window, settings_path, chosen, service, controller, reader)
    window.rebuild_wanted.connect(program.rebuild_window)
    return program


def run(paths: Sequence[Path]) -> int:
    """Show the window on these films, or on the bundled sample study, until the user closes it."""
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(qt, QApplication)
    dress(qt, settings.load(settings.settings_path()))
    crash.start_log(crash.log_path())
    crash.catch_everything()
    program = build(settings.settings_path())
    program.window.appear()
    QTimer.singleShot(0, program.window, lambda: _open(program, tuple(paths)))
    QTimer.singleShot(WARM_UP_AFTER_MS, program.window, program.controller.warm_up)
    try:
        return qt.exec()
    finally:
        program.close()


def dress(qt: QApplication, chosen: Settings = DEFAULTS) -> None:
    """Give the application its name, language, fonts, colours and icon."""
    qt.setApplicationName("ThoraCAM")
    qt.setApplicationDisplayName("ThoraCAM")
    looks.put_on(qt, chosen.theme, chosen.text_percent)
    use_language(qt, chosen.language)
    qt.setWindowIcon(QIcon(str(resources.path("icons/thoracam.svg"))))


def _open(program: Application, paths: tuple[Path, ...]) -> None:
    if paths:
        program.window.open_paths(paths)
    else:
        program.window.open_sample(resources.path("samples"))
