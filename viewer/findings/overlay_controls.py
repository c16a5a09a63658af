"""How overlays are drawn: opacity, colours, method, the test of heatmaps, and what the colours mean."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from inference.imaging.colormap import COLORMAP_NAMES
from inference.text.wording import METHOD_NAMES
from viewer.style.calm_inputs import CalmComboBox, CalmSlider
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import marked, tr
from viewer.viewport.colour_bar import ColourBar

TEST_TIP = marked(
    "Blur away the hottest part of the film for each finding above, and see how far its probability falls"
)


class OverlayControls(QFrame):
    """Tells what is chosen; shows what it is told."""

    opacity_changed = Signal(float)
    colormap_changed = Signal(str)
    method_changed = Signal(str)
    test_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlayControls")
        self.opacity = CalmSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(0, 100)
        self.opacity.setAccessibleName(tr("Opacity of the overlay"))
        self.opacity_number = QLabel(self)
        self.colormap = _choice(COLORMAP_NAMES, tr("Colour map of the overlay"), self)
        self.method = _choice(METHOD_NAMES, tr("How heatmaps are made"), self)
        set_tool_tip(self.method, tr("How heatmaps are made from the same run of the network"))
        self.test = QPushButton(tr("Test heatmaps"), self)
        self.colour_bar = ColourBar(self)
        self._lay_out()
        self.opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))
        self.colormap.activated.connect(lambda _: self.colormap_changed.emit(self.colormap.currentData()))
        self.method.activated.connect(lambda _: self.method_changed.emit(self.method.currentData()))
        self.test.clicked.connect(self.test_wanted)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(12, 8, 12, 8)
        slider = QHBoxLayout()
        slider.addWidget(self.opacity, 1)
        slider.addWidget(self.opacity_number)
        self.opacity_number.setMinimumWidth(44)
        form.addRow(tr("Opacity"), slider)
        form.addRow(tr("Colours"), self.colormap)
        method = QHBoxLayout()
        method.addWidget(self.method, 1)
        method.addWidget(self.test)
        form.addRow(tr("Method"), method)
        form.addRow(self.colour_bar)

    def show_opacity(self, opacity: float) -> None:
        """Show an opacity of 0..1, without telling of it."""
        self.opacity.blockSignals(True)
        self.opacity.setValue(round(opacity * 100))
        self.opacity.blockSignals(False)
        self.opacity_number.setText(f"{opacity * 100:.0f} %")

    def show_choices(self, colormap: str, method: str) -> None:
        """Show the colour map and, where one was used, the method."""
        self.colormap.setCurrentIndex(self.colormap.findData(colormap))
        if method:
            self.method.setCurrentIndex(self.method.findData(method))

    def show_test(self, missing: str) -> None:
        """Let heatmaps be tested, or say what is ``missing`` for it."""
        self.test.setEnabled(not missing)
        set_tool_tip(self.test, "\n".join(filter(None, (tr(TEST_TIP), missing))))


def _choice(names: dict[str, str], called: str, parent: QWidget) -> CalmComboBox:
    """A list of things by their names, which holds the keys that they are kept by."""
    box = CalmComboBox(parent)
    for key, name in names.items():
        box.addItem(name, str(key))
    box.setAccessibleName(called)
    return box
