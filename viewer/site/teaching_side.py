"""The column beside a film of the teaching file: the question, the answer, what is painted, results over time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inference.core.findings import BY_KEY, FINDINGS
from inference.site.teaching.answers import FindingResults, Share
from inference.site.teaching.questions import Question
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.rich_text import set_tool_tip
from viewer.style.sentence_label import SentenceLabel
from viewer.style.theme import scaled, widened
from viewer.style.translation import tr

WIDTH = 400


class TeachingSide(QWidget):
    """Shows what it is told; ``chosen``: other findings or films are wanted."""

    chosen = Signal()

    def __init__(self, *, own: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(widened(WIDTH))
        self.findings = CalmComboBox(self)
        self.findings.setAccessibleName(tr("Finding"))
        self.findings.addItems([tr("All seven findings"), *(tr(finding.title) for finding in FINDINGS)])
        self.own = QCheckBox(tr("Films that I read unaided ({count})").format(count=own), self)
        self.own.setEnabled(own > 0)
        set_tool_tip(
            self.own, tr("Films of the list that you called before the model's word; your regions are the answer.")
        )
        self.title, self.text, self.painted = QLabel(self), SentenceLabel(self), SentenceLabel(self)
        self.title.setObjectName("studyTitle")
        self.title.setWordWrap(True)
        self.painted.setObjectName("findingBadge")
        self.present, self.absent = QPushButton(tr("Present (P)"), self), QPushButton(tr("Absent (A)"), self)
        self.onward = QPushButton(tr("Next film (Enter)"), self)
        self.empty = QPushButton(self)
        self.table = QGridLayout()
        self._armed = False
        for widget in (self.findings, self.own, self.present, self.absent, self.onward, self.empty):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.findings.currentIndexChanged.connect(self.chosen)
        self.own.toggled.connect(self.chosen)

    def _lay_out(self) -> None:
        calls = QHBoxLayout()
        calls.addWidget(self.present)
        calls.addWidget(self.absent)
        research = QLabel(tr("Research use only. Not a medical device."), self)
        research.setObjectName("researchUse")
        self.table.setHorizontalSpacing(scaled(12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(scaled(12), scaled(12), scaled(12), scaled(8))
        layout.addWidget(self.findings)
        layout.addWidget(self.own)
        layout.addSpacing(scaled(14))
        for part in (self.title, self.painted, self.text):
            layout.addWidget(part)
        layout.addLayout(calls)
        layout.addWidget(self.onward)
        layout.addStretch(1)
        layout.addLayout(self.table)
        layout.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(research)

    # -- chosen ---------------------------------------------------------------------------------------------------

    @property
    def finding(self) -> str:
        """The key of the finding that is chosen, empty for all."""
        place = self.findings.currentIndex()
        return FINDINGS[place - 1].key if place > 0 else ""

    @property
    def own_chosen(self) -> bool:
        """Whether own films are asked about, not painted ones."""
        return self.own.isChecked()

    # -- said -----------------------------------------------------------------------------------------------------

    def say(self, title: str, text: str = "", *, asking: bool = False) -> None:
        """Say this; the calls can be made while it is ``asking``."""
        self.title.setText(title)
        self.text.setText(text)
        self.present.setEnabled(asking)
        self.absent.setEnabled(asking)

    def say_waiting(self) -> None:
        """The film is on its way."""
        self.painted.setText("")
        self.say(tr("The film is coming …"))

    def say_nothing_to_ask(self) -> None:
        """No film has an answer for what is chosen."""
        self.painted.setText("")
        self.say(tr("Nothing to ask"), tr("No film here has an answer for this finding."))

    def ask(self, question: Question) -> None:
        """Ask about the film that is seen."""
        self.painted.setText(tr("Painted: a synthetic film, no person was imaged.") if question.film.painted else "")
        title = tr("{finding}?").format(finding=tr(BY_KEY[question.finding].title))
        self.say(title, tr("Click on the film where you see it, or call it present or absent."), asking=True)

    def tell(self, question: Question, *, called: bool, pointed: bool | None, masked: bool) -> None:
        """Tell the answer."""
        self.say(*answer_words(question.present, called=called, pointed=pointed, masked=masked))

    # -- results --------------------------------------------------------------------------------------------------

    def show_results(self, found: Sequence[FindingResults]) -> None:
        """Show the shares by finding, with their intervals."""
        while (item := self.table.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        heads = (tr("Your answers"), tr("found"), tr("cleared"), tr("place"))
        rows = [heads, *((tr(BY_KEY[row.finding].title), *map(share_words, _shares(row))) for row in found)]
        for row, cells in enumerate(rows if found else []):
            for column, words in enumerate(cells):
                label = QLabel(words, self)
                label.setObjectName("findingDetail" if row else "findingName")
                set_tool_tip(label, _interval_words(_shares(found[row - 1])[column - 1]) if row and column else "")
                self.table.addWidget(label, row, column)
        self.empty.setVisible(bool(found))
        self._arm(armed=False)

    def confirm_emptying(self) -> bool:
        """Whether this is the second click on emptying; the first asks."""
        if self._armed:
            return True
        self._arm(armed=True)
        return False

    def _arm(self, *, armed: bool) -> None:
        self._armed = armed
        self.empty.setText(tr("Really forget all answers?") if armed else tr("Empty …"))


def _shares(row: FindingResults) -> tuple[Share, Share, Share]:
    return row.found, row.cleared, row.hit


def share_words(share: Share) -> str:
    """So many of so many, with the interval in per cent."""
    if not share.count:
        return "–"
    low, high = share.interval
    return f"{share.hits}/{share.count} ({100 * low:.0f}–{100 * high:.0f} %)"


def _interval_words(share: Share) -> str:
    return tr("{hits} of {count}; in brackets the 95 % interval").format(hits=share.hits, count=share.count)


def answer_words(present: bool, *, called: bool, pointed: bool | None, masked: bool) -> tuple[str, str]:
    """Whether an answer was right, and what the film shows."""
    if not present:
        return (tr("A false call"), tr("It is absent.")) if called else (tr("Right"), tr("It is absent."))
    where = tr("The yellow area shows where it is.") if masked else tr("Nobody drew where it is.")
    if not called:
        return tr("Missed"), where
    if pointed is False:
        return tr("Present, but elsewhere"), where
    return tr("Right"), where
