"""The Ray cluster that does the films: one of our own on this machine, or one that is there.

Of our own: it listens on the loopback address alone, asks for a token, sends no statistics and shows no dashboard.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from typing import Any

import psutil

from inference.batch.workers.environment import environment
from inference.core.errors import NoWorkers, UsageError

OLDEST = (2, 52)  # below it a page in a browser may run code on a cluster (CVE-2025-62593)
CLIENT_PORT = 10001
STORE_BYTES = 150 << 20  # of Ray's shared memory: films travel by path, so next to nothing lies there
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # else under "uv run" each worker would upload and sync this folder anew
}
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""Has Ray take 127.0.0.1 for this machine's address, as it does on a desktop; asked for that address it would not."""
NOT_INSTALLED = 'Ray is not installed: uv sync --extra cluster, or pip install "ray>=2.52".'
NOT_STARTED = "Ray did not start on this machine: --on local:N does without it"
NOT_LET_IN = (
    "The Ray cluster at {address} did not answer, or did not let us in: look whether it runs, and whether its token is "
    "in RAY_AUTH_TOKEN or ~/.ray/auth_token"
)
NOT_LOOPBACK = "Ray listens beyond this machine ({places}), so it was stopped. Use --on local:{count} instead."


def check_installed() -> None:
    """Raise ``UsageError`` where Ray is not installed, or is too old to be let onto a network."""
    if find_spec("ray") is None:
        raise UsageError(NOT_INSTALLED)
    version = metadata.version("ray")
    if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < OLDEST:
        raise UsageError(
            f"Ray {version} lets web pages run code on a cluster (CVE-2025-62593): at least 2.52 is needed."
        )


@contextmanager
def own_cluster(cores: int) -> Iterator[Any]:
    """Ray started on this machine for this run alone, with so many cores to give; stopped at the end.

    Raises ``NoWorkers`` where it does not start, or listens on more than the loopback address.
    """
    check_installed()
    folder = tempfile.mkdtemp(prefix="tc-")  # short: its sockets' paths may have 107 bytes
    asked = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": _token(), "RAY_worker_niceness": _niceness()}
    with environment({**_QUIET, **_LOOPBACK, **asked}):
        import ray

        try:
            _init(
                ray,
                NOT_STARTED,
                address="local",
                num_cpus=cores,
                object_store_memory=STORE_BYTES,
                _temp_dir=folder,
                _node_ip_address="127.0.0.1",
                include_dashboard=False,
            )
            beyond = sorted(listening_beyond_loopback())
            if beyond:
                raise NoWorkers(NOT_LOOPBACK.format(places=", ".join(beyond), count=cores))
            yield ray
        finally:
            ray.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster_at(address: str) -> Iterator[Any]:
    """Ray at an address: ``ray://HOST[:PORT]``, or ``auto`` for the cluster of which this machine is a node.

    Its token is that of ``RAY_AUTH_TOKEN``, ``RAY_AUTH_TOKEN_PATH`` or ``~/.ray/auth_token``. Raises ``NoWorkers``.
    """
    check_installed()
    mode = os.environ.get("RAY_AUTH_MODE", "token")
    with environment({**_QUIET, "RAY_AUTH_MODE": mode}):
        import ray

        try:
            _init(ray, NOT_LET_IN.format(address=with_port(address)), address=with_port(address))
            yield ray
        finally:
            ray.shutdown()


@cache
def _token() -> str:
    """One for all that this process starts: Ray reads the first that it meets, and holds on to it."""
    return secrets.token_hex(32)


def _niceness() -> str:
    """That of this process: Ray would have its workers wait for whatever else the machine does."""
    return str(psutil.Process().nice()) if os.name == "posix" else "0"


def with_port(address: str) -> str:
    """A client's address with the port that Ray gives clients where none is named."""
    host = address.removeprefix("ray://")
    return f"ray://{host}:{CLIENT_PORT}" if host != address and not re.search(r":\d+$", host) else address


def _init(ray: Any, failed: str, **options: Any) -> None:
    try:
        ray.init(log_to_driver=False, logging_level="error", **options)
    except Exception as error:
        raise NoWorkers(f"{failed} ({type(error).__name__}).") from error


def listening_beyond_loopback(pid: int | None = None) -> set[str]:
    """Addresses on which a process (ours) or what it started takes TCP connections from other machines."""
    me = psutil.Process(pid)
    found = set()
    for process in (me, *me.children(recursive=True)):
        try:
            sockets = process.net_connections("tcp")
        except psutil.Error:
            continue
        for one in sockets:
            if one.status == psutil.CONN_LISTEN and not _is_loopback(one.laddr.ip):
                found.add(f"{one.laddr.ip}:{one.laddr.port}")
    return found


def _is_loopback(text: str) -> bool:
    address = ipaddress.ip_address(text)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
