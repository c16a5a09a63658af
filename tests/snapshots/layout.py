"""What is wrong with a window's layout: text that does not fit, widgets that overlap or leave their parent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollBar,
    QWidget,
)

BREAKS = re.compile(
    "[\\s\u200b\u3000-\uffdc]"
)  # white space, the one without width, and letters that any line may end at
CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox),
    *(QComboBox, QGraphicsView, QLineEdit, QProgressBar),
)


def faults(window: QWidget) -> list[str]:
    """Every fault as a line that names the widget; none when the layout holds."""
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible() and not _inside_a_control(widget)]
    found = [f"cut: {_name(widget)}" for widget in shown if _is_cut(widget)]
    found += [f"outside: {_name(widget)}" for widget in shown if _leaves_its_parent(widget)]
    return [*found, *_overlaps(shown)]


def controls(window: QWidget) -> list[QWidget]:
    """What the user can operate or read with a screen reader."""
    found = [widget for widget in window.findChildren(QWidget) if isinstance(widget, CONTROLS) and widget.isVisible()]
    return [widget for widget in found if not _inside_a_control(widget) and not isinstance(widget, QScrollBar)]


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says of a control."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return _has_a_cut_word(widget) or widget.heightForWidth(widget.width()) > widget.height() + 1
        return widget.sizeHint().width() > widget.width() + 1 or widget.sizeHint().height() > widget.height() + 1
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.minimumSizeHint().width() > widget.width() + 1 or widget.sizeHint().height() > widget.height() + 1
    if isinstance(widget, QComboBox):
        return widget.sizeHint().height() > widget.height() + 1
    return False


def _has_a_cut_word(label: QLabel) -> bool:
    """Whether a word of plain text is wider than the label, which wraps between words only."""
    if label.textFormat() != Qt.TextFormat.PlainText:
        return False
    words = BREAKS.split(QLabel.text(label))  # as it is drawn, whatever the label says it was given
    return max(map(label.fontMetrics().horizontalAdvance, words)) > label.contentsRect().width() + 1


def _leaves_its_parent(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or parent.objectName() == "qt_scrollarea_viewport":
        return False
    return not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry())


def _overlaps(shown: list[QWidget]) -> Iterator[str]:
    leaves = [widget for widget in shown if isinstance(widget, (*CONTROLS, QLabel)) and not widget.isWindow()]
    for one, other in combinations(leaves, 2):
        if one.parentWidget() is other.parentWidget():
            common = one.geometry().intersected(other.geometry())
            if common.width() > 1 and common.height() > 1:
                yield f"overlap: {_name(one)} and {_name(other)} in {_text(common)}"


def _inside_a_control(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (*CONTROLS, QScrollBar)) or parent.metaObject().className() == "QKeySequenceEdit":
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_") and widget.objectName() != "qt_spinbox_lineedit"


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return (
        f"{type(widget).__name__} {widget.objectName()} “{text or widget.accessibleName()}” {_text(widget.geometry())}"
    )


def _text(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}x{rect.height()}"
