"""Where the films of a run are done: this process, several of this machine, or a Ray cluster."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from inference.core.errors import UsageError

if TYPE_CHECKING:
    from inference.batch.workers.port import Opener, Workers

HERE, LOCAL, OWN_RAY, RAY = "here", "local", "ray", "cluster"
MOST = 1024  # processes on one machine
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")  # NumPy's: its products are small ones
WHERE = "is local:N, ray, ray://HOST[:PORT] or ray:auto"


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of place, how many processes (``local``), and an address (``cluster``)."""

    kind: str = HERE
    count: int = 1
    address: str = ""

    @property
    def elsewhere(self) -> bool:
        """Whether other machines may do films."""
        return self.kind == RAY

    def threads(self, wanted: int | None) -> int:
        """How many cores a worker gets; 0 for all."""
        if wanted or self.kind == HERE:
            return wanted or 0
        return max(cores() // self.count, 1) if self.kind == LOCAL else 1

    def workers(self, opener: Opener, *, count: int | None, threads: int) -> Workers:
        """Those who do the films; raises ``UsageError`` where what they need is not installed."""
        if self.kind == HERE:
            from inference.batch.workers.in_process import InProcess  # each alone: most runs are of a few films

            return InProcess(opener)
        if self.kind == LOCAL:
            from inference.batch.workers.local import LocalProcesses

            return LocalProcesses(opener, self.count, ONE_THREAD)
        from inference.batch.workers.ray_cluster import check_installed, cluster_at, own_cluster
        from inference.batch.workers.ray_workers import RayWorkers

        check_installed()
        if self.kind == RAY:
            return RayWorkers(opener, partial(cluster_at, self.address), count=count or 0, threads=threads)
        given = max(cores(), (count or 1) * threads)
        return RayWorkers(opener, partial(own_cluster, given), count=count or 0, threads=threads)


def cores() -> int:
    """How many cores this process may use: those of a machine, or what a job was given of them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def place_of(text: str) -> Place:
    """A place as it is typed; raises ``ValueError`` with a sentence."""
    kind, colon, rest = text.partition(":")
    if kind == LOCAL and colon and rest.isdecimal() and 1 <= int(rest) <= MOST:
        return Place(LOCAL, int(rest))
    if text == OWN_RAY:
        return Place(OWN_RAY)
    if kind == OWN_RAY and rest.startswith("//") and len(rest) > 2:
        return Place(RAY, address=text)
    if text == "ray:auto":
        return Place(RAY, address="auto")
    raise ValueError(WHERE)


def check_count(place: Place, count: int | None) -> None:
    """Raise ``UsageError`` where workers are counted that no place has."""
    if count is not None and place.kind in (HERE, LOCAL):
        raise UsageError("--workers goes with --on ray; on this machine --on local:N says how many.")
