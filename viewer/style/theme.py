"""How the program is dressed: colours, fonts, text size and theme; the style sheet is written for 100 % and dark."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QImage, QImageReader, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

import resources

BASE_PIXELS = 13
ICON_SIDES = (20, 24, 40, 80)
TONES = {"dark": 1.0, "dim": 0.68}
FAMILY = "Noto Sans CJK KR"
PALETTE = {
    QPalette.ColorRole.Window: "#0d1117",
    QPalette.ColorRole.Base: "#131920",
    QPalette.ColorRole.WindowText: "#d3dbe4",
    QPalette.ColorRole.Text: "#d3dbe4",
    QPalette.ColorRole.Highlight: "#2f4256",
    QPalette.ColorRole.HighlightedText: "#e8edf2",
    QPalette.ColorRole.Button: "#1f2833",
    QPalette.ColorRole.ButtonText: "#d3dbe4",
    QPalette.ColorRole.Link: "#8fb8d8",
}


def put_on(qt: QApplication, theme: str, text_percent: int) -> None:
    """Dress the whole application; windows built afterwards take their widths from the text size."""
    qt.setStyle("Fusion")
    if qt.property("tone") is None:  # once is enough
        for name in ("NotoSansKR-Regular.otf", "NotoSansKR-Bold.otf", "DejaVuSans.ttf"):
            QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}")))
    qt.setProperty("tone", TONES[theme])
    font = QFont(FAMILY)
    font.setPixelSize(round(BASE_PIXELS * text_percent / 100))
    qt.setFont(font)
    palette = QPalette()
    for role, colour in PALETTE.items():
        palette.setColor(role, toned(colour))
    qt.setPalette(palette)
    qt.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """The style sheet in the tone and text size in use."""
    sheet = resources.path("styles/dark.qss").read_text(encoding="utf-8")
    sheet = re.sub(r"(font-size|margin-top): (\d+)px", lambda found: f"{found[1]}: {scaled(int(found[2]))}px", sheet)
    sheet = re.sub(r"min-(width|height): (\d+)px", lambda found: f"min-{found[1]}: {scaled(int(found[2]))}px", sheet)
    sheet = re.sub(r"^.*::(?:indicator|down-arrow) \{.*$", _scaled_sides, sheet, flags=re.MULTILINE)
    sheet = re.sub(r"#[0-9a-f]{6}", lambda found: toned(found[0]).name(), sheet)
    return sheet.replace("ICONS", resources.path("icons").as_posix())


def _scaled_sides(rule: re.Match[str]) -> str:
    """A rule for what has no text of its own to grow with, such as the box of a check box."""
    return re.sub(r"(width|height): (\d+)px", lambda found: f"{found[1]}: {scaled(int(found[2]))}px", rule[0])


def scaled(pixels: int) -> int:
    """A length that grows with the text size."""
    size = QApplication.font().pixelSize()
    return pixels if size <= 0 else round(pixels * size / BASE_PIXELS)


def widened(pixels: int) -> int:
    """A width of a panel: it grows by half of what the text grows, for the film needs the rest."""
    return (pixels + scaled(pixels)) // 2


def open_at(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog a size that grows with the text but stays within the window it belongs to."""
    parent = dialog.parentWidget()
    room = parent.window().size() if parent is not None else QSize(scaled(width), scaled(height))
    dialog.resize(QSize(scaled(width), scaled(height)).boundedTo(room))


def toned_icon(path: Path) -> QIcon:
    """An icon (SVG) in the theme in use, as fine as any text size and screen need."""
    drawing = re.sub(r"#[0-9a-f]{6}", lambda found: toned(found[0]).name(), path.read_text(encoding="utf-8"))
    icon = QIcon()
    for picture in _painted(drawing):
        icon.addPixmap(QPixmap.fromImage(picture))
    return icon


@lru_cache(maxsize=256)  # each window asks for all of them; a fifth of building one
def _painted(drawing: str) -> tuple[QImage, ...]:
    """A drawing (SVG) at each of the sides of an icon."""
    pictures = []
    for side in ICON_SIDES:
        buffer = QBuffer()
        buffer.setData(drawing.encode("utf-8"))
        reader = QImageReader(buffer, b"svg")
        reader.setScaledSize(QSize(side, side))
        pictures.append(reader.read())
    return tuple(pictures)


def toned(colour: str | QColor) -> QColor:
    """A colour of the dark theme in the theme in use: the same hue, less light."""
    application = QApplication.instance()
    grayscale = application.property("tone") if application is not None else None
    return QColor(_toned(QColor(colour).rgba(), float(grayscale or 1.0)))


@lru_cache(maxsize=512)  # text over films asks for the same few, twice a word and at each step of a window
def _toned(rgba: int, grayscale: float) -> QColor:
    found = QColor.fromRgba(rgba)
    light = found.valueF() * grayscale
    return QColor.fromHsvF(max(0.0, found.hueF()), found.saturationF(), light, found.alphaF())
