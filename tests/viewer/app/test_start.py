"""What the start of the window does first: the process that reads films gets ready beside the window's libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from inference.core.cancel import CancelToken
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from viewer.app import application
from viewer.control.jobs.lazy_ports import LazyReader

ROOT = Path(__file__).parents[3]
STARTED_FIRST = """
import sys
from pathlib import Path
from multiprocessing import active_children
from viewer import __main__ as program
from viewer.app import single_instance
sys.modules["viewer.app.application"] = type(sys)("the window, which is not made here")
def run(paths, *, alone, reader):
    print([child.name for child in active_children()], "PySide6.QtWidgets" in sys.modules, "pyqtgraph" in sys.modules)
    reader.close()
    print(active_children())
    return 0
sys.modules["viewer.app.application"].run = run
if __name__ == "__main__":
    sys.exit(program.main(["--new-window", sys.argv[1]]))
"""


def test_the_reading_process_is_started_before_the_window_is_imported(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom())
    (tmp_path / "start.py").write_text(STARTED_FIRST, encoding="utf-8")
    env = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"}
    command = [sys.executable, str(tmp_path / "start.py"), str(film)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout == "['thoracam-reader'] False False\n[]\n"


def test_the_window_reads_with_the_process_that_was_started_before_it(qtbot: QtBot, tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom())
    reader = LazyReader()
    reader.start()
    program = application.build(tmp_path / "settings.toml", engine=FakeEngine(), reader=reader)
    qtbot.addWidget(program.window)
    assert program.reader is reader
    assert program.reader.read(film, CancelToken()).shape == phantom().shape
    program.close()
