"""Drawing by hand in both viewports: takes the hand's events before they do, and shows the annotations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Radiograph
from viewer.annotations import tool_state as hands
from viewer.annotations.annotation_item import AnnotationItem, DrawnAnnotation
from viewer.annotations.annotation_words import AnnotationWords
from viewer.annotations.drawn_annotations import AnnotationDrawing, AnnotationRow
from viewer.annotations.hints import hint
from viewer.annotations.hit_test import LABEL, Handle
from viewer.annotations.label_places import lungs_of
from viewer.annotations.tool_state import Step, ToolState
from viewer.annotations.under_pointer import UnderPointer
from viewer.control.controller import Controller
from viewer.state.report_annotations import ReportAnnotations
from viewer.state.session import PROPOSED, FilmState
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_pair import ViewportPair

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnnotationLayer(QObject):
    """Turns presses, drags and clicks into annotations of the open film."""

    tool_changed = Signal(object)
    changed = Signal()  # what is drawn, or what of it is selected

    def __init__(
        self, viewports: ViewportPair, controller: Controller, sticky: Callable[[], bool] = lambda: False
    ) -> None:
        """``sticky`` tells whether a tool stays in hand after an annotation is done."""
        super().__init__(viewports)
        self._sticky = sticky
        self._viewports = viewports
        self._controller = controller
        self._film: Radiograph | None = None
        self._hand = ToolState()
        self._shown = True
        self._of_report: tuple[Annotation, ...] = ()
        self._drawing = AnnotationDrawing()
        self.words = AnnotationWords(self._take_words)
        self.items: dict[QObject, tuple[Viewport, AnnotationItem]] = {}
        for view in viewports.both:
            item = AnnotationItem(partial(_text_places, view))
            view.layers.add(item)
            view.viewport().installEventFilter(self)
            view.installEventFilter(self)
            self.items[view.viewport()] = (view, item)
        viewports.installEventFilter(self)
        self._under = UnderPointer(self.items, lambda: viewports.cameras.scale)

    # -- intents --------------------------------------------------------------------------------------------------

    @property
    def tool(self) -> AnnotationKind | None:
        """The tool in hand."""
        return self._hand.tool

    def has_in_hand(self, tool: AnnotationKind) -> bool:
        """Whether this tool is in hand."""
        return self._hand.tool is tool

    def take(self, tool: AnnotationKind) -> None:
        """Take a tool, or put it down."""
        if self._film is not None:
            self._shown = True
            self._become(hands.taking(self._hand, tool))

    def put_down(self) -> None:
        """Take no tool of drawing in hand any more; what is half done is dropped."""
        self._become(ToolState(selected=self._hand.selected))

    def propose(self) -> None:
        """Have a cardiothoracic ratio proposed, where the reader sees it and Enter reaches it."""
        self._shown = True
        self._become(ToolState())
        self._viewports.current.setFocus()
        self._controller.proposal.ask()

    def cancel(self) -> bool:
        """Take back what is half done, a proposal, or the selection; says whether there was any."""
        if self.words.close():
            return True
        if not self._hand.busy and self._controller.proposal.dismiss():
            return True
        if self._hand == ToolState():
            return False
        self._become(hands.cancelled(self._hand))
        return True

    def delete_selected(self) -> None:
        """Take the selected annotation off the film."""
        if self._hand.selected is not None:
            number = self._hand.selected
            self._become(ToolState())
            if number == PROPOSED:
                self._controller.proposal.dismiss()
            else:
                self._controller.annotations.delete(number)

    @property
    def shown(self) -> bool:
        """Whether the annotations are on the screen."""
        return self._shown

    def toggle_shown(self) -> None:
        """Hide the annotations, or show them."""
        self._shown = not self._shown
        self._become(ToolState())

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_annotations(
        self, state: FilmState | None, annotations: tuple[Annotation, ...], report: ReportAnnotations | None = None
    ) -> None:
        """Show what is drawn on the film that is open now; what a ``report`` brings cannot be taken hold of."""
        self._of_report = () if report is None else report.drawn
        film = None if state is None else state.radiograph
        if film is not self._film:
            self._film = film
            self._under.aspect = 1.0 if film is None else film.pixel_aspect
            self._drawing.forget()
            self.words.close()
            self._become(ToolState())
        elif self._hand.selected is not None and not any(item.number == self._hand.selected for item in annotations):
            self._become(ToolState(tool=self._hand.tool))
        else:
            self._draw()

    def _become(self, hand: ToolState) -> None:
        before, self._hand = self._hand, hand
        if before.tool is not hand.tool:
            for view, _ in self.items.values():
                view.show_cursor(Qt.CursorShape.CrossCursor if hand.tool else None)
            self.tool_changed.emit(hand.tool)
        self._draw()

    def _draw(self) -> None:
        words = hint(self._hand.tool, len(self._hand.placed))
        drawn = self._drawn() if self._shown else ()
        for view, item in self.items.values():
            item.show_annotations(drawn, None if self._film is None else lungs_of(self._film.size))
            view.show_hint("annotations", words)
        self.changed.emit()

    def rows(self) -> tuple[AnnotationRow, ...]:
        """The reader's own annotations as lines of a list, hidden ones too."""
        own = self._controller.session.own_annotations
        return () if self._film is None else self._drawing.rows(self._film, own, self._hand.selected)

    def _drawn(self) -> tuple[DrawnAnnotation, ...]:
        annotations, draft = self._annotations(), hands.shown_annotation(self._hand)
        if self._film is None or not (annotations or draft or self._of_report):
            return ()
        others = self._drawing.drawn(self._film, self._of_report, None, None)
        return (*others, *self._drawing.drawn(self._film, annotations, draft, self._hand.selected))

    def _annotations(self) -> tuple[Annotation, ...]:
        return self._controller.session.drawn

    def _in_sight(self) -> tuple[Annotation, ...]:
        return tuple(one for one in self._annotations() if not one.hidden) if self._shown else ()

    def _with_label_where_it_lies(self, view: Viewport, number: int) -> tuple[Annotation, ...]:
        """The annotations, the label of one kept where it lies now, so that it can be moved from there."""
        at = self._under.label_middle(view, number)
        return tuple(replace(one, label_at=at) if one.number == number else one for one in self._annotations())

    # -- the hand -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take what belongs to drawing; everything else goes on to the viewport."""
        if isinstance(event, QKeyEvent):
            ends = event.type() == QEvent.Type.KeyPress and event.key() in ENTER
            done = ends and self._apply(hands.closed(self._hand, *self._under.reach()))
            return done or (ends and not self._hand.busy and self._controller.proposal.accept())
        if self._film is None or watched not in self.items or not isinstance(event, QMouseEvent):
            return False
        view = self.items[watched][0]
        handlers: dict[QEvent.Type, Callable[[Viewport, QMouseEvent], bool]] = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double_click,
        }
        handler = handlers.get(event.type())
        return handler is not None and handler(view, event)

    def _press(self, view: Viewport, event: QMouseEvent) -> bool:
        others = self._hand.tool is None and event.modifiers() != Qt.KeyboardModifier.NoModifier
        if event.button() != Qt.MouseButton.LeftButton or others:
            return False
        self.words.finish()
        point = self._under.point(view, event.position())
        label = self._under.label(view, event.position())
        if self._hand.tool is None and label is not None:
            lies = self._with_label_where_it_lies(view, label)
            self._become(hands.gripping(Handle(label, LABEL), point, lies))
            return True
        step = hands.pressed(self._hand, point, self._in_sight(), *self._under.reach())
        return self._apply(step, view) or step.hand.busy

    def _move(self, view: Viewport, event: QMouseEvent) -> bool:
        if not self._hand.busy:
            self._show_what_is_under(view, event)
            return False
        self._become(hands.moved(self._hand, self._under.point(view, event.position())))
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if held:
            view.pointed_at.emit(view.film_point(event.position()))
        return held

    def _show_what_is_under(self, view: Viewport, event: QMouseEvent) -> None:
        """The pointer tells whether a press would take hold of a label, a point or a line, or else work the film."""
        if event.buttons() != Qt.MouseButton.NoButton or self._viewports.region_armed:
            return
        place, selected = event.position(), self._hand.selected
        view.show_cursor(self._under.cursor(view, place, self._in_sight(), selected))

    def annotation_at(self, view: Viewport, position: QPointF) -> Annotation | None:
        """The reader's own annotation whose label or line lies at a position of a viewport."""
        number = self._under.label(view, position)
        handle = self._under.handle(view, position, self._in_sight(), self._hand.selected)
        if number is None and handle is not None:
            number = handle.number
        return next((one for one in self._controller.session.reading.annotations if one.number == number), None)

    def select(self, number: int) -> None:
        """Show the handles of one annotation, and have it seen."""
        self._shown = True
        self._become(ToolState(selected=number))

    def _release(self, view: Viewport, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or not self._hand.busy:
            return False
        self._apply(hands.released(self._hand, self._under.point(view, event.position()), *self._under.reach()), view)
        return True

    def _double_click(self, view: Viewport, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        number = self._under.label(view, event.position())
        annotation = next((item for item in self._annotations() if item.number == number), None)
        if self._hand.tool is None and annotation is not None:
            self.rename(annotation.number, view)
            return True
        busy = self._hand.tool is not None
        if busy and not self._apply(hands.closed(self._hand, *self._under.reach()), view):
            return self._press(view, event)
        return busy or number is not None

    def _apply(self, step: Step, view: Viewport | None = None) -> bool:
        """Take a step; says whether it ended in an annotation or a change of one."""
        drawn_with = self._hand.tool if step.finished is not None and self._sticky() else None
        if step.hand != self._hand:
            self._become(step.hand if drawn_with is None else ToolState(tool=drawn_with))
        if step.finished is not None:
            if step.finished.kind in (AnnotationKind.TEXT, AnnotationKind.CALIBRATION):
                self.words.ask(view or self._viewports.current, step.finished, self._under.aspect)
            else:
                self._controller.annotations.add(step.finished)
        if step.moved is not None:
            self._move_to(step.moved)
        return step.finished is not None or step.moved is not None

    def _move_to(self, moved: Annotation) -> None:
        """Take the new place of an annotation or of its label alone; a proposal that is corrected is accepted."""
        known = next((one for one in self._annotations() if one.number == moved.number), None)
        if moved.number == PROPOSED:
            self._controller.proposal.accept(moved)
        elif known is not None and known.points == moved.points:
            self._controller.annotations.arrange(moved)
        else:
            self._controller.annotations.change(moved)

    # -- words and known lengths ----------------------------------------------------------------------------------

    def rename(self, number: int, view: Viewport | None = None) -> None:
        """Let the reader write what an annotation is called, or the known length of a calibration."""
        annotation = next((one for one in self._annotations() if one.number == number), None)
        if annotation is not None and number > 0:
            self.words.ask(view or self._viewports.current, annotation, self._under.aspect)

    def _take_words(self, annotation: Annotation) -> None:
        drawn = self._controller.annotations
        drawn.change(annotation) if annotation.number else drawn.add(annotation)


def _text_places(view: Viewport) -> tuple[QRectF, ...]:
    return view.text_places
