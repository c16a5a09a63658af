"""What is written over a film is read on any film."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from viewer.viewport.text_painter import GROUND, LETTER, TEXT

ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3


def luminance(channels: tuple[float, ...]) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [TEXT, LETTER])
def test_text_stands_out_from_its_ground_over_white_film(colour: QColor) -> None:
    below = luminance((1 - GROUND.alphaF(),) * 3)
    assert (luminance((colour.redF(), colour.greenF(), colour.blueF())) + 0.05) / (below + 0.05) >= ENOUGH
