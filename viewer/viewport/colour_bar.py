"""The colour bar: which colour stands for how much evidence, on the absolute scale."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from inference.imaging.colormap import HALF, scale_colours
from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import scaled, toned
from viewer.style.translation import tr

BAR = 14  # pixels high


class ColourBar(QWidget):
    """Shows the colours as they lie over a film of mid grey, what they mean in words, and the line at half of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colormap, self._opacity, self.grain = "inferno", 0.4, ""
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName(tr("Colour bar of the overlay"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A bar and two lines of text, or three."""
        return QSize(200, 20 + scaled(17) * (3 if self._long else 2))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it: a scale without words says nothing."""
        return self.sizeHint()

    @property
    def _long(self) -> bool:
        """Whether the grain needs a line more than there is."""
        return QFontMetrics(self._font()).horizontalAdvance(self.grain) > self.width()

    def _font(self) -> QFont:
        font = self.font()
        font.setPixelSize(scaled(11))
        return font

    def show_scale(self, colormap: str, opacity: float, scale: str, grain: str) -> None:
        """Show a colour map at an opacity; ``scale``: what full colour stands for; ``grain``: how fine the map is."""
        if self._shown == (shown := (colormap, opacity, scale, grain)):
            return
        self._shown = shown
        self._colormap, self._opacity, self.grain = colormap, opacity, grain
        told = "\n".join(filter(None, (scale, tr("The line on the film goes around what is at least half as strong."))))
        set_tool_tip(self, "\n".join(filter(None, (told, grain))))
        self.setAccessibleDescription(f"{told} {grain}")
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bar, the line at half of the scale, and the words."""
        painter = QPainter(self)
        colours = scale_colours(self._colormap, self._opacity)
        picture = QImage(colours.tobytes(), 256, 1, 768, QImage.Format.Format_RGB888)
        painter.drawImage(QRectF(0, 0, self.width(), BAR), picture)
        painter.setPen(QPen(toned("#ffffff"), 1))
        painter.drawLine(QLineF(self.width() * HALF, 0, self.width() * HALF, BAR + 3))
        painter.setPen(toned("#b6c0cc"))
        line = QRectF(0, BAR + 3, self.width(), scaled(18))
        painter.setFont(self._font())
        flags = Qt.AlignmentFlag
        for word, where in ((tr("weak"), flags.AlignLeft), (tr("moderate"), flags.AlignHCenter)):
            painter.drawText(line, where, word)
        painter.drawText(line, flags.AlignRight, tr("strong"))
        below = QRectF(0, BAR + 3 + scaled(17), self.width(), scaled(36))
        painter.drawText(below, int(flags.AlignLeft) | int(Qt.TextFlag.TextWordWrap), self.grain)
