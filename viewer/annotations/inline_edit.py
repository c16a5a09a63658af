"""A line to write on, right where the annotation is."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from viewer.style.rich_text import tip_text
from viewer.style.theme import scaled
from viewer.style.translation import tr

WIDTH = 180
_LENGTH = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(mm|cm)?\s*", re.IGNORECASE)


class InlineEdit(QLineEdit):
    """Tells what was written when Return is pressed or the focus goes; ``left`` when nothing is to be kept."""

    written = Signal(str)
    left = Signal()

    def __init__(
        self, viewport: QWidget, place: QPointF, prompt: str, text: str, refusal: Callable[[str], str]
    ) -> None:
        super().__init__(text, viewport)
        self._refusal = refusal
        self._done = False
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        self.setMaxLength(200)
        self.setFixedWidth(scaled(WIDTH))
        self.adjustSize()
        x = min(max(4, round(place.x()) + 10), viewport.width() - self.width() - 4)
        y = min(max(4, round(place.y()) - self.height() // 2), viewport.height() - self.height() - 4)
        self.move(QPoint(x, y))
        self.returnPressed.connect(self.finish)
        self.show()
        self.setFocus()

    def finish(self) -> None:
        """Hand over what was written; what cannot be taken is said, and stays to be mended."""
        if self._done:
            return
        why = self._refusal(self.text())
        if why:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), tip_text(why), self)
            self.selectAll()
            return
        self._done = True
        self.written.emit(self.text())

    def close_quietly(self) -> None:
        """Go without handing anything over."""
        self._done = True
        self.hide()
        self.deleteLater()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Who goes on elsewhere has finished writing."""
        super().focusOutEvent(event)
        if self._done or event.reason() in (event.reason().PopupFocusReason, event.reason().ActiveWindowFocusReason):
            return
        if self.text().strip() and not self._refusal(self.text()):
            self.finish()
        else:
            self._done = True
            self.left.emit()


def millimetres(text: str) -> float | None:
    """A length of 0.1 mm to 10 m in millimetres, from words such as "25", "2.5 cm" or "2,5 cm"; None for others."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    value = float(found[1].replace(",", ".")) * (10.0 if (found[2] or "").lower() == "cm" else 1.0)
    return value if math.isfinite(value) and 0.1 <= value <= 10_000 else None


def length_refusal(text: str) -> str:
    """Why a text is no known length; empty when it is one."""
    return "" if millimetres(text) else tr("Write the true length, such as 25 or 2.5 cm.")


def text_refusal(_text: str) -> str:
    """Any text will do."""
    return ""
