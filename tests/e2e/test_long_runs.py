"""Runs over many films: taken up again, stopped by hand, tested for faithfulness."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.builders import phantom, write_dicom
from tests.e2e.film_folders import of
from tests.e2e.hot_corner import hot_corner
from viewer.__main__ import main

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    for number in range(3):
        write_dicom(folder / f"{number}.dcm", hot_corner(300 + number))
    return folder


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "results.csv").open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def test_a_run_taken_up_again_does_only_what_is_missing(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), "--anyway"]
    assert main(command) == 0
    first = table(out)
    (of(out, "1") / "result.json").unlink()
    before = (of(out, "0") / "report.png").stat().st_mtime_ns
    assert main([*command, "--resume"]) == 0
    assert (of(out, "0") / "report.png").stat().st_mtime_ns == before
    assert (of(out, "1") / "result.json").exists()
    again = table(out)
    assert [{**row, "seconds": ""} for row in again] == [{**row, "seconds": ""} for row in first]


def test_a_film_that_changed_is_not_taken_for_done(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), "--anyway"]
    main(command)
    old = json.loads((of(out, "0") / "result.json").read_text("utf-8"))["film"]["hash"]
    write_dicom(films / "0.dcm", hot_corner(300, column=180))
    assert main([*command, "--resume"]) == 0
    assert json.loads((of(out, "0") / "result.json").read_text("utf-8"))["film"]["hash"] != old


def test_an_interrupt_leaves_whole_files_only(tiny_pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        write_dicom(folder / f"{number}.dcm", phantom(900, 800 + number))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "viewer", "analyze", str(folder), "--out", str(out), "--model", str(tiny_pack)]
    command.append("--anyway")
    terminal, theirs = os.openpty()  # on a terminal the command says how far it is
    with interrupts_heard():
        run = subprocess.Popen(command, cwd=ROOT, stderr=theirs)
    os.close(theirs)
    said = b""
    while b" 2/40 " not in said and (more := read(terminal)):
        said += more
    run.send_signal(signal.SIGINT)
    while more := read(terminal):
        said += more
    os.close(terminal)
    assert run.wait() == 130
    assert b"Traceback" not in said
    done = list(out.glob("*/result.json"))
    assert 2 <= len(done) < 40
    assert not list(out.rglob("*.part"))
    for path in out.rglob("*.png"):
        np.asarray(Image.open(path))
    named = {row["folder"] for row in table(out)}
    assert named <= {path.parent.name for path in done}


@contextmanager
def interrupts_heard() -> Iterator[None]:
    """What is started meanwhile hears interrupts, also where the tests run in a shell's background, deaf to them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def read(terminal: int) -> bytes:
    """What is said next on a terminal; empty when whoever spoke has gone."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_heatmaps_are_tested_when_asked_for(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    main(["analyze", str(films / "0.dcm"), "--out", str(out), "--model", str(tiny_pack), "--anyway", "--faithfulness"])
    facts = json.loads((of(out, "0") / "result.json").read_text("utf-8"))
    tested = {item["finding"]: item["faithfulness"] for item in facts["findings"] if item["faithfulness"]}
    above = {item["finding"] for item in facts["findings"] if item["state"] == "above"}
    assert set(tested) == above
    assert all(found["regions"] == 10 and found["share"] == 0.05 for found in tested.values())


@pytest.mark.parametrize("method", ["hirescam", "gradcam++", "layercam", "eigencam"])
def test_the_method_asked_for_stands_in_the_provenance(
    method: str, films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [
        "analyze",
        str(films / "0.dcm"),
        "--out",
        str(out),
        "--model",
        str(tiny_pack),
        "--anyway",
        "--method",
        method,
        "--precision",
        "float32",  # on a processor with bf16 units the trial of formats may choose another
    ]
    assert main(command) == 0
    made = json.loads((of(out, "0") / "result.json").read_text("utf-8"))["provenance"]
    assert (made["method"], made["device"], made["precision"]) == (method, "cpu (OpenVINO)", "float32")


def test_a_pack_is_checked_and_described(tiny_pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", str(tiny_pack)]) == 0
    assert capsys.readouterr().out.endswith("OK\n")
    assert main(["model", "info", str(tiny_pack)]) == 0
    assert "Pneumothorax" in capsys.readouterr().out


def test_a_pack_that_was_changed_is_refused(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed"
    changed.mkdir()
    for path in tiny_pack.iterdir():
        (changed / path.name).write_bytes(path.read_bytes())
    weights = next(changed.glob("*.h5"))
    weights.write_bytes(weights.read_bytes()[:-64])
    assert main(["model", "check", str(changed)]) == 1
    assert "changed" in capsys.readouterr().err
