"""A run that does not end, as a program of its own: ``python -m tests.inference.batch.archive.endless FOLDER``.

Writes the processes that it started to ``FOLDER/pids`` when the first film is done.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import psutil

from inference.batch.workers.local import LocalProcesses
from inference.batch.workers.port import Task
from inference.core.cancel import CancelToken
from inference.files.atomic_file import write_whole
from tests.inference.batch.archive.work import FakeOpener


def main(folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may have silenced it
    workers = LocalProcesses(FakeOpener(folder, folder), 1)
    tasks = (Task(folder / f"film-{number}", f"film-{number}") for number in range(10**9))
    for number, _ in enumerate(workers.over(tasks, token=CancelToken(), idle=lambda: None)):
        if number == 0:
            pids = [str(child.pid) for child in psutil.Process().children(recursive=True)]
            write_whole(folder / "pids", " ".join(pids).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
