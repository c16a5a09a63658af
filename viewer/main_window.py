"""The main window: lays out the panes and menus, forwards intents, shows each new session; decides nothing."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import shiboken6
from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from inference.messages import settings_damaged
from viewer import help_dialogs, menus, settings
from viewer.busy_bar import BusyBar
from viewer.command_intents import CommandIntents
from viewer.command_tools import CommandTools
from viewer.controller import Controller
from viewer.drawing.marks_layer import MarksLayer
from viewer.drawing.touch_layer import TouchLayer
from viewer.export_dialog import ExportDialog
from viewer.film_panes import FilmPanes
from viewer.findings_panel import FindingsPanel
from viewer.frame_bar import FrameBar
from viewer.handing_out import HandingOut
from viewer.histogram import Histogram
from viewer.language import tr
from viewer.licences_dialog import LicencesDialog
from viewer.measure_intents import TOOLS, MeasureIntents
from viewer.notice_bar import NoticeBar
from viewer.prior_pane import PriorPane
from viewer.second_screen import SecondScreen
from viewer.session import Session, finding_key
from viewer.settings_dialog import SettingsDialog
from viewer.study_panel import StudyPanel
from viewer.view_intents import ViewIntents
from viewer.windowing import preset_name, presets

FILE_FILTER = "(*.dcm *.dicom *.png *.jpg *.jpeg *.tif *.tiff *.zip)"
OPACITY_STEP = 0.05
USUAL_SIZE = QSize(1600, 1000)
TITLE_BAR = 40  # pixels, with the frame


class MainWindow(ViewIntents, MeasureIntents, CommandIntents, QMainWindow):
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
        self.study_panel = StudyPanel(self)
        self.studies = self.study_panel.list
        self.panes = FilmPanes(self)
        self.second = SecondScreen(self, self.panes)
        self.prior = PriorPane(self)
        self.marks = MarksLayer(self.panes, controller)
        self.touch = TouchLayer(self.panes, controller)
        self.findings = FindingsPanel(self)
        self.frames = FrameBar(self)
        self.histogram = Histogram(self)
        self.notice = NoticeBar(self)
        self.offer = NoticeBar(self, tr("Reopen"))
        self.busy = BusyBar(self)
        self.handing_out = HandingOut(self)
        self.settings_dialog: SettingsDialog | None = None
        self.licences_dialog: LicencesDialog | None = None
        self.system_dialog: help_dialogs.SystemDialog | None = None
        self._lay_out()
        self.actions_by_name = menus.build(self)
        self.tools = CommandTools(self, self.actions_by_name)
        self._connect()
        self._restore()
        if damaged is not None:
            controller.notify(settings_damaged())
        self.show_session(controller.session)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.offer)
        middle.addWidget(self.notice)
        films = QHBoxLayout()
        films.setSpacing(2)
        films.addWidget(self.prior, 1)
        films.addWidget(self.panes, 2)
        middle.addLayout(films, 1)
        middle.addWidget(self.histogram)
        middle.addWidget(self.frames)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.study_panel)
        row.addLayout(middle, 1)
        row.addWidget(self.findings)
        centre = QWidget(self)
        centre.setLayout(row)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(self.busy, 1)
        self.statusBar().setSizeGripEnabled(False)

    def _connect(self) -> None:
        controller = self._controller
        controller.listen(self.show_session)
        self.studies.film_picked.connect(controller.select)
        self.study_panel.searched.connect(controller.search)
        self.study_panel.order_wanted.connect(controller.arrange)
        self.panes.window_dragged.connect(self.drag_window)
        self.panes.region_drawn.connect(self.window_from_region)
        self.panes.film_stepped.connect(controller.go)
        self.panes.opacity_stepped.connect(self._step_opacity)
        self.histogram.edges_moved.connect(self.window_between)
        self.panes.looked_from.connect(self.prior.follow)
        self.panes.join(self.prior)
        self.frames.frame_wanted.connect(controller.go_to_frame)
        self.findings.finding_toggled.connect(controller.toggle_finding)
        self.findings.place_wanted.connect(self.go_to_hottest)
        self.findings.marks_toggled.connect(controller.toggle_marks)
        self.findings.opacity_changed.connect(controller.set_opacity)
        self.findings.colormap_changed.connect(controller.set_colormap)
        self.findings.method_changed.connect(controller.analysing.set_method)
        self.findings.test_wanted.connect(controller.analysing.test_heatmaps)
        self.findings.analysis_wanted.connect(controller.analysing.analyse_again)
        self.findings.analysis_anyway_wanted.connect(controller.analysing.analyse_anyway)
        self.marks.tool_changed.connect(self._show_tool)
        self.findings.finding_judged.connect(controller.judge)
        self.findings.note_written.connect(controller.write_note)
        self.findings.read_first.rest_absent.connect(controller.call_rest_absent)
        self.findings.read_first.reveal_wanted.connect(controller.reveal)
        self.second.given_back.connect(self._show_checks)
        self.notice.dismissed.connect(controller.dismiss_notice)
        self.offer.dismissed.connect(controller.dismiss_offer)
        self.offer.accepted.connect(self.reopen_wanted)
        self.busy.cancelled.connect(controller.cancel)

    @property
    def controller(self) -> Controller:
        """Where intents go."""
        return self._controller

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_session(self, session: Session) -> None:
        """Show what is open now."""
        if not shiboken6.isValid(self):
            return
        analysing = session.busy is not None and session.busy.title == "Analysing"
        self.marks.show_session(session)
        self.touch.show_session(session)
        self.study_panel.show_session(session)
        self.panes.show_corner_level(session.corners)
        self.panes.show_state(session.shown_film, session.look, session.overlay)
        self.findings.show_state(session.shown_film, session.overlay, analysing=analysing, blind=session.blind)
        self.prior.show_corner_level(session.corners)
        self.prior.show_prior(session.prior_film, session.film.radiograph if session.film else None, session.look)
        self.findings.show_prior(session.shown_film, session.prior_film)
        self.findings.show_reading(session.reading, session.shown_film, blind=session.blind)
        self.frames.show_state(session.film)
        self.histogram.show_state(session.film, session.look.tone(marked=self.panes.marked_is_active))
        self.notice.show_message(session.notice)
        self.offer.show_message(session.offer)
        self.busy.show_busy(session.busy)
        menus.show_checks(self, self.actions_by_name)
        self.tools.show_session(session, self._controller.history)

    def _show_checks(self) -> None:
        menus.show_checks(self, self.actions_by_name)

    def _show_tool(self, tool: object) -> None:
        for name, kind in TOOLS.items():
            self.actions_by_name[name].setChecked(kind is tool)

    # -- intents: files -------------------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        """Ask for files and open them."""
        chest, every = tr("Chest films"), tr("All files")
        filters = ";;".join((f"{chest} {FILE_FILTER}", f"{every} (*)"))
        names, _ = QFileDialog.getOpenFileNames(self, tr("Open films"), self._last_folder(), filters)
        self.open_paths(tuple(Path(name) for name in names))

    def ask_for_folder(self) -> None:
        """Ask for a folder and open the films below it."""
        name = QFileDialog.getExistingDirectory(self, tr("Open a folder of films"), self._last_folder())
        if name:
            self.open_paths((Path(name),))

    def open_paths(self, paths: tuple[Path, ...]) -> None:
        """Open files and folders and remember them."""
        if not paths:
            return
        also = tuple(Path(name) for name in self.settings.recent)
        self.settings = settings.with_recent(self.settings, paths)
        menus.fill_recent(self)
        self._controller.opening.open_paths(paths, also)

    def open_sample(self, path: Path) -> None:
        """Open the bundled sample study; it is not remembered as recent."""
        self._controller.opening.open_paths((path,))

    def ask_for_export(self) -> None:
        """Ask what of the open film goes where, then write it."""
        self.handing_out.ask()

    def ask_for_films_to_export(self) -> None:
        """Ask which films go where, then write all of them."""
        self.handing_out.ask_many()

    def pack_hash(self) -> str:
        """The hash of the pack in use; reads and checks the pack."""
        found: str = import_module("inference.model_pack").load_pack(self._pack_folder).pack_hash
        return found

    def copy_film(self) -> None:
        """Put the film as it is shown on the clipboard."""
        self.handing_out.copy()

    def print_report(self) -> None:
        """Print the report of the open film."""
        self.handing_out.print_report()

    @property
    def export_dialog(self) -> ExportDialog | None:
        """The export dialog that was opened last."""
        return self.handing_out.dialog

    def _last_folder(self) -> str:
        recent = self.settings.recent
        return str(Path(recent[0]).parent) if recent else str(Path.home())

    # -- intents: looking -----------------------------------------------------------------------------------------

    def toggle_marks(self) -> None:
        """Show or hide all AI marks."""
        self._controller.toggle_marks()

    def toggle_finding(self, place: int) -> None:
        """Show or hide the overlay of the finding at this place, 0 to 6."""
        self._controller.toggle_finding(finding_key(place))
        self.findings.bring_into_view(finding_key(place))

    def preset_names(self) -> tuple[str, ...]:
        """What the windows of the open film are called."""
        state = self._controller.session.film
        if state is None or state.radiograph is None:
            return ()
        film = state.radiograph
        return tuple(preset_name(film, place) for place in range(len(presets(film))))

    def toggle_graphics(self) -> None:
        """Show or hide what the file draws over its film."""
        self._controller.toggle_graphics()

    def fit(self) -> None:
        """Show the whole film."""
        self.panes.fit()

    def one_to_one(self) -> None:
        """One film pixel on one screen pixel."""
        self.panes.one_to_one()

    def zoom_in(self) -> None:
        """Magnify."""
        self.panes.zoom(1.25)

    def zoom_out(self) -> None:
        """Reduce."""
        self.panes.zoom(0.8)

    def escape(self) -> None:
        """Take back what is half drawn, else back to the film's own window and the whole film."""
        if not self.marks.cancel():
            self.reset()

    def more_opacity(self) -> None:
        """Make the overlay stronger."""
        self._step_opacity(1)

    def less_opacity(self) -> None:
        """Make the overlay weaker."""
        self._step_opacity(-1)

    def cancel(self) -> None:
        """Stop what is running."""
        self._controller.cancel()

    def _step_opacity(self, steps: int) -> None:
        self._controller.set_opacity(self._controller.session.overlay.opacity + steps * OPACITY_STEP)

    @property
    def is_full_screen(self) -> bool:
        """Whether the window covers the screen."""
        return self.isFullScreen()

    def toggle_full_screen(self) -> None:
        """Cover the whole screen, or be a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        menus.show_checks(self, self.actions_by_name)

    # -- intents: help --------------------------------------------------------------------------------------------

    def show_model_card(self) -> None:
        """Show the model card of the pack in use."""
        help_dialogs.show_model_card(self, self._pack_folder)

    def show_system(self) -> None:
        """Say what this computer brings, and which device does the work."""
        self.system_dialog = help_dialogs.show_system(self, self._controller.analysing.examine, self.settings.device)

    def show_licences(self) -> None:
        """Show the licences of all bundled parts."""
        self.licences_dialog = LicencesDialog(self)
        self.licences_dialog.open()

    def show_about(self) -> None:
        """Say what this program is and is not."""
        help_dialogs.show_about(self)

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
        self.settings = replace(self.settings, reviewed=reviewed, read_first=session.read_first)
        self.settings = replace(self.settings, opacity=overlay.opacity, colormap=overlay.colormap, corners=corners)
        self.save_settings()
        self._geometry().setValue("geometry", self.saveGeometry())
        self._geometry().setValue("panes", self.panes.splitter.saveState())

    def appear(self) -> None:
        """Show the window; where it was never shown before and the screen has no room for it, fill the screen."""
        room = self.screen().availableSize()
        if self._is_new and (room.width() <= USUAL_SIZE.width() or room.height() <= USUAL_SIZE.height() + TITLE_BAR):
            self.showMaximized()
        else:
            self.show()

    def take_over(self, other: MainWindow) -> None:
        """Be as the window in whose place this one stands: what no session holds."""
        if other.has_histogram:
            self.toggle_histogram()
        self.panes.link(linked=other.is_linked)
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

    def _geometry(self) -> QSettings:
        return QSettings(str(self._settings_path.with_name("window.ini")), QSettings.Format.IniFormat)

    def _restore(self) -> None:
        self._controller.set_opacity(self.settings.opacity)
        self._controller.set_colormap(self.settings.colormap)
        self._controller.set_corners(self.settings.corners)
        self._controller.set_reviewed(frozenset(self.settings.reviewed))
        self._controller.set_read_first(self.settings.read_first)
        geometry = self._geometry().value("geometry")
        self._is_new = geometry is None or not self.restoreGeometry(geometry)
        if self._is_new:
            self.resize(USUAL_SIZE)
        panes = self._geometry().value("panes")
        if panes is not None:
            self.panes.splitter.restoreState(panes)
        self.panes.setFocus(Qt.FocusReason.OtherFocusReason)
