"""Drawing with the mouse in both panes: takes the hand's events before the panes do, and shows the marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from inference.measure.figures import Scale, scale_of
from inference.measure.marks import Mark, MarkKind, Point, is_whole
from inference.measure.outline import outline
from inference.measure.words import mark_lines
from inference.types import Radiograph
from viewer.drawing import hand as hands
from viewer.drawing.grips import Grip
from viewer.drawing.hand import Hand, Step
from viewer.drawing.hints import hint
from viewer.drawing.inline_edit import InlineEdit, length_refusal, millimetres, text_refusal
from viewer.drawing.marks_item import DrawnMark, MarksItem
from viewer.film_panes import FilmPanes
from viewer.film_view import FilmView
from viewer.language import tr
from viewer.reader_controller import ReaderController
from viewer.session import Session

REACH = 8.0  # screen pixels
MOST_LABELS = 512
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MarksLayer(QObject):
    """Turns presses, drags and clicks into marks of the open film."""

    tool_changed = Signal(object)

    def __init__(self, panes: FilmPanes, controller: ReaderController) -> None:
        super().__init__(panes)
        self._panes = panes
        self._controller = controller
        self._film: Radiograph | None = None
        self._hand = Hand()
        self._shown = True
        self._labels: dict[tuple[Mark, Scale], tuple[str, ...]] = {}
        self.edit: InlineEdit | None = None
        self.items: dict[QObject, tuple[FilmView, MarksItem]] = {}
        for view in (panes.plain, panes.marked):
            item = MarksItem()
            view.add_item(item)
            view.viewport().installEventFilter(self)
            view.installEventFilter(self)
            self.items[view.viewport()] = (view, item)
        panes.installEventFilter(self)

    # -- intents --------------------------------------------------------------------------------------------------

    @property
    def tool(self) -> MarkKind | None:
        """The tool in hand."""
        return self._hand.tool

    def take(self, tool: MarkKind) -> None:
        """Take a tool, or put it down."""
        if self._film is not None:
            self._shown = True
            self._become(hands.taking(self._hand, tool))

    def cancel(self) -> bool:
        """Take back what is half done, or the selection; says whether there was any."""
        if self.edit is not None:
            self._close_edit()
            return True
        if self._hand == Hand():
            return False
        self._become(hands.cancelled(self._hand))
        return True

    def delete_selected(self) -> None:
        """Take the selected mark off the film."""
        if self._hand.selected is not None:
            number = self._hand.selected
            self._become(Hand())
            self._controller.delete_mark(number)

    @property
    def shown(self) -> bool:
        """Whether the reader's marks are on the screen."""
        return self._shown

    def toggle_shown(self) -> None:
        """Hide the reader's marks, or show them."""
        self._shown = not self._shown
        self._become(Hand())

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_session(self, session: Session) -> None:
        """Show the marks of the film that is open now."""
        state = session.film
        film = None if state is None else state.radiograph
        if film is not self._film:
            self._film = film
            self._labels.clear()
            self._close_edit()
            self._become(Hand())
        elif self._hand.selected is not None and not any(m.number == self._hand.selected for m in self._marks()):
            self._become(Hand(tool=self._hand.tool))
        else:
            self._draw()

    def _become(self, hand: Hand) -> None:
        before, self._hand = self._hand, hand
        if before.tool is not hand.tool:
            for view, _ in self.items.values():
                view.viewport().setCursor(Qt.CursorShape.CrossCursor if hand.tool else Qt.CursorShape.ArrowCursor)
            self.tool_changed.emit(hand.tool)
        self._draw()

    def _draw(self) -> None:
        words = hint(self._hand.tool, len(self._hand.placed))
        drawn = self._drawn() if self._shown else ()
        for view, item in self.items.values():
            item.show_marks(drawn)
            view.show_hint("marks", words)

    def _drawn(self) -> tuple[DrawnMark, ...]:
        if self._film is None:
            return ()
        film, draft = self._film, hands.shown_mark(self._hand)
        marks = self._marks()
        if draft is not None and draft.number:
            marks = tuple(draft if mark.number == draft.number else mark for mark in marks)
        elif draft is not None:
            marks = (*marks, draft)
        scale = scale_of(film, marks)
        selected, aspect = self._hand.selected, film.pixel_aspect
        return tuple(
            _drawn_mark(mark, aspect, scale, self._label(mark, film, scale), selected=mark.number == selected)
            for mark in marks
        )

    def _label(self, mark: Mark, film: Radiograph, scale: Scale) -> tuple[str, ...]:
        """What is written beside a mark; kept, because a region looks at every pixel in it."""
        if not is_whole(mark):
            return ()
        if len(self._labels) > MOST_LABELS:
            self._labels.clear()
        key = (mark, scale)
        if key not in self._labels:
            self._labels[key] = mark_lines(mark, film, scale, tr)
        return self._labels[key]

    def _marks(self) -> tuple[Mark, ...]:
        return self._controller.session.reading.marks

    # -- the hand -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take what belongs to drawing; everything else goes on to the pane."""
        if isinstance(event, QKeyEvent):
            ends = event.type() == QEvent.Type.KeyPress and event.key() in ENTER
            return ends and self._apply(hands.closed(self._hand, *self._reach()))
        if self._film is None or watched not in self.items or not isinstance(event, QMouseEvent):
            return False
        view = self.items[watched][0]
        handlers: dict[QEvent.Type, Callable[[FilmView, QMouseEvent], bool]] = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double_click,
        }
        handler = handlers.get(event.type())
        return handler is not None and handler(view, event)

    def _press(self, view: FilmView, event: QMouseEvent) -> bool:
        others = self._hand.tool is None and event.modifiers() != Qt.KeyboardModifier.NoModifier
        if event.button() != Qt.MouseButton.LeftButton or others:
            return False
        if self.edit is not None:
            self.edit.finish()
        point = self._point(view, event)
        label = self._label_at(view, event.position())
        if self._hand.tool is None and label is not None:
            self._become(hands.gripping(Grip(label, None), point, self._marks()))
            return True
        marks = self._marks() if self._shown else ()
        step = hands.pressed(self._hand, point, marks, *self._reach())
        return self._apply(step, view) or step.hand.busy

    def _move(self, view: FilmView, event: QMouseEvent) -> bool:
        if not self._hand.busy:
            return False
        self._become(hands.moved(self._hand, self._point(view, event)))
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if held:
            view.pointed_at.emit(view.film_point(event.position()))
        return held

    def _release(self, view: FilmView, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or not self._hand.busy:
            return False
        self._apply(hands.released(self._hand, self._point(view, event), *self._reach()), view)
        return True

    def _double_click(self, view: FilmView, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        number = self._label_at(view, event.position())
        mark = next((m for m in self._marks() if m.number == number), None)
        if self._hand.tool is None and mark is not None and mark.kind in (MarkKind.TEXT, MarkKind.CALIBRATION):
            self._ask(view, mark)
            return True
        busy = self._hand.tool is not None
        if busy and not self._apply(hands.closed(self._hand, *self._reach()), view):
            return self._press(view, event)
        return busy or number is not None

    def _apply(self, step: Step, view: FilmView | None = None) -> bool:
        """Take a step; says whether it ended in a mark or a change of one."""
        if step.hand != self._hand:
            self._become(step.hand)
        if step.finished is not None:
            if step.finished.kind in (MarkKind.TEXT, MarkKind.CALIBRATION):
                self._ask(view or self._panes.plain, step.finished)
            else:
                self._controller.add_mark(step.finished)
        if step.moved is not None:
            self._controller.change_mark(step.moved)
        return step.finished is not None or step.moved is not None

    def _point(self, view: FilmView, event: QMouseEvent) -> Point:
        """The film point under an event, in film pixels as stored."""
        assert self._film is not None
        place = view.film_point(event.position())
        return place.x(), place.y() / self._film.pixel_aspect

    def _reach(self) -> tuple[float, Scale]:
        """How near counts as touching, and the scale it is measured in: widths of a film pixel."""
        aspect = 1.0 if self._film is None else self._film.pixel_aspect
        return REACH / self._panes.scale, Scale(1.0, aspect, "px", "")

    def _label_at(self, view: FilmView, position: QPointF) -> int | None:
        labels = self.items[view.viewport()][1].labels
        return next((number for number, box in labels.items() if number and box.contains(position)), None)

    # -- words and known lengths ----------------------------------------------------------------------------------

    def _ask(self, view: FilmView, mark: Mark) -> None:
        """Let the reader write beside a mark; a new one is drawn once something was written."""
        self._close_edit()
        text = mark.kind is MarkKind.TEXT
        place = view.screen_point(QPointF(mark.points[-1][0], mark.points[-1][1] * self._aspect()))
        written = mark.text if text else f"{mark.known_mm:g}" if mark.known_mm else ""
        prompt, refusal = (tr("Text"), text_refusal) if text else (tr("Length in mm"), length_refusal)
        self.edit = InlineEdit(view.viewport(), place, prompt, written, refusal)
        self.edit.written.connect(partial(self._written, mark))
        self.edit.left.connect(self._close_edit)

    def _written(self, mark: Mark, text: str) -> None:
        self._close_edit()
        if mark.kind is MarkKind.CALIBRATION:
            mark = replace(mark, known_mm=millimetres(text))
        else:
            mark = replace(mark, text=text.strip())
        if not mark.known_mm and not mark.text:
            return
        if mark.number:
            self._controller.change_mark(mark)
        else:
            self._controller.add_mark(mark)

    def _close_edit(self) -> None:
        if self.edit is not None:
            edit, self.edit = self.edit, None
            edit.close_quietly()
            parent = edit.parentWidget()
            if isinstance(parent, QWidget):
                parent.setFocus()

    def _aspect(self) -> float:
        return 1.0 if self._film is None else self._film.pixel_aspect


def _drawn_mark(mark: Mark, aspect: float, scale: Scale, label: tuple[str, ...], *, selected: bool) -> DrawnMark:
    lines = tuple(tuple((x, y * aspect) for x, y in line) for line in outline(mark, scale))
    handles = tuple((x, y * aspect) for x, y in mark.points)
    return DrawnMark(mark.number, lines, handles, label, selected)
