"""What the lines that tests run through add up to."""

from __future__ import annotations

from tests.covered import Covered, table


def seen(run: list[int], others: list[int]) -> dict[str, list[int]]:
    return {"executed_lines": run, "missing_lines": others}


def test_a_line_counts_once_whichever_process_ran_through_it() -> None:
    both = Covered().joined(seen([1, 2], [3, 4])).joined(seen([2, 3], [1, 4]))
    assert both == Covered(frozenset({1, 2, 3}), frozenset({4}))
    assert both.share == 0.75


def test_the_total_comes_first_and_then_the_files_with_the_least() -> None:
    files = {
        "whole.py": Covered().joined(seen([1, 2, 3], [])),
        "half.py": Covered().joined(seen([1], [2])),
        "empty.py": Covered(),
    }
    total, first, *_ = table(files)
    assert total == "80.0% of 5 lines in 3 files"
    assert first == " 50.0%     1 not run of     2  half.py"
