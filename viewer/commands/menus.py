"""Menus, toolbar and shortcuts, made from the table of actions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

import resources
from viewer.commands.action_table import ACTIONS, ActionSpec
from viewer.commands.shortcuts import Bindings, keys_text
from viewer.style.theme import scaled, toned_icon
from viewer.style.translation import tr
from viewer.viewport.hold_shortcut import HoldShortcut
from viewer.window.measure_actions import TOOLS

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

MENUS = ("File", "View", "Film", "Overlay", "Measure", "Go", "Help")  # the table of actions names them
WINDOW_MENU = "Window"
WORD_MENU = "Your word"


def build(window: MainWindow) -> dict[str, QAction]:
    """Fill menu bar and toolbar; returns the actions by name."""
    actions = {spec.name: _action(window, spec) for spec in ACTIONS}
    menus = {name: window.menuBar().addMenu(f"&{tr(name)}") for name in MENUS}
    menus[WINDOW_MENU] = _window_menu(window)
    menus[WORD_MENU] = QMenu(tr(WORD_MENU), window)
    toolbar = _toolbar(window)
    for spec in ACTIONS:
        menu = menus[spec.menu]
        if spec.separator:
            menu.addSeparator()
        menu.addAction(actions[spec.name])
        if spec.toolbar:
            if spec.separator:
                toolbar.addSeparator()
            toolbar.addAction(actions[spec.name])
        if spec.name == "open_folder":
            menu.addMenu(_recent_menu(window))
    for above, below in ((menus["Film"], WINDOW_MENU), (menus["Measure"], WORD_MENU)):
        above.addSeparator()
        above.addMenu(menus[below])
    for name in TOOLS:
        actions[name].setCheckable(True)
    return actions


def action_text(spec: ActionSpec) -> str:
    """What an action is called in menus, in the window's language."""
    return tr(spec.text).replace("{}", tr(spec.subject))


def bind(actions: dict[str, QAction], bindings: Bindings) -> None:
    """Give every action its keys, and name them in its tool tip."""
    for spec in ACTIONS:
        action, keys = actions[spec.name], bindings[spec.name]
        action.setShortcuts([QKeySequence(key) for key in keys])
        name = action_text(spec).rstrip(" …")
        action.setToolTip(f"{name} ({keys_text(keys)})" if keys else name)


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


def _toolbar(window: MainWindow) -> QToolBar:
    toolbar = QToolBar(tr("Tools"), window)
    toolbar.setObjectName("toolbar")
    toolbar.setMovable(False)
    toolbar.setIconSize(QSize(scaled(20), scaled(20)))
    window.addToolBar(toolbar)
    return toolbar


def _recent_menu(window: MainWindow) -> QMenu:
    menu = QMenu(tr("Open recent"), window)
    menu.setObjectName("recentMenu")
    menu.aboutToShow.connect(partial(fill_recent, window))
    return menu


def _action(window: MainWindow, spec: ActionSpec) -> QAction:
    action = QAction(action_text(spec), window)
    action.setObjectName(spec.name)
    if spec.icon:
        action.setIcon(toned_icon(resources.path(f"icons/{spec.icon}.svg")))
    action.setCheckable(bool(spec.checked))
    arguments = () if spec.argument is None else (spec.argument,)
    begin = partial(_call, window, spec.intent, arguments)
    if spec.released:
        HoldShortcut(action, begin, partial(_call, window, spec.released, ()))
    else:
        action.triggered.connect(begin)
    window.addAction(action)  # its keys work also where its menu entry is hidden
    return action


def show_checks(window: object, actions: dict[str, QAction]) -> None:
    """Show of every action that is on or off which it is."""
    for spec in ACTIONS:
        if spec.checked:
            actions[spec.name].setChecked(getattr(window, spec.checked))


def _call(window: MainWindow, intent: str, arguments: tuple[int, ...], _checked: bool = False) -> None:
    getattr(window, intent)(*arguments)


def _window_menu(window: MainWindow) -> QMenu:
    """A sub-menu that names the windows of the open film, with the digits that choose them."""
    menu = QMenu(tr("Window"), window)
    menu.aboutToShow.connect(partial(_name_presets, window, menu))
    return menu


def _name_presets(window: MainWindow, menu: QMenu) -> None:
    names = window.preset_names()
    for place, action in enumerate(menu.actions()):
        action.setVisible(place < len(names))
        if place < len(names):
            action.setText(tr(names[place]).replace("&", "&&"))
