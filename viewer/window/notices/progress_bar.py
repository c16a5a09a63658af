"""What the user waits for, how far it is, how long it will take, and a way to stop it."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from viewer.state.session import Busy
from viewer.style.translation import tr

SURE_AFTER_S = 2.0  # a guess from less than this jumps about
SURE_FROM = 0.05  # of the work done


def seconds_left(elapsed: float, done: float) -> float | None:
    """How long work will still take that took ``elapsed`` seconds for the share ``done``; None: too early to say."""
    if elapsed < SURE_AFTER_S or not SURE_FROM <= done < 1:
        return None
    return elapsed * (1 - done) / done


class ProgressBar(QWidget):
    """Shows progress with Cancel while there is work; keeps its place when there is none, so that nothing moves."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(tr("Ready"), self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # all the room there is
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.addWidget(self.label, 1)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        for widget in (self.progress, self.cancel):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self._number: int | None = None
        self._since = 0.0
        self.show_busy(None)

    def show_busy(self, busy: Busy | None) -> None:
        """Show the work under way, or that there is none."""
        for widget in (self.progress, self.cancel):
            widget.setVisible(busy is not None)
        if busy is None:
            self.label.setText(tr("Ready"))
            return
        if busy.number != self._number:
            self._number, self._since = busy.number, time.monotonic()
        left = _words(seconds_left(time.monotonic() - self._since, busy.progress.done))
        self.label.setText("  ".join(filter(None, (f"{tr(busy.kind.value)}: {tr(busy.progress.stage)}", left))))
        self.progress.setValue(round(busy.progress.done * 100))


def _words(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return tr("about {count} s left").format(count=math.ceil(seconds))
    return tr("about {count} min left").format(count=math.ceil(seconds / 60))
