"""What films that arrive cost the window: ``python -m tests.benchmarks.arrivals [FILMS]``.

The same hand as in ``responsiveness`` works on the same films, by the real engine, once while nobody sends and once
while four senders (dcmtk's ``storescu``, 1024 x 1024 pixels of 16 bits) send ``FILMS`` to the receiver of the window;
a list is analysed in the background in both. Told is how late the window answers, by the clock and without the time
that the GUI thread stood in the system's queue for a processor; what the events of the worker cost the GUI thread,
painting included; the memory of the window; and what was lost or changed on the way.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program's own start has it

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from inference.network.nodes.node_store import NodeStore
from inference.network.receiver.options import ReceiverOptions
from inference.recipes.phantom import thorax
from tests.benchmarks.receiver import SENDERS, memory, pixels
from tests.benchmarks.responsiveness import LONG_STAY, Hand, Ticks, until, write_films
from tests.builders import write_dicom
from viewer.app import application
from viewer.app.application import Application
from viewer.app.session_file import SessionFile
from viewer.control.jobs.worker import Event
from viewer.control.network.arrivals import ReceiverSource
from viewer.state.film_standing import known_count

LISTED = 60
QUIET_S = 30.0
SIDE = 1024


class Costs(QObject):
    """What each event of the worker costs the GUI thread, in ms of processor time, painting included."""

    def __init__(self, program: Application) -> None:
        super().__init__()
        self.times: list[float] = []
        self._handle = program.controller.handle
        program.service.happened.disconnect(self._handle)
        program.service.happened.connect(self._take)

    @Slot(object)
    def _take(self, event: Event) -> None:
        started = time.thread_time()
        self._handle(event)
        QApplication.sendPostedEvents()
        self.times.append((time.thread_time() - started) * 1000)

    def taken(self) -> list[float]:
        """Those so far; the record begins anew."""
        found, self.times = self.times, []
        return found


def main(count: int) -> None:
    """Measure, and print ``name: value`` lines."""
    sys.setswitchinterval(application.HANDED_ON_S)
    qt = QApplication([])
    application.dress(qt)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ["XDG_DATA_HOME"] = str(folder / "data")  # the record of the network is the user's
        films = write_films(folder / "films", LISTED)
        write_sent(folder, count)
        program = application.build(folder / "settings.toml", annotations=folder / "annotations")
        application.answer_first(program)  # as the program's own start has it
        program.window.resize(1600, 1000)
        program.window.show()
        program.keeper = application.keeper_of(program, SessionFile(folder / "session.json"))
        program.keeper.begin(idle=False)
        ticks, hand, costs = Ticks(), Hand(program, LONG_STAY), Costs(program)
        program.window.files.open_paths((films,))
        until(qt, lambda: hand.travelled >= 1)
        tell("quiet", ticks, costs, forget=True)
        quiet = time.monotonic() + QUIET_S
        until(qt, lambda: time.monotonic() > quiet)
        tell("quiet", ticks, costs)
        arrive(qt, program, folder, count)
        tell("arriving", ticks, costs)
        say(known=known_count(program.controller.session), travelled=hand.travelled)
        program.close()
        kept, sent = (pixels(folder.glob(names)) for names in ("in/*/*.dcm", "from-*/*.dcm"))
        say(lost=len(sent - kept), changed=len(kept - sent))


def write_sent(folder: Path, count: int) -> None:
    """Films for each sender, no two alike."""
    film = thorax(99, rows=SIDE, columns=SIDE).pixels
    for number in range(count):
        path = folder / f"from-{number % SENDERS}" / f"{number}.dcm"
        path.parent.mkdir(exist_ok=True)
        write_dicom(path, np.roll(film, number, axis=1), PatientID=f"P{number // 2}", PatientName=f"Doe^{number // 2}")


def arrive(qt: QApplication, program: Application, folder: Path, count: int) -> None:
    """Receive all films in the window, until all of them are listed."""
    source = ReceiverSource(ReceiverOptions(folder / "in", 0), NodeStore(folder / "nodes.toml"))
    program.controller.network.receiver.start(source)
    until(qt, lambda: source.port > 0)
    listed, before = len(program.controller.session.films), memory(os.getpid())
    commands = [
        ["storescu", "-aec", "THORACAM", "+sd", "127.0.0.1", str(source.port), str(folder / f"from-{sender}")]
        for sender in range(SENDERS)
    ]
    started = time.monotonic()
    senders = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for command in commands]
    until(qt, lambda: all(sender.poll() is not None for sender in senders))
    sent = time.monotonic() - started
    until(qt, lambda: len(program.controller.session.films) >= listed + count)
    say(sent_s=sent, listed_s=time.monotonic() - started, memory_before_mb=before, memory_after_mb=memory(os.getpid()))
    say(failed_senders=sum(sender.returncode != 0 for sender in senders), threads=threading.active_count())


def tell(name: str, ticks: Ticks, costs: Costs, *, forget: bool = False) -> None:
    """Print what was measured since the last time."""
    (gaps, held, _computed), times = ticks.taken(), costs.taken()
    if forget:
        return
    found = {"gap": gaps, "held": held, "event": times}
    for kind, values in found.items():
        middle, most = np.percentile(values, (50, 99))
        say(**{f"{name}_{kind}_median_ms": middle, f"{name}_{kind}_p99_ms": most})
        say(**{f"{name}_{kind}_worst_ms": max(values), f"{name}_{kind}_count": len(values)})


def say(**figures: float) -> None:
    """Print figures, each in a line of its own."""
    for name, value in figures.items():
        sys.stdout.write(f"{name}: {value:.4g}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
