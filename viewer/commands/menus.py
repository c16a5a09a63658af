"""Menus, toolbar and keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

import resources
from viewer.commands.action_table import ACTIONS, ActionSpec, Menu
from viewer.commands.command import Command
from viewer.commands.hold_shortcut import HoldShortcut
from viewer.commands.shortcuts import Bindings, keys_text
from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import toned_icon, widened
from viewer.style.translation import tr

INNER = {  # menus that open from another
    Menu.NETWORK: Menu.FILE,
    Menu.WINDOW: Menu.FILM,
    Menu.ASSESSMENT: Menu.MEASURE,
    Menu.KEY_FILM: Menu.GO,
}
MENU_BAR = tuple(menu for menu in Menu if menu not in INNER)
Run = Callable[[Callable[[], object]], None]


def action_text(spec: ActionSpec) -> str:
    """What an action is called in menus, in the window's language."""
    return tr(spec.text).replace("{}", tr(spec.subject))


def make_actions(window: QMainWindow, commands: Mapping[str, Command], run: Run) -> dict[str, QAction]:
    """The window's actions by name; what their commands do is handed to ``run``."""
    return {spec.name: _action(window, spec, commands[spec.name], run) for spec in ACTIONS}


def fill(window: QMainWindow, actions: Mapping[str, QAction], recent: QMenu) -> dict[Menu, QMenu]:
    """Fill menu bar and toolbar; ``recent`` opens from the File menu. Returns the menus."""
    menus = {menu: window.menuBar().addMenu(f"&{tr(menu.value)}") for menu in MENU_BAR}
    menus |= {menu: QMenu(tr(menu.value), window) for menu in INNER}
    toolbar = _toolbar(window)
    for spec in ACTIONS:
        if spec.separator:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[spec.name])
        if spec.toolbar:
            if spec.separator:
                toolbar.addSeparator()
            toolbar.addAction(actions[spec.name])
    for inner, outer in INNER.items():
        if outer is not Menu.FILE:
            menus[outer].addSeparator()
            menus[outer].addMenu(menus[inner])
    menus[Menu.FILE].insertMenu(actions["export"], recent)
    menus[Menu.FILE].insertMenu(actions["close_film"], menus[Menu.NETWORK])
    return menus


def bind(actions: Mapping[str, QAction], bindings: Bindings) -> None:
    """Give every action its keys, and name them in its tool tip."""
    for spec in ACTIONS:
        action, keys = actions[spec.name], bindings[spec.name]
        action.setShortcuts([QKeySequence(key) for key in keys])
        name = action_text(spec).rstrip(" …")
        set_tool_tip(action, f"{name} ({keys_text(keys)})" if keys else name)


def name_actions(actions: Sequence[QAction], names: Sequence[str]) -> None:
    """Call actions by these names, and hide those that are left over."""
    for place, action in enumerate(actions):
        action.setVisible(place < len(names))
        if place < len(names):
            action.setText(tr(names[place]).replace("&", "&&"))


def _action(window: QMainWindow, spec: ActionSpec, command: Command, run: Run) -> QAction:
    action = QAction(action_text(spec), window)
    action.setObjectName(spec.name)
    if spec.icon:
        action.setIcon(toned_icon(resources.path(f"icons/{spec.icon}.svg")))
    action.setCheckable(command.checked is not None)
    if command.released is not None:
        HoldShortcut(action, partial(run, command.run), partial(run, command.released))
    else:
        action.triggered.connect(partial(_triggered, run, command))
    window.addAction(action)  # its keys work also where its menu entry is hidden
    return action


def _triggered(run: Run, command: Command, _checked: bool = False) -> None:
    run(command.run)


def _toolbar(window: QMainWindow) -> QToolBar:
    toolbar = QToolBar(tr("Tools"), window)
    toolbar.setObjectName("toolbar")
    toolbar.setMovable(False)
    toolbar.setIconSize(QSize(widened(20), widened(20)))
    window.addToolBar(toolbar)
    return toolbar
