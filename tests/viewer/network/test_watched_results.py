"""A watched folder in the window whose results are written into another folder."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inference.network.nodes.arrangements import load_arrangements
from inference.network.watch.watched_folder import MEMORY
from tests.inference.network.conftest import film
from tests.viewer.hands import Build, session
from viewer.app.application import Application
from viewer.control.network import arrivals
from viewer.network.receive_dialog import WatchDialog

WAIT_MS = 30_000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks follow one another at once."""
    monkeypatch.setattr(arrivals.WatchSource.__init__, "__defaults__", (0.02,))


def watch_dialog(program: Application) -> WatchDialog:
    program.window.commands.run("network_watch")
    dialog = program.window.network.watching.dialog
    assert dialog is not None
    return dialog


def written(out: Path) -> dict[str, str]:
    """Folder of each film by the film's name in the table; empty until there is one."""
    if not (out / "results.csv").exists():
        return {}
    with (out / "results.csv").open(encoding="utf-8", newline="") as table:
        return {row["film"]: row["folder"] for row in csv.DictReader(table)}


def remembered(out: Path, name: str) -> bool:
    return (out / MEMORY).exists() and name in (out / MEMORY).read_text("ascii")


def test_results_of_what_comes_are_written_once_and_without_identity(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    program, watched, out = build(), tmp_path / "in", tmp_path / "out"
    who = {"PatientName": "Kim^Ada", "PatientID": "K7"}
    film(watched / "one.dcm", side=96, seed=1, **who)
    dialog = watch_dialog(program)
    dialog.folder.setText(str(watched))
    dialog.results.setText(str(out))
    assert dialog.anonymize.isChecked()
    dialog.start.click()
    assert "their results are written" in dialog.said.text()
    qtbot.waitUntil(lambda: remembered(out, "one.dcm"), timeout=WAIT_MS)
    [folder] = written(out).values()
    report = out / folder / "report.png"
    made = report.stat().st_mtime_ns
    assert not any(b"Kim" in path.read_bytes() for path in out.glob("*/*.json"))
    dialog.stop.click()
    assert not program.controller.network.watch.going

    film(watched / "two.dcm", side=96, seed=2, **who)
    (watched / "note.txt").write_text("no film")
    again = watch_dialog(program)
    assert again.results.text() == str(out) == load_arrangements().watched_results
    again.start.click()
    qtbot.waitUntil(lambda: remembered(out, "two.dcm"), timeout=WAIT_MS)
    again.stop.click()
    assert len(written(out)) == 2
    assert report.stat().st_mtime_ns == made
    assert len(session(program).films) == 2
    assert sorted(path.name for path in watched.iterdir()) == ["note.txt", "one.dcm", "two.dcm"]


def test_a_results_folder_that_will_not_do_is_said(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    program, watched = build(), tmp_path / "in"
    film(watched / "one.dcm", side=96)
    dialog = watch_dialog(program)
    dialog.folder.setText(str(watched))
    dialog.results.setText(str(watched / "results"))
    dialog.start.click()
    assert dialog.said.text() == "Results go into a folder outside the one that is watched."
    assert not program.controller.network.watch.going
    (tmp_path / "taken").write_text("a file")
    dialog.results.setText(str(tmp_path / "taken" / "results"))
    dialog.start.click()
    qtbot.waitUntil(lambda: session(program).notice is not None, timeout=WAIT_MS)
    assert not program.controller.network.watch.going
    assert dialog.said.text() == "Off."
