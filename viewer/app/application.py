"""Composition root: the only place that builds objects and wires them."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import resources
from inference.annotations.store import FolderAnnotationStore, annotations_folder
from inference.core.ports import InteractiveEngine
from inference.text.messages import settings_damaged, settings_withheld
from viewer.app import crash_log
from viewer.app.crash_reporter import CrashReporter
from viewer.app.file_open_requests import Desk, FileOpenRequests
from viewer.app.session_autosave import SessionAutosave
from viewer.app.session_file import SessionFile, session_path
from viewer.app.single_instance import FirstInstance, handed_on
from viewer.app.unix_signals import UnixSignals
from viewer.control.controller import Controller
from viewer.control.jobs.lazy_ports import LazyReader, engine_of_pack
from viewer.control.jobs.worker import AnalysisService
from viewer.state import settings
from viewer.state.ahead import AheadWish
from viewer.state.layout import Layout
from viewer.state.saved_session import what_is_open
from viewer.state.settings import Settings
from viewer.state.settings_store import SettingsStore
from viewer.style import theme
from viewer.style.translation import use_language
from viewer.window.main_window import MainWindow

DEFAULTS = Settings()
HANDED_ON_S = 0.001  # that a thread computes on before the window goes on; Python's own is felt as films arrive
WARM_UP_AFTER_MS = 250  # the window and the first film come first


@dataclass(slots=True, weakref_slot=True, eq=False)
class Application:
    """The running program; ``close`` ends its threads."""

    window: MainWindow
    settings: SettingsStore
    pack: Path
    service: AnalysisService
    controller: Controller
    reader: LazyReader
    keeper: SessionAutosave | None = None

    def rebuild_window(self) -> None:
        """Put a new window in the place of the old one, in the language and size of text that the settings now say.

        All that is open lives in the controller's session and is shown again as it was.
        """
        old, qt = self.window, QApplication.instance()
        assert isinstance(qt, QApplication)
        old.remember()
        dress(qt, self.settings.now)
        old.stop_listening()
        self.window = MainWindow(self.controller, self.settings, self.pack)
        self.listen_to_window()
        self.window.take_over(old)
        self.window.show()
        old.close()
        old.deleteLater()

    def listen_to_window(self) -> None:
        """Hear what only the program as a whole can do."""
        self.window.rebuild_wanted.connect(self.rebuild_window)
        self.window.reopen_wanted.connect(self.accept_offer)

    def accept_offer(self) -> None:
        """Open again what was open last time."""
        if self.keeper is not None:
            self.keeper.accept()

    def reopen(self) -> None:
        """Begin anew with what is open: films are read again, in a new window; what was drawn and said stays."""
        was = what_is_open(self.controller.session)
        self.window.stop_listening()  # it may be what is broken
        self.controller.travel.start_over()
        self.rebuild_window()
        self.controller.opening.restore(was)

    def receive(self, paths: tuple[Path, ...]) -> None:
        """A later start handed these on: show the window before all others, and open them."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.files.open_paths(paths)

    def close(self) -> None:
        """Note that the program ends as it should, close the window, wait for the threads, end the reading process."""
        if self.keeper is not None:
            self.keeper.close()
            self.keeper = None
        self.controller.network.close()
        self.window.close()
        self.controller.use_log.end()
        self.service.close()
        self.reader.close()


def build(
    settings_path: Path,
    *,
    pack: Path | None = None,
    engine: InteractiveEngine | None = None,
    annotations: Path | None = None,
    reader: LazyReader | None = None,
    second: InteractiveEngine | None = None,
) -> Application:
    """Build the program around its window; needs a QApplication.

    ``engine`` and ``second`` stand in for the packs' in tests; ``annotations`` is their folder, by default the user's.
    ``reader`` reads films where one was made already, by the same settings.
    """
    store = SettingsStore(settings_path)
    kept = store.now
    chosen = pack or (Path(kept.pack) if kept.pack else resources.DEFAULT_PACK)
    service = AnalysisService()
    reader = reader or LazyReader(kept.limits)
    records = FolderAnnotationStore(annotations or annotations_folder())
    engine = engine or engine_of_pack(chosen, kept.device, kept.precision, kept.prevalence)
    second = second or _second_engine(kept)
    controller = Controller(service, reader, engine, records, second=second)
    service.happened.connect(controller.handle)
    take_settings(controller, kept)
    if store.was_damaged:
        controller.messages.notify(settings_damaged())
    elif store.withheld:
        controller.messages.notify(settings_withheld())
    window = MainWindow(controller, store, chosen)
    program = Application(window, store, chosen, service, controller, reader)
    program.listen_to_window()
    return program


def answer_first(program: Application) -> None:
    """Have the window answer the hand between the parts of it that are told what background work brought.

    By a timer, since an event that is posted would come before the hand's. And what the program is built of is left
    out of collections from now on: to look through it takes 60 ms, on whichever thread, and the window waits.
    """
    turns = QTimer(program.service)
    turns.setSingleShot(True)
    turns.timeout.connect(program.controller.changes.turn)
    program.controller.changes.take_turns(turns.start)
    gc.freeze()


def _second_engine(kept: Settings) -> InteractiveEngine | None:
    """That of the second pack, where there is one."""
    if not kept.second_pack:
        return None
    return engine_of_pack(Path(kept.second_pack), kept.device, kept.precision, kept.prevalence)


def take_settings(controller: Controller, kept: Settings) -> None:
    """Begin as the last window ended: what was chosen for all films."""
    controller.view.set_opacity(kept.opacity)
    controller.view.set_colormap(kept.colormap)
    controller.view.set_corners(kept.corners)
    controller.layout.choose(Layout(kept.layout))
    controller.worklist.set_reviewed(frozenset(kept.reviewed))
    controller.unaided.want(kept.read_first)
    controller.analysing.rest.use(AheadWish(kept.work_ahead))
    controller.stability.use(on=kept.small_views)
    controller.use_log.use(on=kept.record_use)
    controller.similar.use(on=kept.similar_films)


def run(paths: Sequence[Path], *, alone: bool = False, reader: LazyReader | None = None) -> int:
    """Show the window on these films, at the first start without any on the bundled samples, until the user closes it.

    Where another window runs already it gets the films, unless this one is wanted ``alone``. ``reader`` is one whose
    process was started ahead.
    """
    qt = QApplication.instance() or Desk(sys.argv[:1])
    assert isinstance(qt, QApplication)
    first = FirstInstance()
    if not first.claim() and not alone and handed_on(paths):  # another start was faster
        if reader is not None:
            reader.close()
        return 0
    dress(qt, settings.load(settings.settings_path()))
    crash_log.start_log(crash_log.log_path())
    with crash_log.hard_ends_noted(crash_log.log_path().with_name("hard-ends.log")):
        status, left_behind = _run(qt, first, tuple(paths), reader)
    if left_behind:  # Python would wait for what cannot be stopped, for many seconds
        logging.shutdown()
        os._exit(status)
    return status


def _run(
    qt: QApplication, first: FirstInstance, paths: tuple[Path, ...], reader: LazyReader | None
) -> tuple[int, bool]:
    """Run the program; returns its status, and whether a thread of the engine still runs."""
    running: list[Application] = []
    crashes = CrashReporter(lambda: running[0].window if running else None)
    crash_log.catch_everything(crashes.tell)
    sys.setswitchinterval(HANDED_ON_S)
    program = build(settings.settings_path(), reader=reader)
    answer_first(program)
    running.append(program)
    crashes.reopen_wanted.connect(program.reopen)
    crashes.quit_wanted.connect(qt.quit)
    signals = UnixSignals()
    signals.wanted.connect(qt.quit)
    requests = FileOpenRequests()
    first.received.connect(requests.take)
    if isinstance(qt, Desk):
        qt.file_brought.connect(requests.take)
    requests.ready.connect(program.receive)
    if first.is_first:
        program.keeper = keeper_of(program, SessionFile(session_path()))
    program.window.place.appear()
    QTimer.singleShot(0, program.window, lambda: open_first(program, paths))
    QTimer.singleShot(WARM_UP_AFTER_MS, program.window, program.controller.analysing.warm_up)
    try:
        status = qt.exec()
    finally:
        signals.close()
        first.close()
        program.close()
    return status, program.service.left_behind


def keeper_of(program: Application, file: SessionFile) -> SessionAutosave:
    """Notes what is open. Only the first window notes what is open: with several, none could say which counts."""
    own = (resources.path("samples"),)
    return SessionAutosave(program.controller, file, lambda: program.settings.now.reopen, without=own)


def dress(qt: QApplication, chosen: Settings = DEFAULTS) -> None:
    """Give the application its name, language, fonts, colours and icon."""
    qt.setApplicationName("ThoraCAM")
    qt.setApplicationDisplayName("ThoraCAM")
    theme.put_on(qt, chosen.theme, chosen.text_percent)
    use_language(qt, chosen.language)
    qt.setWindowIcon(QIcon(str(resources.path("icons/thoracam.svg"))))


def open_first(program: Application, paths: tuple[Path, ...]) -> None:
    """Open these films; where there are none, what was open last time if wanted, or at the first start the samples."""
    taken_up = program.keeper is not None and program.keeper.begin(idle=not paths)
    if paths:
        program.window.files.open_paths(paths)
    elif not taken_up and program.window.place.is_new:
        program.window.files.open_samples()
