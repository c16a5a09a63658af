"""The panel of what other programs say of the open film: what there is, whose it is, and what of it is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inference.core.film_objects import FilmReport, FilmSegmentation, ObjectKind, ReportFinding
from viewer.objects.object_words import finding_title, lines, segment_lines, title
from viewer.objects.own_colour import OTHERS
from viewer.objects.tree_rows import WrappedLines, swatch
from viewer.state.objects.film_objects import FilmObjects, FoundObject
from viewer.style.calm_inputs import CalmSlider
from viewer.style.rich_text import set_tool_tip, tip_text
from viewer.style.theme import scaled, toned
from viewer.style.translation import tr

HEIGHT, LEAST_TREE = 330, 60  # screen pixels at 100 %
_OBJECT, _PART = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ObjectPanel(QWidget):
    """Shows objects as a tree; ticks show presentation states, segments and regions of reports on the film."""

    presentation_wanted = Signal(object)  # the path, None for the film as stored
    segment_wanted = Signal(object, int, bool)
    segments_wanted = Signal(object, bool)  # all of a segmentation
    region_wanted = Signal(object, int, bool)
    opened = Signal(object)  # a report to be read in full, a document to be opened
    opacity_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("objectPanel")
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(tr("Objects of other programs"))
        self.tree.setColumnCount(1)
        self.tree.setHeaderHidden(True)
        self.tree.setItemDelegate(WrappedLines(self.tree))
        self.tree.setWordWrap(True)
        self.tree.setIndentation(scaled(10))
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.nothing = QLabel(tr("No object of another program speaks of this film."), self)
        self.nothing.setWordWrap(True)
        self.warning = QLabel(tr("None of it is this program's word."), self)
        self.warning.setWordWrap(True)
        self.opacity = CalmSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(0, 100)
        self.opacity.setAccessibleName(tr("Opacity of segments"))
        set_tool_tip(self.opacity, tr("Opacity of segments"))
        self.as_stored = QPushButton(tr("As stored"), self)
        set_tool_tip(self.as_stored, tr("The film as its file says, without any presentation state"))
        self.open = QPushButton(tr("Open …"), self)
        set_tool_tip(self.open, tr("The whole report, or the document in the system's viewer"))
        self._found: tuple[FoundObject, ...] = ()
        self._lay_out()
        self.tree.itemChanged.connect(self._tick)
        self.tree.currentItemChanged.connect(lambda _now, _before: self._enable())
        self.tree.itemDoubleClicked.connect(lambda _item, _column: self._open_current())
        self.opacity.valueChanged.connect(lambda value: self.opacity_chosen.emit(value / 100))
        self.as_stored.clicked.connect(lambda: self.presentation_wanted.emit(None))
        self.open.clicked.connect(self._open_current)
        self.setMaximumHeight(scaled(HEIGHT))
        self.tree.setMinimumHeight(scaled(LEAST_TREE))
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        heading = QLabel(tr("Of other programs"), self)
        heading.setObjectName("heading")
        for widget in (heading, self.warning, self.nothing, self.tree):
            column.addWidget(widget, int(widget is self.tree))
        self.shades = QWidget(self)
        strength = QHBoxLayout(self.shades)
        strength.setContentsMargins(0, 0, 0, 0)
        strength.addWidget(QLabel(tr("Opacity"), self.shades))
        strength.addWidget(self.opacity, 1)
        column.addWidget(self.shades)
        row = QHBoxLayout()
        row.addWidget(self.as_stored)
        row.addWidget(self.open)
        column.addLayout(row)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as it may be while there is something to list."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() if self.tree.isHidden() else scaled(HEIGHT))

    def toggle(self) -> None:
        """Show the panel, or put it away."""
        self.setVisible(self.isHidden())

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_objects(self, found: tuple[FoundObject, ...], known: FilmObjects, applied: Path | None) -> None:
        """List these objects, with what of them is shown on the film."""
        with QSignalBlocker(self.tree), QSignalBlocker(self.opacity):
            if found is not self._found:
                self._found = found
                self.tree.clear()
                for one in found:
                    self._add(one)
                if known.left:
                    _line(
                        self.tree.invisibleRootItem(), tr("{count} more were not looked at.").format(count=known.left)
                    )
            self._show_ticks(known, applied)
            self.opacity.setValue(round(100 * known.opacity))
        self._enable()

    def _add(self, found: FoundObject) -> None:
        head = QTreeWidgetItem(self.tree, [title(found)])
        head.setData(0, _OBJECT, found)
        head.setForeground(0, toned(OTHERS) if found.value is not None else self.palette().placeholderText())
        head.setToolTip(0, tip_text("\n".join((title(found), *lines(found)))))
        head.setFirstColumnSpanned(True)
        if found.kind in (ObjectKind.PRESENTATION, ObjectKind.SEGMENTATION) and found.value is not None:
            _make_tickable(head)
        if isinstance(found.value, FilmSegmentation):
            self._add_segments(head, found.value)
        if isinstance(found.value, FilmReport):
            self._add_findings(head, found.value)
        for words in lines(found):
            _line(head, words)
        head.setExpanded(found.kind in (ObjectKind.REPORT, ObjectKind.SEGMENTATION) or found.value is None)

    def _add_segments(self, head: QTreeWidgetItem, value: FilmSegmentation) -> None:
        for place, segment in enumerate(value.segments):
            item = QTreeWidgetItem(head, [segment.name])
            item.setData(0, _PART, place)
            item.setIcon(0, swatch(QColor(*segment.colour)))
            item.setToolTip(0, tip_text("\n".join(segment_lines(segment))))
            _make_tickable(item)

    def _add_findings(self, head: QTreeWidgetItem, value: FilmReport) -> None:
        for finding in value.findings:
            item = QTreeWidgetItem(head, [finding_title(finding)])
            item.setToolTip(0, tip_text(finding_title(finding)))
            if finding.regions:
                item.setData(0, _PART, finding.regions[0])
                item.setToolTip(0, tip_text(tr("Ticked: its region is drawn on the film")))
                _make_tickable(item)
            _add_numbers(item, finding, value.origin.program or value.origin.maker)
            for region in finding.regions[1:]:
                other = _line(item, value.regions[region].name)
                other.setData(0, _PART, region)
                _make_tickable(other)
            item.setExpanded(len(value.findings) < 12)

    def _show_ticks(self, known: FilmObjects, applied: Path | None) -> None:
        for head, found in self._heads():
            if found.presentation is not None:
                _tick(head, ticked=found.path == applied)
            elif isinstance(found.value, FilmSegmentation):
                drawn = [(found.path, segment.number) in known.shown for segment in found.value.segments]
                for item, shown in zip(_inner(head), drawn, strict=False):
                    _tick(item, ticked=shown)
                _tick(head, ticked=bool(drawn) and all(drawn))
            elif found.report is not None:
                for item in _below(head):
                    if item.data(0, _PART) is not None:
                        _tick(item, ticked=known.region == (found.path, item.data(0, _PART)))

    def _heads(self) -> list[tuple[QTreeWidgetItem, FoundObject]]:
        heads = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        return [(head, head.data(0, _OBJECT)) for head in heads if head is not None and head.data(0, _OBJECT)]

    def _enable(self) -> None:
        there = bool(self._found)
        shades = any(isinstance(found.value, FilmSegmentation) for found in self._found)
        for widget, shown in (
            (self.nothing, not there),
            (self.warning, there),
            (self.tree, there),
            (self.shades, shades),
            (self.as_stored, any(found.presentation is not None for found in self._found)),
            (self.open, any(_can_open(found) for found in self._found)),
        ):
            widget.setVisible(shown)
        current = self._current()
        self.open.setEnabled(current is not None and _can_open(current))

    # -- the hand -------------------------------------------------------------------------------------------------

    def _tick(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        found, part, ticked = _object_of(item), item.data(0, _PART), item.checkState(0) == _CHECKED
        if found is None:
            return
        if found.presentation is not None:
            self.presentation_wanted.emit(found.path if ticked else None)
        elif isinstance(found.value, FilmSegmentation):
            if part is None:
                self.segments_wanted.emit(found.path, ticked)
            else:
                self.segment_wanted.emit(found.path, found.value.segments[part].number, ticked)
        elif part is not None:
            self.region_wanted.emit(found.path, part, ticked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
        else:
            super().keyPressEvent(event)

    def _current(self) -> FoundObject | None:
        item = self.tree.currentItem()
        only = [found for found in self._found if _can_open(found)]
        return _object_of(item) if item is not None else only[0] if len(only) == 1 else None

    def _open_current(self) -> None:
        found = self._current()
        if found is not None and _can_open(found):
            self.opened.emit(found)


def _add_numbers(item: QTreeWidgetItem, finding: ReportFinding, maker: str) -> None:
    """What is said of a finding; how probable it is, is said to be its maker's word, in the colour of others."""
    for number in finding.numbers:
        said = f"{number.name}: {number.value} {number.unit}".rstrip()
        line = _line(item, f"{said} ({maker})" if number.likelihood and maker else said)
        if number.likelihood:
            line.setForeground(0, toned(OTHERS))
    for words in finding.said:
        _line(item, words)


def _line(parent: QTreeWidgetItem, words: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem(parent, [words])
    item.setToolTip(0, tip_text(words))
    return item


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [one for inner in _inner(item) for one in (inner, *_below(inner))]


def _inner(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [inner for place in range(item.childCount()) if (inner := item.child(place)) is not None]


def _object_of(item: QTreeWidgetItem) -> FoundObject | None:
    above = item.parent()
    if above is not None:
        return _object_of(above)
    found = item.data(0, _OBJECT)
    return found if isinstance(found, FoundObject) else None


def _can_open(found: FoundObject) -> bool:
    return found.value is not None and found.kind in (ObjectKind.REPORT, ObjectKind.DOCUMENT)


def _make_tickable(item: QTreeWidgetItem) -> None:
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(0, _UNCHECKED)


def _tick(item: QTreeWidgetItem, *, ticked: bool) -> None:
    item.setCheckState(0, _CHECKED if ticked else _UNCHECKED)
