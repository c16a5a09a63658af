"""What a run over an archive says while it goes on, and of its cost at the end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from inference.batch.archive.record import Counts
from inference.batch.workers.port import Became, Done, Failure, Task
from inference.cli.archive.told import Told, cost_table


class Clock:
    """Stands until it is put on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_run_says_how_fast_it_is_how_long_it_takes_and_what_fails(clock: Clock) -> None:
    told = Told(lambda: 7320, clock)
    told.count()
    told.close()
    clock.now = 10.0
    counts = Counts(
        done=15, failed=3, passed_over=2, done_before=100, kinds=Counter({"DamagedFilm": 2, "FileMissing": 1})
    )
    told.step(counts)
    assert told.sentence(counts) == "20 films, 2.00 a second, 1 h 00 min left, 3 failed (DamagedFilm 2, FileMissing 1)"


def test_before_the_list_is_counted_nobody_says_how_long_it_takes(clock: Clock) -> None:
    told = Told(lambda: 0, clock)
    clock.now = 4.0
    told.step(Counts(done=2))
    assert told.sentence(Counts(done=2)) == "2 films, 0.50 a second"


def test_without_a_terminal_a_line_comes_once_a_minute(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    told = Told(lambda: 0, clock)
    for clock.now in range(0, 131, 5):
        told.step(Counts(done=int(clock.now)))
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_of_very_many_failures_of_a_kind_the_first_ones_are_said(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Told(lambda: 0, clock)
    for number in range(1000):
        told.failed(f"{number}.dcm", Failure("DamagedFilm", "It is cut short."))
    told.failed("1.dcm", Failure("FileMissing", "It is not there."))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "0.dcm: It is cut short."
    assert lines[-2:] == [
        "Further ones of this kind (DamagedFilm) are not said here.",
        "1.dcm: It is not there.",
    ]
    assert len(lines) == 22


def test_the_cost_of_a_film_is_told_by_stage(clock: Clock) -> None:
    told = Told(lambda: 0, clock)
    for _ in range(4):
        task = Task(Path("a.dcm"), "a.dcm")
        told.took(Done(task, Became.DONE, "rows", seconds={"read": 0.1, "analyse": 0.25, "write": 0.01}))
    told.took(Done(Task(Path("b.dcm"), "b.dcm"), Became.FAILED, seconds={"read": 9.0}))
    lines = [line.split("  ") for line in cost_table(told.cost, told.films, 2.0, 1.2).splitlines()]
    assert {cells[0].strip(): cells[-1].strip() for cells in lines} == {
        "stage": "ms a film",
        "read": "100.0",
        "analyse": "250.0",
        "write": "10.0",
        "whole run": "500.0",
        "processor time": "300.0",
    }
    assert "nothing to say" in cost_table(told.cost, 0, 2.0, None)
