"""The panel on the left: search, order, filter, the worklist of patients, studies and films, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from viewer.state.session import Session, is_analysing
from viewer.state.worklist_order import FilmFilter, WorklistOrder
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import widened
from viewer.style.translation import tr
from viewer.worklist.list_foot import ListFoot
from viewer.worklist.worklist_view import WIDTH, WorklistView


def listed(session: Session) -> tuple[object, ...]:
    """What of a session the panel shows."""
    known = (session.films, session.reviewed, session.readings, session.read_unaided)
    return (session.worklist, session.current, session.corners, session.ahead, is_analysing(session), *known)


class SearchField(QLineEdit):
    """Esc clears it and leaves it."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the field while it has the focus, before the window's own Esc."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.clear()
                self.left.emit()
            event.accept()
            return True
        return super().event(event)


class WorklistPanel(QWidget):
    """Shows the worklist and asks for another order or for fewer films."""

    searched = Signal(str)
    search_left = Signal()
    order_wanted = Signal(str)
    filter_wanted = Signal(str)
    command_wanted = Signal(str)  # by its name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklistPanel")
        self.setFixedWidth(widened(WIDTH))
        self.search = SearchField(self)
        self.search.setPlaceholderText(tr("Search films"))
        self.search.setAccessibleName(tr("Search films"))
        self.search.setClearButtonEnabled(True)
        self.search.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # keys are typed here only when that was asked for
        orders = {
            WorklistOrder.OPENED: tr("As opened"),
            WorklistOrder.URGENT: tr("Most urgent first"),
            WorklistOrder.NEWEST: tr("Newest first"),
            WorklistOrder.NAME: tr("By name"),
        }
        filters = {
            FilmFilter.ALL: tr("All films"),
            FilmFilter.ABOVE: tr("With a finding above"),
            FilmFilter.NOT_REVIEWED: tr("Not reviewed"),
            FilmFilter.NO_WORD: tr("Failed, refused, unlike"),
        }
        self.order = _choice(orders, tr("Order of the studies"), self)
        self.filter = _choice(filters, tr("Which films are listed"), self)
        self.compact = QToolButton(self)
        self.compact.setText("☰")
        self.compact.setCheckable(True)
        self.compact.setAccessibleName(tr("Compact rows"))
        set_tool_tip(self.compact, tr("Compact rows, or thumbnails"))
        self.list = WorklistView(self)
        self.foot = ListFoot(self)
        self._lay_out()
        self.search.textChanged.connect(self.searched)
        self.search.left.connect(self.search_left)
        self.search.returnPressed.connect(self.list.setFocus)
        self.order.activated.connect(lambda _place: self.order_wanted.emit(self.order.currentData()))
        self.filter.activated.connect(lambda _place: self.filter_wanted.emit(self.filter.currentData()))
        self.compact.clicked.connect(lambda: self.command_wanted.emit("compact_list"))
        self.foot.toggle_wanted.connect(lambda: self.command_wanted.emit("work_ahead"))
        self.foot.update_wanted.connect(lambda: self.command_wanted.emit("update_list"))

    def _lay_out(self) -> None:
        filtering = QHBoxLayout()
        filtering.addWidget(self.filter, 1)
        filtering.addWidget(self.compact)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 0)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.order)
        column.addLayout(filtering)
        column.addWidget(self.list, 1)
        column.addWidget(self.foot)

    def add_below(self, widget: QWidget) -> None:
        """Have something else of the open film below the list."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def show_session(self, session: Session) -> None:
        """Show what is listed now."""
        if self.search.text() != session.worklist.search:
            with QSignalBlocker(self.search):  # what is shown here was not typed
                self.search.setText(session.worklist.search)
        self.order.setCurrentIndex(self.order.findData(session.worklist.sorting))
        self.filter.setCurrentIndex(self.filter.findData(session.worklist.kept))
        self.list.show_session(session)
        self.foot.show_session(session)

    def show_compact(self, compact: bool) -> None:
        """Show films by two lines each, or by their thumbnails below patient and study."""
        self.compact.setChecked(compact)
        self.list.show_compact(compact=compact)

    def begin_search(self) -> None:
        """Let the user type what is looked for."""
        self.search.setFocus()
        self.search.selectAll()


def _choice(
    choices: Mapping[WorklistOrder, str] | Mapping[FilmFilter, str], name: str, parent: QWidget
) -> CalmComboBox:
    """A list to choose from that is as narrow as the panel."""
    box = CalmComboBox(parent)
    box.setAccessibleName(name)
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    for choice, text in choices.items():
        box.addItem(text, choice.value)
    return box
