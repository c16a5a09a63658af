"""The window's process is killed, or closed while TensorFlow loads: what was drawn is there, and closing is quick."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inference.annotations.store import FolderAnnotationStore
from inference.core.reader_annotations import ReaderAnnotations
from inference.reading import read_film
from tests.builders import phantom, write_dicom
from tests.e2e.window_to_kill import FIRST, SECOND

posix = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
SEED = 14


def drawn_and_killed(folder: Path, after: float) -> ReaderAnnotations:
    """What is kept of a film on which two annotations were drawn, ``after`` so many seconds' kill -9."""
    film, marks = write_dicom(folder / "film.dcm", phantom()), folder / "marks"
    words = [sys.executable, "-m", "tests.e2e.window_to_kill", str(folder / "settings.toml"), str(marks), str(film)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "drawn\n"
    time.sleep(after)
    process.kill()
    process.communicate()
    return FolderAnnotationStore(marks).load(read_film(film).film_hash)


@posix
@pytest.mark.slow
def test_an_annotation_survives_kill_9_within_a_second_or_the_file_before_it_does(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        kept = drawn_and_killed(tmp_path / str(number), after := moments.random() * 0.2)
        assert kept.annotations in ((FIRST,), (FIRST, SECOND)), after


@posix
@pytest.mark.slow
def test_an_annotation_that_is_a_second_old_survives_kill_9(tmp_path: Path) -> None:
    assert drawn_and_killed(tmp_path, 1.0).annotations == (FIRST, SECOND)


CLOSING = """
import sys, time, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from viewer.window.main_window import MainWindow
from viewer.app.application import run
def close():
    if "openvino" not in sys.modules:
        return
    timer.stop()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            sys.stdout.write(f"{time.time()}\\n"); sys.stdout.flush()
            widget.close()
def watch():
    global timer
    while QApplication.instance() is None:
        time.sleep(0.005)
    timer = QTimer()
    timer.moveToThread(QApplication.instance().thread())
    timer.setInterval(5)
    timer.timeout.connect(close)
    QTimer.singleShot(0, QApplication.instance(), timer.start)
threading.Thread(target=watch, daemon=True).start()
sys.exit(run((Path(sys.argv[1]),), alone=True))
"""


@posix
@pytest.mark.slow
def test_a_window_that_is_closed_while_the_engine_loads_ends_at_once(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom())
    process = subprocess.Popen([sys.executable, "-c", CLOSING, str(film)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    closed = float(process.stdout.readline())  # the engine is loading: the window closes itself now
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert time.time() - closed < 4
