"""A second start hands its films to the window that is open; nobody else can, and a killed window is no hindrance."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import phantom, write_dicom
from tests.e2e.user import use_pack
from tests.viewer.hands import analysed, session
from tests.viewer.patience import PATIENCE_MS
from viewer.__main__ import main
from viewer.app.application import Application
from viewer.app.file_open_requests import FileOpenRequests
from viewer.app.session_file import session_path
from viewer.app.single_instance import MOST_BYTES, FirstInstance, handed_on, socket_path

ROOT = Path(__file__).parents[3]
HAND_ON = "import sys; from pathlib import Path; from viewer.app.single_instance import handed_on; "
HANDS_ON = "sys.exit(not handed_on([*map(Path, sys.argv[1:])]))"
PATIENCE_S = PATIENCE_MS / 1000
Received = list[tuple[Path, ...]]


@pytest.fixture
def first(qtbot: QtBot) -> Iterator[FirstInstance]:
    instance = FirstInstance()
    assert instance.claim()
    yield instance
    instance.close()


@pytest.fixture
def received(first: FirstInstance) -> Received:
    found: Received = []
    first.received.connect(lambda paths: found.append(paths))  # PySide does not take the list's own method
    return found


def second_start(*words: str, folder: Path = ROOT, code: str = HANDS_ON) -> subprocess.Popen[bytes]:
    """Another process that hands on these paths and leaves."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", HAND_ON + code, *words], cwd=folder, env=environment)


def ended(process: subprocess.Popen[bytes]) -> Callable[[], bool]:
    return lambda: process.poll() is not None


def says(content: bytes, qtbot: QtBot) -> QLocalSocket:
    line = QLocalSocket()
    line.connectToServer(str(socket_path()))
    line.write(content)
    qtbot.waitUntil(lambda: line.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=10_000)
    return line


def test_a_second_start_hands_on_its_paths_whatever_their_letters(
    received: Received, tmp_path: Path, qtbot: QtBot
) -> None:
    odd = os.fsdecode(b"\xff.dcm")
    second = second_start("필름 é.dcm", "../up.dcm", "/a b", odd, folder=tmp_path)
    qtbot.waitUntil(ended(second), timeout=30_000)
    assert second.returncode == 0
    assert received == [(tmp_path / "필름 é.dcm", tmp_path / "../up.dcm", Path("/a b"), tmp_path / odd)]


def test_thousands_of_paths_arrive_whole(received: Received, qtbot: QtBot) -> None:
    code = "sys.exit(not handed_on([Path(f'/films/{number:0100d}') for number in range(20000)]))"
    second = second_start(code=code)
    qtbot.waitUntil(ended(second), timeout=30_000)
    assert second.returncode == 0
    assert len(received[0]) == 20_000


def test_without_a_window_nothing_is_handed_on(tmp_path: Path) -> None:
    assert not handed_on([tmp_path])


def test_only_the_first_has_the_place_until_it_leaves(first: FirstInstance) -> None:
    second = FirstInstance()
    assert not second.claim()
    first.close()
    assert second.claim()
    second.close()


def test_a_socket_left_by_a_killed_window_is_taken_over(tmp_path: Path, qtbot: QtBot) -> None:
    code = (
        "import sys; from viewer.app.single_instance import FirstInstance; "
        "from PySide6.QtCore import QCoreApplication; "
        "app = QCoreApplication([]); one = FirstInstance(); assert one.claim(); print('there', flush=True); "
        "sys.stdin.read()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"there\n"
    assert not FirstInstance().claim()
    process.kill()
    process.communicate()
    assert socket_path().exists()
    assert not handed_on([tmp_path])
    heir = FirstInstance()
    assert heir.claim()
    heir.close()


@pytest.mark.parametrize(
    "content",
    [
        struct.pack("!I", MOST_BYTES + 1),
        struct.pack("!I", 4) + b"{}}}",
        struct.pack("!I", 12) + b'{"paths": 3}',
        struct.pack("!I", 100) + b"and then nothing more",
        b"",
    ],
    ids=["too long", "no JSON", "no paths", "cut short", "silent"],
)
def test_senseless_and_endless_messages_are_dropped(content: bytes, received: Received, qtbot: QtBot) -> None:
    says(content, qtbot)
    assert received == []


def test_a_start_on_another_screen_gets_a_window_of_its_own(received: Received, qtbot: QtBot) -> None:
    message = json.dumps({"display": ":99", "paths": ["/films"]}).encode()
    line = says(struct.pack("!I", len(message)) + message, qtbot)
    assert line.readAll().data() == b"other"
    assert received == []


def test_others_cannot_look_into_the_folder_of_the_socket(first: FirstInstance) -> None:
    assert socket_path().parent.stat().st_mode & 0o077 == 0
    first.close()
    socket_path().parent.chmod(0o755)
    assert not FirstInstance().claim()


def test_handed_on_films_wait_until_a_dialog_is_closed(program: Application, tmp_path: Path, qtbot: QtBot) -> None:
    arrivals = FileOpenRequests()
    arrivals.ready.connect(program.receive)
    other = write_dicom(tmp_path / "other.dcm", phantom())
    dialog = QDialog(program.window)
    dialog.open()
    current = session(program).current
    [timer] = arrivals.findChildren(QTimer)
    arrivals.take((other,))
    for _ in range(2):
        with qtbot.waitSignal(timer.timeout, timeout=PATIENCE_MS):
            timer.setInterval(0)
    assert session(program).current == current
    dialog.accept()
    qtbot.waitUntil(lambda: session(program).current == other and analysed(program), timeout=20_000)


def test_a_file_that_the_desktop_brings_is_opened(tmp_path: Path) -> None:
    """As macOS does it; in a process of its own, since there is one application a process."""
    code = (
        "from pathlib import Path; from PySide6.QtGui import QFileOpenEvent; "
        "from viewer.app.file_open_requests import Desk; "
        "desk = Desk([]); found = []; desk.file_brought.connect(lambda paths: found.append(paths)); "
        "Desk.sendEvent(desk, QFileOpenEvent('/films/필름.dcm')); assert found == [(Path('/films/필름.dcm'),)], found"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_commands_run_beside_a_window(received: Received, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom())
    assert main(["info", str(film)]) == 0
    assert "96" in capsys.readouterr().out
    assert received == []


@pytest.mark.slow
def test_two_starts_a_kill_and_a_restart(tmp_path: Path, tiny_pack: Path, qtbot: QtBot) -> None:
    """The whole program, offscreen: the second start leaves at once, and a kill -9 costs nothing that was open."""
    use_pack(tiny_pack)
    one, two = (write_dicom(tmp_path / f"{name}.dcm", phantom()) for name in ("one", "two"))
    window = start(one)
    qtbot.waitUntil(lambda: opened() == [str(one)])
    assert start(two).wait(PATIENCE_S) == 0
    qtbot.waitUntil(lambda: opened() == [str(one), str(two)])
    window.send_signal(signal.SIGKILL)
    window.wait()
    killed_at = session_path().stat().st_mtime_ns
    window = start()
    qtbot.waitUntil(lambda: session_path().stat().st_mtime_ns > killed_at)
    assert opened() == [str(one), str(two)]  # offered, and kept until the user answers
    window.send_signal(signal.SIGTERM)  # as at the end of a login
    assert window.wait(PATIENCE_S) == 0
    assert json.loads(session_path().read_text("utf-8"))["ended"] is True


def start(*paths: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "viewer", *map(str, paths)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def opened() -> list[str]:
    try:
        found: list[str] = json.loads(session_path().read_text("utf-8"))["opened"]
    except (OSError, ValueError):
        return []
    return found
