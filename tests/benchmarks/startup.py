"""How long until the window is on the screen, and until the first film is analysed; medians of fresh processes.

Run: ``uv run --group bench python -m tests.benchmarks.startup``
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).parent.parent.parent
CHILD = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from viewer.app import application as app
import resources

born = float(sys.argv[1])
qt = QApplication([])
app.dress(qt)
program = app.build(Path(sys.argv[2]) / "settings.toml")
program.window.show()
while not program.window.viewports.film.viewport().isVisible():
    qt.processEvents()
program.window.grab()
qt.processEvents()
sys.stdout.write(f"window {(time.time() - born) * 1000:.0f} tensorflow {int('tensorflow' in sys.modules)}\\n")
program.window.files.open_sample(resources.path("samples"))
QTimer.singleShot(app.WARM_UP_AFTER_MS, program.window, program.controller.analysing.warm_up)
shown = False
while True:
    qt.processEvents()
    film = program.controller.session.film
    if film is not None and film.radiograph is not None and not shown:
        shown = True
        sys.stdout.write(f"film {(time.time() - born) * 1000:.0f}\\n")
    if film is not None and film.analysis is not None:
        break
    time.sleep(0.005)
sys.stdout.write(f"ready {(time.time() - born) * 1000:.0f}\\n")
program.close()
"""


def main() -> None:
    """Start the program again and again; the first start, which may compile bytecode, does not count."""
    figures = [_one_start() for _ in range(RUNS + 1)][1:]
    out = sys.stdout.write
    out(f"{'start':>6} {'window ms':>10} {'film ms':>10} {'ready ms':>10}\n")
    for number, figure in enumerate(figures, start=1):
        out(f"{number:>6} {figure['window']:>10.0f} {figure['film']:>10.0f} {figure['ready']:>10.0f}\n")
    out(
        f"TensorFlow imported before the window: {'yes' if any(figure['tensorflow'] for figure in figures) else 'no'}\n"
    )
    for name in ("window", "film", "ready"):
        out(f"{name}_ms: {statistics.median(figure[name] for figure in figures):.0f}\n")


def _one_start() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(time.time()), folder],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
    words = done.stdout.split()
    return {name: float(value) for name, value in zip(words[::2], words[1::2], strict=True)}


if __name__ == "__main__":
    main()
