"""Which further objects go with an export as DICOM: ticks below that of DICOM itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inference.report.page.options import DicomForm
from viewer.style.theme import widened
from viewer.style.translation import tr


class DicomChoices(QWidget):
    """A tick for each kind of object beside pictures and structured report, of a form in which DICOM goes out."""

    def __init__(self, form: DicomForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.document = self._tick(tr("Report as encapsulated PDF"), on=form.document)
        self.state = self._tick(tr("Film as seen as presentation state (GSPS)"), on=form.state)
        self.keys = self._tick(tr("Key object selections (KO)"), on=form.keys)
        self.maps = self._tick(tr("Heatmaps as data (parametric map)"), on=form.maps)
        column = QVBoxLayout(self)
        column.setContentsMargins(widened(22), 0, 0, 0)
        for box in (self.document, self.state, self.keys, self.maps):
            column.addWidget(box)
        self.setEnabled(False)

    def _tick(self, text: str, *, on: bool) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setChecked(on)
        return box

    @property
    def form(self) -> DicomForm:
        """The form with what is ticked."""
        return replace(
            self._form,
            document=self.document.isChecked(),
            state=self.state.isChecked(),
            keys=self.keys.isChecked(),
            maps=self.maps.isChecked(),
        )
