"""The films of the reader's own that are most like the open one, with what readers said of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inference.annotations.wording import CALL_WORDS, CHOICE_WORDS
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import ReaderAnnotations
from inference.site.similar import Neighbour
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import scaled
from viewer.style.translation import marked, tr

SIDE = 168  # screen pixels of a picture at 100 %
ABOUT = marked(
    "Nearest by what the model sees (cosine distance of its features), among films analysed on this computer. "
    "Alike to the model is not alike in disease. Nothing leaves this computer."
)
OFF = marked("No index is kept. With one, every film that is analysed here is noted: its hash, path and features.")


class SimilarDialog(QDialog):
    """Shows up to four films; tells what is wished for."""

    finding_chosen = Signal(str)
    film_wanted = Signal(Path)
    keeping_wanted = Signal(bool)
    emptying_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("similarDialog")
        self.setWindowTitle(tr("Similar films of your own"))
        self.finding: QComboBox = CalmComboBox(self)
        self.finding.setAccessibleName(tr("Among films called"))
        self.finding.addItem(tr("All films"), "")
        for one in FINDINGS:
            self.finding.addItem(tr(one.title), one.key)
        self.finding.currentIndexChanged.connect(lambda _: self.finding_chosen.emit(self.finding.currentData()))
        self.cards = tuple(FilmCard(self) for _ in range(4))
        for card in self.cards:
            card.open.clicked.connect(partial(self._open, card))
        self.nothing = QLabel("", self)
        self.nothing.setWordWrap(True)
        self.count = QLabel("", self)
        self.keep, self.empty = QPushButton(tr("Keep an index"), self), QPushButton(tr("Empty the index"), self)
        self.keep.setCheckable(True)
        self.keep.clicked.connect(self.keeping_wanted)
        self.empty.clicked.connect(self.emptying_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        column, head, foot = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        head.addWidget(QLabel(tr("Among films called"), self))
        head.addWidget(self.finding, 1)
        cards = QGridLayout()
        for place, card in enumerate(self.cards):
            cards.addWidget(card, 0, place)
            cards.setColumnStretch(place, 1)
        about = QLabel(tr(ABOUT), self)
        about.setWordWrap(True)
        about.setObjectName("quiet")
        for widget in (self.keep, self.empty):
            widget.setAutoDefault(False)
            foot.addWidget(widget)
        foot.addWidget(self.count, 1)
        column.addLayout(head)
        column.addLayout(cards, 1)
        column.addWidget(self.nothing)
        column.addWidget(about)
        column.addLayout(foot)
        self.resize(scaled(880), scaled(540))

    def show_keeping(self, *, on: bool) -> None:
        """Show whether an index is kept."""
        self.keep.setChecked(on)
        if not on:
            self.say(tr(OFF))

    def show_count(self, count: int) -> None:
        """Show how many films the index holds."""
        self.count.setText(tr("Films in the index: {count}").format(count=f"{count:,}"))
        self.empty.setEnabled(count > 0)

    def say(self, words: str) -> None:
        """Say why no film is shown, or nothing."""
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))

    def show_films(self, films: Sequence[tuple[Neighbour, ReaderAnnotations]]) -> None:
        """Show these, the nearest first."""
        for place, card in enumerate(self.cards):
            card.show_film(*(films[place] if place < len(films) else (None, ReaderAnnotations())))

    def _open(self, card: FilmCard) -> None:
        if card.film is not None:
            self.film_wanted.emit(card.film.path)


class FilmCard(QFrame):
    """One film: picture, how near it is, what readers and the model said, and a way to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("similarFilm")
        self.film: Neighbour | None = None
        self.picture, self.name, self.near, self.said = (QLabel("", self) for _ in range(4))
        self.open = QPushButton(tr("Open"), self)
        self.open.setAutoDefault(False)
        side = scaled(SIDE)
        self.picture.setFixedHeight(side)
        self.picture.setMinimumWidth(side)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        for label in (self.name, self.near, self.said):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        told = QScrollArea(self)  # however much was said, it lies on nothing else
        told.setFrameShape(QFrame.Shape.NoFrame)
        told.setWidgetResizable(True)
        told.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        told.setWidget(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        for widget in (self.picture, self.name, self.near, told, self.open):
            column.addWidget(widget, int(widget is told))
        self.show_film(None, ReaderAnnotations())

    def show_film(self, film: Neighbour | None, reading: ReaderAnnotations) -> None:
        """Show a film whose picture is on its way, or none."""
        self.film = film
        self.setVisible(film is not None)
        if film is None:
            return
        self.picture.setText("…")
        self.name.setText(film.path.name)
        set_tool_tip(self.name, str(film.path))
        self.near.setText(tr("Distance {distance}").format(distance=f"{film.distance:.3f}"))
        self.said.setText("\n".join((said_text(reading), called_text(film))))
        self.open.setEnabled(True)

    def show_picture(self, film: Neighbour, picture: NDArray[np.uint8] | None) -> None:
        """Show the picture of this film if it is shown still; None: its file is not there any more."""
        if film != self.film:
            return
        if picture is None:
            self.picture.setText(tr("Moved, changed or deleted since"))
            self.open.setEnabled(False)
            return
        rows, columns = picture.shape
        image = QImage(np.ascontiguousarray(picture).data, columns, rows, columns, QImage.Format.Format_Grayscale8)
        smooth = Qt.TransformationMode.SmoothTransformation
        shown = QPixmap.fromImage(image.copy()).scaled(
            self.picture.width(), self.picture.height(), Qt.AspectRatioMode.KeepAspectRatio, smooth
        )
        self.picture.setPixmap(shown)


def said_text(reading: ReaderAnnotations) -> str:
    """What a reader said of a film, finding by finding."""
    told = []
    for finding in FINDINGS:
        call, choice = reading.calls.get(finding.key), reading.assessment(finding.key).choice
        words = [tr(CALL_WORDS[call])] if call is not None and reading.revealed else []
        words += [tr(CHOICE_WORDS[choice])] if choice is not None else []
        if words:
            told.append(f"{tr(finding.title)}: {', '.join(words)}")
    return "\n".join(told) if told else tr("No reader said anything.")


def called_text(film: Neighbour) -> str:
    """What the model called on a film."""
    names = [tr(finding.title) for finding in FINDINGS if finding.key in film.called]
    return tr("Model: {findings}").format(findings=", ".join(names) or tr("nothing above or not sure"))
