"""The panel on the left: search, order, and the list of patients, studies and films."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from viewer.state.session import Session
from viewer.state.worklist_order import WorklistOrder
from viewer.style.theme import widened
from viewer.style.translation import tr
from viewer.worklist.worklist import WIDTH, Worklist


class WorklistPanel(QWidget):
    """Shows the list and asks for another order or for fewer films."""

    searched = Signal(str)
    order_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studyPanel")
        self.setFixedWidth(widened(WIDTH))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search films"))
        self.search.setAccessibleName(tr("Search films"))
        self.search.setClearButtonEnabled(True)
        self.order = QComboBox(self)
        self.order.setAccessibleName(tr("Order of the studies"))
        self.order.addItem(tr("As opened"), WorklistOrder.OPENED.value)
        self.order.addItem(tr("Worst finding first"), WorklistOrder.WORST.value)
        self.list = Worklist(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 0)
        column.setSpacing(4)
        for widget in (self.search, self.order, self.list):
            column.addWidget(widget)
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self.list.setFocus)
        self.order.activated.connect(lambda _place: self.order_wanted.emit(self.order.currentData()))

    def show_session(self, session: Session) -> None:
        """Show what is listed now."""
        if self.search.text() != session.search:
            with QSignalBlocker(self.search):  # what is shown here was not typed
                self.search.setText(session.search)
        self.order.setCurrentIndex(self.order.findData(session.sorting))
        self.list.show_session(session)

    def begin_search(self) -> None:
        """Let the user type what is looked for."""
        self.search.setFocus()
        self.search.selectAll()
