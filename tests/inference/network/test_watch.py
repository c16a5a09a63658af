"""A watched folder: films that stopped growing, each once, across restarts; nothing in it is touched."""

from __future__ import annotations

import csv
import errno
from argparse import Namespace
from pathlib import Path

import pytest

from inference.core.errors import DiskFull
from inference.network.watch.watched_folder import WatchedFolder
from inference.reading import ScanResult
from tests.bad_disk import BadDisk, sentence_of
from tests.inference.network.conftest import film, thoracam


def test_a_file_is_taken_when_two_looks_found_it_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    watched = WatchedFolder(folder, tmp_path / "memory")
    path = folder / "film.dcm"
    path.write_bytes(b"half")
    assert watched.look() == []
    path.write_bytes(b"half and more")  # it grows
    assert watched.look() == []
    assert watched.look() == [path]
    watched.taken([path])
    assert watched.look() == []
    assert not watched.growing


def test_it_remembers_across_restarts_and_takes_what_changed_since(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "film.dcm"
    path.write_bytes(b"one")
    first = WatchedFolder(folder, tmp_path / "memory")
    first.look()
    first.taken(first.look())
    again = WatchedFolder(folder, tmp_path / "memory")
    again.look()
    assert again.look() == []
    path.write_bytes(b"another")
    again.look()
    assert again.look() == [path]


def test_half_written_names_and_a_folder_that_is_away_are_passed_over(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path / "in", tmp_path / "memory")
    assert watched.look() == []  # a network drive that is not there now
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / ".film.dcm.part").write_bytes(b"x")
    (tmp_path / "in" / "~film.dcm").write_bytes(b"x")
    (tmp_path / "in" / "empty.dcm").touch()
    watched.look()
    assert watched.look() == []


def test_films_are_reported_once_and_the_table_grows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "in", tmp_path / "reports"
    same = {"PatientName": "Kim^Ada", "PatientID": "7", "StudyDate": "20261128"}
    film(folder / "one.dcm", side=64, seed=1, **same)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    words = ("watch", folder, "--out", out, "--once", "--every", "0.05", "--no-heatmaps", "--override")
    assert thoracam(*words) == 0
    (folder / "note.txt").write_text("no film")
    film(folder / "two.dcm", side=64, seed=2, **same)
    assert thoracam(*words) == 0
    with (out / "results.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert {Path(row["film"]).name for row in rows} == {"one.dcm", "two.dcm"}
    assert len({row["folder"] for row in rows}) == 2  # of the same patient and day, and neither over the other
    assert all((out / row["folder"] / "report.png").exists() for row in rows)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before
    reports = {path: path.stat().st_mtime_ns for path in out.rglob("report.png")}
    assert thoracam(*words) == 0
    assert {path: path.stat().st_mtime_ns for path in out.rglob("report.png")} == reports


def test_a_film_without_room_holds_up_no_other_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out, done, full = tmp_path / "in", tmp_path / "reports", list[str](), {"a.dcm"}
    for seed, name in enumerate(("a", "b", "c", "d", "e")):
        film(folder / f"{name}.dcm", side=64, seed=seed)

    def over(found: ScanResult, options: Namespace, *_: object) -> int:
        for name in (one.path.name for study in found.studies for one in study.films):
            if name in full:
                raise DiskFull(out)
            done.append(name)
        return 0

    monkeypatch.setattr("inference.cli.network.standing_analysis.over", over)
    words = ("watch", folder, "--out", out, "--once", "--every", "0.05")
    assert thoracam(*words) == 1
    assert {*done} == {"b.dcm", "c.dcm", "d.dcm", "e.dcm"}
    done.clear()
    assert thoracam(*words) == 1
    assert done == []  # the others are remembered
    full.clear()
    assert thoracam(*words) == 0
    assert done == ["a.dcm"]


def test_what_the_disk_did_not_keep_of_the_memory_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path / "in" / "one.dcm", side=64)
    watched = WatchedFolder(tmp_path / "in", tmp_path / "out" / "memory")
    watched.look()
    disk = BadDisk(monkeypatch, tmp_path / "out")
    disk.refuse(1, errno.ENOSPC, of="fsync")
    with pytest.raises(DiskFull):
        watched.taken(watched.look())
    assert watched.look() == [path]
    watched.taken([path])
    assert watched.look() == []


def test_reports_do_not_go_into_the_folder_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert thoracam("watch", tmp_path, "--out", tmp_path) == 2
    assert "another folder than the one that is watched" in capsys.readouterr().err


def test_a_folder_is_remembered_from_wherever_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "note.txt").write_text("no film")
    words = ("--out", tmp_path / "out", "--once", "--every", "0.05")
    assert thoracam("watch", tmp_path / "in", *words) == 0
    assert "1 files done" in capsys.readouterr().out
    monkeypatch.chdir(tmp_path)
    assert thoracam("watch", "in", *words) == 0
    assert "files done" not in capsys.readouterr().out


def test_films_that_a_full_disk_had_no_room_for_are_done_once_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "reports"
    film(folder / "one.dcm", side=64, seed=1)
    words = ("watch", folder, "--out", out, "--once", "--every", "0.05", "--no-heatmaps", "--override")
    disk = BadDisk(monkeypatch, out)
    disk.refuse(1, errno.ENOSPC, of="fsync", for_good=True)
    assert thoracam(*words) == 1
    said = capsys.readouterr().err
    assert sentence_of(errno.ENOSPC, said)
    assert "--resume" not in said  # which watch has not
    disk.refuse(0, 0)
    assert thoracam(*words) == 0
    assert len([*out.rglob("report.png")]) == 1
