"""Made-up objects about a film (states, key objects, reports, segmentations, documents): typed errors only.

Run: ``uv run --group fuzz python -m tests.fuzz.read_objects SECONDS RUNS``. With atheris (Linux on x86-64) the fuzzer
follows the branches of the readers; elsewhere sound objects are changed by chance. It fails on any other error, on an
object that takes 5 s and when it grows to 2 GB; the file is kept beside.
"""

from __future__ import annotations

import contextlib
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

try:
    import atheris
except ImportError:  # no wheel for this system
    atheris = None

with contextlib.nullcontext() if atheris is None else atheris.instrument_imports(include=["inference.reading"]):
    from inference.reading.files.read_film import read_film
    from inference.reading.objects import read_object as _read_object  # noqa: F401 - instrumented

from inference.core.film_objects import facts_of
from tests.inference.reading.objects.broken import LONGEST, changed, look_at
from tests.inference.reading.objects.corpus import write_film, write_objects

SLOWEST = 5.0  # seconds of one
BOUNDS = ("-timeout=5", "-rss_limit_mb=2048", f"-max_len={LONGEST}", "-seed=1", "-print_final_stats=1", "-verbosity=1")


def by_chance(one: Callable[[bytes], None], sound: list[bytes], seconds: int, runs: int) -> None:
    """Without atheris: change sound objects until the time is over; what fails is kept."""
    chance, end = random.Random(1), time.monotonic() + seconds
    for number in range(runs):
        content, began = changed(chance, sound), time.process_time()
        if time.monotonic() > end:
            break
        try:
            one(content)
            assert time.process_time() - began < SLOWEST
        except BaseException:
            Path(f"crash-{number}").write_bytes(content)
            raise


def main(seconds: int, runs: int) -> None:
    """Fuzz from one sound object of each kind; with atheris it ends the process."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        film = facts_of(read_film(write_film(Path(folder))))
        sound = [path.read_bytes() for path in write_objects(corpus, film.path)]
        path = Path(folder) / "object"

        def one(content: bytes) -> None:
            path.write_bytes(content)
            look_at(path, film)

        if atheris is None:
            by_chance(one, sound, seconds, runs)
        else:
            options = [sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-runs={runs}", *BOUNDS]
            atheris.Setup(options, one)
            atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
