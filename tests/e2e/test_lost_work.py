"""Runs that are stopped, killed, doubled or taken up with other options: nothing is lost, doubled or left behind."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pydicom import dcmread

from inference.batch.run_lock import LOCK, held
from inference.core.errors import FolderInUse
from inference.files.atomic_file import TEMPORARY
from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner
from viewer.__main__ import main

COUNT = 4
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    for number in range(COUNT):
        write_dicom(folder / f"{number}.dcm", hot_corner(300 + number), PatientID="P1", PatientName="Doe^Jane")
    return folder


def command(films: Path, pack: Path, out: Path, *more: str) -> list[str]:
    return ["analyze", str(films), "--out", str(out), "--model", str(pack), "--anyway", *more]


def begun(films: Path, pack: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "viewer", *command(films, pack, out, *more)]
    return subprocess.Popen(words, stderr=subprocess.PIPE, text=True)


def states(out: Path) -> list[str]:
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        return [row["state"] for row in csv.DictReader(handle)]


def left_behind(out: Path) -> list[str]:
    return [path.name for path in out.rglob("*") if re.fullmatch(TEMPORARY, path.name) or path.name == LOCK]


def times(out: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("*/result.json")}


def wait_for_first(out: Path, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 120
    while not list(out.glob("*/result.json")) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_request_to_end_is_as_ctrl_c(films: Path, tiny_pack: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    process = begun(films, tiny_pack, out)
    wait_for_first(out, process)
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=120)
    assert process.returncode in (130, 0)
    assert "Traceback" not in said
    assert (out / "results.csv").is_file()
    assert left_behind(out) == []


@posix
@pytest.mark.slow
def test_a_killed_run_is_taken_up_again_with_nothing_left_behind(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        process = begun(films, tiny_pack, out, "--resume")
        wait_for_first(out, process)
        process.kill()
        process.communicate()
    dead = out / f".thoracam-{'0' * 16}.part"
    dead.mkdir()
    os.utime(dead, (0, 0))
    assert main(command(films, tiny_pack, out, "--resume")) == 0
    assert left_behind(out) == []
    assert len(times(out)) == COUNT
    assert len(states(out)) == 7 * COUNT
    assert "failed" not in states(out)


def test_a_second_run_on_a_folder_says_who_holds_it(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    with held(out):
        assert main(command(films, tiny_pack, out, "--overwrite")) == 1
        with pytest.raises(FolderInUse), held(out):
            pass
    said = capsys.readouterr().err
    assert "Folder in use" in said
    assert f"process {os.getpid()}" in said.lower()
    assert list(out.iterdir()) == []
    assert main(command(films, tiny_pack, out)) == 0


@pytest.mark.parametrize(
    "changed",
    [
        ("--findings", "pneumothorax"),
        ("--opacity", "0.9"),
        ("--precision", "float32"),
        ("--signed-by", "Kim^Ada"),
        ("--method", "gradcam"),
    ],
)
def test_a_resumed_run_does_again_what_its_options_change(
    films: Path, tiny_pack: Path, tmp_path: Path, changed: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    assert main(command(films, tiny_pack, out)) == 0
    first = times(out)
    assert main(command(films, tiny_pack, out, "--resume")) == 0
    assert times(out) == first
    assert main(command(films, tiny_pack, out, "--resume", *changed)) == 0
    second = times(out)
    assert all(second[name] > first[name] for name in first)
    assert main(command(films, tiny_pack, out, "--resume", *changed)) == 0
    assert times(out) == second


def test_a_resumed_anonymous_run_gives_one_patient_one_id(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    asked = command(films, tiny_pack, out, "--anonymize", "--dicom", "--findings", "pneumothorax", "--no-heatmaps")
    (films / "3.dcm").rename(tmp_path / "3.dcm")
    assert main(asked) == 0
    (tmp_path / "3.dcm").rename(films / "3.dcm")
    assert main([*asked, "--resume"]) == 0
    assert "new pseudonyms" in capsys.readouterr().err
    assert len({dcmread(path).PatientID for path in out.rglob("*.dcm")}) == 1
    assert len(json.loads((next(out.glob("*/result.json"))).read_text("utf-8"))["findings"]) == 7


@posix
@pytest.mark.slow
def test_of_two_runs_on_one_folder_the_second_is_turned_away_and_the_first_is_whole(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    process = begun(films, tiny_pack, out)
    until = time.monotonic() + 120
    while not (out / LOCK).exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    assert main(command(films, tiny_pack, out, "--overwrite")) == 1
    assert "Folder in use" in capsys.readouterr().err
    process.communicate(timeout=240)
    assert process.returncode == 0
    assert len(states(out)) == 7 * COUNT
    assert "failed" not in states(out)
    assert left_behind(out) == []


@posix
@pytest.mark.slow
def test_runs_that_are_killed_at_ten_random_moments_end_whole(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out, seed = tmp_path / "out", int.from_bytes(os.urandom(4), "big")
    moments = random.Random(seed)
    print(f"seed {seed}")  # noqa: T201 - what to repeat a failure with
    for number in range(10, COUNT, -1):
        write_dicom(films / f"{number}.dcm", hot_corner(300 + number))
    for _ in range(10):
        process = begun(films, tiny_pack, out, "--resume")
        until = time.monotonic() + 120
        while not list(out.glob(".thoracam-*")) and process.poll() is None:
            if time.monotonic() > until:
                break
            time.sleep(0.002)
        time.sleep(moments.random() * 0.5)
        process.kill()
        process.communicate()
        for path in out.glob("*/result.json"):
            json.loads(path.read_text(encoding="utf-8"))  # whole or not there
    assert main(command(films, tiny_pack, out, "--resume")) == 0
    count = len(list(films.iterdir()))
    assert left_behind(out) == []
    assert len(times(out)) == count
    assert len(states(out)) == 7 * count
    assert "failed" not in states(out)
