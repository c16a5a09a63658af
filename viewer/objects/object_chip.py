"""The small control on the film: in whose presentation it is shown, what others drew, and the way to their panel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QToolButton

from inference.core.film_objects import FilmSegmentation
from viewer.objects.legend import below_texts
from viewer.objects.object_words import short_title
from viewer.state.objects.film_objects import FilmObjects, FoundObject
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import tr
from viewer.viewport.viewport import Viewport

if TYPE_CHECKING:
    from pathlib import Path

_WIDEST = 0.28  # of the viewport
_EDGE = 6  # screen pixels to the left


class ObjectChip(QObject):
    """A button over a viewport, there while another program says something of the film; it opens a menu."""

    presentation_wanted = Signal(object)  # the path, None for the film as stored
    segments_wanted = Signal(object, bool)
    panel_wanted = Signal()

    def __init__(self, view: Viewport) -> None:
        super().__init__(view)
        self._view = view
        self.button = QToolButton(view)
        self.button.setObjectName("objectChip")
        self.button.setAccessibleName(tr("Presentation and objects of other programs"))
        set_tool_tip(self.button, tr("Presentation states, segmentations and reports of other programs"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill)
        self._found: tuple[FoundObject, ...] = ()
        self._known = FilmObjects()
        self._applied: Path | None = None
        view.resized.connect(self._place)
        self.button.hide()

    def show_objects(self, found: tuple[FoundObject, ...], known: FilmObjects, applied: Path | None) -> None:
        """Offer these objects; nothing is there without any that can be shown."""
        self._found = tuple(one for one in found if one.value is not None)
        self._known, self._applied = known, applied
        self._place()
        self.button.setVisible(bool(self._found))

    def _words(self) -> str:
        now = next((one for one in self._found if one.path == self._applied), None)
        if now is not None and now.value is not None:
            return now.value.origin.title or short_title(now)
        if any(one.presentation is not None for one in self._found):
            return tr("As stored ({count} of others)").format(count=len(self._found))
        return tr("Of other programs: {count}").format(count=len(self._found))

    def _place(self) -> None:
        """At the left, below what is written at the top there; as wide as the letters at the edges leave room."""
        metrics, widest = QFontMetrics(self.button.font()), int(_WIDEST * self._view.width())
        words = metrics.elidedText(self._words(), Qt.TextElideMode.ElideMiddle, widest)
        self.button.setText(f"{words} ▾")
        self.button.adjustSize()
        area = QRectF(self._view.rect())
        self.button.move(_EDGE, round(below_texts(area, self._view.text_places, _WIDEST * area.width())))

    @property
    def area(self) -> QRectF:
        """What of the viewport it covers; empty while it is hidden."""
        return QRectF() if self.button.isHidden() else QRectF(self.button.geometry())

    def _fill(self) -> None:
        self.menu.clear()
        states = [one for one in self._found if one.presentation is not None]
        if states:
            self._add(tr("As stored"), self._applied is None, partial(self.presentation_wanted.emit, None))
        for one in states:
            wanted = partial(self.presentation_wanted.emit, one.path)
            self._add(short_title(one), one.path == self._applied, wanted)
        for one in self._found:
            if isinstance(one.value, FilmSegmentation):
                shown = any((one.path, segment.number) in self._known.shown for segment in one.value.segments)
                self._add(short_title(one), shown, partial(self.segments_wanted.emit, one.path, not shown))
        self.menu.addSeparator()
        self.menu.addAction(tr("Panel of other programs …"), self.panel_wanted.emit)

    def _add(self, words: str, checked: bool, wanted: partial[None]) -> None:
        action = QAction(words.replace("&", "&&"), self.menu)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda _checked=False: wanted())
        self.menu.addAction(action)
