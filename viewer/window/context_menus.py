"""Menus under the right button: of the film, an annotation on it, a finding, and the worklist."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMainWindow, QMenu

from inference.core.annotation import BELONGING, Annotation, AnnotationKind
from inference.core.findings import FINDINGS
from viewer.annotations.annotation_layer import AnnotationLayer
from viewer.commands.command_center import CommandCenter
from viewer.control.controller import Controller
from viewer.findings.findings_panel import FindingsPanel
from viewer.style.translation import marked, tr
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_pair import ViewportPair
from viewer.worklist.worklist_panel import WorklistPanel

SEPARATOR = ""
OF_FILM = (
    *("tool_window", "tool_zoom", "tool_pan", "tool_magnifier", SEPARATOR),
    *("invert", "rotate", "rotate_left", "flip_across", SEPARATOR),
    *("fit", "one_to_one", "real_size", "reset", SEPARATOR),
    *("marks", "outlines", "toggle_drawn", "measurements", SEPARATOR),
    *("next_presentation", "other_segments", "objects_panel", SEPARATOR),
    *("flag_film", "compare", "network_priors", "copy", "export", "network_send", "print"),
)
OF_WORKLIST = (
    *("reviewed", "flag_film", "close_film", "close_study", "export_many", "network_send", "network_priors", SEPARATOR),
    *("open_files", "open_folder", "network_search"),
)


class ContextMenus:
    """Opens them where they are asked for; ``menu`` is the one that was opened last."""

    def __init__(
        self,
        window: QMainWindow,
        commands: CommandCenter,
        controller: Controller,
        viewports: ViewportPair,
        annotations: AnnotationLayer,
    ) -> None:
        self._window, self._commands, self._controller = window, commands, controller
        self._annotations = annotations
        self.menu: QMenu | None = None
        viewports.menu_wanted.connect(self._over_film)

    def serve(self, findings: FindingsPanel, worklist: WorklistPanel) -> None:
        """Open menus over the panels too."""
        for key, row in findings.rows.items():
            row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            wanted = partial(self._over_finding, key)
            row.customContextMenuRequested.connect(lambda at, row=row, wanted=wanted: wanted(row.mapToGlobal(at)))
        view = worklist.list
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(lambda at: self._open(OF_WORKLIST, view.viewport().mapToGlobal(at)))

    def _over_film(self, view: Viewport, position: QPointF) -> None:
        annotation = self._annotations.annotation_at(view, position)
        place = view.viewport().mapToGlobal(position.toPoint())
        if annotation is None:
            self._open(OF_FILM, place)
        else:
            self._annotations.select(annotation.number)
            self._show(self._of_annotation(annotation, view), place)

    def _of_annotation(self, annotation: Annotation, view: Viewport) -> QMenu:
        menu, number, drawn = QMenu(self._window), annotation.number, self._controller.annotations
        calibration = annotation.kind is AnnotationKind.CALIBRATION
        name = tr("Known length …") if calibration else tr("Rename …")
        menu.addAction(name, partial(self._annotations.rename, number, view))
        if not calibration:
            menu.addAction(tr("Hide"), partial(drawn.hide, number, hidden=True))
        if annotation.label_at is not None:
            menu.addAction(tr("Put the label back"), partial(drawn.put_label_back, number))
        if annotation.kind in BELONGING:
            menu.addMenu(self._of_belonging(annotation, menu))
        menu.addAction(tr("Delete"), partial(drawn.delete, number))
        menu.addSeparator()
        self._add(menu, ("measurements", "toggle_drawn"))
        return menu

    def _of_belonging(self, annotation: Annotation, parent: QMenu) -> QMenu:
        """The findings, with that one ticked which an annotation belongs to."""
        menu, belong = QMenu(tr("Belongs to finding"), parent), self._controller.annotations.belong
        for key, title in (("", marked("None")), *((finding.key, finding.title) for finding in FINDINGS)):
            action = menu.addAction(tr(title), partial(belong, annotation.number, key))
            action.setCheckable(True)
            action.setChecked(annotation.finding == key)
        return menu

    def _over_finding(self, key: str, place: QPoint) -> None:
        menu = QMenu(self._window)
        self._add(menu, (f"overlay_{key}", f"judge_{key}", "marks", "outlines"))
        self._show(menu, place)

    def _open(self, names: Iterable[str], place: QPoint) -> None:
        menu = QMenu(self._window)
        self._add(menu, names)
        self._show(menu, place)

    def _add(self, menu: QMenu, names: Iterable[str]) -> None:
        for name in names:
            if name == SEPARATOR:
                menu.addSeparator()
            elif name in self._commands.actions:
                menu.addAction(self._commands.actions[name])

    def _show(self, menu: QMenu, place: QPoint) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu
        menu.popup(place)
