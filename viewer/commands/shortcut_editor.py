"""The dialog that edits keys: search, press the new key, see what it is taken from, reset one or all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.commands.action_table import ACTIONS, BY_NAME
from viewer.commands.fuzzy_match import fuzzy_score
from viewer.commands.menus import action_text
from viewer.commands.shortcuts import Bindings, chosen_of, default_bindings, keys_text, owner_of, rebound
from viewer.style.theme import open_at, toned
from viewer.style.translation import tr

_NAME = Qt.ItemDataRole.UserRole
CHANGED = QColor("#d9903d")


class ShortcutEditor(QDialog):
    """Edits a copy of the bindings; ``bindings`` is what was chosen, after ``accepted``."""

    def __init__(self, bindings: Bindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyEditor")
        self.setWindowTitle(tr("Keys"))
        self.bindings = dict(bindings)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search by name or key"))
        self.search.setAccessibleName(tr("Search actions"))
        self.search.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(tr("Actions and their keys"))
        self.list.setHeaderLabels([tr("Action"), tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.key = QKeySequenceEdit(self)
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName(tr("New key"))
        self.add = QPushButton(tr("Add key"), self)
        self.replace = QPushButton(tr("Use only this key"), self)
        self.remove = QPushButton(tr("No keys"), self)
        self.reset = QPushButton(tr("Reset this"), self)
        self.conflict = QLabel(self)
        self.conflict.setObjectName("keyConflict")
        self.conflict.setWordWrap(True)
        self.buttons = QDialogButtonBox(self)
        self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.reset_all = self.buttons.addButton(tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        self.items: dict[str, QTreeWidgetItem] = {}
        self._lay_out()
        self._connect()
        self._fill()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Press the new key:"), self))
        row.addWidget(self.key, 1)
        for button in (self.add, self.replace, self.remove, self.reset):
            button.setAutoDefault(False)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(self.conflict)
        column.addWidget(self.buttons)
        open_at(self, 820, 620)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(self._show_conflict)
        self.key.keySequenceChanged.connect(self._show_conflict)
        self.add.clicked.connect(self._add)
        self.replace.clicked.connect(self._replace)
        self.remove.clicked.connect(self._remove)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # -- shown ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        for spec in ACTIONS:
            item = QTreeWidgetItem((f"{tr(spec.menu.value)}  ›  {action_text(spec)}", ""))
            item.setData(0, _NAME, spec.name)
            self.items[spec.name] = item
            self.list.addTopLevelItem(item)
        self.list.setCurrentItem(self.items[ACTIONS[0].name])
        self._show_keys()

    def _show_keys(self) -> None:
        changed = chosen_of(self.bindings)
        for name, item in self.items.items():
            item.setText(1, keys_text(self.bindings[name]))
            item.setData(1, Qt.ItemDataRole.ForegroundRole, toned(CHANGED) if name in changed else None)
        self._show_conflict()

    def _filter(self, query: str) -> None:
        for item in self.items.values():
            fits = [fuzzy_score(query, item.text(column)) is not None for column in (0, 1)]
            item.setHidden(bool(query) and not any(fits))
        current = self.list.currentItem()
        if current is None or current.isHidden():
            for item in [item for item in self.items.values() if not item.isHidden()][:1]:
                self.list.setCurrentItem(item)

    def _show_conflict(self) -> None:
        """Say whom the pressed key would be taken from, before anything is changed."""
        name, key = self._name(), self._pressed()
        owner = owner_of(self.bindings, key, but=name) if key else ""
        text = ""
        if owner:
            text = tr("{key} belongs to “{action}” and would be taken from it.")
            text = text.format(key=keys_text((key,)), action=action_text(BY_NAME[owner]))
        self.conflict.setText(text)
        for button in (self.add, self.replace):
            button.setEnabled(bool(name and key))
        self.remove.setEnabled(bool(name))
        self.reset.setEnabled(bool(name) and name in chosen_of(self.bindings))

    # -- changed --------------------------------------------------------------------------------------------------

    def _add(self) -> None:
        name = self._name()
        self._rebind(name, (*(key for key in self.bindings[name] if key != self._pressed()), self._pressed()))

    def _replace(self) -> None:
        self._rebind(self._name(), (self._pressed(),))

    def _remove(self) -> None:
        self._rebind(self._name(), ())

    def _reset(self) -> None:
        self._rebind(self._name(), default_bindings()[self._name()])

    def _reset_all(self) -> None:
        self.bindings = default_bindings()
        self._show_keys()

    def _rebind(self, name: str, keys: tuple[str, ...]) -> None:
        self.bindings = rebound(self.bindings, name, keys)
        self.key.clear()
        self._show_keys()

    def _name(self) -> str:
        item = self.list.currentItem()
        return str(item.data(0, _NAME)) if item else ""

    def _pressed(self) -> str:
        return self.key.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
