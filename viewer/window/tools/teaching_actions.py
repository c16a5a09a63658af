"""Tools > Teaching: the bundled painted films, and those of the list that the reader read unaided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import resources
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import UnaidedCall
from viewer.commands.command import Command
from viewer.control.controller import Controller
from viewer.state.session import Session, film_hash
from viewer.state.window_level import DragStyle

if TYPE_CHECKING:  # they come with the command: nobody else waits for them
    from inference.site.teaching.painted import TeachingFilm
    from viewer.site.teaching_dialog import TeachingDialog
    from viewer.site.teaching_mask import Mask

CALLED = {UnaidedCall.PRESENT: True, UnaidedCall.ABSENT: False}


class TeachingActions:
    """Opens the dialog over ``parent`` and keeps the one opened last."""

    def __init__(self, parent: QWidget, controller: Controller, drag: Callable[[], DragStyle]) -> None:
        self._parent, self._controller, self._drag = parent, controller, drag
        self.dialog: TeachingDialog | None = None

    def commands(self) -> dict[str, Command]:
        """The commands by name of action."""
        return {"teaching": Command(self.show)}

    def show(self) -> None:
        """Ask about films whose answer is known."""
        from inference.site.teaching.painted import painted_films
        from viewer.site.teaching_dialog import TeachingDialog

        keys = tuple(finding.key for finding in FINDINGS)
        painted = painted_films(resources.path("teaching"), keys)
        own = own_films(self._controller.session)
        films = self._controller.site_films
        self.dialog = TeachingDialog(painted, own, self._region, films, self._drag, self._parent.window())
        self.dialog.open()

    def _region(self, path: Path, shape: tuple[int, int], finding: str) -> Mask | None:
        """Where the reader drew a finding on a film of the list."""
        from viewer.site.teaching_mask import drawn_mask

        session = self._controller.session
        reading = session.readings.get(film_hash(session.films.get(path)))
        return None if reading is None else drawn_mask(reading.annotations, shape, finding)


def own_films(session: Session) -> list[TeachingFilm]:
    """Films of the list with unaided calls, which are their answers; what the reader was not sure of is none."""
    from inference.site.teaching.painted import TeachingFilm

    found: list[TeachingFilm] = []
    for path in session.order:
        reading = session.readings.get(film_hash(session.films[path]))
        calls = {} if reading is None else reading.calls
        answers = {key: CALLED[call] for key, call in calls.items() if call in CALLED}
        if answers:
            found.append(TeachingFilm(path, answers))
    return found
