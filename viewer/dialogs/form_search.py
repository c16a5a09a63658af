"""Which rows of a form of settings hold what somebody searches for."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLayoutItem,
    QLineEdit,
    QWidget,
)


def show_found(box: QGroupBox, text: str) -> bool:
    """Show the rows of a group that hold the text, all where its title does; whether there are any."""
    form = box.layout()
    assert isinstance(form, QFormLayout)
    whole, found = text in box.title().casefold(), False
    for row in range(form.rowCount()):
        seen = whole or text in _words_of(form, row).casefold()
        form.setRowVisible(row, seen)
        found |= seen
    box.setVisible(found)
    return found


def _words_of(form: QFormLayout, row: int) -> str:
    """All that can be read of a setting: its label, what it is set to, and what it can be set to."""
    roles = (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole, QFormLayout.ItemRole.SpanningRole)
    widgets = [widget for role in roles for widget in _widgets_of(form.itemAt(row, role))]
    return " ".join(word for widget in widgets for word in _words(widget))


def _widgets_of(item: QLayoutItem | None) -> list[QWidget]:
    if item is None:
        return []
    inner, widget = item.layout(), item.widget()
    if inner is not None:
        return [found for place in range(inner.count()) for found in _widgets_of(inner.itemAt(place))]
    return [] if widget is None else [widget]


def _words(widget: QWidget) -> list[str]:
    if isinstance(widget, QComboBox):
        return [widget.accessibleName(), *(widget.itemText(place) for place in range(widget.count()))]
    if isinstance(widget, QLabel | QAbstractButton):
        return [widget.text()]
    return [widget.accessibleName(), *([widget.placeholderText()] if isinstance(widget, QLineEdit) else [])]
