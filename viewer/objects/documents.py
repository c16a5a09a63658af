"""Documents of other programs: opened in the system's viewer, from a private file that goes when the program ends.

No PDF is drawn here: a library for it would be one more decoder of hostile files, for what every system can show.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from viewer.style.translation import tr

Opener = Callable[[QUrl], bool]


class Documents:
    """Asks before a document leaves the program, and takes it away again."""

    def __init__(self, parent: QWidget, opener: Opener = QDesktopServices.openUrl) -> None:
        self._parent, self._opener = parent, opener
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.question: QMessageBox | None = None

    def ask(self, title: str, then: Callable[[], object]) -> None:
        """Say what is about to happen, and do it where the user agrees."""
        box = QMessageBox(QMessageBox.Icon.Question, tr("Open document"), title, parent=self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(
            tr(
                "The document opens in the system's viewer, outside this program, from a private copy that is deleted "
                "when this program ends. It may show the patient's identity."
            )
        )
        open_it = box.addButton(tr("Open in the system's viewer"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.buttonClicked.connect(lambda button: then() if button is open_it else None)
        self.question = box
        box.open()

    def open(self, content: bytes) -> None:
        """Write a document and open it; where the system has no viewer for it, say so."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="thoracam-document-")
        place = Path(self._folder.name, f"document-{len(list(Path(self._folder.name).iterdir())) + 1}.pdf")
        place.touch(mode=0o600)
        place.write_bytes(content)
        if not self._opener(QUrl.fromLocalFile(str(place))):
            QMessageBox.information(self._parent, tr("Open document"), tr("This system has no viewer for PDF."))

    def close(self) -> None:
        """Delete the copies."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
