"""How large the film has to be shown for a millimetre on it to be a millimetre on the screen."""

from __future__ import annotations

from PySide6.QtGui import QScreen

from inference.core.film import Spacing


def pixel_mm(screen: QScreen) -> float | None:
    """The size of a (device independent) pixel of a screen in mm; None where the screen does not say its size."""
    width, pixels = screen.physicalSize().width(), screen.geometry().width()
    return width / pixels if width > 0 and pixels > 0 else None


def real_scale(spacing: Spacing | None, millimetres: float) -> float | None:
    """Screen pixels of so many millimetres for each film pixel across; None for a film without spacing."""
    return spacing.column_mm / millimetres if spacing is not None else None
