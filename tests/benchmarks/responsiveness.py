"""How long the window keeps a hand waiting while the worker reads and analyses: gaps between ticks of the GUI thread.

A timer asks to be called every ``TICK_MS``; what it comes late is a gap. A hand goes on all the while: it moves the
window, toggles overlays, zooms, and goes to the next film once one is analysed, by the real engine with the bundled
pack. Gaps while the engine is loaded, at start, are told apart. On Linux the time that the GUI thread stood in the
system's own queue for a processor is told too, and taken off in the ``held`` figures: beside other programs that time
is theirs. The ``computed`` figures are what the GUI thread itself computed between two ticks, whatever ran beside it.

With ``--list`` there are ``LISTED`` films more, which are analysed in the background all the while; what each step of
the hand costs the GUI thread, painting included, is told too, and how far the list came beside the hand.

Run: ``uv run python -m tests.benchmarks.responsiveness [--list]``
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program's own start has it

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from inference.recipes.phantom import thorax
from tests.builders import write_dicom
from viewer.app import application
from viewer.app.application import Application
from viewer.state.film_standing import known_count

FILMS = 6
LISTED = 60
ROWS, COLUMNS = 1536, 1280
TICK_MS = 2
HAND_MS = 60
STAY, LONG_STAY = 20, 100  # steps at a film


class Ticks(QObject):
    """Records how late each tick came, in ms."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.held: list[float] = []
        self.computed: list[float] = []
        self._last, self._queued, self._ran = time.perf_counter(), _queued_ms(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        queued, ran = _queued_ms(), time.thread_time()
        self.computed.append((ran - self._ran) * 1000)
        self.gaps.append(max(0.0, (now - self._last) * 1000 - TICK_MS))
        self.held.append(max(0.0, self.gaps[-1] - (queued - self._queued)))
        self._last, self._queued, self._ran = now, queued, ran

    def taken(self) -> tuple[list[float], list[float], list[float]]:
        """The gaps so far, the same without the time in the queue, and what was computed; the record begins anew."""
        found, self.gaps, self.held, self.computed = (self.gaps, self.held, self.computed), [], [], []
        return found


def _queued_ms() -> float:
    """How long this thread has waited for a processor altogether; 0 where the system does not say."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text("ascii").split()[1]) / 1e6
    except (OSError, IndexError, ValueError):
        return 0.0


class Hand(QObject):
    """Does one thing after another, and goes on to the next film when one is analysed."""

    def __init__(self, program: Application, stay: int) -> None:
        super().__init__()
        self._program, self._step, self.travelled, self._busy, self._stay = program, 0, 0, False, stay
        self.steps: list[float] = []
        self.films: list[float] = []
        self._timer = QTimer(self)
        self._timer.setInterval(HAND_MS)
        self._timer.timeout.connect(self._do)
        self._timer.start()

    @Slot()
    def _do(self) -> None:
        if not self._busy:
            self._busy = True
            self._go_on()
            self._busy = False

    def _go_on(self) -> None:
        window, film = self._program.window, self._program.controller.session.film
        self._step += 1
        steps: tuple[Callable[[], object], ...] = (
            lambda: window.viewports.film.window_dragged.emit(5.0, 3.0),
            lambda: window.viewports.film.window_dragged.emit(-5.0, 2.0),
            lambda: window.commands.run("overlay_pleural_effusion"),
            lambda: window.commands.run("zoom_in"),
            lambda: window.viewports.opacity_stepped.emit(1 if self._step % 2 else -1),
            lambda: window.commands.run("fit"),
        )
        self.steps.append(_ms(steps[self._step % len(steps)]))
        if self._step % self._stay == 0 and film is not None and film.analysis is not None:
            self.travelled += 1
            self.films.append(_ms(lambda: window.commands.run("next")))


def _ms(step: Callable[[], object]) -> float:
    """What a step costs this thread, with the painting of it, in ms."""
    started = time.thread_time()
    step()
    QApplication.processEvents()
    return (time.thread_time() - started) * 1000


def main() -> None:
    """Measure, print a table, and end with ``name: value`` lines."""
    listed = "--list" in sys.argv[1:]
    sys.setswitchinterval(application.HANDED_ON_S)  # as the program's own start has it
    qt = QApplication([])
    application.dress(qt)
    with tempfile.TemporaryDirectory() as folder:
        films = write_films(Path(folder) / "films", LISTED if listed else 0)
        program = application.build(Path(folder) / "settings.toml")
        application.answer_first(program)  # so, too
        program.window.resize(1600, 1000)
        program.window.show()
        ticks, hand = Ticks(), Hand(program, LONG_STAY if listed else STAY)
        program.window.files.open_paths((films,))
        until(qt, lambda: hand.travelled >= 1)
        start = ticks.taken()
        until(qt, lambda: hand.travelled >= FILMS)
        gaps = ticks.taken()
        known = known_count(program.controller.session)
        program.close()
    for what, found in (("while the engine loads", start), ("while films are read and analysed", gaps)):
        for name, those in zip((what, "... not counting the queue", "... computed in between"), found, strict=True):
            _tell(name, those)
    if listed:
        sys.stdout.write(f"films known when the hand was done: {known} of {FILMS + LISTED}\n")
    for name, times in (("step", hand.steps), ("next_film", hand.films)):
        median, worst = np.percentile(times, 50), max(times)
        sys.stdout.write(f"{name}_median_ms: {median:.1f}\n{name}_worst_ms: {worst:.1f}\n")
    sys.stdout.write(f"gui_gap_start_worst_ms: {max(start[0]):.1f}\ngui_held_start_worst_ms: {max(start[1]):.1f}\n")
    sys.stdout.write(f"gui_computed_start_worst_ms: {max(start[2]):.1f}\ngui_computed_worst_ms: {max(gaps[2]):.1f}\n")
    sys.stdout.write(f"gui_held_p99_ms: {np.percentile(gaps[1], 99):.1f}\ngui_held_worst_ms: {max(gaps[1]):.1f}\n")
    sys.stdout.write(f"gui_gap_p99_ms: {np.percentile(gaps[0], 99):.1f}\ngui_gap_worst_ms: {max(gaps[0]):.1f}\n")


def write_films(folder: Path, more: int) -> Path:
    """The films that the hand visits, and others below them: the same moved to the side, which no cache knows."""
    folder.mkdir()
    made = [thorax(seed + 3, rows=ROWS, columns=COLUMNS).pixels for seed in range(FILMS)]
    for number in range(FILMS + more):
        pixels = np.roll(made[number % FILMS], number // FILMS, axis=1)
        write_dicom(folder / f"{number:03}.dcm", pixels, InstanceNumber=number + 1)
    return folder


def until(qt: QApplication, condition: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    while not condition():
        qt.processEvents()
        time.sleep(0.0005)


def _tell(name: str, gaps: list[float]) -> None:
    median, most, worst = np.percentile(gaps, 50), np.percentile(gaps, 99), max(gaps)
    sys.stdout.write(
        f"{name:<36} median {median:.1f} ms   p99 {most:.1f} ms   worst {worst:.1f} ms   {len(gaps)} ticks\n"
    )


if __name__ == "__main__":
    main()
