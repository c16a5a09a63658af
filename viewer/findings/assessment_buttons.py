"""The reader's word on one finding: three choices and a note; before the model is shown they are the reader's call."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from inference.core.findings import Finding
from inference.core.reader_annotations import Agreement, ReaderAnnotations, UnaidedCall
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import marked, tr

CHOICE_SIGNS = ("=", "?", "≠")  # as the model says, not sure, otherwise
CALL_SIGNS = ("+", "?", "\u2212")  # there, not sure, not there: no sign means two things
CHOICES = (Agreement.ACCEPT, Agreement.UNSURE, Agreement.REJECT)
CALLS = (UnaidedCall.PRESENT, UnaidedCall.UNSURE, UnaidedCall.ABSENT)
CHOICE_TIPS = (
    marked("Agree with the model"),
    marked("Not sure about the model's result"),
    marked("Disagree with the model"),
)
CALL_TIPS = (marked("Present"), marked("Not sure"), marked("Absent"))


class SignButton(QToolButton):
    """A button for one sign, no higher than it needs where room is short."""

    tight = False

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as Qt has it; the font's own spacing above and below its letters is left out."""
        return QSize(super().sizeHint().width(), self.height_in(tight=self.tight))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same."""
        return self.sizeHint()

    def height_in(self, *, tight: bool) -> int:
        """How high it is where room is short, or else, in pixels."""
        return round(self.font().pixelSize() * (1.08 if tight else 1.7))


class AssessmentButtons(QWidget):
    """Three buttons, of which one at most is down, and one that opens the note."""

    chosen = Signal(int)  # 0 agree or present, 1 unsure, 2 disagree or absent
    note_wanted = Signal()

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = finding
        self.buttons = tuple(self._button(sign, place) for place, sign in enumerate(CHOICE_SIGNS))
        self.note = SignButton(self)
        self.note.setText("…")
        self.note.setCheckable(True)
        self.note.setAccessibleName(tr("Note on {finding}").format(finding=tr(finding.title)))
        self.note.clicked.connect(self._want_note)
        self._noted = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (*self.buttons, self.note):
            button.setProperty("verdict", True)
            row.addWidget(button)

    def height_in(self, *, tight: bool) -> int:
        """How high the buttons are where room is short, or else; nothing while there are none."""
        return 0 if self.isHidden() else self.note.height_in(tight=tight)

    def fold(self, *, tight: bool) -> None:
        """Be no higher than the signs are, or easier to hit."""
        for button in (*self.buttons, self.note):
            button.tight = tight
            button.updateGeometry()

    def _button(self, sign: str, place: int) -> SignButton:
        button = SignButton(self)
        button.setText(sign)
        button.setCheckable(True)
        button.clicked.connect(partial(self._clicked, place))
        return button

    def _want_note(self) -> None:
        self.note.setChecked(self._noted)  # down where there is a note, not where one is being written
        self.note_wanted.emit()

    def _clicked(self, place: int, _checked: bool = False) -> None:
        self.chosen.emit(place)

    def show_reading(
        self, reading: ReaderAnnotations, *, calling: bool, judged: bool, open_film: bool, keys: str
    ) -> None:
        """Show the reader's call (``calling``: before the model is shown) or assessment of what was ``judged``."""
        assessment = reading.assessment(self._finding.key)
        down: object = reading.calls.get(self._finding.key) if calling else assessment.choice
        for place, button in enumerate(self.buttons):
            says = tr(CALL_TIPS[place] if calling else CHOICE_TIPS[place])
            button.setText((CALL_SIGNS if calling else CHOICE_SIGNS)[place])
            onward = tr("{word} ({keys} goes on to the next)").format(word=says, keys=keys)
            set_tool_tip(button, onward if keys else says)
            button.setAccessibleName(f"{tr(self._finding.title)}: {says}")
            button.setChecked(down is not None and down is (CALLS if calling else CHOICES)[place])
            button.setVisible(open_film and (calling or judged))
        noted = open_film and (calling or judged or bool(assessment.note))
        self.note.setVisible(noted)
        self.setVisible(noted)
        self._noted = bool(assessment.note)
        self.note.setChecked(self._noted)
        set_tool_tip(self.note, assessment.note or tr("Write a note"))


class NoteLine(QLineEdit):
    """The note on one finding; tells what was written when the reader leaves it."""

    written = Signal(str)
    opened = Signal(bool)  # whether the reader writes now

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("Note (kept on this computer)"))
        self.setAccessibleName(tr("Note on {finding}").format(finding=tr(finding.title)))
        self.setMaxLength(500)
        self.hide()
        self._kept = False
        self.editingFinished.connect(self._finish)
        self.returnPressed.connect(self.clearFocus)

    def open(self) -> None:
        """Show the line and write on it."""
        self.opened.emit(True)
        self.show()
        self.setFocus()

    def keep(self, *, kept: bool) -> None:
        """Whether a note that is written stays on view, or leaves its room to others."""
        self._kept = kept
        self._settle()

    def show_note(self, note: str) -> None:
        """Show what was written before, unless the reader is writing now."""
        if not self.hasFocus():
            self.setText(note)
            self._settle()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the room to others, unless only the window was left."""
        super().focusOutEvent(event)
        self._settle()

    def _finish(self) -> None:
        self.written.emit(self.text())

    def _settle(self) -> None:
        if not self.hasFocus():
            self.setVisible(self._kept and bool(self.text().strip()))
            self.opened.emit(False)
