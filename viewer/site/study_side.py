"""The column beside the film of a study: how far the reader is, the findings asked, the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inference.site.reader_study.study_file import Study
from viewer.site.study_rating import Ratings
from viewer.site.study_reading import StudyReading
from viewer.style.theme import scaled, widened
from viewer.style.translation import tr

WIDTH = 340


class StudySide(QWidget):
    """Shows where a reading is."""

    def __init__(self, study: Study, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(widened(WIDTH))
        self.where, self.arm, self.hint = QLabel(self), QLabel(self), QLabel(self)
        self.arm.setObjectName("findingName")
        self.hint.setObjectName("findingBadge")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.ratings = Ratings(study.findings, study.scale, self)
        self.onward = QPushButton(self)
        self.onward.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.research = QLabel(tr("Research use only. Not a medical device."), self)
        self.research.setObjectName("researchUse")
        keys = QLabel(tr("Esc: pause, and what the keys do"), self)
        keys.setObjectName("findingDetail")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(scaled(10), scaled(10), scaled(10), scaled(8))
        for label in (self.where, self.arm, self.hint, keys):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.rows = _scrolled(self.ratings, self)
        for part in (self.where, self.bar, self.arm, self.rows, self.hint, self.onward, keys):
            layout.addWidget(part)
        layout.addWidget(self.research)
        layout.setStretch(3, 1)
        self.say("")

    def show_reading(self, reading: StudyReading, current: str) -> None:
        """Show the film that is asked, and what is rated of it."""
        place, films = reading.place_in_block
        stands = reading.standing
        session = tr("session {number} of {count}").format(number=stands.session + 1, count=stands.sessions)
        self.where.setText(tr("Film {number} of {count}, {session}").format(number=place, count=films, session=session))
        self.bar.setRange(0, max(stands.total, 1))
        self.bar.setValue(stands.done)
        self.arm.setText(reading.arm.name)
        self.ratings.show_values(reading.ratings, current)
        self.rows.ensureWidgetVisible(self.ratings.rows[current], 0, 0)
        self.onward.setText(tr("Show the model's word (Enter)") if reading.reveals_later else tr("Next film (Enter)"))
        self.onward.setEnabled(not reading.unrated)

    def say(self, hint: str) -> None:
        """Say what is missing, or nothing."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))


def _scrolled(inner: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
