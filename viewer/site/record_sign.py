"""A sign in the status bar while the record of use is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import tr


class RecordSign(QLabel):
    """Says that use is recorded, and how many lines there are; hidden while it is not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recordSign")
        self.setContentsMargins(8, 0, 10, 0)
        self.show_recorded(None)

    def show_recorded(self, count: int | None) -> None:
        """Show so many lines; None: the record is off."""
        self.setVisible(count is not None)
        if count is None:
            return
        self.setText(tr("● Use is recorded"))
        told = tr("Record of use: {count} lines, without identity. Settings end it; thoracam record verify checks it.")
        set_tool_tip(self, told.format(count=count))
        self.setAccessibleName(f"{self.text()}: {count}")
