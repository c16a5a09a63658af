"""The receiver under load: ``python -m tests.benchmarks.receiver [FILMS] [killed]`` prints what it measured.

A thousand films from four senders at once (dcmtk's ``storescu``, 1024 x 1024 pixels of 16 bits), compared byte for
byte; then the same while the receiver is killed at ten random moments, each sender beginning anew until all of its
films are taken; then 10,000 small files over one association after another.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydicom import dcmread

from inference.network.connection.bounds import Bounds
from inference.network.inbox.inbox import INCOMING
from inference.network.receiver.events import Listening, ObjectCame, Restarted
from inference.network.receiver.options import ReceiverOptions
from inference.network.receiver.receiver_process import ReceiverProcess
from tests.inference.network.conftest import film

SENDERS, KILLS = 4, 10


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(count):
            film(folder / f"from-{number % SENDERS}" / f"{number}.dcm", side=1024, seed=number)
        sent = pixels(folder.glob("from-*/*.dcm"))
        if "killed" not in sys.argv:
            say("quiet", measured(folder, "quiet", sent, kills=0))
        say("killed", measured(folder, "killed", sent, kills=KILLS))
        if "killed" in sys.argv:
            return
        small = folder / "small"
        for number in range(10 * count):
            film(small / f"{number}.dcm", side=2, seed=number)
        bounds = Bounds(objects_a_minute=10**6)
        say("small", measured(folder, "small-in", pixels(small.glob("*.dcm")), kills=0, sources=[small], bounds=bounds))


def measured(
    folder: Path,
    name: str,
    sent: set[str],
    *,
    kills: int,
    sources: list[Path] | None = None,
    bounds: Bounds | None = None,
) -> dict[str, object]:
    """Send everything, and say what arrived."""
    into = folder / name
    receiver = ReceiverProcess(ReceiverOptions(into, 0, bounds=bounds or Bounds()))
    port = receiver.start()
    heard: dict[str, int] = {"came": 0, "duplicates": 0, "kills": 0, "restarts": 0, "memory_mb": 0}
    ending = threading.Event()
    listening = threading.Thread(target=listen, args=(receiver, heard, ending.is_set, kills))
    listening.start()
    since = time.monotonic()
    with ThreadPoolExecutor(SENDERS) as pool:
        tries = list(pool.map(lambda one: send(one, port), sources or sorted(folder.glob("from-*"))))
    seconds = time.monotonic() - since
    ending.set()
    listening.join()
    receiver.close()
    kept = pixels(path for path in into.glob("*/*.dcm") if not path.parent.name.startswith("."))
    half = len(list((into / INCOMING).rglob("*.dcm")))
    found: dict[str, object] = {"sent": len(sent), "lost": len(sent - kept), "changed": len(kept - sent), "half": half}
    return {**found, "seconds": round(seconds, 1), "sendings": sum(tries), **heard}


def listen(receiver: ReceiverProcess, heard: dict[str, int], ended: Callable[[], bool], kills: int) -> None:
    """Hear what comes, look at the memory, and kill the process now and then."""
    chance = random.Random(20)
    due = time.monotonic() + chance.uniform(0.2, 3.0)
    while not ended():
        event = receiver.poll(0.02)
        if isinstance(event, ObjectCame):
            heard["duplicates" if event.duplicate else "came"] += 1
        heard["restarts"] += isinstance(event, Restarted)
        heard["memory_mb"] = max(heard["memory_mb"], memory(receiver.pid))
        if isinstance(event, Listening):
            due = time.monotonic() + chance.uniform(0.2, 3.0)
        if heard["kills"] < kills and time.monotonic() > due and receiver.pid is not None:
            heard["kills"] += 1
            due = float("inf")  # until it listens again
            os.kill(receiver.pid, signal.SIGKILL)


def send(folder: Path, port: int) -> int:
    """Send a folder until all of it was taken; answers how often that took."""
    for number in range(1, 3000):  # a receiver that was killed takes a while to listen again on a busy machine
        command = ["storescu", "-aec", "THORACAM", "+sd", "127.0.0.1", str(port), str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return number
        time.sleep(0.3)
    raise TimeoutError(folder)


def pixels(paths: object) -> set[str]:
    """The hashes of pixel data."""
    return {hashlib.sha256(dcmread(path).PixelData).hexdigest() for path in paths}  # type: ignore[attr-defined]


def memory(process: int | None) -> int:
    """What a process holds now, in MB."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1000 for line in lines if line.startswith("VmRSS")), 0)


def say(name: str, found: dict[str, object]) -> None:
    sys.stdout.write(f"{name}: " + ", ".join(f"{key} {value}" for key, value in found.items()) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
