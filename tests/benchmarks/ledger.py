"""How long the ledger takes to count 100,000 reads: ``python -m tests.benchmarks.ledger``.

Prints how long keeping them took, for each way of telling films apart the seconds from opening the file to figures, and
those from the command in the window to the figures in its dialog.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from inference.core.findings import FINDINGS
from inference.site.ledger import counts
from inference.site.ledger.counts import Cell, Question, Split
from inference.site.ledger.figures import figures
from inference.site.ledger.store import Ledger, ledger_path
from tests.inference.site.simulated import PACK_HASH, simulated
from viewer.app import application

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
        _window(path)


def _window(ledger: Path) -> None:
    """The dialog of the real window on this ledger, each time from the command to its figures; the first loads code."""
    os.environ["XDG_DATA_HOME"] = str(ledger.parent)  # where the window looks for it
    place = ledger_path()
    place.parent.mkdir(parents=True, exist_ok=True)
    ledger.rename(place)
    qt = QApplication([])
    application.dress(qt)
    program = application.build(ledger.parent / "settings.toml", annotations=ledger.parent / "marks")
    program.window.show()
    for name in ("in the window, first time", "in the window, again"):
        begin = time.perf_counter()
        program.window.commands.run("ledger")
        dialog = program.window.site.ledger_dialog
        assert dialog is not None
        while not dialog.agreement.model.rowCount():
            qt.processEvents()
        _say(name, begin)
        dialog.close()
        dialog.deleteLater()
        program.window.site.ledger_dialog = None
        qt.processEvents()
    program.close()


def _say(what: str, begin: float) -> None:
    sys.stdout.write(f"{what}: {time.perf_counter() - begin:.3f} s\n")


if __name__ == "__main__":
    main()
