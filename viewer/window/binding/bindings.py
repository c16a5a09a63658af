"""What each action of the table does: one ``Command`` for each name, bound to the objects that do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from inference.core.annotation import AnnotationKind
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import KeyReason
from inference.imaging.spatial_transform import ANTICLOCKWISE, CLOCKWISE, FLIP_ACROSS, FLIP_DOWN
from viewer.annotations.annotation_layer import AnnotationLayer
from viewer.annotations.measurement_list import MeasurementList
from viewer.annotations.occlusion_layer import OcclusionLayer
from viewer.commands import enablement as needs
from viewer.commands.command import Command
from viewer.control.controller import Controller
from viewer.control.view_control import ViewControl
from viewer.objects.object_desk import ObjectDesk
from viewer.state.session import Session
from viewer.state.window_level import DragStyle
from viewer.style.cursors import LeftTool
from viewer.viewport.viewport_pair import ViewportPair
from viewer.window.binding.worklist_commands import travel_commands, worklist_commands
from viewer.window.file_actions import FileActions
from viewer.window.help_actions import HelpActions
from viewer.window.layout_actions import LayoutActions, layout_commands
from viewer.window.network_actions import NetworkActions
from viewer.window.overlay_actions import OverlayActions
from viewer.window.preset_actions import PresetActions, preset_commands
from viewer.window.settings_actions import SettingsActions
from viewer.window.similar_actions import SimilarActions
from viewer.window.site.site_actions import SiteActions
from viewer.window.tools.study_actions import StudyActions
from viewer.window.tools.teaching_actions import TeachingActions
from viewer.window.view_actions import ViewActions
from viewer.window.window_level_actions import WindowLevelActions
from viewer.worklist.worklist_panel import WorklistPanel

if TYPE_CHECKING:
    from viewer.export.export_controller import ExportController

NEARER, FARTHER = 1.25, 0.8
Commands = dict[str, Command]


@dataclass(frozen=True, slots=True)
class Actors:
    """The objects of a window that do what its commands say; ``exports`` makes its own when it is first asked."""

    controller: Controller
    close: Callable[[], object]
    files: FileActions
    exports: Callable[[], ExportController]
    settings: SettingsActions
    views: ViewActions
    layouts: LayoutActions
    viewports: ViewportPair
    window_level: WindowLevelActions
    presets: PresetActions
    overlays: OverlayActions
    annotations: AnnotationLayer
    measurements: MeasurementList
    occlusion: OcclusionLayer
    worklist: WorklistPanel
    help: HelpActions
    network: NetworkActions
    site: SiteActions
    objects: ObjectDesk


def checking(session: Session) -> tuple[object, ...]:
    """What of a session decides which commands are on."""
    shown = (session.presentation, session.film, session.overlay.outlined)
    return (
        *shown,
        session.read_unaided,
        session.layout,
        session.reviewed,
        session.ahead.going,
        session.worklist.sorting,
        session.reading.key_reason,
    )


def bind_commands(actors: Actors) -> Commands:
    """The commands by name of action; those of palette and keys belong to ``CommandCenter``."""
    return {
        **_file_commands(actors),
        **_view_commands(actors.controller, actors.views, actors.viewports),
        **layout_commands(actors.controller, actors.layouts),
        **_transform_commands(actors.controller.view),
        **_window_level_commands(actors.controller.view, actors.window_level),
        **preset_commands(actors.window_level, actors.presets),
        **_overlay_commands(actors.controller, actors.overlays),
        **_annotation_commands(actors.controller, actors.annotations, actors.measurements),
        **_tool_commands(actors.annotations, actors.viewports),
        **_reading_commands(actors.controller, actors.occlusion),
        **travel_commands(actors.controller),
        **worklist_commands(actors.controller, actors.worklist, actors.settings),
        **_help_commands(actors.help),
        **actors.network.commands(),
        **actors.site.commands(),
        **_tools_commands(actors),
        **actors.objects.commands(),
        **SimilarActions(actors.controller, actors.settings, actors.files).commands(),
        "open_samples": Command(actors.files.open_samples),
    }


def _file_commands(actors: Actors) -> Commands:
    files, exports, settings = actors.files, actors.exports, actors.settings
    return {
        "open_files": Command(files.ask_for_files),
        "open_folder": Command(files.ask_for_folder),
        "export": Command(lambda: exports().ask(), needs.analysis),
        "export_many": Command(lambda: exports().ask_batch(), needs.films_to_show),
        "copy": Command(lambda: exports().copy(), needs.film),
        "print": Command(lambda: exports().print_report(), needs.analysis),
        "print_film": Command(lambda: exports().print_film(), needs.spacing),
        "impression": Command(lambda: exports().write_impression(), needs.film),
        "settings": Command(settings.show_settings),
        "drag_swapped": Command(settings.swap_drag, checked=settings.drag_is_swapped),
        "drag_up": Command(settings.turn_drag, checked=settings.drag_is_upside_down),
        "quit": Command(actors.close),
    }


def _view_commands(controller: Controller, views: ViewActions, viewports: ViewportPair) -> Commands:
    cameras = viewports.cameras
    hold, let_go = partial(viewports.magnify, held=True), partial(viewports.magnify, held=False)
    return {
        "fit": Command(cameras.fit, needs.film),
        "one_to_one": Command(cameras.one_to_one, needs.film),
        "real_size": Command(views.real_size, needs.film),
        "zoom_in": Command(partial(cameras.zoom, NEARER), needs.film),
        "zoom_out": Command(partial(cameras.zoom, FARTHER), needs.film),
        "magnifier": Command(hold, needs.film, released=let_go),
        "link": Command(views.toggle_link, checked=views.is_linked),
        "link_windows": Command(views.toggle_window_link, checked=views.windows_are_linked),
        "second_screen": Command(views.toggle_second_screen, checked=views.uses_second_screen),
        "corners": Command(views.cycle_corners),
        "reset": Command(views.reset, needs.film),
        "reset_window": Command(controller.view.reset_window, needs.film),
        "reset_turn": Command(controller.view.reset_transform, needs.film),
        "escape": Command(views.escape),
    }


def _transform_commands(view: ViewControl) -> Commands:
    return {
        "rotate": Command(partial(view.transform, CLOCKWISE), needs.film),
        "rotate_left": Command(partial(view.transform, ANTICLOCKWISE), needs.film),
        "flip_across": Command(partial(view.transform, FLIP_ACROSS), needs.film),
        "flip_down": Command(partial(view.transform, FLIP_DOWN), needs.film),
    }


def _window_level_commands(view: ViewControl, window_level: WindowLevelActions) -> Commands:
    return {
        "invert": Command(window_level.toggle_invert, needs.film, checked=window_level.is_inverted),
        "region": Command(window_level.arm_region, needs.film, checked=window_level.region_is_armed),
        "shape": Command(window_level.toggle_shape, needs.film, checked=window_level.is_sigmoid),
        "lighter": Command(window_level.lighten, needs.film),
        "darker": Command(window_level.darken, needs.film),
        "histogram": Command(window_level.toggle_histogram, checked=window_level.has_histogram),
        "graphics": Command(view.toggle_overlay_planes, needs.overlay_planes, checked=view.shows_overlay_planes),
    }


def _overlay_commands(controller: Controller, overlays: OverlayActions) -> Commands:
    outlined = Command(controller.view.toggle_outlines, checked=lambda: controller.session.overlay.outlined)
    return {
        "marks": Command(overlays.toggle_all, needs.heatmap),
        "peek": Command(overlays.peek, needs.heatmap, released=overlays.end_peek),
        "all_overlays": Command(controller.view.show_all_overlays, needs.heatmap),
        "outlines": outlined,
        "switch_model": Command(controller.analysing.switch_model, needs.second_model),
        "opinions": Command(overlays.show_opinions, needs.opinions),
        "reset_overlay": Command(controller.view.reset_overlay),
        "more_opacity": Command(partial(overlays.step_opacity, 1)),
        "less_opacity": Command(partial(overlays.step_opacity, -1)),
        **{
            f"overlay_{finding.key}": Command(
                partial(overlays.toggle_finding, finding.key), needs.heatmap_of(finding.key)
            )
            for finding in FINDINGS
        },
    }


def _take_left(tool: LeftTool, layer: AnnotationLayer, viewports: ViewportPair) -> None:
    layer.put_down()
    viewports.use_left_tool(tool)


def _has_left(tool: LeftTool, layer: AnnotationLayer, viewports: ViewportPair) -> bool:
    return layer.tool is None and not viewports.region_armed and viewports.left_tool is tool


def _tool_commands(layer: AnnotationLayer, viewports: ViewportPair) -> Commands:
    return {
        f"tool_{tool}": Command(
            partial(_take_left, tool, layer, viewports), checked=partial(_has_left, tool, layer, viewports)
        )
        for tool in LeftTool
    }


def _annotation_commands(controller: Controller, layer: AnnotationLayer, measurements: MeasurementList) -> Commands:
    drawn = controller.annotations
    return {
        **{
            f"draw_{kind}": Command(partial(layer.take, kind), needs.film, checked=partial(layer.has_in_hand, kind))
            for kind in AnnotationKind
        },
        "propose_cardiothoracic": Command(layer.propose, needs.film_to_propose_for),
        "undo_mark": Command(drawn.undo, needs.undoable),
        "redo_mark": Command(drawn.redo, needs.redoable),
        "delete_mark": Command(layer.delete_selected, needs.annotation),
        "delete_all_marks": Command(drawn.delete_all, needs.annotation),
        "measurements": Command(measurements.toggle, checked=lambda: not measurements.isHidden()),
        "toggle_drawn": Command(layer.toggle_shown, needs.film, checked=lambda: layer.shown),
        "take_over": Command(controller.report_annotations.take_over, needs.annotation_of_report),
    }


def _reading_commands(controller: Controller, occlusion: OcclusionLayer) -> Commands:
    judge_next, drawn = controller.assessments.judge_next, controller.annotations

    def is_flagged(reason: KeyReason | None = None) -> bool:
        known = controller.session.reading.key_reason
        return known is not None and reason in (None, known)

    def toggle_unaided_read() -> None:
        controller.unaided.want(not controller.session.read_unaided)

    return {
        "touch": Command(occlusion.begin, needs.analysis, released=occlusion.end),
        "flag_film": Command(drawn.toggle_flag, needs.film, checked=is_flagged),
        **{
            f"key_{reason}": Command(partial(drawn.flag, reason), needs.film, checked=partial(is_flagged, reason))
            for reason in KeyReason
        },
        "read_first": Command(toggle_unaided_read, checked=lambda: controller.session.read_unaided),
        **{
            f"judge_{finding.key}": Command(partial(judge_next, finding.key), needs.finding_to_assess)
            for finding in FINDINGS
        },
    }


def _tools_commands(actors: Actors) -> Commands:
    settings, views = actors.settings, actors.views

    def drag() -> DragStyle:
        return DragStyle(settings.drag_is_swapped(), settings.drag_is_upside_down())

    def cover() -> None:
        if views.uses_second_screen():
            views.toggle_second_screen()

    teaching = TeachingActions(actors.viewports, actors.controller, drag)
    return {**StudyActions(actors.viewports, actors.controller, drag, cover).commands(), **teaching.commands()}


def _help_commands(help_actions: HelpActions) -> Commands:
    return {
        "manual": Command(help_actions.show_manual),
        "model_card": Command(help_actions.show_model_card),
        "system": Command(help_actions.show_system),
        "licences": Command(help_actions.show_licences),
        "about": Command(help_actions.show_about),
    }
