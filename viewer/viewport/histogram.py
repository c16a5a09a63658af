"""How often each value occurs in the film, with the window drawn in it; its edges can be dragged."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inference.core.film import Radiograph
from viewer.state.session import FilmState, GrayscaleState
from viewer.state.window_level import ends
from viewer.style.theme import toned
from viewer.style.translation import tr

BINS = 256
SAMPLED = 1_000_000  # about so many pixels are counted


class Histogram(QWidget):
    """Shows the open film's values; tells where the user drags the window."""

    edges_moved = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(130)
        self.setAccessibleName(tr("Histogram of the film with its window"))
        self._film: Radiograph | None = None
        self._span = (0.0, 1.0)
        self.plot = pg.PlotWidget(self, background=toned("#0d1117"), enableMenu=False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.hideAxis("left")
        self.plot.getAxis("bottom").setPen(toned("#35404d"))
        self.plot.getAxis("bottom").setTextPen(toned("#9aa6b3"))
        self.counts = pg.PlotDataItem(stepMode="center", fillLevel=0, brush="#4a5a6a", pen="#8fa3b5")
        self.plot.addItem(self.counts)
        self.region = pg.LinearRegionItem(brush=(217, 144, 61, 40), hoverBrush=(217, 144, 61, 60), pen="#d9903d")
        self.region.sigRegionChanged.connect(self._moved)
        self.plot.addItem(self.region)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 2)
        row.addWidget(self.plot)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_state(self, state: FilmState | None, grayscale: GrayscaleState) -> None:
        """Show the open film's values and window; nothing is counted, and no film kept, while it is hidden."""
        film = state.radiograph if state is not None and not self.isHidden() else None
        if film is not self._film:
            self._film = film
            self._count(film)
        self.region.setVisible(film is not None)
        if film is not None:
            self.region.blockSignals(True)
            self.region.setRegion(ends(film, grayscale.voi))
            self.region.blockSignals(False)
            self._keep_in_view(*ends(film, grayscale.voi))

    def _count(self, film: Radiograph | None) -> None:
        if film is None:
            self.counts.setData([], [])
            return
        values = film.pixels.reshape(-1)[:: max(1, film.pixels.size // SAMPLED)]
        values = values[np.isfinite(values)]
        counts, edges = np.histogram(values, BINS) if values.size else (np.zeros(1), np.array([0.0, 1.0]))
        self.counts.setData(edges, np.sqrt(counts))  # roots, so that a black frame does not flatten all else
        self._span = float(edges[0]), float(edges[-1])
        self.plot.setXRange(*self._span, padding=0.04)
        self.plot.setYRange(0, float(np.sqrt(counts.max(initial=1))), padding=0.02)
        self.plot.setLabel("bottom", film.unit or None)

    def _keep_in_view(self, low: float, high: float) -> None:
        """Both edges of the window can be reached, as long as they are not far off."""
        first, last = self._span
        reach = last - first
        first, last = min(first, max(low, first - reach)), max(last, min(high, last + reach))
        seen = self.plot.viewRange()[0]
        if seen[0] > first or seen[1] < last:
            self.plot.setXRange(first, last, padding=0.04)

    def _moved(self) -> None:
        low, high = self.region.getRegion()
        self.edges_moved.emit(float(low), float(high))
