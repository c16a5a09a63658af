"""The frames of a film that has several: a slider and a number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from viewer.state.session import FilmState
from viewer.style.calm_inputs import CalmSlider
from viewer.style.translation import tr


class FrameSlider(QWidget):
    """Shows which frame is open; hidden for films of one frame."""

    frame_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = CalmSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(tr("Frame of the film"))
        self.slider.setTracking(False)  # frames are read when the hand lets go
        self.number = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(QLabel(tr("Frame"), self))
        row.addWidget(self.slider, 1)
        row.addWidget(self.number)
        self.slider.valueChanged.connect(self.frame_wanted)
        self.hide()

    def show_state(self, state: FilmState | None) -> None:
        """Show the open film's frame."""
        frames = state.radiograph.frames if state is not None and state.radiograph is not None else 1
        self.setVisible(frames > 1)
        if state is None or frames < 2:
            return
        self.slider.blockSignals(True)
        self.slider.setRange(0, frames - 1)
        self.slider.setValue(state.frame)
        self.slider.blockSignals(False)
        self.number.setText(f"{state.frame + 1} of {frames}")
