"""Going from film to film: the newest wish wins, and what was under way for another film is dropped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from inference.core.film import Radiograph
from inference.text.messages import film_notes, incomplete_film, message_for
from viewer.control.analysis import AnalysisControl
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.worker import Lane
from viewer.control.layouts.layout_control import LayoutControl
from viewer.state import transitions
from viewer.state.session import BusyKind, neighbour
from viewer.state.worklist_order import next_study


class Travel:
    """Has each film that is gone to read, said what is to be said of it, and analysed."""

    def __init__(self, port: ControllerPort, analysing: AnalysisControl, layout: LayoutControl) -> None:
        self._port, self._analysing, self._layout = port, analysing, layout
        self._reading: int | None = None
        self._visited: tuple[Path, ...] = ()

    def select(self, path: Path) -> None:
        """Show this film at once and have it analysed; whatever was under way for another film is dropped."""
        if path not in self._port.session.films:
            return
        with self._port.changes.together():
            self._leave()
            self._visited = (*(item for item in self._visited if item != path), path)
            session = transitions.with_current(self._port.session, path)
            session = transitions.without_old_pixels(session, (*self._visited, *session.page))
            self._port.changes.become(replace(session, prior=None))
            self._port.waiting.show_newest()
            self._layout.choose_films()
            self._get_ready(path)

    def go(self, step: int) -> None:
        """Go to the film ``step`` places further in the worklist."""
        path = neighbour(self._port.session, step)
        if path is not None:
            self.select(path)

    def go_to_study(self, step: int) -> None:
        """Go to the first film of the next study or the previous one."""
        path = next_study(self._port.session, step)
        if path is not None:
            self.select(path)

    def go_to_frame(self, frame: int) -> None:
        """Show another frame of the open film; it is analysed as a film of its own."""
        state = self._port.session.film
        if state is None or state.radiograph is None or frame == state.frame:
            return
        if not 0 <= frame < state.radiograph.frames:
            return
        with self._port.changes.together():
            self._leave()
            forgotten = {"analysis": None, "second_opinion": None, "analysis_failure": None}
            self._port.changes.learn(state.entry.path, frame=frame, **forgotten)
            self._read(state.entry.path)

    def close(self, paths: Collection[Path]) -> None:
        """Take these films off the list; where the open one is among them, the nearest of the others is shown."""
        session = self._port.session
        left = [path for path in (*session.order, *session.films) if path not in paths]
        if not left:
            self.start_over()
            return
        with self._port.changes.together():
            if session.current in paths:
                self.select(self._nearest(paths) or left[0])
            self._visited = tuple(path for path in self._visited if path not in paths)
            self._port.changes.become(transitions.without(self._port.session, paths))
            self._layout.choose_films()

    def _nearest(self, paths: Collection[Path]) -> Path | None:
        """The next film of the list that is not among these, or else the one before."""
        order, here = self._port.session.order, self._port.session.worklist.place(self._port.session.current)
        return next((path for path in (*order[here:], *reversed(order[:here])) if path not in paths), None)

    def start_over(self) -> None:
        """Let go of everything that is open; what the reader said and drew stays."""
        with self._port.changes.together():
            self._leave()
            self._port.waiting.cancel_all_but_exports()
            self._analysing.stop_all()
            self._visited = ()
            self._port.changes.become(transitions.without_films(self._port.session))
            self._layout.choose_films()

    def _leave(self) -> None:
        self._analysing.stop()
        self._port.jobs.drop(self._reading)

    def _get_ready(self, path: Path) -> None:
        state = self._port.session.films[path]
        self._say_of(state.radiograph)
        if self._analysing.take_over(path):
            return
        if state.radiograph is not None:
            self._analysing.begin(path, state.radiograph)
        else:
            self._read(path)

    def _read(self, path: Path) -> None:
        def read(value: object) -> None:
            assert isinstance(value, Radiograph)
            self._port.changes.learn(path, radiograph=value, failure=None)
            self._say_of(value)
            self._analysing.begin(path, value)

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._port.changes.learn(path, failure=message_for(error))

        self._reading = self._port.jobs.submit(Lane.READ, self._port.films.reading(path), read, failed)
        self._port.waiting.wait_for(self._reading, BusyKind.READING, "reading the file")

    def _say_of(self, film: Radiograph | None) -> None:
        """Say above the film that a part of it is missing, or else what had to be assumed to show it."""
        if film is not None and (film.truncated is not None or film.notes):
            said = film_notes(film) if film.truncated is None else incomplete_film(film)
            self._port.messages.notify_once(said)
