"""The watched folder in the window: its dialog, and the results that are written of what comes there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QMainWindow

from inference.core.errors import ThoraCamError
from inference.network.nodes.arrangements import Arrangements, save_arrangements
from inference.network.record import network_folder
from inference.network.watch.watched_folder import MEMORY, WatchedFolder
from inference.site.record.lines import Did
from inference.text.messages import films_not_done, look_before_handing_on
from viewer.control.controller import Controller
from viewer.control.jobs.worker import Work
from viewer.control.network.arrivals import WatchSource
from viewer.network.receive_dialog import WatchDialog
from viewer.window.send_actions import Maker

if TYPE_CHECKING:  # what draws reports comes with the first of them
    from viewer.export.batch_export_job import BatchExportResult


class WatchActions:
    """Opens the dialog over ``window`` and keeps the one opened last; ``maker`` makes what is written."""

    def __init__(self, window: QMainWindow, controller: Controller, maker: Callable[[], Maker]) -> None:
        self._window, self._controller, self._maker = window, controller, maker
        self._watch = controller.network.watch
        self._arranged = Arrangements()  # what it was started with
        self._noted: set[str] = set()  # what was said since: the same is not said with each film
        self.dialog: WatchDialog | None = None
        self._watch.changed = self._show_going
        self._watch.results, self._watch.done = self._results, self._written

    def show(self) -> None:
        """Say which folder is looked into and where results go, and turn that on or off."""
        dialog = WatchDialog(self._controller.network.arrangements, self._window)
        dialog.start_wanted.connect(self._start)
        dialog.stop_wanted.connect(self._watch.stop)
        self.dialog = dialog
        self._show_going()
        dialog.open()

    def _start(self, arranged: object) -> None:
        assert isinstance(arranged, Arrangements)
        try:
            save_arrangements(arranged)
        except ThoraCamError as error:
            self._controller.messages.show_failure(error)
            return
        into = Path(arranged.watched_results) if arranged.watched_results else None
        memory = network_folder() / "watched.json" if into is None else into / MEMORY
        self._arranged, self._noted = arranged, set()
        self._watch.start(WatchSource(WatchedFolder(Path(arranged.watched), memory), into=into))

    def _results(self, paths: list[Path]) -> Work | None:
        """The work of writing the results of what came; None where nobody wants them."""
        arranged = self._arranged
        if not arranged.watched_results:
            return None
        into, left_out = Path(arranged.watched_results), arranged.watched_anonymized
        return self._maker().results_into(into, paths, anonymize=left_out)

    def _written(self, answer: object) -> None:
        """Say what could not be done, and once what a person must look at."""
        value = cast("BatchExportResult", answer)
        left_out, messages = self._arranged.watched_anonymized, self._controller.messages
        if value.films:
            self._controller.use_log.note(Did.EXPORTED, to="folder of many films", identity=not left_out)
        fresh = [note for note in value.notes if note not in self._noted]
        self._noted.update(fresh)
        if value.failed:
            messages.notify(films_not_done(value.failed))
        elif fresh:
            messages.notify(look_before_handing_on(value.folder.name, fresh))

    def _show_going(self) -> None:
        if self.dialog is not None:
            self.dialog.show_going(going=self._watch.going)
