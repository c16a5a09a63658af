"""The main window: holds the panes and menus, connects them to intents, shows each new session; decides nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

from inference.core.reader_annotations import ReaderAnnotations
from inference.text.messages import settings_damaged
from viewer.annotations.annotation_layer import AnnotationLayer
from viewer.annotations.occlusion_layer import OcclusionLayer
from viewer.commands import menus
from viewer.commands.command_center import CommandCenter
from viewer.control.controller import Controller
from viewer.control.session_listener import SessionListener
from viewer.export.export_controller import ExportController
from viewer.findings.findings_panel import FindingsPanel
from viewer.state import settings
from viewer.state.session import FilmState, Overlay, Session, is_analysing
from viewer.style.translation import tr
from viewer.viewport.frame_slider import FrameSlider
from viewer.viewport.histogram import Histogram
from viewer.viewport.prior_viewport import PriorViewport
from viewer.viewport.viewport_pair import ViewportPair
from viewer.window.file_actions import FileIntents
from viewer.window.geometry import WindowGeometry
from viewer.window.help_actions import HelpIntents
from viewer.window.layout import lay_out
from viewer.window.measure_actions import TOOLS, MeasureIntents
from viewer.window.message_bar import MessageBar
from viewer.window.overlay_actions import OverlayIntents
from viewer.window.progress_bar import ProgressBar
from viewer.window.second_monitor import SecondMonitor
from viewer.window.view_actions import ViewIntents
from viewer.window.worklist_actions import CommandIntents
from viewer.worklist.worklist_panel import WorklistPanel, listed


class MainWindow(FileIntents, ViewIntents, OverlayIntents, MeasureIntents, CommandIntents, HelpIntents, QMainWindow):
    """Thumbnails, two panes, findings; every intent goes to the controller."""

    rebuild_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self, controller: Controller, settings_path: Path, pack_folder: Path) -> None:
        super().__init__()
        self.setWindowTitle("ThoraCAM")
        self.setAcceptDrops(True)
        self._controller = controller
        self._settings_path = settings_path
        self._pack_folder = pack_folder
        damaged = settings.set_aside_damaged(settings_path)
        self.settings = settings.load(settings_path)
        self.worklist_panel = WorklistPanel(self)
        self.studies = self.worklist_panel.list
        self.viewports = ViewportPair(self)
        self.second = SecondMonitor(self, self.viewports)
        self.prior = PriorViewport(self)
        self.annotations = AnnotationLayer(self.viewports, controller)
        self.touch = OcclusionLayer(self.viewports, controller)
        self.findings = FindingsPanel(self)
        self.frames = FrameSlider(self)
        self.histogram = Histogram(self)
        self.notice = MessageBar(self)
        self.offer = MessageBar(self, tr("Reopen"))
        self.busy = ProgressBar(self)
        self.export_controller = ExportController(self)
        self.place = WindowGeometry(self, self.viewports.splitter, settings_path.with_name("window.ini"))
        lay_out(self)
        self.actions_by_name = menus.build(self)
        self.tools = CommandCenter(self, self.actions_by_name)
        self._connect()
        self._restore()
        if damaged is not None:
            controller.messages.notify(settings_damaged())
        self._listener = SessionListener(controller.changes, self)
        self._listen()

    def _connect(self) -> None:
        controller = self._controller
        self.studies.film_picked.connect(controller.travel.select)
        self.studies.thumbnails_wanted.connect(controller.thumbnails.want)
        self.worklist_panel.searched.connect(controller.worklist.search)
        self.worklist_panel.order_wanted.connect(controller.worklist.arrange)
        self.viewports.window_dragged.connect(self.drag_window)
        self.viewports.region_drawn.connect(self.window_from_region)
        self.viewports.film_stepped.connect(controller.travel.go)
        self.viewports.opacity_stepped.connect(self.step_opacity)
        self.histogram.edges_moved.connect(self.window_between)
        self.viewports.looked_from.connect(self.prior.follow)
        self.viewports.join(self.prior)
        self.frames.frame_wanted.connect(controller.travel.go_to_frame)
        self.findings.finding_toggled.connect(controller.view.toggle_finding)
        self.findings.place_wanted.connect(self.go_to_hottest)
        self.findings.overlays_toggled.connect(controller.view.toggle_overlays)
        self.findings.opacity_changed.connect(controller.view.set_opacity)
        self.findings.colormap_changed.connect(controller.view.set_colormap)
        self.findings.method_changed.connect(controller.analysing.set_method)
        self.findings.test_wanted.connect(controller.analysing.test_heatmaps)
        self.findings.analysis_wanted.connect(controller.analysing.analyse_again)
        self.findings.override_wanted.connect(controller.analysing.analyse_with_override)
        self.annotations.tool_changed.connect(self._show_tool)
        self.findings.finding_judged.connect(controller.assessments.judge)
        self.findings.note_written.connect(controller.assessments.write_note)
        self.findings.read_first.rest_absent.connect(controller.unaided.call_rest_absent)
        self.findings.read_first.reveal_wanted.connect(controller.unaided.reveal)
        self.second.given_back.connect(self._show_checks)
        self.notice.dismissed.connect(controller.messages.dismiss_notice)
        self.offer.dismissed.connect(controller.messages.dismiss_offer)
        self.offer.accepted.connect(self.reopen_wanted)
        self.busy.cancelled.connect(controller.waiting.cancel)

    @property
    def controller(self) -> Controller:
        """Where intents go."""
        return self._controller

    # -- shown ----------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Every part is told what it shows, whenever that is another."""
        listen, changes = self._listener.listen, self._controller.changes
        listen(lambda s: (s.radiograph, s.reading.annotations), lambda shown: self.annotations.show_film(shown[0]))
        listen(lambda s: (s.occlusion, s.shown_film), lambda shown: self.touch.show_occlusion(shown[0]))
        listen(listed, lambda _: self.worklist_panel.show_session(changes.session))
        listen(lambda s: s.corners, self.viewports.show_corner_level)
        listen(lambda s: (s.shown_film, s.presentation, s.overlay), lambda shown: self.viewports.show_state(*shown))
        listen(lambda s: (s.shown_film, s.overlay, is_analysing(s), s.unaided), self._show_findings)
        listen(lambda s: s.corners, self.prior.show_corner_level)
        listen(lambda s: (s.prior_film, s.radiograph, s.presentation), lambda shown: self.prior.show_prior(*shown))
        listen(lambda s: (s.shown_film, s.prior_film), lambda shown: self.findings.show_prior(*shown))
        listen(lambda s: (s.reading, s.shown_film, s.unaided), self._show_reading)
        listen(lambda s: s.film, self.frames.show_state)
        listen(lambda s: (s.film, s.presentation), lambda _: self._show_histogram())
        listen(lambda s: s.notice, self.notice.show_message)
        listen(lambda s: s.offer, self.offer.show_message)
        listen(lambda s: s.busy, self.busy.show_busy)
        listen(checked, lambda _: self._show_checks())
        listen(needed, lambda _: self.tools.show_session(changes.session, self._controller.annotations.history))
        self._listener.hear(self._controller.thumbnails.listen, self.studies.show_thumbnail)

    def stop_listening(self) -> None:
        """Show nothing new any more: another window takes this one's place."""
        self._listener.end()

    def _show_findings(self, shown: tuple[FilmState | None, Overlay, bool, bool]) -> None:
        film, overlay, analysing, unaided = shown
        self.findings.show_state(film, overlay, analysing=analysing, unaided=unaided)

    def _show_reading(self, shown: tuple[ReaderAnnotations, FilmState | None, bool]) -> None:
        reading, film, unaided = shown
        self.findings.show_reading(reading, film, unaided=unaided)

    def _show_histogram(self) -> None:
        session = self._controller.session
        self.histogram.show_state(session.film, session.presentation.grayscale(marked=self.viewports.overlay_is_active))

    def _show_checks(self) -> None:
        menus.show_checks(self, self.actions_by_name)

    def _show_tool(self, tool: object) -> None:
        for name, kind in TOOLS.items():
            self.actions_by_name[name].setChecked(kind is tool)

    # -- intents: the window as a whole ---------------------------------------------------------------------------

    def escape(self) -> None:
        """Take back what is half drawn, else back to the film's own window and the whole film."""
        if not self.annotations.cancel():
            self.reset()

    def cancel(self) -> None:
        """Stop what is running."""
        self._controller.waiting.cancel()

    @property
    def is_full_screen(self) -> bool:
        """Whether the window covers the screen."""
        return self.isFullScreen()

    def toggle_full_screen(self) -> None:
        """Cover the whole screen, or be a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        menus.show_checks(self, self.actions_by_name)

    # -- window events --------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was dropped."""
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()
        self.open_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember the settings and the window's place."""
        self.second.give_back()
        self.remember()
        event.accept()

    def remember(self) -> None:
        """Write what the next window takes up: settings, place and size, the split between the panes."""
        overlay = self._controller.session.overlay
        session = self._controller.session
        corners, reviewed = session.corners, tuple(sorted(session.reviewed))
        self.settings = replace(self.settings, reviewed=reviewed, read_first=session.read_unaided)
        self.settings = replace(self.settings, opacity=overlay.opacity, colormap=overlay.colormap, corners=corners)
        self.save_settings()
        self.place.remember()

    def take_over(self, other: MainWindow) -> None:
        """Be as the window in whose place this one stands: what no session holds."""
        if other.has_histogram:
            self.toggle_histogram()
        self.viewports.link(linked=other.is_linked)
        if other.uses_second_screen:
            self.toggle_second_screen()
        self.setWindowState(other.windowState())
        menus.show_checks(self, self.actions_by_name)

    def save_settings(self) -> None:
        """Write the settings now; a disk that refuses is said in the status bar."""
        try:
            settings.save(self.settings, self._settings_path)
        except OSError:
            self.statusBar().showMessage(tr("The settings could not be saved."))

    def _restore(self) -> None:
        self._controller.view.set_opacity(self.settings.opacity)
        self._controller.view.set_colormap(self.settings.colormap)
        self._controller.view.set_corners(self.settings.corners)
        self._controller.worklist.set_reviewed(frozenset(self.settings.reviewed))
        self._controller.unaided.want(self.settings.read_first)
        self.place.take_up()
        self.viewports.setFocus(Qt.FocusReason.OtherFocusReason)


def checked(session: Session) -> tuple[object, ...]:
    """What the actions that are on or off depend on."""
    shown = (session.presentation, session.radiograph, session.overlay.outlined)
    return (*shown, session.read_unaided, session.comparing)


def needed(session: Session) -> tuple[object, ...]:
    """What decides which actions can run."""
    hidden = (session.films, session.readings) if session.read_unaided else None
    return (session.shown_film, session.worklist, session.current, session.busy is None, session.reading, hidden)
