"""The panel on the left: search, order, and the worklist of patients, studies and films."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from viewer.state.session import Session
from viewer.state.worklist_order import WorklistOrder
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.theme import widened
from viewer.style.translation import tr
from viewer.worklist.worklist_view import WIDTH, WorklistView


def listed(session: Session) -> tuple[object, ...]:
    """What of a session the panel shows."""
    known = (session.films, session.reviewed, session.readings, session.read_unaided)
    return (session.worklist, session.current, session.corners, *known)


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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklistPanel")
        self.setFixedWidth(widened(WIDTH))
        self.search = SearchField(self)
        self.search.setPlaceholderText(tr("Search films"))
        self.search.setAccessibleName(tr("Search films"))
        self.search.setClearButtonEnabled(True)
        self.search.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # keys are typed here only when that was asked for
        self.order = CalmComboBox(self)
        self.order.setAccessibleName(tr("Order of the studies"))
        self.order.addItem(tr("As opened"), WorklistOrder.OPENED.value)
        self.order.addItem(tr("Worst finding first"), WorklistOrder.WORST.value)
        self.list = WorklistView(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 0)
        column.setSpacing(4)
        for widget in (self.search, self.order, self.list):
            column.addWidget(widget)
        self.search.textChanged.connect(self.searched)
        self.search.left.connect(self.search_left)
        self.search.returnPressed.connect(self.list.setFocus)
        self.order.activated.connect(lambda _place: self.order_wanted.emit(self.order.currentData()))

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
        self.list.show_session(session)

    def begin_search(self) -> None:
        """Let the user type what is looked for."""
        self.search.setFocus()
        self.search.selectAll()
