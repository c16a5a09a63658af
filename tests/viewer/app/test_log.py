"""The log tells what broke and where, and never of whom: not by any path that leads into it or beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydicom._dicom_dict import DicomDictionary
from pydicom.datadict import keyword_for_tag

from tests.builders import phantom, write_dicom
from tests.e2e.user import use_pack
from viewer.app import crash_log

WHO = "GILDONG77"
SPEAKING = {"PN", "LO", "SH", "ST", "LT", "UT", "UC"}
UNTIDY = f"""
import logging, sys, threading, warnings
from pathlib import Path
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from viewer.__main__ import main

def fault(what):
    try:
        raise KeyError(what)
    except KeyError as inner:
        raise RuntimeError(f"no {{what}}") from inner

class Widget:
    def __del__(self):
        fault("{WHO}")

def untidy():
    window = QApplication.topLevelWidgets()[0]
    logging.getLogger("pydicom").warning("bad value %s", "{WHO}")
    logging.getLogger("somebody").error("bad value {WHO}", exc_info=ValueError("{WHO}"))
    warnings.warn("bad value {WHO}", stacklevel=1)
    qWarning("QImage::load: cannot read {WHO}.png")
    QImage("/films/{WHO}.png")
    threading.Thread(target=fault, args=("{WHO}",)).start()
    Widget()
    QTimer.singleShot(1000, QApplication.closeAllWindows)
    QTimer.singleShot(1200, QApplication.quit)
    fault("{WHO}")

def when_open():
    program = [w for w in QApplication.topLevelWidgets() if hasattr(w, "controller")]
    state = program[0].controller.session.film if program else None
    if state and (state.analysis or state.failure or state.analysis_failure):
        timer.stop()
        untidy()

if __name__ == "__main__":
    qt = QApplication([])
    timer = QTimer()
    timer.timeout.connect(when_open)
    timer.start(50)
    sys.exit(main(sys.argv[1:]))
"""


def everything_says(who: str) -> dict[str, Any]:
    """Every keyword of the standard that is text, saying a name."""
    kinds = {tag: entry[0] for tag, entry in DicomDictionary.items()}
    return {
        keyword: who
        for tag, kind in kinds.items()
        if kind in SPEAKING and (keyword := keyword_for_tag(tag)) and tag >> 16 > 0x0007 and tag >> 16 < 0x5400
    }


def written_below(folder: Path) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
def test_neither_log_nor_standard_error_names_the_patient_whatever_goes_wrong(tmp_path: Path, tiny_pack: Path) -> None:
    use_pack(tiny_pack)
    folder = tmp_path / "films" / WHO
    folder.mkdir(parents=True)
    tags = everything_says(WHO)
    assert len(tags) > 700
    write_dicom(folder / f"{WHO}.dcm", phantom(), **tags)
    write_dicom(folder / f"{WHO} 2.dcm", phantom(), PatientName=WHO, PixelSpacing=WHO, WindowCenter=WHO, StudyDate=WHO)
    (folder / f"{WHO} 3.dcm").write_bytes((folder / f"{WHO}.dcm").read_bytes()[:9000])
    program = tmp_path / "untidy.py"
    program.write_text(UNTIDY, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONWARNINGS": "always"}
    done = subprocess.run([sys.executable, str(program), str(folder)], env=environment, capture_output=True, text=True)
    log = written_below(tmp_path / "state")
    for said in (
        "RuntimeError at untidy.py",
        "because of KeyError",
        "somebody",
        "UserWarning at untidy.py",
        "QImage::load",
    ):
        assert said in log
    assert log.count("unexpected: RuntimeError") == 2  # in a slot, and in a thread
    assert "ignored: RuntimeError" in log
    assert WHO not in log
    assert WHO not in done.stdout + done.stderr


def test_a_crash_of_c_code_leaves_its_places_and_no_name(tmp_path: Path) -> None:
    code = (
        "import ctypes; from pathlib import Path; from viewer.app import crash_log\n"
        "def show(who):\n  ctypes.string_at(0)\n"
        f"with crash_log.hard_ends_noted(Path({str(tmp_path / 'hard-ends.log')!r})):\n  show('{WHO}')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], capture_output=True, check=False)
    assert done.returncode != 0
    found = (tmp_path / "hard-ends.log").read_text("utf-8")
    assert "Segmentation fault" in found
    assert "in show" in found
    assert WHO not in found


def test_the_log_does_not_grow_without_end(tmp_path: Path) -> None:
    path = tmp_path / "hard-ends.log"
    path.write_text("x" * (crash_log.MOST_BYTES + 1), encoding="utf-8")
    with crash_log.hard_ends_noted(path):
        pass
    assert path.stat().st_size == 0
    assert path.with_name("hard-ends.log.1").is_file()
