"""A film outside of the worklist, large and without identity: the hand windows, zooms and pans as everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inference.core.analysis import Analysis
from inference.core.film import Identity, Radiograph
from inference.reading.files.scan import FilmEntry
from viewer.state.overlay import Overlay
from viewer.state.session import FilmState, PresentationState
from viewer.state.window_level import DragStyle, dragged
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_pair import ViewportPair

Drag = Callable[[], DragStyle]
CLICK = 5  # screen pixels; a longer way is a drag
NOBODY = FilmEntry(Path("film"), Identity(), "")


class FilmView(QWidget):
    """Shows one film at a time, each as it opens; ``drag`` says what the left drag does.

    ``clicked`` tells a place that was clicked on, by shares of the film's width and height.
    """

    clicked = Signal(QPointF)

    def __init__(self, drag: Drag, parent: QWidget) -> None:
        super().__init__(parent)
        self._drag = drag
        self._film: Radiograph | None = None
        self._analysis: Analysis | None = None
        self._overlay = Overlay()
        self._presentation = PresentationState()
        self.pair = ViewportPair(self)
        self.pair.show_corner_level("anonymised")
        self.pair.window_dragged.connect(self._drag_window)
        self._pressed: QPointF | None = None
        for view in self.pair.both:
            view.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pair)

    @property
    def view(self) -> Viewport:
        """The viewport that is seen."""
        return self.pair.current

    @property
    def overlay(self) -> Overlay:
        """What is drawn over the film."""
        return self._overlay

    @property
    def presentation(self) -> PresentationState:
        """How the film is shown."""
        return self._presentation

    def show_film(
        self, film: Radiograph | None, analysis: Analysis | None = None, overlay: Overlay | None = None
    ) -> None:
        """Show a film, with the model's heat where there is an analysis; another film begins as it opens."""
        if film is not self._film:
            self._film, self._presentation = film, PresentationState()
        self._analysis, self._overlay = analysis, overlay or Overlay()
        self._show()

    def hide_film(self) -> None:
        """Show nothing."""
        self._film = self._analysis = None
        self.pair.show_state(FilmState(NOBODY), PresentationState(), Overlay())

    def shade(self, picture: NDArray[np.uint8]) -> None:
        """Lay a picture (RGBA, of the film's shape) over the film, until another is shown."""
        if self._film is not None:
            self.view.layers.show_overlay_planes(picture, self._film.size)

    def toggle_overlay(self) -> None:
        """Hide the heat, or show it again."""
        if self._overlay.chosen:
            self._overlay = replace(self._overlay, visible=not self._overlay.visible)
            self._show()

    def toggle_invert(self) -> None:
        """Swap black and white."""
        self._presentation = replace(self._presentation, invert=not self._presentation.invert)
        self._show()

    def reset(self) -> None:
        """The whole film, as it opens."""
        self._presentation = PresentationState()
        self._show()
        self.pair.cameras.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell a click of the left button from a drag."""
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed = event.position()
            elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
                start, self._pressed = self._pressed, None
                if self._film is not None and (event.position() - start).manhattanLength() <= CLICK:
                    width, height = self._film.size
                    at = self.view.film_point(event.position())
                    self.clicked.emit(QPointF(at.x() / width, at.y() / height))
        return super().eventFilter(watched, event)

    @Slot(float, float)
    def _drag_window(self, dx: float, dy: float) -> None:
        if self._film is not None:
            window = dragged(self._film, self._presentation.voi, dx, dy, self._drag())
            self._presentation = replace(self._presentation, voi=window)
            self._show()

    def _show(self) -> None:
        if self._film is not None:
            state = FilmState(NOBODY, radiograph=self._film, analysis=self._analysis)
            self.pair.show_state(state, self._presentation, self._overlay)
