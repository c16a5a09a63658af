"""What the user waits for, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from viewer.language import tr
from viewer.session import Busy


class BusyBar(QWidget):
    """Shows progress with Cancel while there is work; keeps its place when there is none, so that nothing moves."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(tr("Ready"), self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        self.show_busy(None)

    def show_busy(self, busy: Busy | None) -> None:
        """Show the work under way, or that there is none."""
        for widget in (self.progress, self.cancel):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
            widget.setVisible(busy is not None)
        if busy is None:
            self.label.setText(tr("Ready"))
            return
        self.label.setText(f"{tr(busy.title)}: {tr(busy.progress.stage)}")
        self.progress.setValue(round(busy.progress.done * 100))
