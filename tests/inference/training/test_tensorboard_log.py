"""Scalars for TensorBoard: written by this process alone, with nothing of the computer in them."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from inference.training.fitting.tensorboard_log import TensorboardLog

WRITES = """
import sys
from pathlib import Path
sys.addaudithook(lambda event, facts: print(event) if event.startswith(("socket.", "subprocess.")) else None)
from inference.training.fitting.tensorboard_log import TensorboardLog
log = TensorboardLog(Path(sys.argv[1]))
log.scalars(1, {"loss": 0.5})
log.close()
print(*{name.split(".")[0] for name in sys.modules} & {"tensorflow", "torch", "tensorboard", "keras", "boto3"})
"""


def test_it_opens_no_socket_and_loads_no_framework(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", WRITES, str(tmp_path)]
    assert subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip() == ""


def test_a_second_log_in_a_folder_leaves_the_first_alone(tmp_path: Path) -> None:
    for step in (1, 2):
        with closing(TensorboardLog(tmp_path)) as log:
            log.scalars(step, {"loss": 0.5})
    files = list(tmp_path.iterdir())
    assert len(files) == 2
    assert all(path.stat().st_size > 40 for path in files)


def test_the_computer_is_not_named(tmp_path: Path) -> None:
    with closing(TensorboardLog(tmp_path)) as log:
        log.scalars(1, {"loss": 0.5})
    [file] = tmp_path.iterdir()
    assert socket.gethostname() not in file.name
    assert socket.gethostname().encode() not in file.read_bytes()
