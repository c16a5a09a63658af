"""The other films of a page of four: each whole, as it was left, with its corner annotations; a click picks it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from inference.core.film import Radiograph
from viewer.state.camera import fitted
from viewer.state.image_pyramid import small_picture
from viewer.state.layout import Arrangement
from viewer.state.session import FilmState, Session
from viewer.style.translation import spoken, tr
from viewer.viewport.corner_annotations import CornerAnnotations, corner_text
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_grid import ViewportGrid

OTHERS = 3


def beside(session: Session) -> tuple[tuple[FilmState, ...], str]:
    """The other films of the page, and the level of corner annotations."""
    return tuple(session.films[path] for path in session.page if path != session.current), session.corners


class FilmCells(QObject):
    """Gives each other film of the page a viewport of its own; one that stays on the page keeps it."""

    picked = Signal(object)  # the path of the film that was clicked
    stepped = Signal(int)

    def __init__(self, grid: ViewportGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.views = tuple(Viewport(tr("Film of the worklist"), grid) for _ in range(OTHERS))
        self._cells: dict[Path, Viewport] = {}
        self._films: dict[Path, FilmState] = {}
        self._level = "full"
        self._drawn: dict[Viewport, tuple[object, ...]] = {}
        for view in self.views:
            view.hide()
            view.pressed.connect(partial(self._pick, view))
            view.film_stepped.connect(self.stepped)
            view.resized.connect(self._draw_all)

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Lay the viewports as arranged."""
        others = [path for path in arrangement.page if path != arrangement.current]
        free = [view for view in self.views if view not in {self._cells.get(path) for path in others}]
        self._cells = {path: self._cells.get(path) or free.pop() for path in others}
        self._grid.show_arrangement(arrangement, self._cells)
        self._draw_all()

    def show_films(self, films: Sequence[FilmState], level: str) -> None:
        """Show what is known of these films, with corner annotations in full, anonymised, or none."""
        self._films, self._level = {state.entry.path: state for state in films}, level
        self._draw_all()

    @Slot()
    def _draw_all(self) -> None:
        for path, view in self._cells.items():
            state = self._films.get(path)
            if state is not None:
                self._draw(view, state)

    def _draw(self, view: Viewport, state: FilmState) -> None:
        shown = state.presentation
        size = round(max(view.width(), view.height()) * view.devicePixelRatioF())
        key = (state.radiograph, state.failure, size, shown.voi, shown.invert, shown.transform, self._level)
        if self._drawn.get(view) == key:
            return
        self._drawn[view] = key
        if state.radiograph is None:
            self._draw_nothing(view, state)
        else:
            self._draw_film(view, state, state.radiograph, size)

    def _draw_nothing(self, view: Viewport, state: FilmState) -> None:
        failed = spoken(state.failure) if state.failure else None
        view.layers.show_film(None, (1, 1))
        view.show_corners(CornerAnnotations())
        view.show_message((failed.title, failed.text, failed.hint) if failed else None)

    def _draw_film(self, view: Viewport, state: FilmState, film: Radiograph, size: int) -> None:
        shown = state.presentation
        view.show_message(None)
        view.layers.show_film(small_picture(film, size, shown.voi, invert=shown.invert), film.size)
        view.show_camera(fitted(film.size, (view.width(), view.height()), shown.transform))
        view.show_corners(corner_text(film, shown.transform, self._level, inverted=shown.invert))

    def _pick(self, view: Viewport) -> None:
        path = next((path for path, shown in self._cells.items() if shown is view), None)
        if path is not None:
            self.picked.emit(path)
