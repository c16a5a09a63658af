"""Names with numbers in scripts that run from right to left: in the corners of a viewport as in reports."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from inference.report.film_info import readable_name
from inference.report.page.bidi import base_direction, visual_order
from viewer.viewport.text_painter import draw_lines, font

LTR_OVERRIDE, POP = "\u202d", "\u202c"


def ink(*lines: str) -> NDArray[np.uint8]:
    """What is drawn of a corner's lines, cut to what is not black."""
    image = QImage(600, 80, QImage.Format.Format_Grayscale8)
    image.fill(QColor(Qt.GlobalColor.black))
    painter = QPainter(image)
    painter.setFont(font(16, 600))
    draw_lines(painter, QRectF(0, 0, 1200, 80), lines, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, 576)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(80, image.bytesPerLine())[:, :600]
    bright = pixels > 120
    rows, columns = np.flatnonzero(bright.any(axis=1)), np.flatnonzero(bright.any(axis=0))
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy()


@pytest.mark.parametrize("name", ["כהן^123 לוי", "כהן 1.5-2 לוי", "123 כהן"])
def test_a_hebrew_name_with_a_number_stands_as_on_the_report(qapp: QApplication, name: str) -> None:
    shown = readable_name(name)
    seen = visual_order(shown, base_direction(shown))
    assert seen != shown
    drawn, wanted = ink(shown), ink(f"{LTR_OVERRIDE}{seen}{POP}")
    assert drawn.shape == wanted.shape
    assert np.abs(drawn.astype(int) - wanted).mean() < 2
