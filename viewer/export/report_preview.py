"""The small page beside an export's choices; a click shows it large."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import open_at
from viewer.style.translation import tr

WIDTH = 380
HIGH = 1.42  # height of a page over its width, and a little more


class ReportPreview(QLabel):
    """Shows the first page of a report as it will be; ``enlarged`` is the dialog that shows it large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Drawing the preview …"), parent)
        self.setObjectName("quiet")
        self.setAccessibleName(tr("Preview of the report"))
        self.setFixedSize(WIDTH, round(WIDTH * HIGH))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._page: QPixmap | None = None
        self.enlarged: QDialog | None = None

    def show_page(self, pixels: NDArray[np.uint8]) -> None:
        """Show a page, RGB uint8 (rows, columns, 3)."""
        rows, columns = pixels.shape[:2]
        picture = QImage(np.ascontiguousarray(pixels).data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        self._page = QPixmap.fromImage(picture.copy())
        self.setPixmap(_fitted(self._page, self.size()))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_tool_tip(self, tr("Click to see the page large"))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the page large."""
        event.accept()
        self.enlarge()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space or Return shows the page large."""
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self.enlarge() if event.key() in keys else super().keyPressEvent(event)

    def enlarge(self) -> None:
        """Show the page in a dialog of its own, as fine as it was drawn."""
        if self._page is None:
            return
        dialog, page = QDialog(self.window()), QLabel()
        dialog.setWindowTitle(tr("Preview of the report"))
        page.setPixmap(self._page)
        page.setAccessibleName(tr("Preview of the report"))
        area = QScrollArea(dialog)
        area.setWidget(page)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        open_at(dialog, self._page.width() + 40, self._page.height() + 20)
        self.enlarged = dialog
        dialog.open()


def _fitted(page: QPixmap, place: QSize) -> QPixmap:
    return page.scaled(place, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
