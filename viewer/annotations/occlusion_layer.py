"""Occlusion sensitivity: while its key is held a round patch follows the pointer, with what the model says then."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QCursor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Radiograph
from inference.engine.occlusion import Occlusion, Patch
from inference.text.wording import percent, signed
from viewer.annotations.annotation_item import AnnotationItem, DrawnAnnotation
from viewer.control.controller import Controller
from viewer.style.translation import tr
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_pair import ViewportPair

SHARE = 0.06  # of the film's longer side: the radius at first
SMALLEST, LARGEST = 0.01, 0.25
_STEPS = 48


class OcclusionLayer(QObject):
    """Lasts from :meth:`begin` to :meth:`end`; the wheel changes the size of the patch meanwhile."""

    def __init__(self, viewports: ViewportPair, controller: Controller) -> None:
        super().__init__(viewports)
        self._viewports, self._controller = viewports, controller
        self._share = SHARE
        self._patch: Patch | None = None
        self._occlusion: Occlusion | None = None
        self.held = False
        self.items: dict[QObject, tuple[Viewport, AnnotationItem]] = {}
        for view in viewports.both:
            item = AnnotationItem()
            view.layers.add(item)
            self.items[view.viewport()] = (view, item)

    def begin(self) -> None:
        """Put the patch under the pointer, until the key comes up."""
        film = self._film()
        application = QApplication.instance()
        if self.held or film is None or application is None:
            return
        self.held = True
        application.installEventFilter(self)
        for view, _ in self.items.values():
            position = QPointF(view.viewport().mapFromGlobal(QCursor.pos()))
            if view.isVisible() and view.viewport().rect().contains(position.toPoint()):
                self._move(view, position)

    def end(self) -> None:
        """Take the patch away."""
        application = QApplication.instance()
        if self.held and application is not None:
            application.removeEventFilter(self)
        self.held = False
        self._patch = None
        self._controller.analysing.end_occlusion()
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """While held: moves carry the patch, the wheel changes its size."""
        if watched not in self.items:
            return False
        view = self.items[watched][0]
        if isinstance(event, QWheelEvent):
            angle = event.angleDelta().y() or event.angleDelta().x()
            self._share = min(LARGEST, max(SMALLEST, self._share * 1.001**angle))
            self._move(view, event.position())
            return True
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._move(view, event.position())
            return True
        return isinstance(event, QMouseEvent)

    # -- shown ----------------------------------------------------------------------------------------------------

    def _film(self) -> Radiograph | None:
        state = self._controller.session.shown_film
        return None if state is None or state.analysis is None else state.radiograph

    def _move(self, view: Viewport, position: QPointF) -> None:
        film = self._film()
        if film is None:
            return
        place = view.film_point(position)
        radius = self._share * max(film.shape[0] * film.pixel_aspect, film.shape[1])
        self._patch = Patch(place.x(), place.y() / film.pixel_aspect, radius)
        self._controller.analysing.occlude(self._patch)
        self._draw()

    def show_occlusion(self, occlusion: Occlusion | None) -> None:
        """Show the newest answer; without a film to look at, end."""
        if occlusion is not self._occlusion:
            self._occlusion = occlusion
            self._draw()
        if self.held and self._film() is None:
            self.end()

    def _draw(self) -> None:
        drawn = self._drawn()
        words = tr("Occlusion: move the patch; wheel: size; let the key go to end") if drawn else ""
        for view, item in self.items.values():
            item.show_annotations(drawn)
            view.show_hint("occlusion", words)

    def _drawn(self) -> tuple[DrawnAnnotation, ...]:
        film, patch = self._film(), self._patch
        if film is None or patch is None:
            return ()
        x, y = patch.column, patch.row * film.pixel_aspect
        angles = (2 * math.pi * step / _STEPS for step in range(_STEPS + 1))
        circle = tuple((x + patch.radius * math.cos(angle), y + patch.radius * math.sin(angle)) for angle in angles)
        state = self._controller.session.shown_film
        analysis = None if state is None else state.analysis
        return (DrawnAnnotation(1, (circle,), ((x, y),), occlusion_lines(analysis, self._occlusion)),)


def occlusion_lines(analysis: Analysis | None, occlusion: Occlusion | None) -> tuple[str, ...]:
    """The probability of each finding as it was and without the patch; until the first answer, that it is awaited."""
    judged = [result for result in (analysis.results if analysis else ()) if result.analysed]
    if occlusion is None:
        return (tr("Without this place: …"),)
    return (tr("Without this place:"), *(_line(result, occlusion) for result in judged))


def _line(result: FindingResult, occlusion: Occlusion) -> str:
    after = occlusion.probabilities.get(result.finding.key)
    if after is None or result.probability is None:
        return f"{tr(result.finding.title)} –"
    change = round(100 * after) - round(100 * result.probability)  # of what is shown
    points = tr("({change} points)").format(change=signed(change))
    return f"{tr(result.finding.title)} {percent(result.probability)} → {percent(after)}  {points}"
