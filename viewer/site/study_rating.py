"""The findings asked of a film, each with how sure the reader is; with the model's word where the arm shows it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inference.core.analysis import FindingResult, ScoreState
from inference.core.findings import BY_KEY
from inference.site.reader_study.study_file import Scale
from inference.text.wording import brief_state_text, percent
from viewer.style.calm_inputs import CalmSlider
from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import scaled, toned
from viewer.style.translation import marked, tr

STEPS = (
    marked("definitely absent"),
    marked("probably absent"),
    marked("not sure"),
    marked("probably present"),
    marked("definitely present"),
)
FILLS = {ScoreState.ABOVE: "#e8a04c", ScoreState.NOT_SURE: "#c3ccd6", ScoreState.BELOW: "#6fa3c2"}
TROUGH, POINT = "#1a222b", "#ffffff"


class ModelWord(QWidget):
    """The model's probability as a bar with its operating point, and in words; or why there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._result: FindingResult | None = None
        self.words = QLabel(self)
        self.words.setObjectName("findingDetail")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, scaled(8), 0, 0)
        layout.addWidget(self.words)
        self.hide()

    def show_result(self, result: FindingResult | None, why: str = "") -> None:
        """Show a result, or the sentence why there is none; with neither, nothing."""
        self._result = result if result is not None and result.analysed else None
        if self._result is not None:
            told = tr("AI: {percent}, {state}")
            self.words.setText(
                told.format(percent=percent(self._result.probability), state=brief_state_text(self._result, tr))
            )
        else:
            self.words.setText(tr("AI: {reason}").format(reason=why or _reason(result)) if result or why else "")
        self.setVisible(result is not None or bool(why))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bar above the words."""
        if self._result is None or self._result.probability is None:
            return
        painter, area = QPainter(self), QRectF(0, 1, self.width(), scaled(7))
        painter.fillRect(area, toned(TROUGH))
        part = QRectF(area.left(), area.top(), area.width() * self._result.probability, area.height())
        painter.fillRect(part, toned(FILLS.get(self._result.state, TROUGH)))
        if self._result.operating_point is not None:
            at = round(area.width() * self._result.operating_point)
            painter.fillRect(QRectF(at - 1, area.top() - 1, 2, area.height() + 2), toned(POINT))


def _reason(result: FindingResult | None) -> str:
    return "" if result is None else tr(result.reason)


class RatingRow(QFrame):
    """One finding: its name, the scale, and the model's word; ``rated`` tells a value that was clicked."""

    rated = Signal(str, int)

    def __init__(self, key: str, scale: Scale, parent: QWidget) -> None:
        super().__init__(parent)
        self.key, self._scale = key, scale
        self.setObjectName("studyRow")
        self._name = QLabel(tr(BY_KEY[key].title), self)
        self._name.setObjectName("findingName")
        self._value = QLabel(self)
        self._buttons: list[QPushButton] = []
        self._slider: CalmSlider | None = None
        self.word = ModelWord(self)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._value)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(scaled(10), scaled(2), scaled(8), scaled(3))
        layout.setSpacing(scaled(2))
        layout.addLayout(head)
        layout.addLayout(self._five() if scale is Scale.FIVE else self._hundred())
        layout.addWidget(self.word)

    def _five(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(scaled(4))
        for value, words in enumerate(STEPS, start=1):
            button = QPushButton(str(value), self)
            button.setObjectName("studyStep")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(f"{self._name.text()}: {value}, {tr(words)}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            set_tool_tip(button, f"{value}: {tr(words)}")
            button.clicked.connect(partial(self._emit, value))
            self._buttons.append(button)
            line.addWidget(button)
        return line

    def _hundred(self) -> QHBoxLayout:
        self._slider = CalmSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(*self._scale.ends)
        self._slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._slider.setAccessibleName(self._name.text())
        self._slider.sliderMoved.connect(self._emit)
        line = QHBoxLayout()
        line.addWidget(self._slider)
        return line

    def _emit(self, value: int, _checked: bool = False) -> None:
        self.rated.emit(self.key, value)

    def show_value(self, value: int | None, *, current: bool) -> None:
        """Show the rating, and whether the keys go to this finding."""
        for step, button in enumerate(self._buttons, start=1):
            button.setChecked(step == value)
        if self._slider is not None and value is not None and not self._slider.isSliderDown():
            self._slider.setValue(value)
        words = "" if value is None else tr(STEPS[value - 1]) if self._scale is Scale.FIVE else str(value)
        self._value.setText(words)
        if self.property("current") != current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)


class Ratings(QWidget):
    """All findings of a study below each other."""

    rated = Signal(str, int)

    def __init__(self, keys: Sequence[str], scale: Scale, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = {key: RatingRow(key, scale, self) for key in keys}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(scaled(3))
        for row in self.rows.values():
            row.rated.connect(self.rated)
            layout.addWidget(row)
        layout.addStretch(1)

    def show_values(self, values: dict[str, int], current: str) -> None:
        """Show what is rated, and where the keys go."""
        for key, row in self.rows.items():
            row.show_value(values.get(key), current=key == current)

    def show_word(self, results: dict[str, FindingResult], why: str = "") -> None:
        """Show the model's word on each finding; without any and without a reason, nothing of it."""
        for key, row in self.rows.items():
            row.word.show_result(results.get(key), why)
