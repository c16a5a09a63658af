"""Below the list: how many films are analysed, pausing that, and bringing the order to what is known by now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from viewer.state.film_standing import known_count
from viewer.state.session import Session
from viewer.state.worklist_order import WorklistOrder, newer_results
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import tr


class ListFoot(QWidget):
    """Says how far the list is; nothing where it is empty."""

    toggle_wanted = Signal()
    update_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listFoot")
        self.label = QLabel(self)
        self.label.setObjectName("findingState")
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.toggle = QPushButton(self)
        self.update_list = QPushButton(self)
        set_tool_tip(self.update_list, tr("Rows stay where they are until you ask"))
        self.toggle.clicked.connect(self.toggle_wanted)
        self.update_list.clicked.connect(self.update_wanted)
        row = QHBoxLayout()
        row.addWidget(self.label, 1)
        row.addWidget(self.toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 4, 4)
        column.setSpacing(4)
        column.addWidget(self.update_list)
        column.addLayout(row)

    def show_session(self, session: Session) -> None:
        """Show how far the list is now."""
        count, known, newer = len(session.films), known_count(session), newer_results(session)
        self.setVisible(count > 0)
        self.label.setText(_words(session, known))
        self.toggle.setVisible(known < count)
        going = session.ahead.going and not session.ahead.on_battery
        self.toggle.setText(tr("Pause") if going else tr("Resume"))
        set_tool_tip(self.toggle, tr("Analysing the films of the list that nobody opened yet"))
        self.update_list.setVisible(newer > 0)
        self.update_list.setText(tr("Sort again: {count} new").format(count=newer))


def _words(session: Session, known: int) -> str:
    count = len(session.films)
    if known == count:
        return _with_failed(session, [tr("All {count} analysed").format(count=count)])
    told = [tr("{known} of {count} analysed").format(known=known, count=count)]
    if session.ahead.on_battery:
        told.append(tr("waits for mains power"))
    elif not session.ahead.going:
        told.append(tr("paused"))
    if session.worklist.sorting == WorklistOrder.URGENT:
        told.append(tr("{missing} missing in this order").format(missing=count - known))
    return _with_failed(session, told)


def _with_failed(session: Session, told: list[str]) -> str:
    """What is told, and how many of them failed; in an unaided read only what could not be opened."""
    states, hidden = session.films.values(), session.read_unaided
    failed = sum(state.failure is not None or not (hidden or state.analysis_failure is None) for state in states)
    return ", ".join([*told, *([tr("{count} failed").format(count=failed)] if failed else [])])
