"""The colour of what other programs say, which is that of nothing of this program's own."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor

OTHERS: Final = QColor("#c8a2ee")
