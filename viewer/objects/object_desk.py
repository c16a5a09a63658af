"""The parts that show what other programs say, put together: panel, control on the film, drawing, documents."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from inference.core.film_objects import FilmSegmentation
from viewer.commands import enablement as needs
from viewer.commands.command import Command
from viewer.control.controller import Controller
from viewer.control.session_listener import SessionListener
from viewer.objects.documents import Documents
from viewer.objects.object_chip import ObjectChip
from viewer.objects.object_layer import ObjectLayer, extent
from viewer.objects.object_panel import ObjectPanel
from viewer.objects.object_words import title
from viewer.objects.report_dialog import ReportDialog
from viewer.state.objects.film_objects import FilmObjects, FoundObject
from viewer.state.objects.shown import applied, drawn_objects, film_key, objects_of
from viewer.state.session import Session
from viewer.viewport.viewport_pair import ViewportPair

Shown = tuple[tuple[FoundObject, ...], FilmObjects, Path | None]


class ObjectDesk:
    """Holds the ``panel`` for the window to place; hands wishes to the controller and shows what came of them."""

    def __init__(self, window: QWidget, controller: Controller, viewports: ViewportPair) -> None:
        self._window, self._controller, self._viewports = window, controller, viewports
        self.panel = ObjectPanel(window)
        self.chip = ObjectChip(viewports.overlay)
        self.layer = ObjectLayer(viewports, lambda: self.chip.area)
        self.documents = Documents(window)
        self.dialog: ReportDialog | None = None
        self._lies: tuple[str, Path | None] = ("", None)
        self._connect()

    def _connect(self) -> None:
        panel, chip, objects = self.panel, self.chip, self._controller.objects
        for part in (panel, chip):
            part.presentation_wanted.connect(objects.apply)
            part.segments_wanted.connect(self._show_all)
        panel.segment_wanted.connect(lambda path, number, on: objects.show_segments([(path, number)], shown=on))
        panel.region_wanted.connect(self._show_region)
        panel.opacity_chosen.connect(objects.set_opacity)
        panel.opened.connect(self._open)
        chip.panel_wanted.connect(self.panel.show)

    def listen(self, listener: SessionListener) -> None:
        """Show what is known and chosen, now and whenever that is another."""
        listener.listen(_shown, self._show)
        listener.listen(_drawn, lambda _: self.layer.show_objects(drawn_objects(self._controller.session)))
        listener.listen(_lies, self._look)

    def close(self) -> None:
        """Delete the copies of documents."""
        self.documents.close()

    def commands(self) -> dict[str, Command]:
        """The commands of this desk, by name of action."""
        objects = self._controller.objects
        return {
            "objects_panel": Command(self.panel.toggle, checked=lambda: not self.panel.isHidden()),
            "next_presentation": Command(objects.apply_next, needs.presentation_state),
            "presentation_as_stored": Command(partial(objects.apply, None), needs.presentation_state),
            "other_segments": Command(objects.toggle_segments, needs.drawing_of_others),
        }

    # -- shown ----------------------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        self.panel.show_objects(*shown)
        self.chip.show_objects(*shown)

    def _look(self, lies: tuple[str, Path | None]) -> None:
        """The part of the film that a presentation state displays, when it is applied or taken off again."""
        before, self._lies = self._lies, lies
        session = self._controller.session
        film = session.radiograph
        if film is None or before == lies or (before[0] != lies[0] and lies[1] is None):
            return
        now = applied(session)
        if before[1] is not None or now is not None:
            self.layer.show_area(None if now is None else now.presentation, film.pixel_aspect)

    # -- wishes ---------------------------------------------------------------------------------------------------

    def _show_all(self, path: Path, shown: bool) -> None:
        found = next((one for one in objects_of(self._controller.session) if one.path == path), None)
        value = None if found is None else found.value
        segments = value.segments if isinstance(value, FilmSegmentation) else ()
        self._controller.objects.show_segments([(path, one.number) for one in segments], shown=shown)

    def _show_region(self, path: Path, number: int, shown: bool) -> None:
        """Draw a region of a report, and lead the eye there."""
        self._controller.objects.show_region(path, number if shown else None)
        drawn = self.layer.item.drawn
        if shown and drawn.regions:
            region = extent(drawn.regions[0].graphic, drawn.aspect)
            self._viewports.cameras.look_at(region)
            self._viewports.flash.begin(region)

    def _open(self, found: FoundObject) -> None:
        if found.report is not None:
            self.dialog = ReportDialog(found, found.report, self._window)
            self.dialog.open()
        else:
            fetch = partial(self._controller.objects.fetch_document, found.path, lambda body: self.documents.open(body))
            self.documents.ask(title(found), fetch)


def _shown(session: Session) -> Shown:
    return objects_of(session), session.others, session.presentation.applied


def _drawn(session: Session) -> tuple[object, ...]:
    others = session.others
    known = (others.shown, others.region, others.opacity, session.presentation.applied, session.unaided)
    return (objects_of(session), *known, session.film)


def _lies(session: Session) -> tuple[str, Path | None]:
    now = applied(session)
    return film_key(session.film), None if now is None else now.path
