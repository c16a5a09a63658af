"""How long the ledger takes to count 100,000 reads: ``python -m tests.benchmarks.ledger``.

Prints how long keeping them took, and for each way of telling films apart the seconds from opening the file to figures.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from inference.core.findings import FINDINGS
from inference.site.ledger import counts
from inference.site.ledger.counts import Cell, Question, Split
from inference.site.ledger.figures import figures
from inference.site.ledger.store import Ledger
from tests.inference.site.simulated import PACK_HASH, simulated

READS = 100_000


def main() -> None:
    """Keep the reads, count them, list the films behind one number."""
    sights, _ = simulated(READS // len(FINDINGS) + 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        begin = time.perf_counter()
        Ledger(path).keep(sights)
        _say("keeping", begin)
        for split in Split:
            begin = time.perf_counter()
            ledger = Ledger(path)
            counts.packs(ledger)
            counts.span(ledger)
            figures(counts.counts(ledger, Question(pack_hash=PACK_HASH, split=split)))
            _say(f"counting, split by {split.name.lower()}", begin)
        begin = time.perf_counter()
        counts.films_behind(Ledger(path), Question(), Cell("pneumothorax", None, ("absent",), ("above",)))
        _say("films behind a number", begin)


def _say(what: str, begin: float) -> None:
    sys.stdout.write(f"{what}: {time.perf_counter() - begin:.3f} s\n")


if __name__ == "__main__":
    main()
