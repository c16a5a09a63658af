"""Runs over archives against bare forwards: ``python -m tests.benchmarks.archive [--pack PACK | --xception 1024] ...``.

Films of 3000 x 2500 pixels go through the workers as ``thoracam analyze --only table`` has them: this process,
``local:N`` and a Ray of its own, in turn with bare forwards (input ready, no heatmap) of the same compiled network,
``N`` at once, so that ratios hold on a shared machine. Last come lines of name and value.

``films_per_s``, ``efficiency`` (a forward's time by the clock over a film's) and ``processor_efficiency`` of each
place; ``ray_overhead``: a film's time on Ray over one's with as many local processes, less one; ``rss_growth``: memory
of ``local:N`` from a tenth of ``--films`` to the last.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program sets it

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil

import resources
from inference.batch.archive.run import path_name
from inference.batch.workers.port import Became, Task, Workers
from inference.cli.archive.opening import FilmOpener
from inference.cli.archive.places import Place, place_of
from inference.cli.main import parser as command_line
from inference.core.cancel import CancelToken
from inference.engine.device_and_precision import Precision
from inference.engine.openvino.opener import OpenVinoOpener, OpenVinoOptions
from inference.model_pack import load_pack
from tests.benchmarks.batch import build_pack, in_a_process, write_films
from tests.benchmarks.cams import say

SETTLED = 4  # films a worker that are done, once all are open, before any counts
TURN = 16  # films, and forwards, that take turns


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archive", description=__doc__)
    parser.add_argument("--pack", type=Path, default=resources.DEFAULT_PACK)
    parser.add_argument("--xception", type=int, metavar="SIDE", help="an Xception of this input in place of a pack")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="N of local:N, and workers on Ray")
    parser.add_argument("--films", type=int, default=400, help="in the run for memory (400)")
    parser.add_argument("--no-ray", action="store_true")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        pack = chosen.pack
        if chosen.xception:
            pack = Path(folder) / "pack"
            in_a_process(build_pack, pack, chosen.xception)
        films = write_films(Path(folder) / "films")
        bench = Bench(pack, films, chosen.processes)
        names = ["here", f"local:{chosen.processes}", *([] if chosen.no_ray else ["ray"])]
        compare(bench, names, chosen.rounds)
        growth(bench, f"local:{chosen.processes}", chosen.films)
    return 0


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds for one film or forward: by the clock, and of all processors."""

    wall: float
    processor: float


class Bench:
    """Films, a pack, and the workers of each place."""

    def __init__(self, pack: Path, films: Sequence[Path], processes: int) -> None:
        self.pack, self.films, self.processes = pack, films, processes
        self._hash = load_pack(pack).pack_hash

    def workers(self, name: str) -> Workers:
        """Those of a place, as the command line opens them."""
        place = Place() if name == "here" else place_of(name)
        asked = ["analyze", "films", "--out", "out", "--only", "table", "--override", "--precision", "float32"]
        options = command_line().parse_args(asked)
        options.model, options.overwrite = self.pack, True
        threads = place.threads(None)
        count = self.processes if name == "ray" else None
        return place.workers(FilmOpener(options, threads, self._hash), count=count, threads=threads)

    def tasks(self, most: int = sys.maxsize) -> Iterator[Task]:
        """So many films, the different ones again and again."""
        for number in range(most):
            path = self.films[number % len(self.films)]
            yield Task(path, f"{path_name(path)} {number}")

    def forwards(self) -> Callable[[], Spent]:
        """A turn of bare forwards, as many at once as there are processes."""
        pack = load_pack(self.pack)
        opener = OpenVinoOpener(pack, OpenVinoOptions(precision=Precision.FLOAT32, requests=self.processes))
        backend = opener.open()
        spec = pack.input
        film = np.random.default_rng(1).uniform(*spec.range, (spec.rows, spec.columns, spec.channels))
        values = film.astype(np.float32)
        pool = ThreadPoolExecutor(self.processes)

        def one(_number: int) -> None:
            backend.forward(values, CancelToken(), lambda progress: None)

        def turn() -> Spent:
            wall, processor = time.perf_counter(), time.process_time()
            list(pool.map(one, range(TURN)))
            return Spent((time.perf_counter() - wall) / TURN, (time.process_time() - processor) / TURN)

        turn()
        return turn


def compare(bench: Bench, names: Sequence[str], rounds: int) -> None:
    """Places in turn, each between two turns of forwards, so that drift cancels out."""
    forward = bench.forwards()
    bare = [forward()]
    found: dict[str, list[Spent]] = {name: [] for name in names}
    around: dict[str, list[tuple[Spent, Spent]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            found[name].append(films_of(bench, name))
            bare.append(forward())
            around[name].append((bare[-2], bare[-1]))
            say(f"{name}: {found[name][-1].wall:.3f} s a film   {bare[-1].wall:.3f} s a bare forward")
    say(f"bare_forwards_per_s: {1 / statistics.median(one.wall for one in bare):.3f}")
    for name in names:
        say(f"films_per_s {name}: {1 / statistics.median(one.wall for one in found[name]):.3f}")
        for word, of in (("", "wall"), ("processor_", "processor")):
            shares = [
                (value(before, of) + value(after, of)) / 2 / value(film, of)
                for film, (before, after) in zip(found[name], around[name], strict=True)
                if value(film, of) > 0
            ]
            if shares:
                say(f"{word}efficiency {name}: {statistics.median(shares):.3f}")
    if "ray" in names:
        local = next(name for name in names if name.startswith("local"))
        ratios = [ray.wall / one.wall for ray, one in zip(found["ray"], found[local], strict=True)]
        say(f"ray_overhead: {statistics.median(ratios) - 1:.3f}")


def value(spent: Spent, of: str) -> float:
    """One of both times."""
    return spent.wall if of == "wall" else spent.processor


def films_of(bench: Bench, name: str) -> Spent:
    """A turn of films, without the time until all workers are at work and with none at its end."""
    workers, all_at_work = bench.workers(name), 1 if name == "here" else bench.processes
    times: list[tuple[float, float]] = []
    with closing(workers.over(bench.tasks(), token=CancelToken(), idle=lambda: None)) as run:
        for done in run:
            assert done.became is Became.DONE, done
            if len(workers.hosts) >= all_at_work:
                times.append((time.perf_counter(), processor_seconds()))
            if len(times) == SETTLED * bench.processes + TURN:
                break
    first, last = times[-1 - TURN], times[-1]
    return Spent((last[0] - first[0]) / TURN, (last[1] - first[1]) / TURN)


def processor_seconds() -> float:
    """Of this process and all below it that are there."""
    me = psutil.Process()
    found = 0.0
    for process in (me, *me.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        found += times.user + times.system
    return found


def growth(bench: Bench, name: str, films: int) -> None:
    """Memory of a long run."""
    sizes: list[int] = []
    workers = bench.workers(name)
    run: Any = workers.over(bench.tasks(films), token=CancelToken(), idle=lambda: None)
    for number, _ in enumerate(run):
        if number % max(films // 40, 1) == 0 and len(workers.hosts) >= bench.processes:
            sizes.append(resident())
    settled = sizes[len(sizes) // 10 :]
    part = max(len(settled) // 5, 1)
    early, late = statistics.median(settled[:part]), statistics.median(settled[-part:])
    say(f"rss_mib: {max(sizes) / 2**20:.0f}")
    say(f"rss_growth: {late / early - 1:.3f}")


def resident() -> int:
    """Bytes of all processes below this one."""
    found = 0
    for process in psutil.Process().children(recursive=True):
        try:
            found += process.memory_full_info().pss
        except psutil.Error:
            continue
    return found


if __name__ == "__main__":
    raise SystemExit(main())
