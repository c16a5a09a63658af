"""Nothing leaves this computer: no address is asked for, by the program or by a library, in any of its processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).parents[2]
FILM = ROOT / "resources" / "samples" / "kim" / "1-pa.dcm"
GUARD = """
import os, sys

ADDRESS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")

def guard(event, arguments):
    names = event in ("socket.connect", "socket.bind") and isinstance(arguments[1], tuple)  # no socket of a file
    if names or event in ADDRESS:
        with open(os.environ["ASKED"], "a") as file:
            file.write(f"{event} {arguments!r}\\n")

sys.addaudithook(guard)
"""
REPORTING = """
import socket
try:
    socket.getaddrinfo("reports.invalid", 443)
except OSError:
    pass
"""
WINDOW = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from viewer.app import application as app

qt = QApplication([])
program = app.build(Path(sys.argv[2]) / "settings.toml", annotations=Path(sys.argv[2]) / "annotations")
program.window.show()
program.window.files.open_paths((Path(sys.argv[1]),))
program.controller.analysing.warm_up()
while (film := program.controller.session.film) is None or film.analysis is None:
    qt.processEvents()
    time.sleep(0.01)
program.close()
"""


DIALOGS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from inference.network.nodes.node import DicomNode
from inference.network.nodes.node_store import NodeStore
from viewer.app import application as app

qt = QApplication([])
NodeStore().add(DicomNode(name="archive", ae_title="PACS", host="127.0.0.1", port=9))
program = app.build(Path(sys.argv[1]) / "settings.toml", annotations=Path(sys.argv[1]) / "annotations")
program.window.show()
for name in ("network_search", "network_queue", "network_receive", "network_watch", "network_nodes"):
    program.window.commands.run(name)
    qt.processEvents()
network = program.window.network
network.sending.send_due()
for dialog in (network.search_dialog, network.receive_dialog, network.watching.dialog, network.nodes_dialog):
    assert dialog is not None
    dialog.reject()
qt.processEvents()
program.close()
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Notes what address any Python process asks for; the package that OpenVINO reports with is there, and would."""
    fakes = tmp_path / "fakes"
    (fakes / "openvino_telemetry").mkdir(parents=True)
    (fakes / "sitecustomize.py").write_text(GUARD)
    (fakes / "openvino_telemetry" / "__init__.py").write_text(REPORTING)
    (fakes / "openvino_telemetry" / "backend.py").write_text("backend_ga4 = None")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(fakes), str(ROOT)]))
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    return tmp_path / "asked"


def run(*arguments: str, check: bool = True) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=check)


def test_the_guard_hears_what_openvino_would_report(asked: Path) -> None:
    run("-c", "import openvino", check=False)  # what is there in its place can no more than be imported
    assert "reports.invalid" in asked.read_text()


def test_analyze_asks_for_no_address(asked: Path, tmp_path: Path) -> None:
    run("-m", "viewer", "analyze", str(FILM), "--out", str(tmp_path / "reports"))
    assert (tmp_path / "reports" / "results.csv").exists()
    assert not asked.exists()


@needs.QT
def test_the_window_asks_for_no_address(asked: Path, tmp_path: Path) -> None:
    run("-c", WINDOW, str(FILM), str(tmp_path))
    assert not asked.exists()


def test_the_guard_hears_a_socket_that_waits_for_others(asked: Path, tmp_path: Path) -> None:
    run("-c", "import socket; socket.create_server(('127.0.0.1', 0)).close()")
    assert "socket.bind" in asked.read_text()


def test_what_the_network_has_to_say_of_itself_opens_no_socket(asked: Path, tmp_path: Path) -> None:
    run("-m", "viewer", "node", "add", "archive", "--dicom", "PACS@127.0.0.1:9")
    run("-m", "viewer", "send", "--resume")
    run("-m", "viewer", "receive", "--help")
    assert not asked.exists()


@needs.QT
def test_the_dialogs_of_the_network_open_no_socket_before_they_are_told_to(asked: Path, tmp_path: Path) -> None:
    run("-c", DIALOGS, str(tmp_path))
    assert not asked.exists()


def test_what_is_kept_of_the_network_opens_no_socket(asked: Path, tmp_path: Path) -> None:
    for words in (
        ("send", "--queue"),
        ("node", "list"),
        ("node", "record"),
        ("send", "--cancel"),
        ("send", "--forget"),
    ):
        run("-m", "viewer", *words)
    assert not asked.exists()


def test_a_watched_folder_opens_no_socket(asked: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(FILM, tmp_path / "in")
    run("-m", "viewer", "watch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--once", "--every", "0.05")
    assert (tmp_path / "out" / "results.csv").exists()
    assert not asked.exists()
