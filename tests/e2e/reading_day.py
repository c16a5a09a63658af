"""A reader's round in the real window with mouse and keys alone: ``python -m tests.e2e.reading_day [PICTURES]``.

Forty synthetic films on a display of their own (Xvfb, openbox). Everything that is done is done by ``xdotool``, as a
hand would; the script looks into the program only to know when to go on. Printed for each step: how many actions it
took (a key, a click, a drag, a word that is typed) and how long, the waiting for the analysis told apart. With a folder
of ``PICTURES`` the window is kept as PNG after each step. Exit 1 where a step did not get there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication, QWidget

from inference.core import findings
from inference.core.findings import FINDINGS
from inference.recipes.phantom import thorax
from inference.recipes.phantom.dicom import Header, write_dicom
from tests.e2e.user import Condition, User, session_of
from viewer.window.main_window import MainWindow

FILMS, ROWS, COLUMNS = 40, 1232, 1024
WIDTH, HEIGHT = 1600, 1000
SHOWN = (findings.PLEURAL_EFFUSION, findings.PNEUMOTHORAX, findings.TENSION_PNEUMOTHORAX, None, None)


@dataclass(slots=True)
class Step:
    """What was done for one task: actions of the hand, and seconds that went by, waiting for the engine apart."""

    name: str
    actions: int = 0
    seconds: float = 0.0
    waited: float = 0.0


@dataclass(slots=True)
class Hand:
    """A hand on mouse and keyboard of the display; counts what it does."""

    pictures: Path | None
    steps: list[Step] = field(default_factory=list)
    _since: float = 0.0

    def begin(self, name: str) -> None:
        """The next task."""
        self.end()
        self.steps.append(Step(name))
        self._since = time.monotonic()

    def end(self) -> None:
        """The task is done: keep its time, and a picture of the window."""
        if self.steps and not self.steps[-1].seconds:
            self.steps[-1].seconds = time.monotonic() - self._since
            if self.pictures is not None:
                name = f"{len(self.steps):02}-{self.steps[-1].name.replace(' ', '-')}.png"
                subprocess.run(["import", "-window", "root", str(self.pictures / name)], check=True)

    def waited(self, seconds: float) -> None:
        """So long nothing could be done but wait for the engine."""
        self.steps[-1].waited += seconds

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        self.steps[-1].actions += len(names)
        self._do("key", "--clearmodifiers", *names)

    def type(self, text: str) -> None:
        """Write a text."""
        self.steps[-1].actions += 1
        self._do("type", "--delay", "4", text)

    def command(self, words: str) -> Iterator[Condition]:
        """Run a command by its name, through the palette."""
        self.keys("ctrl+k")
        yield after(0.25)
        self.type(words)
        yield after(0.25)
        self.keys("Return")

    def click(self, widget: QWidget) -> None:
        """Click on the middle of a widget."""
        self.click_at(widget.mapToGlobal(widget.rect().center()))

    def click_at(self, place: QPoint) -> None:
        """Click on a place of the screen."""
        self.steps[-1].actions += 1
        self._do("mousemove", str(place.x()), str(place.y()), "click", "1")

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press, move, let go."""
        self.steps[-1].actions += 1
        middle = (start + end) / 2
        moves = [part for place in (middle, end) for part in ("mousemove", str(place.x()), str(place.y()))]
        self._do("mousemove", str(start.x()), str(start.y()), "mousedown", "1", *moves, "mouseup", "1")

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], check=True)


def after(seconds: float) -> Condition:
    """A hand is not faster than this."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def round_of(hand: Hand, films: Path, out: Path) -> Callable[[MainWindow], Iterator[Condition]]:
    """The reader's round as a script for a :class:`User`."""

    def script(window: MainWindow) -> Iterator[Condition]:
        yield after(1.0)
        for task in (_open, _triage, _read_unaided, _compare, _measure, _annotate, _export, _close):
            yield from task(hand, window, films, out)

    return script


def _open(hand: Hand, window: MainWindow, films: Path, _out: Path) -> Iterator[Condition]:
    hand.begin("open a folder of 40")
    hand.keys("ctrl+shift+o")
    yield lambda: QApplication.activeModalWidget() is not None
    yield after(0.3)
    hand.keys("ctrl+a")
    hand.type(str(films))
    hand.keys("Return")
    yield after(0.3)
    if QApplication.activeModalWidget() is not None:  # the first Return went into the folder
        hand.keys("Return")
    yield lambda: sum(path.parent == films for path in session_of(window).films) == FILMS
    yield lambda: (film := session_of(window).film) is not None and film.radiograph is not None


def _triage(hand: Hand, window: MainWindow, _films: Path, _out: Path) -> Iterator[Condition]:
    hand.begin("triage by urgency")
    since = time.monotonic()
    yield lambda: all(film.analysis is not None or film.failure for film in session_of(window).films.values())
    hand.waited(time.monotonic() - since)
    yield from hand.command("most urgent first")
    yield lambda: session_of(window).worklist.sorting != "opened"
    yield after(0.2)
    hand.click(window.viewports.overlay if window.viewports.overlay.isVisible() else window.viewports.film)
    first = session_of(window).order[0]
    while session_of(window).current != first:
        before = session_of(window).current
        hand.keys("Prior")
        yield after(0.15)
        if session_of(window).current == before:
            break


def _read_unaided(hand: Hand, window: MainWindow, _films: Path, _out: Path) -> Iterator[Condition]:
    hand.begin("read three films unaided")
    hand.keys("ctrl+r")
    yield lambda: session_of(window).read_unaided
    for _ in range(3):
        yield lambda: session_of(window).unaided
        hand.keys("shift+F7")  # the one that is seen: present
        yield after(0.2)
        hand.click(window.findings.read_first.rest)
        yield after(0.2)
        hand.click(window.findings.read_first.reveal)
        yield lambda: not session_of(window).unaided
        hand.keys("Down")
        yield after(0.3)
    hand.keys("ctrl+r")
    yield lambda: not session_of(window).read_unaided


def _compare(hand: Hand, window: MainWindow, films: Path, _out: Path) -> Iterator[Condition]:
    hand.begin("compare a prior")
    hand.keys("ctrl+f")
    hand.type("RD-0000")
    yield after(0.3)
    hand.keys("Return")
    yield after(0.4)
    for _ in range(3):
        if session_of(window).current == films / "01.dcm":
            break
        hand.keys("Down")
        yield after(0.4)
    hand.keys("o")
    yield lambda: (prior := session_of(window).prior_film) is not None and prior.radiograph is not None
    yield after(0.4)


def _measure(hand: Hand, window: MainWindow, _films: Path, _out: Path) -> Iterator[Condition]:
    hand.begin("measure a CTR")
    hand.keys("o")
    yield after(0.3)
    hand.keys("shift+c")
    since = time.monotonic()
    yield lambda: session_of(window).proposed is not None or session_of(window).notice is not None
    hand.waited(time.monotonic() - since)
    if session_of(window).proposed is not None:
        hand.keys("Return")
        yield lambda: len(session_of(window).reading.annotations) == 1
        return
    hand.keys("c")
    for x, y in ((0.5, 0.1), (0.5, 0.8), (0.42, 0.6), (0.62, 0.62), (0.2, 0.7), (0.8, 0.7)):
        hand.click_at(_on_film(window, x, y))
        yield after(0.15)
    yield lambda: len(session_of(window).reading.annotations) == 1


def _annotate(hand: Hand, window: MainWindow, _films: Path, _out: Path) -> Iterator[Condition]:
    hand.begin("annotate")
    hand.keys("y")
    yield after(0.2)
    hand.drag(_on_film(window, 0.2, 0.3), _on_film(window, 0.3, 0.4))
    yield lambda: len(session_of(window).reading.annotations) == 2
    hand.keys("t")
    yield after(0.2)
    hand.click_at(_on_film(window, 0.3, 0.45))
    yield lambda: window.annotations.words.edit is not None
    hand.type("look here")
    hand.keys("Return")
    yield lambda: len(session_of(window).reading.annotations) == 3


def _export(hand: Hand, window: MainWindow, _films: Path, out: Path) -> Iterator[Condition]:
    hand.begin("export")
    hand.keys("ctrl+e")
    yield lambda: window.exports.dialog is not None and window.exports.dialog.isVisible()
    yield after(0.3)
    dialog = window.exports.dialog
    assert dialog is not None
    hand.click(dialog.path)
    hand.keys("ctrl+a")
    hand.type(str(out))
    hand.click(dialog.save)
    since = time.monotonic()
    yield lambda: session_of(window).outcome is not None and out.exists()
    hand.waited(time.monotonic() - since)


def _close(hand: Hand, _window: MainWindow, _films: Path, _out: Path) -> Iterator[Condition]:
    hand.begin("close")
    hand.keys("ctrl+q")
    hand.end()
    yield after(0.1)


def _on_film(window: MainWindow, x: float, y: float) -> QPoint:
    """A place of the screen over the open film, by shares of its width and height."""
    film = session_of(window).radiograph
    assert film is not None
    view = next(view for view in window.viewports.both if view.isVisible())
    width, height = film.size
    place: QPoint = view.mapToGlobal(view.screen_point(QPointF(x * width, y * height)).toPoint())
    return place


def write_films(folder: Path) -> Path:
    """Forty synthetic films of thirty-nine patients: one has a prior; some have a finding."""
    base = [thorax(3 + number, shown, severity=0.6, rows=ROWS, columns=COLUMNS) for number, shown in enumerate(SHOWN)]
    for number in range(FILMS):
        patient = max(0, number - 1)  # the first patient has two films
        day = f"202601{10 + (number > 0):02}"
        header = Header(f"READER^{patient:02}", f"RD-{patient:04}", f"study-{number}", day, "19610314")
        write_dicom(folder / f"{number:02}.dcm", base[patient % len(base)], header.film(1, "091200", "PA chest"))
    return folder


def play(pictures: Path | None) -> list[Step]:
    """Play the round on the display in use; returns its steps."""
    from viewer.__main__ import main
    from viewer.app.file_open_requests import Desk

    hand, desk = Hand(pictures), Desk(["thoracam"])  # who plays needs the program's event loop
    with tempfile.TemporaryDirectory() as place:
        films = write_films(Path(place) / "films")
        user = User(round_of(hand, films, Path(place) / "report.png"))
        main([])
        if user.failure is not None:
            raise user.failure
        hand.end()
    assert hand.steps[-1].name == "close"  # which ended the program before its script
    del desk
    return hand.steps


def _on_own_display(arguments: list[str]) -> int:
    """The same script again on a display of its own, with a window manager and settings of its own."""
    for program in ("Xvfb", "openbox", "xdotool", "import"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is missing; on Debian: apt-get install xvfb openbox xdotool imagemagick")
    number = 90 + os.getpid() % 900
    screen = subprocess.Popen(["Xvfb", f":{number}", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"], stderr=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as home:
        own = {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        there = {**os.environ, **own, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "READING_DAY": "1"}
        time.sleep(1.0)
        manager = subprocess.Popen(["openbox"], env=there, stderr=subprocess.DEVNULL)
        try:
            return subprocess.run([sys.executable, "-m", "tests.e2e.reading_day", *arguments], env=there).returncode
        finally:
            manager.terminate()
            screen.terminate()


def run(arguments: list[str]) -> int:
    """Play, and print a table of the steps."""
    if "READING_DAY" not in os.environ:
        return _on_own_display(arguments)
    pictures = Path(arguments[0]).absolute() if arguments else None
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    steps = play(pictures)
    sys.stdout.write(f"{'step':<28}{'actions':>8}{'seconds':>9}{'waited':>8}\n")
    for step in steps:
        sys.stdout.write(f"{step.name:<28}{step.actions:>8}{step.seconds:>9.1f}{step.waited:>8.1f}\n")
    sys.stdout.write(f"actions: {sum(step.actions for step in steps)}\nfindings: {len(FINDINGS)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
