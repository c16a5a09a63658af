"""The main window: holds its parts and the objects that act on them, and tells each part what it shows."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from viewer.annotations.annotation_layer import AnnotationLayer
from viewer.annotations.measurement_list import MeasurementList
from viewer.annotations.occlusion_layer import OcclusionLayer
from viewer.commands.command_center import CommandCenter
from viewer.commands.enablement import deciding
from viewer.commands.recent_menu import RecentMenu
from viewer.control.controller import Controller
from viewer.control.session_listener import SessionListener
from viewer.findings.findings_panel import FindingsPanel
from viewer.objects.object_desk import ObjectDesk
from viewer.state.objects.shown import presented_film
from viewer.state.session import is_analysing
from viewer.state.settings_store import SettingsStore
from viewer.style.translation import tr
from viewer.viewport.film_cells import FilmCells, beside
from viewer.viewport.frame_slider import FrameSlider
from viewer.viewport.histogram import Histogram
from viewer.viewport.prior_viewport import PriorViewport
from viewer.viewport.viewport_pair import ViewportPair
from viewer.window.binding.bindings import Actors, bind_commands, checking
from viewer.window.context_menus import ContextMenus
from viewer.window.file_actions import DroppedFiles, FileActions
from viewer.window.film_focus import FilmFocus
from viewer.window.geometry import WindowGeometry
from viewer.window.help_actions import HelpActions
from viewer.window.layout import Panels, lay_out, middle_of
from viewer.window.layout_actions import LayoutActions
from viewer.window.network_actions import NetworkActions
from viewer.window.notices.message_bar import MessageBar, OutcomeBar
from viewer.window.notices.notice_stack import NoticeStack
from viewer.window.notices.progress_bar import ProgressBar
from viewer.window.overlay_actions import OverlayActions
from viewer.window.preset_actions import PresetActions
from viewer.window.second_monitor import SecondMonitor
from viewer.window.settings_actions import SettingsActions
from viewer.window.site.site_actions import SiteActions
from viewer.window.view_actions import ViewActions
from viewer.window.window_level_actions import WindowLevelActions
from viewer.worklist.worklist_panel import WorklistPanel, listed

if TYPE_CHECKING:
    from viewer.export.export_controller import ExportController


class MainWindow(QMainWindow):
    """Worklist, viewports, findings; what the hand does goes to the actions and to the controller."""

    rebuild_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self, controller: Controller, settings: SettingsStore, pack_folder: Path) -> None:
        super().__init__()
        self.setWindowTitle("ThoraCAM")
        self.controller, self.settings = controller, settings
        self._packs = pack_folder, Path(settings.now.second_pack)
        self.worklist = WorklistPanel(self)
        self.viewports = ViewportPair(self)
        self.prior = PriorViewport(self)
        self.cells = FilmCells(self.viewports.grid)
        self.findings = FindingsPanel(self)
        self.histogram = Histogram(self)
        self.frames = FrameSlider(self)
        self.notice = MessageBar(self)
        self.offer = MessageBar(self, tr("Reopen"))
        self.of_report = MessageBar(self, tr("Take over annotations"))
        self.outcome = OutcomeBar(self)
        self.progress = ProgressBar(self)
        self.second_monitor = SecondMonitor(self, self.viewports)
        self.annotations = AnnotationLayer(self.viewports, controller, lambda: settings.now.sticky_tools)
        self.measurements = MeasurementList(self)
        self.occlusion = OcclusionLayer(self.viewports, controller)
        self.objects = ObjectDesk(self, controller, self.viewports)
        self._lay_out()
        self.place = WindowGeometry(self, self.viewports.grid, self.panels, settings.path.with_name("window.ini"))
        self._act()
        self._connect_viewports()
        self._connect_findings()
        self._connect_rest()
        self.worklist.show_compact(settings.now.compact_list)
        self.commands.use_keys(dict(settings.now.keys))
        self.place.take_up()
        self.focus = FilmFocus(self, self.viewports)
        self._listener = SessionListener(controller.changes, self)
        self._listen()

    def _lay_out(self) -> None:
        self.panels = Panels(
            self.worklist, middle_of(self.viewports, (self.histogram, self.frames)), self.findings, self
        )
        self.said = NoticeStack(self.viewports, (self.offer, self.of_report, self.notice, self.outcome))
        for part in (self.measurements, self.objects.panel):
            self.worklist.add_below(part)
        lay_out(self, self.panels, foot=self.progress)

    def _act(self) -> None:
        """Build what acts on the parts, and the commands by which the user has it act."""
        controller, settings, viewports = self.controller, self.settings, self.viewports
        self.files = FileActions(self, controller.opening, controller.messages, settings)
        DroppedFiles(self, self.files.open_paths)
        self.options = SettingsActions(self, controller, settings)
        self.layouts = LayoutActions(self, controller, viewports, self.panels)
        self.views = ViewActions(self.layouts, controller, viewports, self.annotations, self.second_monitor)
        self.window_level = WindowLevelActions(controller, viewports, self.histogram, settings)
        self.presets = PresetActions(self, self.window_level, settings, self.options, lambda: self.commands.bindings)
        self.overlays = OverlayActions(controller, self.findings, viewports)
        self.help = HelpActions(self, controller.analysing, settings, self._pack_in_use)
        self.network = NetworkActions(self, controller, self.files, lambda: self.exports.outgoing, self.worklist.list)
        self.site = SiteActions(self, controller, settings, self.files, self._pack_in_use)
        self.commands = CommandCenter(self, bind_commands(self._actors()))
        self.commands.fill_menus(
            RecentMenu(self, self.files.recent, self.files.open_recent),
            self.window_level.preset_names,
            self.presets.own_names,
        )
        self.menus = ContextMenus(self, self.commands, controller, viewports, self.annotations)
        self.menus.serve(self.findings, self.worklist)

    @cached_property
    def exports(self) -> ExportController:
        """What leaves the window; made with the first command for it, since it imports all that draws and writes."""
        from viewer.export.export_controller import ExportController

        ports = (lambda: self.annotations.shown, self._pack_in_use, self.network.send)
        return ExportController(self, self.controller, self.settings, *ports, self.viewports.cameras)

    def _pack_in_use(self) -> Path:
        return self._packs[bool(self.controller.session.second_model)]

    def _actors(self) -> Actors:
        return Actors(
            self.controller,
            self.close,
            self.files,
            lambda: self.exports,
            self.options,
            self.views,
            self.layouts,
            self.viewports,
            self.window_level,
            self.presets,
            self.overlays,
            self.annotations,
            self.measurements,
            self.occlusion,
            self.worklist,
            self.help,
            self.network,
            self.site,
            self.objects,
        )

    # -- what the hand did ----------------------------------------------------------------------------------------

    def _connect_viewports(self) -> None:
        viewports, controller = self.viewports, self.controller
        viewports.window_dragged.connect(self.window_level.drag)
        viewports.region_drawn.connect(self.window_level.spread_region)
        viewports.film_stepped.connect(controller.travel.go)
        viewports.opacity_stepped.connect(self.overlays.step_opacity)
        viewports.cameras.looked_from.connect(self.prior.follow)
        viewports.join(self.prior, self.prior.view)
        self.cells.picked.connect(controller.travel.select)
        self.cells.stepped.connect(controller.travel.go)
        self.histogram.edges_moved.connect(self.window_level.spread_between)
        self.frames.frame_wanted.connect(controller.travel.go_to_frame)
        for touched in (self.annotations.tool_changed, viewports.left_tool_changed, viewports.region_drawn):
            touched.connect(self.commands.show_checks)
        self.measurements.serve(self.annotations, controller.annotations)
        self.second_monitor.given_back.connect(self.commands.show_checks)

    def _connect_findings(self) -> None:
        findings, controller = self.findings, self.controller
        findings.finding_toggled.connect(controller.view.toggle_finding)
        findings.place_wanted.connect(self.overlays.go_to_hottest)
        findings.overlays_toggled.connect(controller.view.toggle_overlays)
        findings.opacity_changed.connect(controller.view.set_opacity)
        findings.colormap_changed.connect(controller.view.set_colormap)
        findings.method_changed.connect(controller.analysing.set_method)
        findings.test_wanted.connect(controller.analysing.test_heatmaps)
        findings.analysis_wanted.connect(controller.analysing.analyse_again)
        findings.override_wanted.connect(controller.analysing.analyse_with_override)
        findings.inversion_wanted.connect(controller.analysing.invert_and_analyse)
        findings.finding_judged.connect(controller.assessments.judge)
        findings.note_written.connect(controller.assessments.write_note)
        findings.read_first.rest_absent.connect(controller.unaided.call_rest_absent)
        findings.read_first.reveal_wanted.connect(controller.unaided.reveal)

    def _connect_rest(self) -> None:
        controller = self.controller
        self.worklist.list.film_picked.connect(controller.travel.select)
        self.worklist.list.thumbnails_wanted.connect(controller.thumbnails.want)
        self.worklist.searched.connect(controller.worklist.search)
        self.worklist.search_left.connect(self.viewports.setFocus)
        self.worklist.order_wanted.connect(controller.worklist.arrange)
        self.worklist.filter_wanted.connect(controller.worklist.keep)
        self.worklist.command_wanted.connect(self.commands.run)
        self.notice.dismissed.connect(controller.messages.dismiss_notice)
        self.offer.dismissed.connect(controller.messages.dismiss_offer)
        self.offer.accepted.connect(self.reopen_wanted)
        self.of_report.dismissed.connect(controller.report_annotations.put_away)
        self.of_report.accepted.connect(controller.report_annotations.take_over)
        self.outcome.dismissed.connect(controller.messages.dismiss_outcome)
        self.outcome.place_wanted.connect(self.files.show_place)
        self.progress.cancelled.connect(controller.waiting.cancel)
        self.options.changed.connect(self.commands.show_checks)
        self.options.rows_changed.connect(self.worklist.show_compact)
        self.presets.changed.connect(self._show_needs)
        self.options.presets_wanted.connect(self.presets.edit)
        self.options.keys_wanted.connect(self.commands.edit_bindings)
        self.options.rebuild_wanted.connect(self.rebuild_wanted)
        self.commands.keys_chosen.connect(self.options.take_keys)
        self.commands.keys_changed.connect(self.findings.show_keys)
        self.objects.chip.panel_wanted.connect(self.commands.show_checks)

    # -- shown ----------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Have each part told now, and whenever what it shows has changed."""
        listen, changes, findings = self._listener.listen, self.controller.changes, self.findings
        listen(lambda s: (s.film, s.drawn, s.report_annotations), lambda it: self.annotations.show_annotations(*it))
        listen(lambda s: (s.occlusion, s.shown_film), lambda it: self.occlusion.show_occlusion(it[0]))
        listen(listed, lambda _: self.worklist.show_session(changes.session))
        for shown in (self.viewports, self.prior):
            listen(lambda s: s.corners, shown.show_corner_level)
        listen(lambda s: s.arrangement, self.cells.show_arrangement)
        listen(beside, lambda it: self.cells.show_films(*it))
        listen(lambda s: (presented_film(s), s.presentation, s.overlay), lambda it: self.viewports.show_state(*it))
        listen(lambda s: (s.shown_film, s.overlay), lambda it: findings.show_overlay(*it))
        listen(
            lambda s: (s.shown_film, s.overlay.drawn, is_analysing(s), s.unaided),
            lambda it: findings.show_state(*it[:2], analysing=it[2], unaided=it[3]),
        )
        listen(lambda s: (s.shown_film, s.prior_film), lambda it: findings.show_prior(*it))
        listen(
            lambda s: (s.reading, s.shown_film, s.report_annotations, s.unaided),
            lambda it: findings.show_reading(*it[:3], unaided=it[3]),
        )
        listen(lambda s: s.report_annotations, lambda it: self.of_report.show_message(it.message if it else None))
        listen(lambda s: (s.prior_film, s.film, s.presentation), lambda it: self.prior.show_prior(*it))
        listen(lambda s: (s.prior_film, s.overlay_of_prior), lambda it: self.prior.show_overlay(*it))
        listen(lambda s: s.film, self.frames.show_state)
        listen(lambda s: (s.film, s.presentation), lambda it: self.window_level.show_histogram(*it))
        listen(lambda s: s.notice, self.notice.show_message)
        listen(lambda s: s.offer, self.offer.show_message)
        listen(lambda s: s.outcome, self.outcome.show_outcome)
        listen(lambda s: s.busy, self.progress.show_busy)
        listen(lambda s: s.current, lambda _: self.network.fetch_priors_by_itself())
        listen(lambda s: s.recorded, self.options.record_sign.show_recorded)
        self.objects.listen(self._listener)
        self.site.keeper.listen(self._listener)
        listen(checking, lambda _: self.commands.show_checks())
        listen(deciding, lambda _: self._show_needs())
        self._listener.hear(self.controller.thumbnails.listen, self.worklist.list.show_thumbnail)

    def _show_needs(self) -> None:
        self.commands.show_needs(self.controller.session, self.controller.annotations.history)

    def stop_listening(self) -> None:
        """Show nothing new any more: another window takes this one's place."""
        self._listener.end()

    # -- window events --------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember the settings and the window's place."""
        self.second_monitor.give_back()
        self.objects.close()
        self.remember()
        event.accept()

    def remember(self) -> None:
        """Write what the next window takes up: settings, place and size, the split between the viewports."""
        self.site.keeper.note()
        self.settings.take_from(self.controller.session)
        self.options.save()
        self.place.remember()

    def take_over(self, other: MainWindow) -> None:
        """Be as the window in whose place this one stands: what no session holds."""
        if other.window_level.has_histogram():
            self.window_level.toggle_histogram()
        self.viewports.cameras.link(linked=other.views.is_linked())
        if other.views.uses_second_screen():
            self.views.toggle_second_screen()
        self.setWindowState(other.windowState())
        self.commands.show_checks()
