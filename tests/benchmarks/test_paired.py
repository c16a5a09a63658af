"""Benchmarks of two checkouts beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import paired

OPEN = "print('a table')\nprint('open_ms: {}')\nprint('toggle_ms: 2.0')\n"


def checkout(folder: Path, figure: float, more: str = "") -> Path:
    """A checkout with one benchmark, which tells this figure."""
    (folder / "tests" / "benchmarks").mkdir(parents=True)
    for package in ("tests", "tests/benchmarks"):
        (folder / package / "__init__.py").touch()
    (folder / "tests" / "benchmarks" / "open.py").write_text(OPEN.format(figure) + more, encoding="utf-8")
    return folder


def test_figures_of_two_checkouts_stand_beside_each_other(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    old, new = checkout(tmp_path / "old", 50), checkout(tmp_path / "new", 75, "print('zoom_ms: 1')\n")
    assert paired.main([str(old), str(new), "--only", "open", "worklist", "--rounds", "2"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert "open.open_ms: 50 75 1.500" in lines
    assert "open.toggle_ms: 2 2 1.000" in lines
    assert "open.zoom_ms: told by one of the checkouts only" in lines
    assert "worklist: not in old" in lines


def test_a_benchmark_that_fails_is_said_and_ends_no_comparison(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    old, new = checkout(tmp_path / "old", 50, "raise SystemExit('no film')\n"), checkout(tmp_path / "new", 75)
    assert paired.main([str(old), str(new), "--only", "open", "--rounds", "1"]) == 0
    out = capfd.readouterr().out
    assert "open failed in old with 1" in out
    assert "no film" in out
    assert "open.open_ms: told by one of the checkouts only" in out
