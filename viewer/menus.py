"""Menus, toolbar and shortcuts, made from the table of actions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

import resources
from inference.findings import FINDINGS
from viewer.actions import ACTIONS, FINDING_KEYS, MENUS, PRESET_KEYS, ActionSpec
from viewer.held_keys import HeldKey
from viewer.measure_intents import TOOLS

if TYPE_CHECKING:
    from viewer.main_window import MainWindow


def build(window: MainWindow) -> dict[str, QAction]:
    """Fill menu bar and toolbar; returns the actions by name."""
    actions = {spec.name: _action(window, spec) for spec in ACTIONS}
    menus = {name: window.menuBar().addMenu(f"&{name}") for name in MENUS}
    toolbar = QToolBar("Tools", window)
    toolbar.setObjectName("toolbar")
    toolbar.setMovable(False)
    toolbar.setIconSize(QSize(20, 20))
    window.addToolBar(toolbar)
    for spec in ACTIONS:
        if spec.separator:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[spec.name])
        if spec.toolbar:
            if spec.separator:
                toolbar.addSeparator()
            toolbar.addAction(actions[spec.name])
        if spec.name == "open_folder":
            menus["File"].addMenu(_recent_menu(window))
    _add_findings(window, menus["Overlay"])
    _add_presets(window, menus["Film"])
    actions["touch"].setAutoRepeat(False)
    for name in (*TOOLS, "read_first", "compare"):
        actions[name].setCheckable(True)
    return actions


def fill_recent(window: MainWindow) -> None:
    """Show what was opened lately in the File menu."""
    menu = window.findChild(QMenu, "recentMenu")
    assert menu is not None
    menu.clear()
    for name in window.settings.recent:
        action = menu.addAction(name.replace("&", "&&"))
        action.triggered.connect(partial(_open_recent, window, Path(name)))
    menu.setEnabled(bool(window.settings.recent))


def _open_recent(window: MainWindow, path: Path, _checked: bool = False) -> None:
    window.open_paths((path,))


def _recent_menu(window: MainWindow) -> QMenu:
    menu = QMenu("Open recent", window)
    menu.setObjectName("recentMenu")
    menu.aboutToShow.connect(partial(fill_recent, window))
    return menu


def _action(window: MainWindow, spec: ActionSpec) -> QAction:
    action = QAction(spec.text, window)
    action.setObjectName(spec.name)
    action.setShortcuts([QKeySequence(key) for key in spec.shortcuts])
    if spec.icon:
        action.setIcon(QIcon(str(resources.path(f"icons/{spec.icon}.svg"))))
    keys = ", ".join(spec.shortcuts)
    action.setToolTip(f"{spec.text.rstrip(' …')} ({keys})" if keys else spec.text)
    action.setCheckable(bool(spec.checked))
    if spec.released:
        HeldKey(action, partial(_call, window, spec.intent), partial(_call, window, spec.released))
    else:
        action.triggered.connect(partial(_call, window, spec.intent))
    return action


def show_checks(window: object, actions: dict[str, QAction]) -> None:
    """Show of every action that is on or off which it is."""
    for spec in ACTIONS:
        if spec.checked:
            actions[spec.name].setChecked(getattr(window, spec.checked))


def _call(window: MainWindow, intent: str, _checked: bool = False) -> None:
    getattr(window, intent)()


def _add_findings(window: MainWindow, menu: QMenu) -> None:
    menu.addSeparator()
    for place, (finding, key) in enumerate(zip(FINDINGS, FINDING_KEYS, strict=True)):
        action = QAction(f"Overlay: {finding.title}", window)
        action.setObjectName(f"overlay_{finding.key}")
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(partial(_toggle, window, place))
        menu.addAction(action)
        judge = QAction(f"Your word on {finding.title.lower()}", window)
        judge.setObjectName(f"judge_{finding.key}")
        judge.setShortcut(QKeySequence(f"Shift+{key}"))
        judge.triggered.connect(partial(_judge_next, window, place))
        window.addAction(judge)


def _judge_next(window: MainWindow, place: int, _checked: bool = False) -> None:
    window.judge_next(place)


def _toggle(window: MainWindow, place: int, _checked: bool = False) -> None:
    window.toggle_finding(place)


def _add_presets(window: MainWindow, menu: QMenu) -> None:
    """A sub-menu that names the windows of the open film, and the digits that choose them."""
    inner = QMenu("Window", window)
    menu.addSeparator()
    menu.addMenu(inner)
    made = []
    for place, key in enumerate(PRESET_KEYS):
        action = QAction(f"Window {key}", window)
        action.setObjectName(f"preset_{key}")
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(partial(_use_preset, window, place))
        window.addAction(action)  # the digit works while the menu is hidden or names fewer windows
        inner.addAction(action)
        made.append(action)
    inner.aboutToShow.connect(partial(_name_presets, window, made))


def _name_presets(window: MainWindow, made: list[QAction]) -> None:
    names = window.preset_names()
    for place, action in enumerate(made):
        action.setVisible(place < len(names))
        if place < len(names):
            action.setText(names[place].replace("&", "&&"))


def _use_preset(window: MainWindow, place: int, _checked: bool = False) -> None:
    window.use_preset(place)
