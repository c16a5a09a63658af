"""The user's own window presets: keep the window in use under a name, rename, delete; nothing happens before *Save*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.state.presets import MOST_OWN, OwnPreset
from viewer.style.theme import open_at
from viewer.style.translation import tr

LONGEST = 40  # letters of a name


class PresetDialog(QDialog):
    """Shows the presets with their ``keys``; ``present`` is the window in use, None without a film.

    ``chosen`` are the presets wanted, after ``accepted``.
    """

    def __init__(
        self,
        presets: Sequence[OwnPreset],
        keys: Sequence[str],
        present: OwnPreset | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("presetDialog")
        self.setWindowTitle(tr("Window presets"))
        self.chosen = tuple(presets)
        self._keys, self._present = keys, present
        self.names: list[QLineEdit] = []
        self.deletes: list[QPushButton] = []
        self.name = QLineEdit(self)
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(tr("Name of the window in use"))
        self.name.setAccessibleName(tr("Name of the window in use"))
        self.add = QPushButton(tr("Keep the window in use"), self)
        self.add.clicked.connect(self._add)
        self.name.textChanged.connect(self._show_what_can_be_added)
        self._rows = QGridLayout()
        self._lay_out()
        self._show_rows()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(self)
        self.save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        said = QLabel(tr("Presets fit any film: they are kept as shares of its own window. Keys: Edit keys."), self)
        said.setWordWrap(True)
        top = QGridLayout()
        top.addWidget(self.name, 0, 0)
        top.addWidget(self.add, 0, 1)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(said)
        column.addLayout(self._rows)
        column.addStretch(1)
        column.addWidget(buttons)
        open_at(self, 560, 420)

    def _show_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # it is deleted when Qt finds the time
                widget.deleteLater()
        self.names, self.deletes = [], []
        for place, preset in enumerate(self.chosen):
            self._show_row(place, preset)
        self._show_what_can_be_added()

    def _show_row(self, place: int, preset: OwnPreset) -> None:
        name = QLineEdit(preset.name, self)
        name.setMaxLength(LONGEST)
        name.setAccessibleName(tr("Name of preset {number}").format(number=place + 1))
        delete = QPushButton(tr("Delete"), self)
        delete.setAutoDefault(False)
        delete.clicked.connect(lambda _checked=False, place=place: self._delete(place))
        about = tr("width {width} %, level {shift} %").format(
            width=f"{preset.width * 100:.0f}", shift=f"{preset.shift * 100:+.0f}".replace("-", "\u2212")
        )
        for column, widget in enumerate((QLabel(self._keys[place], self), name, QLabel(about, self), delete)):
            self._rows.addWidget(widget, place, column)
        self.names.append(name)
        self.deletes.append(delete)

    @Slot()
    def _show_what_can_be_added(self) -> None:
        room = len(self.chosen) < MOST_OWN
        self.add.setEnabled(room and self._present is not None and bool(self.name.text().strip()))

    @Slot()
    def _add(self) -> None:
        assert self._present is not None
        self.chosen = (*self._renamed(), replace(self._present, name=self.name.text().strip()))
        self.name.clear()
        self._show_rows()

    def _delete(self, place: int) -> None:
        self.chosen = tuple(preset for number, preset in enumerate(self._renamed()) if number != place)
        self._show_rows()

    def _renamed(self) -> tuple[OwnPreset, ...]:
        """The presets under the names that stand in the fields; an empty field keeps the name."""
        pairs = zip(self.chosen, self.names, strict=True)
        return tuple(replace(preset, name=field.text().strip() or preset.name) for preset, field in pairs)

    @Slot()
    def _accept(self) -> None:
        self.chosen = self._renamed()
        self.accept()
