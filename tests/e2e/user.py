"""A user in front of the running program: waits for something to be so, then does the next thing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import tomli_w
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from viewer.state.session import Session
from viewer.state.settings import settings_path
from viewer.window.main_window import MainWindow

PATIENCE_S = 240.0  # however busy the machine is
Condition = Callable[[], bool]
Script = Callable[[MainWindow], Iterator[Condition]]


class User:
    """Plays a script inside the program's own event loop: the script yields what it waits for."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._steps: Iterator[Condition] | None = None
        self._condition: Condition = lambda: True
        self._since = time.monotonic()
        self.failure: BaseException | None = None
        self.finished = False
        self._timer = QTimer()
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._play)
        self._timer.start()

    def _play(self) -> None:
        window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()), None)
        if window is None:
            return
        try:
            self._go_on(window)
        except BaseException as failure:  # noqa: BLE001 - Qt would swallow it; the test raises it again
            self.failure = failure
            self._leave()

    def _go_on(self, window: MainWindow) -> None:
        if self._steps is None:
            self._steps = self._script(window)
        if not (self._condition() and window.controller.changes.all_told):
            if time.monotonic() - self._since > PATIENCE_S:
                raise TimeoutError("the program did not get there")
            return
        try:
            self._condition = next(self._steps)
            self._since = time.monotonic()
        except StopIteration:
            self.finished = True
            self._leave()

    def _leave(self) -> None:
        self._timer.stop()
        for widget in QApplication.topLevelWidgets():
            widget.close()

    def check(self) -> None:
        """Raise what went wrong while the program ran."""
        if self.failure is not None:
            raise self.failure
        assert self.finished


def use_pack(folder: Path) -> None:
    """Have the program use this model pack, as the user's settings would."""
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps({"pack": str(folder)}), encoding="utf-8")


def session_of(window: MainWindow) -> Session:
    """What the window shows now."""
    return window.controller.session


def analysed_anyway(window: MainWindow) -> Iterator[Condition]:
    """Wait for the analysis; where the film check refused the film, insist, as a click does."""
    yield analysed(window)
    if window.findings.foot.anyway.isVisible():
        window.findings.foot.anyway.click()
        yield (
            lambda: (
                (film := session_of(window).film) is not None and film.analysis is not None and film.analysis.override
            )
        )


def analysed(window: MainWindow) -> Condition:
    """The open film has its analysis."""

    def there() -> bool:
        film = session_of(window).film
        return film is not None and film.analysis is not None

    return there


def export(window: MainWindow, path: Path, *, anonymize: bool = True, reader: str = "") -> None:
    """Use the export dialog, as this reader."""
    window.commands.run("export")
    dialog = window.exports.dialog
    assert dialog is not None
    dialog.anonymize.setChecked(anonymize)
    dialog.reader.setText(reader)
    dialog.path.setText(str(path))
    dialog.save.click()
