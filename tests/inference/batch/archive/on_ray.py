"""A run on a Ray of its own, as a program of its own: ``python -m tests.inference.batch.archive.on_ray FOLDER``.

Writes to ``FOLDER/facts.json`` what became of the films, and on which addresses Ray took connections meanwhile.
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil

from inference.batch.workers.port import Task
from inference.batch.workers.ray_cluster import own_cluster
from inference.batch.workers.ray_workers import RayWorkers
from inference.core.cancel import CancelToken
from tests.inference.batch.archive.work import FakeOpener

LISTEN = "0A"  # in /proc/net/tcp
LOOPBACK = ("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F")


def main(folder: Path, names: list[str]) -> None:
    workers = RayWorkers(FakeOpener(folder, folder), partial(own_cluster, 2), count=2)
    beyond: set[str] = set()
    here: set[str] = set()
    done = []
    tasks = (Task(folder / name, name) for name in names)
    for one in workers.over(tasks, token=CancelToken(), idle=lambda: None):
        done.append([one.task.film, str(one.became), one.failure.kind if one.failure else "", one.rows])
        if len(done) == 1:
            here, beyond = listening()
    again = RayWorkers(FakeOpener(folder, folder), partial(own_cluster, 1), count=1)
    once_more = list(again.over(iter((Task(folder / "again", "again"),)), token=CancelToken(), idle=lambda: None))
    facts = {
        "done": done,
        "hosts": len(workers.hosts),
        "loopback": len(here),
        "beyond": sorted(beyond),
        "again": [str(one.became) for one in once_more],
    }
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")


def listening() -> tuple[set[str], set[str]]:
    """Addresses on which this process and those below it take connections: of the loopback, and others."""
    inodes = {inode for pid in _pids() for inode in _sockets(pid)}
    found = {
        cells[1]
        for table in ("tcp", "tcp6")
        for cells in (line.split() for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:])
        if cells[3] == LISTEN and cells[9] in inodes
    }
    loopback = {address for address in found if address.partition(":")[0] in LOOPBACK}
    return loopback, found - loopback


def _pids() -> list[int]:
    me = psutil.Process()
    return [me.pid, *(child.pid for child in me.children(recursive=True))]


def _sockets(pid: int) -> list[str]:
    found = []
    with suppress(OSError):  # the process has ended since
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found += re.findall(r"socket:\[(\d+)\]", str(link.readlink()))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
