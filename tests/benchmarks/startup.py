"""How long until the window, the first film and its bars are there, and what it costs in memory; beside TensorFlow.

Run: ``uv run python -m tests.benchmarks.startup [--runs 5]``. Fresh processes of both engines take turns,
and medians are told, so that ratios hold on a shared machine. The first start of each, which may compile bytecode and
graphs, does not count. The last lines are ``name: value``, each followed by that of TensorFlow.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import resources

ROOT = Path(__file__).parent.parent.parent
FILM = resources.path("samples") / "kim" / "1-pa.dcm"
ENGINES = ("light", "tensorflow")
ON_TENSORFLOW = """
def open_engine(folder=resources.DEFAULT_PACK, **options):
    from inference.engine.checked_engine import CheckedEngine
    from inference.engine.keras import KerasEngine
    from inference.model_pack import load_pack
    return CheckedEngine(KerasEngine(load_pack(folder), cache_bytes=options.get("cache_bytes", 512 << 20)))
"""
WINDOW = f"""
import sys, time
from pathlib import Path
import viewer.app.single_instance
from viewer.app.early_reader import started_reader
reader = started_reader()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from viewer.app import application as app
from viewer.control.jobs.lazy_ports import LazyEngine
import resources
{ON_TENSORFLOW}
born, folder = float(sys.argv[1]), Path(sys.argv[2])
qt = QApplication([])
app.dress(qt)
engine = LazyEngine(open_engine) if sys.argv[3] == "tensorflow" else None
program = app.build(folder / "settings.toml", engine=engine, annotations=folder / "annotations", reader=reader)
program.window.show()
while not program.window.viewports.current.viewport().isVisible():
    qt.processEvents()
program.window.grab()
qt.processEvents()

def tell(name):
    sys.stdout.write(f"{{name}} {{(time.time() - born) * 1000:.0f}}\\n")

def until(done):
    while not done():
        qt.processEvents()
        time.sleep(0.005)

def film():
    return program.controller.session.film

tell("window")
program.window.files.open_samples()
QTimer.singleShot(app.WARM_UP_AFTER_MS, program.window, program.controller.analysing.warm_up)
until(lambda: film() is not None and film().radiograph is not None)
tell("film")
until(lambda: film().analysis is not None)
tell("bars")
for path in list(program.controller.session.films)[:10]:
    program.controller.travel.select(path)
    until(lambda: film() is not None and film().analysis is not None)
rss = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")]
sys.stdout.write(f"rss {{int(rss[0]) / 1024:.0f}}\\n")
sys.stdout.write(f"tensorflow {{int('tensorflow' in sys.modules)}}\\n")
program.close()
"""
ANALYZE = f"""
import sys
import resources
from inference.cli.commands import analyze
from inference.cli.main import main
{ON_TENSORFLOW}
analyze.open_engine = open_engine
sys.exit(main(sys.argv[1:]))
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Start both again and again, in turn."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.startup", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="starts of each engine that count (default 5)")
    runs = parser.parse_args(arguments).runs
    found: dict[str, list[dict[str, float]]] = {engine: [] for engine in ENGINES}
    for _ in range(runs + 1):
        for engine in ENGINES:
            found[engine].append({**_window(engine), **_analyze(engine)})
    for engine, figures in found.items():
        del figures[0]
        say("".join(f"{name:>16}" for name in ("engine", *figures[0])))
        for figure in figures:
            say(f"{engine:>16}" + "".join(f"{value:>16.0f}" for value in figure.values()))
    for name in ("window_ms", "film_ms", "bars_ms", "analyze_one_ms", "window_rss_mb", "analyze_rss_mb"):
        for engine in ENGINES:
            value = statistics.median(figure[name] for figure in found[engine])
            say(f"{name}: {value:.0f}" if engine == "light" else f"{name}_tensorflow: {value:.0f}")
    return 0


def _window(engine: str) -> dict[str, float]:
    """Milliseconds to the window, the film and its bars, and MB after ten films."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        command = [sys.executable, "-c", WINDOW, str(time.time()), folder, engine]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    words = done.stdout.split()
    told = {name: float(value) for name, value in zip(words[::2], words[1::2], strict=True)}
    if told["tensorflow"] != (engine == "tensorflow"):
        raise SystemExit(f"TensorFlow was imported by the engine {engine}: {told['tensorflow']:.0f}")
    return {f"{name}_ms": told[name] for name in ("window", "film", "bars")} | {"window_rss_mb": told["rss"]}


def _analyze(engine: str) -> dict[str, float]:
    """Milliseconds of a whole ``thoracam analyze`` of one film without heatmaps, and the most MB it takes."""
    begin = ["-m", "viewer"] if engine == "light" else ["-c", ANALYZE]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, *begin, "analyze", str(FILM), "--no-heatmaps", "--out", f"{folder}/out"]
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - started
    if status:
        raise SystemExit(f"analyze ended with {status} on {engine}")
    return {"analyze_one_ms": took * 1000, "analyze_rss_mb": usage.ru_maxrss / 1024}


def say(line: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main())
