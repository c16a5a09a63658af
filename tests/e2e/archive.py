"""A run over an archive as an operator sees it, by hand: it takes minutes to hours, and Ray a gigabyte.

``python -m tests.e2e.archive cluster [--films 2000]``: a head and two nodes of Ray on this machine; a worker is killed
at three moments, a node goes and another comes, the driver is killed and gone on with; then all films once more by
``ray://``. Every film must be in each table once, and equal to the local run to 1e-6.

``python -m tests.e2e.archive local [--films 20000]``: ``--on local:2``; memory flat within 5 %, no descriptor left;
Ctrl+C ends all within two seconds and leaves whole files.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
import psutil

from inference.files.atomic_file import TEMPORARY
from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner
from tests.e2e.ray_cluster import client_server, kill_worker, ray_cluster
from tests.inference.model_pack.packs import write_compiled_pack

KINDS = 200  # different films; the others are hard links to them
A_FOLDER = 1000  # films in a folder
EQUAL, FLAT, ENDS_IN = 1e-6, 0.05, 2.0
Table = dict[tuple[str, str], float | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of both; raises ``AssertionError`` where something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.archive", description=__doc__)
    parser.add_argument("what", choices=("cluster", "local"))
    parser.add_argument("--films", type=int)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="archive-") as place:
        folder = Path(place)
        pack = write_compiled_pack(folder / "pack")
        run = Run(folder, pack)
        if chosen.what == "cluster":
            write_films(folder / "films", chosen.films or 2000)
            cluster(run)
        else:
            write_films(folder / "films", chosen.films or 20_000)
            local(run)
    say("all held")
    return 0


class Run:
    """``thoracam analyze`` over the films of a folder."""

    def __init__(self, folder: Path, pack: Path) -> None:
        self.folder, self.pack = folder, pack

    def started(self, out: str, *more: str, but: Collection[str] = ()) -> subprocess.Popen[bytes]:
        """A run that goes on beside us, without these variables of the environment."""
        asked = ["analyze", str(self.folder / "films"), "--out", str(self.folder / out), "--model", str(self.pack)]
        command = [sys.executable, "-m", "viewer", *asked, "--override", *more]
        with (self.folder / f"{out}.log").open("ab") as log:
            environment = {name: value for name, value in os.environ.items() if name not in but}
            return subprocess.Popen(command, stdout=log, stderr=log, env=environment, preexec_fn=hears_interrupts)

    def done(self, out: str, *more: str, but: Collection[str] = ()) -> None:
        """A run to its end."""
        status = self.started(out, *more, but=but).wait()
        assert status == 0, (status, (self.folder / f"{out}.log").read_text()[-2000:])

    def table(self, out: str) -> Table:
        """Probabilities by film and finding; a film that is there twice raises."""
        with (self.folder / out / "results.csv").open(newline="", encoding="utf-8") as file:
            rows = [(row["film"], row["finding"], row["probability"]) for row in csv.DictReader(file)]
        twice = [key for key, count in Counter((film, finding) for film, finding, _ in rows).items() if count > 1]
        assert not twice, twice[:3]
        return {(film, finding): float(value) if value else None for film, finding, value in rows}

    def so_far(self, out: str) -> int:
        """How many rows there are."""
        table = self.folder / out / "results.csv"
        return table.read_bytes().count(b"\n") if table.exists() else 0

    def half_written(self, out: str) -> list[Path]:
        """What a killed run left, which is no result."""
        return [path for path in (self.folder / out).rglob(".thoracam-*") if re.fullmatch(TEMPORARY, path.name)]


def hears_interrupts() -> None:
    """As in a terminal; a shell that starts this in the background has it silenced."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def write_films(folder: Path, count: int) -> None:
    """So many films, small ones, as hard links to ``KINDS`` different ones."""
    random = np.random.default_rng(0)
    first: list[Path] = []
    for number in range(count):
        path = folder / f"{number // A_FOLDER:03}" / f"film-{number:06}.dcm"
        path.parent.mkdir(parents=True, exist_ok=True)
        if number < KINDS:
            pixels = hot_corner().astype(np.int32)
            pixels += random.integers(0, 40, pixels.shape)
            first.append(write_dicom(path, np.clip(pixels, 0, 65535).astype(np.uint16)))
        else:
            os.link(first[number % KINDS], path)
    say(f"{count} films")


# -- a cluster ------------------------------------------------------------------------------------------------------


def cluster(run: Run) -> None:
    """Kill workers, nodes and the driver; the table must be that of the local run."""
    started = time.monotonic()
    run.done("local", "--only", "results", "--on", "local:2")
    say(f"local:2 took {time.monotonic() - started:.0f} s")
    rows = run.so_far("local")
    with ray_cluster() as (add, remove):
        first, _ = add(), add()
        driver = run.started("ray", "--only", "results", "--on", "ray:auto", "--workers", "2")
        for share in (0.1, 0.2, 0.3):
            wait_for(lambda share=share: run.so_far("ray") > share * rows, driver)  # type: ignore[misc]
            say(f"at {share:.0%}: killed worker {kill_worker()}")
        wait_for(lambda: run.so_far("ray") > 0.4 * rows, driver)
        remove(first)
        say("at 40%: a node is gone")
        wait_for(lambda: run.so_far("ray") > 0.5 * rows, driver)
        add()
        say("at 50%: a node came")
        wait_for(lambda: run.so_far("ray") > 0.65 * rows, driver)
        driver.kill()
        driver.wait()
        say(f"at 65%: killed the driver at {run.so_far('ray')} of {rows} rows")
        run.done("ray", "--only", "results", "--on", "ray:auto", "--workers", "2", "--resume")
        with client_server() as address:
            run.done("client", "--only", "results", "--on", address, "--workers", "2", but=("RAY_ADDRESS",))
    for out in ("ray", "client"):
        same_as_local(run, out)


def same_as_local(run: Run, out: str) -> None:
    """Each film once, and what the local run says of it."""
    here, there = run.table("local"), run.table(out)
    assert here.keys() == there.keys(), (len(here), len(there))
    apart = max(abs(value - (there[key] or 0.0)) for key, value in here.items() if value is not None)
    assert all((there[key] is None) == (value is None) for key, value in here.items())
    assert apart <= EQUAL, apart
    assert not run.half_written(out)
    facts = json.loads((run.folder / out / "run.json").read_text("utf-8"))
    assert facts["complete"], facts["counts"]
    say(f"{out}: {len(here) // 7} films, each once; probabilities differ by {apart:.1e} at most")


# -- this machine ---------------------------------------------------------------------------------------------------


def local(run: Run) -> None:
    """Memory and descriptors over a long run, then Ctrl+C in another."""
    driver = run.started("long", "--only", "table", "--on", "local:2")
    films = sum(1 for _ in (run.folder / "films").rglob("*.dcm"))
    memory: list[tuple[int, int]] = []
    descriptors: list[int] = []
    while driver.poll() is None:
        done = run.so_far("long")
        if 1 < done < 7 * films:  # all are at work
            memory.append((done, resident(driver.pid)))
            descriptors.append(open_files(driver.pid))
        time.sleep(2)
    assert driver.returncode == 0, driver.returncode
    assert len(run.table("long")) == 7 * films
    settled = [size for done, size in memory if done > 0.1 * 7 * films]
    early, late = np.median(settled[: max(len(settled) // 5, 1)]), np.median(settled[-max(len(settled) // 5, 1) :])
    say(f"rss: {early / 2**20:.0f} MiB after a tenth, {late / 2**20:.0f} MiB at the end")
    say(f"rss_growth: {late / early - 1:.4f}")
    assert late / early - 1 <= FLAT
    say(f"descriptors: {descriptors[len(descriptors) // 5]} and {descriptors[-2]}")
    assert descriptors[-2] <= descriptors[len(descriptors) // 5] + 2
    interrupt(run)


def interrupt(run: Run) -> None:
    """Ctrl+C ends everything soon; what is there is whole, and the run goes on from it."""
    driver = run.started("short", "--only", "results", "--on", "local:2")
    wait_for(lambda: run.so_far("short") > 700, driver)
    below = psutil.Process(driver.pid).children(recursive=True)
    started = time.monotonic()
    driver.send_signal(signal.SIGINT)
    driver.wait()
    psutil.wait_procs(below, timeout=max(ENDS_IN - (time.monotonic() - started), 0))
    took = time.monotonic() - started
    say(f"ctrl_c_s: {took:.2f}")
    left = [process for process in below if alive(process)]
    assert not left, left
    assert took <= 1.05 * ENDS_IN, took
    rows = run.so_far("short") - 1
    assert rows % 7 == 0, rows
    for path in (run.folder / "short" / "films").rglob("result.json"):
        json.loads(path.read_text("utf-8"))
    say(f"rows: {rows}, all whole")


def alive(process: psutil.Process) -> bool:
    """Whether it still does anything; one that ended stays listed until the system has heard of it."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def resident(pid: int) -> int:
    """Bytes of a process and all below it, shared pages counted once (PSS where the system has it)."""
    me = psutil.Process(pid)
    found = 0
    for process in (me, *me.children(recursive=True)):
        try:
            found += process.memory_full_info().pss
        except psutil.Error:
            continue
    return found


def open_files(pid: int) -> int:
    """Descriptors of a process and all below it."""
    me = psutil.Process(pid)
    return sum(process.num_fds() for process in (me, *me.children(recursive=True)) if process.is_running())


def wait_for(holds: Callable[[], bool], driver: subprocess.Popen[bytes]) -> None:
    """Wait until something holds of a run; raises where the run ends before."""
    while not holds():
        assert driver.poll() is None, f"the run ended with {driver.returncode}"
        time.sleep(0.2)


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
