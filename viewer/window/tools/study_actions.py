"""Tools > Reader study: the dialogs before it, the player, and what becomes of a study that is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inference.core.errors import ThoraCamError
from viewer.commands.command import Command
from viewer.control.controller import Controller
from viewer.state.window_level import DragStyle

if TYPE_CHECKING:  # they come with the command: nobody else waits for them
    from viewer.site.study_dialog import StudyDialog
    from viewer.site.study_form import StudyForm, StudyRequest
    from viewer.site.study_player import StudyPlayer


class StudyActions:
    """Opens dialogs and player over ``parent`` and keeps those opened last; ``cover`` hides what else shows films."""

    def __init__(
        self, parent: QWidget, controller: Controller, drag: Callable[[], DragStyle], cover: Callable[[], object]
    ) -> None:
        self._parent, self._controller, self._drag, self._cover = parent, controller, drag, cover
        self.dialog: StudyDialog | None = None
        self.form: StudyForm | None = None
        self.player: StudyPlayer | None = None

    def commands(self) -> dict[str, Command]:
        """The commands by name of action."""
        return {"reader_study": Command(self.ask)}

    def ask(self) -> None:
        """Ask which study, and who reads it."""
        from viewer.site.study_dialog import StudyDialog

        before, self.dialog = self.dialog, StudyDialog(self._parent.window())
        if before is not None:
            self.dialog.path.setText(before.path.text())
            self.dialog.reader.setText(before.reader.text())
        self.dialog.start_wanted.connect(self._start)
        self.dialog.new_wanted.connect(self._ask_for_form)
        self.dialog.open()

    def _start(self, path: Path, reader: str) -> None:
        from inference.site.reader_study.results_file import ResultsFile, results_path
        from inference.site.reader_study.study_file import read_study
        from viewer.site.study_player import StudyPlayer

        assert self.dialog is not None
        self.dialog.accept()
        try:
            study = read_study(path)
            file = ResultsFile(results_path(path, reader), study, reader)
        except ThoraCamError as error:
            self._controller.messages.show_failure(error)
            return
        self._cover()
        films = self._controller.site_films
        self.player = StudyPlayer(study, path, reader, file, films, self._drag, self._parent.window())
        self.player.showFullScreen()
        self.player.activateWindow()

    # -- a new study ----------------------------------------------------------------------------------------------

    def _ask_for_form(self) -> None:
        from viewer.site.study_form import StudyForm

        self.form = StudyForm(self._controller.session.order, self.dialog or self._parent.window())
        self.form.made.connect(self._make)
        self.form.open()

    def _make(self, request: StudyRequest) -> None:
        """Make the study on the worker: every film is read once for its hash."""
        from viewer.site.study_form import make_study

        self._controller.site_films.work(
            lambda: make_study(request), self._made, self._controller.messages.show_failure
        )

    def _made(self, path: object) -> None:
        assert isinstance(path, Path)
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.path.setText(str(path))
            self.dialog.look()
