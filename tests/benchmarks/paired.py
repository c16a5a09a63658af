"""Every benchmark on two checkouts in turn: ``python -m tests.benchmarks.paired OLD [NEW] [--only open] [--rounds 3]``.

OLD and NEW (this checkout, where it is not given) are folders, as ``git worktree add OLD COMMIT`` makes them. Each
benchmark runs on one and on the other, in the other order each round, so that ratios hold on a shared machine where
seconds do not; its ``name: value`` lines are paired. The last lines are ``name: old new ratio``: medians, and the
median over rounds of new over old. ``processor_s`` is what all processes of a run cost, which other programs hardly
change. A benchmark or figure that one of them lacks is told in words. ``--old-python`` is for a checkout that needs
libraries of its own; ``--quick`` leaves out what takes longer than three minutes.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent.parent.parent
FIGURE = re.compile(r"(\w+): (-?\d+(?:\.\d+)?(?:e-?\d+)?)$", re.MULTILINE)
BENCHMARKS: Mapping[str, tuple[str, ...]] = {  # how each is run; the quick ones first
    "open": ("open",),
    "startup": ("startup",),
    "responsiveness": ("responsiveness",),
    "worklist": ("worklist",),
    "responsiveness_list": ("responsiveness", "--list"),
    "cams": ("cams",),
    "batch": ("batch", "--films", "0"),
    "receiver": ("receiver", "1000"),
    "keras_backends": ("keras_backends",),
}
QUICK = ("open", "startup", "responsiveness")
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with the program and its benchmarks, and the Python that runs them."""

    folder: Path
    python: Path

    def has(self, benchmark: str) -> bool:
        """Whether this checkout has the benchmark, and with the same options."""
        name, *options = BENCHMARKS[benchmark]
        path = self.folder / "tests" / "benchmarks" / f"{name}.py"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        return bool(text) and all(option in text for option in options if option.startswith("--"))

    def figures(self, benchmark: str) -> Figures:
        """What one run prints, its processor seconds among it; nothing where it failed, which is said."""
        name, *options = BENCHMARKS[benchmark]
        command = [str(self.python), "-m", f"tests.benchmarks.{name}", *options]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(self.folder), *added_paths()])}
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
            process = subprocess.Popen(command, cwd=self.folder, env=env, stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            told = out.read()
        if process.returncode:
            say(f"{benchmark} failed in {self.folder.name} with {process.returncode}:\n{told[-1500:]}")
            return {}
        found = {figure: float(value) for figure, value in FIGURE.findall(told)}
        return found | {"processor_s": round(usage.ru_utime + usage.ru_stime, 2)}


def added_paths() -> list[str]:
    """What is on Python's path beside a checkout."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [path for path in given if path and Path(path).resolve() != HERE]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all benchmarks that were asked for, and print the figures beside each other."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.paired", description=__doc__)
    parser.add_argument("old", type=Path, help="the folder of the old checkout")
    parser.add_argument("new", type=Path, nargs="?", default=HERE, help="the folder of the new one (default: this)")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, help="some of the benchmarks")
    parser.add_argument("--quick", action="store_true", help="no benchmark that takes longer than three minutes")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each benchmark on each checkout (default 3)")
    parser.add_argument("--old-python", type=Path, default=Path(sys.executable), help="the Python of the old checkout")
    chosen = parser.parse_args(arguments)
    old = Checkout(chosen.old.resolve(), chosen.old_python)
    new = Checkout(chosen.new.resolve(), Path(sys.executable))
    lines: list[str] = []
    for benchmark in chosen.only or (QUICK if chosen.quick else BENCHMARKS):
        found = compared(benchmark, old, new, chosen.rounds)
        say("\n".join(found))  # at once too: the whole takes long
        lines += found
    say("\n".join(["", *lines]))
    return 0


def compared(benchmark: str, old: Checkout, new: Checkout, rounds: int) -> list[str]:
    """The lines of one benchmark."""
    lacking = [f"{benchmark}: not in {one.folder.name}" for one in (old, new) if not one.has(benchmark)]
    if lacking:
        return lacking
    pairs: list[tuple[Figures, Figures]] = []
    for number in range(rounds):
        began = time.perf_counter()
        if number % 2:
            second, first = new.figures(benchmark), old.figures(benchmark)
        else:
            first, second = old.figures(benchmark), new.figures(benchmark)
        pairs.append((first, second))
        load = os.getloadavg()[0]
        say(f"{benchmark}, round {number + 1}: {time.perf_counter() - began:.0f} s, load {load:.1f}")
    return told(benchmark, pairs)


def told(benchmark: str, pairs: Sequence[tuple[Figures, Figures]]) -> list[str]:
    """Each figure as ``name: old new ratio``, and in words where one of the checkouts does not tell it."""
    lines = []
    for name in dict.fromkeys(name for pair in pairs for figures in pair for name in figures):
        both = [(old[name], new[name]) for old, new in pairs if name in old and name in new]
        if not both:
            lines.append(f"{benchmark}.{name}: told by one of the checkouts only")
            continue
        middle = [statistics.median(values) for values in zip(*both, strict=True)]
        ratios = [new / old for old, new in both if old]
        ratio = f"{statistics.median(ratios):.3f}" if ratios else "-"
        lines.append(f"{benchmark}.{name}: {middle[0]:g} {middle[1]:g} {ratio}")
    return lines


def say(line: str) -> None:
    """Print a line of the result."""
    print(line, flush=True)  # noqa: T201 (a benchmark's output)


if __name__ == "__main__":
    raise SystemExit(main())
