"""A Ray cluster of several nodes on this machine, and a server for clients at it; on the loopback, with a token."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil


@contextmanager
def ray_cluster() -> Iterator[tuple[Callable[[], object], Callable[[object], None]]]:
    """A head without workers, and ways to add a node of one core and to take one away; on the loopback alone."""
    folder = tempfile.mkdtemp(prefix="tc-")
    (Path(folder) / "ray").mkdir()
    environment = {
        "RAY_TMPDIR": folder,
        "RAY_worker_niceness": str(psutil.Process().nice()),
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(Path.cwd()), os.environ.get("PYTHONPATH")))),
    }
    os.environ.update(environment)
    from ray.cluster_utils import Cluster

    store = {"object_store_memory": 100 << 20}
    made = Cluster(True, head_node_args={"num_cpus": 0, "include_dashboard": False, **store})
    os.environ["RAY_ADDRESS"] = made.address
    try:
        yield lambda: made.add_node(num_cpus=1, **store), made.remove_node
    finally:
        made.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def client_server() -> Iterator[str]:
    """A server for clients at the cluster, as a head has one; the address that clients give."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = ["--address", os.environ["RAY_ADDRESS"], "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen([sys.executable, "-m", "ray.util.client.server", *asked], stderr=subprocess.DEVNULL)
    try:
        while not _listens(port):
            assert server.poll() is None, server.returncode
            time.sleep(0.2)
        yield f"ray://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def kill_worker() -> int:
    """Kill one actor of ours, as a lack of memory does; its process."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it ended meanwhile
            if (process.cmdline() or [""])[0].startswith("ray::FilmActor"):
                process.kill()
                return process.pid
    raise AssertionError("no worker is there to be killed")
