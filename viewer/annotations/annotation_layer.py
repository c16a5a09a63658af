"""Drawing by hand in both viewports: takes the hand's events before they do, and shows the annotations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from inference.annotations.measure.measurements import Scale
from inference.core.annotation import Annotation, AnnotationKind, Point
from inference.core.film import Radiograph
from viewer.annotations import tool_state as hands
from viewer.annotations.annotation_item import AnnotationItem, DrawnAnnotation
from viewer.annotations.drawn_annotations import AnnotationDrawing
from viewer.annotations.hints import hint
from viewer.annotations.hit_test import Handle
from viewer.annotations.inline_edit import InlineEdit, length_refusal, millimetres, text_refusal
from viewer.annotations.tool_state import Step, ToolState
from viewer.control.controller import Controller
from viewer.state.report_annotations import ReportAnnotations
from viewer.state.session import PROPOSED, FilmState
from viewer.style.translation import tr
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_pair import ViewportPair

REACH = 8.0  # screen pixels
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnnotationLayer(QObject):
    """Turns presses, drags and clicks into annotations of the open film."""

    tool_changed = Signal(object)

    def __init__(self, viewports: ViewportPair, controller: Controller) -> None:
        super().__init__(viewports)
        self._viewports = viewports
        self._controller = controller
        self._film: Radiograph | None = None
        self._hand = ToolState()
        self._shown = True
        self._of_report: tuple[Annotation, ...] = ()
        self._drawing = AnnotationDrawing()
        self.edit: InlineEdit | None = None
        self.items: dict[QObject, tuple[Viewport, AnnotationItem]] = {}
        for view in viewports.both:
            item = AnnotationItem()
            view.layers.add(item)
            view.viewport().installEventFilter(self)
            view.installEventFilter(self)
            self.items[view.viewport()] = (view, item)
        viewports.installEventFilter(self)

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

    def propose(self) -> None:
        """Have a cardiothoracic ratio proposed, where the reader sees it and Enter reaches it."""
        self._shown = True
        self._become(ToolState())
        self._viewports.current.setFocus()
        self._controller.proposal.ask()

    def cancel(self) -> bool:
        """Take back what is half done, a proposal, or the selection; says whether there was any."""
        if self.edit is not None:
            self._close_edit()
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
            self._drawing.forget()
            self._close_edit()
            self._become(ToolState())
        elif self._hand.selected is not None and not any(item.number == self._hand.selected for item in annotations):
            self._become(ToolState(tool=self._hand.tool))
        else:
            self._draw()

    def _become(self, hand: ToolState) -> None:
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
            item.show_annotations(drawn)
            view.show_hint("annotations", words)

    def _drawn(self) -> tuple[DrawnAnnotation, ...]:
        annotations, draft = self._annotations(), hands.shown_annotation(self._hand)
        if self._film is None or not (annotations or draft or self._of_report):
            return ()
        others = self._drawing.drawn(self._film, self._of_report, None, None)
        return (*others, *self._drawing.drawn(self._film, annotations, draft, self._hand.selected))

    def _annotations(self) -> tuple[Annotation, ...]:
        return self._controller.session.drawn

    # -- the hand -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take what belongs to drawing; everything else goes on to the viewport."""
        if isinstance(event, QKeyEvent):
            ends = event.type() == QEvent.Type.KeyPress and event.key() in ENTER
            done = ends and self._apply(hands.closed(self._hand, *self._reach()))
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
        if self.edit is not None:
            self.edit.finish()
        point = self._point(view, event)
        label = self._label_at(view, event.position())
        if self._hand.tool is None and label is not None:
            self._become(hands.gripping(Handle(label, None), point, self._annotations()))
            return True
        annotations = self._annotations() if self._shown else ()
        step = hands.pressed(self._hand, point, annotations, *self._reach())
        return self._apply(step, view) or step.hand.busy

    def _move(self, view: Viewport, event: QMouseEvent) -> bool:
        if not self._hand.busy:
            return False
        self._become(hands.moved(self._hand, self._point(view, event)))
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if held:
            view.pointed_at.emit(view.film_point(event.position()))
        return held

    def _release(self, view: Viewport, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton or not self._hand.busy:
            return False
        self._apply(hands.released(self._hand, self._point(view, event), *self._reach()), view)
        return True

    def _double_click(self, view: Viewport, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        number = self._label_at(view, event.position())
        annotation = next((item for item in self._annotations() if item.number == number), None)
        if (
            self._hand.tool is None
            and annotation is not None
            and annotation.kind in (AnnotationKind.TEXT, AnnotationKind.CALIBRATION)
        ):
            self._ask(view, annotation)
            return True
        busy = self._hand.tool is not None
        if busy and not self._apply(hands.closed(self._hand, *self._reach()), view):
            return self._press(view, event)
        return busy or number is not None

    def _apply(self, step: Step, view: Viewport | None = None) -> bool:
        """Take a step; says whether it ended in an annotation or a change of one."""
        if step.hand != self._hand:
            self._become(step.hand)
        if step.finished is not None:
            if step.finished.kind in (AnnotationKind.TEXT, AnnotationKind.CALIBRATION):
                self._ask(view or self._viewports.current, step.finished)
            else:
                self._controller.annotations.add(step.finished)
        if step.moved is not None and step.moved.number == PROPOSED:
            self._controller.proposal.accept(step.moved)
        elif step.moved is not None:
            self._controller.annotations.change(step.moved)
        return step.finished is not None or step.moved is not None

    def _point(self, view: Viewport, event: QMouseEvent) -> Point:
        """The film point under an event, in film pixels as stored."""
        assert self._film is not None
        place = view.film_point(event.position())
        return place.x(), place.y() / self._film.pixel_aspect

    def _reach(self) -> tuple[float, Scale]:
        """How near counts as on it, and the scale it is measured in: widths of a film pixel."""
        aspect = 1.0 if self._film is None else self._film.pixel_aspect
        return REACH / self._viewports.cameras.scale, Scale(1.0, aspect, "px", "")

    def _label_at(self, view: Viewport, position: QPointF) -> int | None:
        labels = self.items[view.viewport()][1].labels
        return next((number for number, box in labels.items() if number > 0 and box.contains(position)), None)

    # -- words and known lengths ----------------------------------------------------------------------------------

    def _ask(self, view: Viewport, annotation: Annotation) -> None:
        """Let the reader write beside an annotation; a new one is drawn once something was written."""
        self._close_edit()
        text = annotation.kind is AnnotationKind.TEXT
        place = view.screen_point(QPointF(annotation.points[-1][0], annotation.points[-1][1] * self._aspect()))
        written = annotation.text if text else f"{annotation.known_mm:g}" if annotation.known_mm else ""
        prompt, refusal = (tr("Text"), text_refusal) if text else (tr("Length in mm"), length_refusal)
        self.edit = InlineEdit(view.viewport(), place, prompt, written, refusal)
        self.edit.written.connect(partial(self._written, annotation))
        self.edit.left.connect(self._close_edit)

    def _written(self, annotation: Annotation, text: str) -> None:
        self._close_edit()
        if annotation.kind is AnnotationKind.CALIBRATION:
            annotation = replace(annotation, known_mm=millimetres(text))
        else:
            annotation = replace(annotation, text=text.strip())
        if not annotation.known_mm and not annotation.text:
            return
        if annotation.number:
            self._controller.annotations.change(annotation)
        else:
            self._controller.annotations.add(annotation)

    def _close_edit(self) -> None:
        if self.edit is not None:
            edit, self.edit = self.edit, None
            edit.close_quietly()
            parent = edit.parentWidget()
            if isinstance(parent, QWidget):
                parent.setFocus()

    def _aspect(self) -> float:
        return 1.0 if self._film is None else self._film.pixel_aspect
