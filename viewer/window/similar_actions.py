"""Similar films of the reader's own: the dialog, and what follows from it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from inference.core.reader_annotations import without_annotations
from viewer.commands import enablement as needs
from viewer.commands.command import Command
from viewer.control.beside.similar_films import SimilarFilm
from viewer.control.controller import Controller
from viewer.control.session_listener import SessionListener
from viewer.state.session import Session
from viewer.style.translation import tr
from viewer.window.file_actions import FileActions
from viewer.window.node_actions import say_failure
from viewer.window.settings_actions import SettingsActions

if TYPE_CHECKING:  # it comes with the first command for it
    from viewer.site.similar_dialog import SimilarDialog

Asked = tuple[Path | None, str, bool]


class SimilarActions:
    """Opens the dialog, and keeps the one opened last."""

    def __init__(self, controller: Controller, settings: SettingsActions, files: FileActions) -> None:
        self._controller, self._settings, self._files = controller, settings, files
        self._similar = controller.similar
        self.dialog: SimilarDialog | None = None

    def commands(self) -> dict[str, Command]:
        """The commands by name of action."""
        return {"similar_films": Command(self.show_similar, needs.film)}

    def show_similar(self) -> None:
        """Show which films of the reader's own are like the open one."""
        from viewer.site.similar_dialog import SimilarDialog

        window = self._settings.parent()
        assert isinstance(window, QMainWindow)
        if self.dialog is not None:
            self.dialog.close()
        dialog = SimilarDialog(window)
        dialog.finding_chosen.connect(lambda _: self._find(dialog))
        dialog.film_wanted.connect(self._open)
        dialog.keeping_wanted.connect(partial(self._keep, dialog))
        dialog.emptying_wanted.connect(partial(self._empty, dialog))
        self.dialog = dialog
        dialog.show()
        self._show(dialog)
        listener = SessionListener(self._controller.changes, dialog)
        listener.listen(_asked, lambda _: self._find(dialog))  # it stays beside the window: of the film that is open
        dialog.finished.connect(lambda _: listener.end())

    def _show(self, dialog: SimilarDialog) -> None:
        dialog.show_keeping(on=self._similar.on)
        self._similar.count(dialog.show_count)

    def _find(self, dialog: SimilarDialog) -> None:
        dialog.show_films(())
        asked = _asked(self._controller.session)
        if self._similar.find(
            dialog.finding.currentData(), partial(self._found, dialog, asked), partial(say_failure, dialog.say)
        ):
            return
        if self._controller.session.unaided:
            dialog.say(tr("Hidden until the unaided read is revealed."))
        elif self._similar.on:
            dialog.say(tr("This film is not analysed yet."))

    def _found(self, dialog: SimilarDialog, asked: Asked, films: tuple[SimilarFilm, ...]) -> None:
        if dialog is not self.dialog or asked != _asked(self._controller.session):
            return
        dialog.show_films([(one.neighbour, without_annotations(one.reading)) for one in films])
        if films:
            dialog.say("")
        elif self._similar.on:
            dialog.say(tr("No film in the index is like this one yet: films come into it as they are analysed."))
        for card, film in zip(dialog.cards, films, strict=False):
            self._similar.picture(film, partial(card.show_picture, film.neighbour))

    def _keep(self, dialog: SimilarDialog, on: bool) -> None:
        self._settings.keep_similar(on=on)
        self._show(dialog)
        self._find(dialog)

    def _empty(self, dialog: SimilarDialog) -> None:
        def emptied(left: int) -> None:
            dialog.show_count(left)
            self._find(dialog)

        self._similar.empty(emptied)

    def _open(self, path: Path) -> None:
        """Go to a film of the worklist, or open it."""
        if path in self._controller.session.films:
            self._controller.travel.select(path)
        else:
            self._files.open_paths((path,))


def _asked(session: Session) -> Asked:
    """For which film others are looked for, by which analysis, and whether the model is hidden."""
    state = session.shown_film
    analysis = None if state is None else state.analysis
    return session.current, "" if analysis is None else analysis.film_hash, bool(session.unaided)
