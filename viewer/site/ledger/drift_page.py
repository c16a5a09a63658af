"""Whether films and scores are as in the first weeks: three lights, the weeks, and the films behind a light."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inference.core.findings import BY_KEY
from inference.site.drift.films import Week
from inference.site.drift.lights import LEAST_FIRST, LEAST_LAST, Card, Light, Measure
from inference.text.site_words import LIGHT_WORDS, MEASURE_WORDS, TOPIC_WORDS
from viewer.site.ledger.films_table import FilmsTable, Line
from viewer.style.theme import scaled, toned
from viewer.style.translation import marked, tr

COLOURS = {Light.GREEN: "#5fa883", Light.YELLOW: "#d9b23d", Light.RED: "#e0705f", Light.GREY: "#5b6672"}
SIGNS = {Light.GREEN: "✓", Light.YELLOW: "!", Light.RED: "‼", Light.GREY: "–"}  # read without colours too
MEANING = marked(
    "The last four weeks against the first four. Yellow: more different than chance makes it in 99 of 100 times; red: "
    "and by at least 15 points. A light says that something changed, not what."
)


class LightDot(QWidget):
    """A round light with a sign in it."""

    def __init__(self, light: Light, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light = light
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as two lines."""
        return QSize(scaled(30), scaled(30))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(toned(QColor(COLOURS[self._light])))
        painter.drawEllipse(self.rect().adjusted(2, 2, -2, -2))
        painter.setPen(toned(QColor("#0d1117")))
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, SIGNS[self._light])


class CardWidget(QFrame):
    """One light: its name, what it says, the measures that differ most, and a button for the films."""

    films_wanted = Signal()

    def __init__(self, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("driftCard")
        title = QLabel(tr(TOPIC_WORDS[card.topic]), self)
        title.setObjectName("findingName")
        title.setWordWrap(True)
        state = QLabel(tr(LIGHT_WORDS[card.light]), self)
        head = QHBoxLayout()
        head.addWidget(LightDot(card.light, self))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(state)
        head.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.addLayout(head)
        for measure in card.measures[:3]:
            line = QLabel(measure_text(measure), self)
            line.setObjectName("findingDetail")
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(1)
        self.films = QPushButton(tr("Films behind it ({count})").format(count=len(card.films)), self)
        self.films.setAutoDefault(False)
        self.films.setEnabled(bool(card.films))
        self.films.clicked.connect(self.films_wanted)
        column.addWidget(self.films)


class DriftPage(QWidget):
    """Shows cards and weeks; what is wanted of a film is told by ``film_wanted``."""

    film_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[CardWidget] = []
        self._row = QHBoxLayout()
        self.note = QLabel(tr(MEANING), self)
        self.note.setObjectName("quiet")
        self.note.setWordWrap(True)
        self.weeks = QTableWidget(0, 8, self)
        self.weeks.setAccessibleName(tr("Films week by week"))
        heads = (tr("Week of"), tr("Films"), tr("Refused"), tr("With a call"), tr("Views"), tr("Devices"))
        self.weeks.setHorizontalHeaderLabels([*heads, tr("“Unlike” percentile"), tr("Sharpness")])
        self.weeks.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.weeks.verticalHeader().hide()
        self.weeks.setShowGrid(False)
        self.weeks.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.films = FilmsTable(self)
        self.films.say(tr("The films behind a light stand here; a double click opens one."))
        self.films.film_wanted.connect(self.film_wanted)
        below = QSplitter(Qt.Orientation.Vertical, self)
        below.addWidget(self.weeks)
        below.addWidget(self.films)
        column = QVBoxLayout(self)
        column.addLayout(self._row)
        column.addWidget(self.note)
        column.addWidget(below, 1)

    def show_drift(self, weeks: Sequence[Week], cards: Sequence[Card]) -> None:
        """Show these, the newest week first."""
        for old in self.cards:
            self._row.removeWidget(old)
            old.deleteLater()
        self.cards = [CardWidget(card, self) for card in cards]
        for widget, card in zip(self.cards, cards, strict=True):
            self._row.addWidget(widget, 1)
            widget.films_wanted.connect(partial(self.show_films, card))
        if all(card.light is Light.GREY for card in cards):
            words = tr("It takes {first} films in the first four weeks, and {last} in the last four after them.")
            self.note.setText(words.format(first=LEAST_FIRST, last=LEAST_LAST))
        self.weeks.setRowCount(len(weeks))
        for row, week in enumerate(reversed(weeks)):
            for column, text in enumerate(_cells(week)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.weeks.setItem(row, column, item)

    def show_films(self, card: Card) -> None:
        """Show the films behind a light, the oddest first."""
        words = tr("{topic}: {count} films of the last weeks, the oddest first.")
        heads = (
            tr("Day"),
            tr("View (PA, AP)"),
            tr("Device"),
            tr("Findings above"),
            tr("“Unlike” percentile"),
            tr("Sharpness"),
        )
        lines = [
            Line(
                film.path,
                (
                    *(film.day, film.view or "–", film.device or "–"),
                    tr("refused")
                    if film.refused
                    else ", ".join(tr(BY_KEY[key].title) for key in BY_KEY if key in film.called) or "–",
                    *(_number(film.unlike, ".0f"), _number(film.sharpness, ".3f")),
                ),
            )
            for film in card.films
        ]
        topic = tr(TOPIC_WORDS[card.topic])
        self.films.show_lines(words.format(topic=topic, count=len(lines)), heads, lines)


def measure_text(measure: Measure) -> str:
    """What a measure was, and is."""
    title = tr(BY_KEY[measure.subject].title) if measure.subject in BY_KEY else measure.subject or "–"
    return tr(MEASURE_WORDS[measure.name]).format(subject=title, earlier=measure.earlier, later=measure.later)


def _cells(week: Week) -> tuple[str, ...]:
    counts = (week.films, week.refused, week.called, week.views, week.devices)
    return (
        week.monday.isoformat(),
        *map(str, counts),
        _number(week.unlike, ".0f"),
        _number(week.sharpness, ".3f"),
    )


def _number(value: float | None, how: str) -> str:
    return "–" if value is None else format(value, how)
