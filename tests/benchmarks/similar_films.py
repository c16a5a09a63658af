"""How long it takes to find the nearest of 100,000 films: ``python -m tests.benchmarks.similar_films [channels ...]``.

Prints for each number of channels the first search, which reads the index, and the median of twenty more.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from inference.site.similar import Indexed, SimilarIndex

FILMS = 100_000
PACK = "p" * 64


def main(widths: list[int]) -> None:
    """Measure each number of channels."""
    for width in widths:
        with tempfile.TemporaryDirectory() as folder:
            index = SimilarIndex(Path(folder) / "similar.sqlite")
            random = np.random.default_rng(width)
            for start in range(0, FILMS, 10_000):
                vectors = random.standard_normal((10_000, width)).astype(np.float32)
                index.add(
                    [
                        Indexed(str(start + place), PACK, Path(f"/films/{start + place}"), 0, frozenset(), vector)
                        for place, vector in enumerate(vectors)
                    ]
                )
            first, *rest = (_seconds(index, vectors[place]) for place in range(21))
            size = index.path.stat().st_size / 1e6
            sys.stdout.write(
                f"{width} channels: {statistics.median(rest) * 1e3:.0f} ms (the first {first:.1f} s); {size:.0f} MB\n"
            )


def _seconds(index: SimilarIndex, wanted: np.ndarray) -> float:
    started = time.perf_counter()
    index.nearest(PACK, wanted)
    return time.perf_counter() - started


if __name__ == "__main__":
    main([int(width) for width in sys.argv[1:]] or [256, 1280])
