"""Which lines of the program the tests run through: ``PYTEST_PLUGINS=tests.covered uv run pytest``, as in CI.

SlipCover writes a mark into each line's bytecode, which costs a hundredth of the processor time and three seconds at
the start; tracing each line, as coverage.py does before Python 3.12, costs a quarter of the whole run. The marks stay:
to take them out SlipCover gives functions other code and looks into the frames of threads that are at work, after which
Python 3.11 has crashed. Lines that only processes of their own run through (the reader, commands that tests start) are
not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import slipcover

ROOMS = ("viewer", "inference")
NEVER = 1 << 30  # misses of a mark until it is taken out
LEAST_COVERED = 25
Lines = Mapping[str, Mapping[str, list[int]]]


@dataclass(frozen=True, slots=True)
class Covered:
    """The numbers of a file's lines that were run through, and of all others."""

    run: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()

    @property
    def share(self) -> float:
        """The share that was run through; 1 for a file without code."""
        count = len(self.run) + len(self.others)
        return len(self.run) / count if count else 1.0

    def joined(self, lines: Mapping[str, list[int]]) -> Covered:
        """With what another process saw of the same file."""
        run = self.run.union(lines["executed_lines"])
        return Covered(run, self.others.union(lines["missing_lines"]) - run)


class Counting:
    """Marks the program's lines as it is imported, and gathers what all processes of a run found."""

    def __init__(self) -> None:
        self._marks = slipcover.Slipcover(source=list(ROOMS), d_miss_threshold=NEVER)
        slipcover.ImportManager(self._marks, slipcover.FileMatcher(sources=list(ROOMS))).__enter__()
        self._files: dict[str, Covered] = {}

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Take up what this process ran through, or send it where all is gathered."""
        found: Lines = self._marks.get_coverage()["files"]
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["covered"] = {name: dict(lines) for name, lines in found.items()}
        else:
            self._take(found)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take up what a process of the run sent."""
        self._take(getattr(node, "workeroutput", {}).get("covered", {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the total, and the files that the tests run through least."""
        terminalreporter.section("coverage: the total, and the files that the tests run through least")
        for line in table(self._files):
            terminalreporter.write_line(line)

    def _take(self, found: Lines) -> None:
        for name, lines in found.items():
            self._files[name] = self._files.get(name, Covered()).joined(lines)


def table(files: Mapping[str, Covered]) -> Iterator[str]:
    """The total share of lines, then those of the files with the least."""
    lines = sum(len(one.run) + len(one.others) for one in files.values())
    yield f"{sum(len(one.run) for one in files.values()) / max(1, lines):.1%} of {lines} lines in {len(files)} files"
    for name, one in sorted(files.items(), key=lambda item: (item[1].share, item[0]))[:LEAST_COVERED]:
        yield f"{one.share:6.1%} {len(one.others):5d} not run of {len(one.run) + len(one.others):5d}  {name}"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Count from here: what is imported before is not marked, and ``conftest.py`` imports the program."""
    early_config.pluginmanager.register(Counting(), "covered")
