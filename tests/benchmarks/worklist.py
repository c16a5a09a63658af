"""What a worklist of thousands of films costs the GUI thread: a step of the window, a result or thumbnail, a search,
films that arrive.

The list holds fabricated entries of hard links to one small film: two films a study, two studies a patient. The steps
are processor time of the GUI thread, painting included; all but those of thumbnails are of compact rows, while the
list is analysed ahead.

Run: ``uv run python -m tests.benchmarks.worklist``
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from inference.core.analysis import Analysis
from inference.core.film import Identity
from inference.reading import FilmEntry, Study
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from viewer.app import application
from viewer.app.application import Application
from viewer.control.jobs.worker import Done, Event
from viewer.state.transitions import with_arrived, with_studies
from viewer.state.worklist_order import WorklistOrder

SIZES = (10, 10_000)
ROWS, COLUMNS = 300, 250
STEPS = 60
ARRIVALS = 60
TIMES, TOGETHER = 5, 40


class Arrivals(QObject):
    """Holds events of the worker back, so that each can be timed by itself."""

    def __init__(self, program: Application) -> None:
        super().__init__()
        self._events: deque[Event] = deque()
        self.results: list[float] = []
        self._handle = program.controller.handle
        program.service.happened.disconnect(self._handle)
        program.service.happened.connect(self._take)

    @Slot(object)
    def _take(self, event: Event) -> None:
        self._events.append(event)

    def handle_next(self) -> float | None:
        """Handle an event and paint; the milliseconds it took where a thumbnail came, None otherwise."""
        QApplication.processEvents()
        if not self._events:
            return None
        event = self._events.popleft()
        value = event.value if isinstance(event, Done) else None
        took = _ms(lambda: self._handle(event))
        if isinstance(value, Analysis):
            self.results.append(took)
        return took if isinstance(value, np.ndarray) else None


def main() -> None:
    """Measure, print a table, and end with the medians as ``name: value`` lines."""
    qt = QApplication([])
    application.dress(qt)
    figures: dict[str, list[float]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            figures |= _measured(qt, Path(folder), size)
    out = sys.stdout.write
    out(f"films of {COLUMNS} x {ROWS} pixels, window of 1600 x 1000, processor time of the GUI thread\n")
    out(f"{'':<24}{'median ms':>10}{'worst ms':>10}{'times':>7}\n")
    for name, times in figures.items():
        out(f"{name:<24}{statistics.median(times):>10.2f}{max(times):>10.2f}{len(times):>7}\n")
    for name, times in figures.items():
        out(f"{name}: {statistics.median(times):.2f}\n")


def _measured(qt: QApplication, folder: Path, size: int) -> dict[str, list[float]]:
    program = application.build(folder / "settings.toml", engine=FakeEngine(), annotations=folder / "annotations")
    program.window.resize(1600, 1000)
    program.window.show()
    arrivals = Arrivals(program)
    studies = _studies(folder, size)
    listed = [_ms(lambda: _list(program, studies))]
    _until(arrivals, lambda: (film := program.controller.session.film) is not None and film.analysis is not None)
    _until(arrivals, lambda: len(arrivals.results) >= min(ARRIVALS, size - 1))
    found = {f"window_step_ms_{size}": _step_times(program), f"result_ms_{size}": list(arrivals.results)}
    found |= {f"listed_ms_{size}": listed, f"search_ms_{size}": _search_times(program)}
    found |= {f"urgent_first_ms_{size}": _order_times(program)}
    found |= {f"come_compact_ms_{size}": _coming_times(program, folder)}
    program.window.commands.run("compact_list")
    found |= {f"come_ms_{size}": _coming_times(program, folder)}
    found |= {f"thumbnail_ms_{size}": _thumbnail_times(program, arrivals, min(ARRIVALS, size - 1))}
    program.close()
    qt.processEvents()
    return found


def _list(program: Application, studies: tuple[Study, ...]) -> None:
    changes = program.controller.changes
    with changes.together():
        changes.become(with_studies(changes.session, studies))
        program.controller.travel.select(changes.session.order[0])


def _coming_times(program: Application, folder: Path) -> list[float]:
    """Studies join the list, ``TOGETHER`` films at a time, while the user stays where they are."""
    changes, times = program.controller.changes, list[float]()
    for _ in range(TIMES):
        studies = _studies(folder, TOGETHER, len(changes.session.films))
        times.append(_ms(lambda new=studies: changes.become(with_arrived(changes.session, new))))  # type: ignore[misc]
    return times


def _studies(folder: Path, size: int, first: int = 0) -> tuple[Study, ...]:
    film = folder / "film.dcm"
    if not first:
        write_dicom(film, phantom(ROWS, COLUMNS))
    entries = []
    for number in range(first, first + size):
        path = folder / f"{number:05}.dcm"
        path.hardlink_to(film)
        who = Identity(patient_name=f"DOE^{number // 4}", patient_id=f"ID{number // 4}")
        entries.append(FilmEntry(path, who, "PA"))
    pairs = [tuple(entries[place : place + 2]) for place in range(0, size, 2)]
    named = enumerate(pairs, first // 2)
    return tuple(Study(str(place), f"2026-01-05 Chest {place}", pair) for place, pair in named)


def _step_times(program: Application) -> list[float]:
    random, view = np.random.default_rng(0), program.window.viewports.current
    return [_ms(lambda: view.window_dragged.emit(float(random.uniform(-9, 9)), 3.0)) for _ in range(STEPS)]


def _thumbnail_times(program: Application, arrivals: Arrivals, wanted: int) -> list[float]:
    """Scroll through the list until so many thumbnails have come."""
    bar = program.window.worklist.list.verticalScrollBar()
    times: list[float] = []
    while len(times) < wanted:
        took = arrivals.handle_next()
        if took is not None:
            times.append(took)
        bar.setValue((bar.value() + 37) % max(1, bar.maximum()))
    return times


def _search_times(program: Application) -> list[float]:
    search = program.controller.worklist.search
    return [_ms(lambda text=text: search(text)) for text in ("d", "do", "doe", "doe 1", "doe 12", "")]  # type: ignore[misc]  # bound now


def _order_times(program: Application) -> list[float]:
    orders = (WorklistOrder.URGENT, WorklistOrder.OPENED) * 3
    return [_ms(lambda order=order: program.controller.worklist.arrange(order)) for order in orders]  # type: ignore[misc]  # bound now


def _ms(step: Callable[[], object]) -> float:
    started = time.thread_time()
    step()
    QApplication.processEvents()  # paints what the step changed
    return (time.thread_time() - started) * 1000


def _until(arrivals: Arrivals, condition: Callable[[], bool]) -> None:
    while not condition():
        arrivals.handle_next()
        time.sleep(0.002)


if __name__ == "__main__":
    main()
