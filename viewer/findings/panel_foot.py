"""The foot of the panel: show or hide overlays, or what a film without a result needs; controls, (i), intended use."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from inference.text.wording import RESEARCH_USE
from viewer.findings.about_button import AboutButton
from viewer.findings.row_label import TIGHT, LineLabel
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import tr


class PanelFoot(QWidget):
    """Two lines that always stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overlayStrip")
        self.overlays = QPushButton(self)
        self.overlays.setCheckable(True)
        self._keys = ""
        self.anyway = QPushButton(tr("Override and analyse"), self)
        self.inverting = QPushButton(tr("Invert and analyse"), self)
        self.retry = QPushButton(tr("Analyse this film"), self)
        self.more = QToolButton(self)
        self.more.setCheckable(True)
        self.more.setText("▾")
        self.more.setAccessibleName(tr("Overlay controls"))
        set_tool_tip(self.more, tr("Opacity, colours, method and test of the overlay"))
        self.about = AboutButton(self)
        self.research = LineLabel("researchUse", self)
        self.research.offer(tr(RESEARCH_USE))
        self.research.space(TIGHT)
        self._lay_out()

    def _lay_out(self) -> None:
        strip = QHBoxLayout()
        strip.setSpacing(4)
        for button in (self.overlays, self.anyway, self.inverting, self.retry):
            strip.addWidget(button, 1)
        strip.addWidget(self.more)
        strip.addWidget(self.about)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 1, 8, 1)
        column.setSpacing(1)
        column.addLayout(strip)
        column.addWidget(self.research)

    def show_keys(self, keys: str) -> None:
        """Name the keys that show and hide all overlays."""
        self._keys = keys
        self._name()

    def show_overlays(self, *, shown: bool, there: bool, tip: str) -> None:
        """Offer to show or to hide overlays, where any is ``there``."""
        self.overlays.setChecked(shown)
        self.overlays.setEnabled(there)
        set_tool_tip(self.overlays, tip)
        self._name()

    def offer(self, *, anyway: bool = False, inverting: bool = False, retry: bool = False) -> None:
        """Offer one of these in the place of the overlays."""
        for button, offered in ((self.anyway, anyway), (self.inverting, inverting), (self.retry, retry)):
            button.setVisible(offered)
        self.overlays.setVisible(not (anyway or inverting or retry))

    def _name(self) -> None:
        text = tr("Hide AI overlays") if self.overlays.isChecked() else tr("Show AI overlays")
        self.overlays.setText(f"{text} ({self._keys})" if self._keys else text)
