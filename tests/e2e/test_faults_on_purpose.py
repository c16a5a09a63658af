"""Each write of a run fails in turn, as disks fail: a sentence is said, and nothing of the user's is lost."""

from __future__ import annotations

import csv
import errno
import json
import os
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from inference.annotations.store import FolderAnnotationStore
from inference.batch.run_lock import LOCK
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.errors import AnnotationsNotSaved
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import ReaderAnnotations
from inference.files import atomic_file
from inference.model_pack import load_pack
from tests.bad_disk import BadDisk, sentence_of
from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner
from tests.e2e.test_lost_work import command, left_behind
from tests.fakes import FakeEngine
from tests.inference.training.training_runs import labelled_films, learn_eagerly, use_tiny_network
from tests.inference.training.training_runs import run as train
from viewer.__main__ import main
from viewer.app import application
from viewer.app.application import Application
from viewer.app.session_file import LastTime, SessionFile
from viewer.export.export_job import export_work
from viewer.export.export_request import ExportRequest
from viewer.state.saved_session import what_is_open
from viewer.state.session import BusyKind
from viewer.state.settings import Settings, load
from viewer.state.settings_store import SettingsStore

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks up open files in /proc")
REFUSALS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE)


class Disk:
    """Opens files to write, all but one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open = atomic_file.open_new
        self.bad, self.number, self.count = 0, 0, 0
        monkeypatch.setattr(atomic_file, "open_new", self)

    def __call__(self, *arguments: Any, **words: Any) -> Any:
        self.count += 1
        if self.count == self.bad:
            raise OSError(self.number, os.strerror(self.number))
        return self._open(*arguments, **words)

    def refuse(self, bad: int, number: int) -> None:
        """Refuse the write of this number from now, counted from 1."""
        self.bad, self.number, self.count = bad, number, 0


@pytest.mark.slow
@pytest.mark.parametrize("number", REFUSALS, ids=lambda number: errno.errorcode[number])
def test_analyze_says_each_refused_write_and_leaves_nothing_half(
    tmp_path: Path, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    films, out = tmp_path / "films", tmp_path / "out"
    films.mkdir()
    out.mkdir()
    write_dicom(films / "a.dcm", hot_corner())
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    asked = command(films, tiny_pack, out, "--no-heatmaps", "--precision", "float32")
    disk = Disk(monkeypatch)
    assert main(asked) == 0
    for bad in range(1, disk.count + 1):
        disk.refuse(bad, number)
        assert main([*asked, "--overwrite"]) == 1
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert "." in said.strip()
        assert left_behind(out) == []
        assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
        assert [path.is_file() for path in out.glob("*/result.json")] == [True]
    disk.refuse(0, 0)
    assert main([*asked, "--resume"]) == 0


@linux
@pytest.mark.slow
def test_analyze_stops_on_a_full_disk_and_goes_on_once_there_is_room(
    tmp_path: Path, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    films, out = tmp_path / "films", tmp_path / "out"
    films.mkdir()
    out.mkdir()
    for name in ("a", "b", "c", "d"):
        write_dicom(films / f"{name}.dcm", hot_corner(), PatientID=name)
    asked = command(films, tiny_pack, out, "--no-heatmaps", "--precision", "float32")
    disk = BadDisk(monkeypatch, out)
    assert main(asked) == 0
    wanted = numbers_of(out)
    assert len(wanted) == 4 * len(FINDINGS)
    capsys.readouterr()
    disk.refuse(len(disk.asked) // 3, errno.ENOSPC, for_good=True)
    assert main([*asked, "--overwrite"]) == 1
    said = capsys.readouterr().err
    assert sentence_of(errno.ENOSPC, said)
    assert "--resume goes on" in said
    assert ".dcm" not in said  # no film is to blame
    disk.refuse(0, 0)
    assert main([*asked, "--resume"]) == 0
    assert numbers_of(out) == wanted
    assert left_behind(out) == []


def numbers_of(out: Path) -> list[tuple[str, str, str]]:
    """The probabilities in a table, with their film and finding."""
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as table:
        return [(row["film"], row["finding"], row["probability"]) for row in csv.DictReader(table)]


@pytest.mark.parametrize("number", REFUSALS, ids=lambda number: errno.errorcode[number])
def test_what_the_window_keeps_survives_each_refused_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    drawn = ReaderAnnotations((Annotation(1, AnnotationKind.TEXT, ((1.0, 1.0),), "mine"),))
    annotations, settings = FolderAnnotationStore(tmp_path / "marks"), SettingsStore(tmp_path / "settings.toml")
    annotations.save("ab" * 32, drawn)
    settings.now = Settings(reader="Kim^Ada")
    settings.save()
    disk = Disk(monkeypatch)
    disk.refuse(1, number)
    with pytest.raises(AnnotationsNotSaved):
        annotations.save("ab" * 32, ReaderAnnotations(revealed=True), drawn)
    disk.refuse(1, number)
    settings.now = Settings(reader="Lee^Ann")
    with pytest.raises(OSError, match=os.strerror(number)):
        settings.save()
    assert annotations.load("ab" * 32) == drawn
    assert load(tmp_path / "settings.toml").reader == "Kim^Ada"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [f"{'ab' * 32}.json", "settings.toml"]
    settings.save()
    assert load(tmp_path / "settings.toml").reader == "Lee^Ann"


NUMBERS = pytest.mark.parametrize("number", REFUSALS, ids=lambda number: errno.errorcode[number])


def some_of(count: int, most: int) -> list[int]:
    """Some of the numbers from 1 to ``count``, others each time; the seed is printed."""
    seed = int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}")  # noqa: T201 - what to repeat a failure with
    return sorted(random.Random(seed).sample(range(1, count + 1), min(most, count)))


@linux
@pytest.mark.slow
@NUMBERS
def test_analyze_survives_whatever_the_system_refuses(
    tmp_path: Path, tiny_pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    films, out = tmp_path / "films", tmp_path / "out"
    films.mkdir()
    out.mkdir()
    write_dicom(films / "a.dcm", hot_corner())
    asked = command(films, tiny_pack, out, "--no-heatmaps", "--precision", "float32")
    disk = BadDisk(monkeypatch, out)
    assert main(asked) == 0
    assert {"open", "write", "fsync", "rename", "mkdir"} <= set(disk.asked) | {"replace"}
    for bad in some_of(len(disk.asked), 6):
        disk.refuse(bad, number)
        status = main([*asked, "--overwrite"])
        said = capsys.readouterr().err
        assert status == 1 or not said.strip(), (bad, disk.asked)  # a folder that is there is not missed
        assert "Traceback" not in said
        disk.refuse(0, 0)
        assert [bool(json.loads(path.read_text("utf-8"))) for path in out.glob("*/result.json")] == [True]
        assert set(left_behind(out)) <= {LOCK}  # a lock that could not be taken away holds nobody up
    assert main([*asked, "--resume"]) == 0
    assert left_behind(out) == []
    assert [bool(json.loads(path.read_text("utf-8"))) for path in out.glob("*/result.json")] == [True]


@linux
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=lambda number: errno.errorcode[number])
def test_train_says_what_the_system_refuses_and_leaves_an_earlier_pack_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    use_tiny_network(monkeypatch)
    learn_eagerly(monkeypatch)
    labelled_films(tmp_path)
    assert train(tmp_path, steps=2) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()}
    (tmp_path / "pack" / "notes.txt").write_text("mine", encoding="utf-8")
    disk = BadDisk(monkeypatch, tmp_path)
    assert train(tmp_path, "--overwrite", steps=2) == 0
    beside = sum(path.startswith(str(tmp_path / "pack.work")) for path in disk.paths)
    capsys.readouterr()
    for bad in (*some_of(beside, 2), *(beside + one for one in some_of(len(disk.asked) - beside, 3))):
        disk.refuse(bad, number)
        status = train(tmp_path, "--overwrite", steps=2)
        said = capsys.readouterr().err
        assert status == (0 if disk.needless else 1), (bad, disk.asked[bad - 1], disk.paths[bad - 1])
        assert sentence_of(number, said) == (status == 1), said
        assert "Traceback" not in said
        disk.refuse(0, 0)
        assert {path.name for path in (tmp_path / "pack").iterdir()} == {*before, "notes.txt"}
        load_pack(tmp_path / "pack")
        assert (tmp_path / "pack" / "notes.txt").read_text(encoding="utf-8") == "mine"
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert train(tmp_path, "--overwrite", steps=2) == 0


@linux
@pytest.mark.slow
@NUMBERS
def test_the_window_goes_on_whatever_the_system_refuses(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    film = write_dicom(tmp_path / "film.dcm", hot_corner())
    own = tmp_path / "own"
    disk = BadDisk(monkeypatch, own)
    use_window(qtbot, own, film, "first")
    count = len(disk.asked)
    marks, settings = one_file(own / "marks"), own / "settings.toml"
    assert count > 8
    for bad in some_of(count, 6):
        disk.refuse(bad, number)
        use_window(qtbot, own, film, f"now {bad}")
        disk.refuse(0, 0)
        kept = FolderAnnotationStore(own / "marks").load(marks.stem)
        assert kept.annotations[0].text == "first", (bad, disk.asked)
        assert load(settings).reader  # whole: the one before or the new one
        assert [path.name for path in own.rglob("*") if path.suffix == ".part"] == []
    disk.refuse(1, number, for_good=True)
    use_window(qtbot, own, film, "lost")  # a disk that is gone for good ends no window
    disk.refuse(0, 0)
    use_window(qtbot, own, film, "last")
    assert FolderAnnotationStore(own / "marks").load(marks.stem).annotations[-1].text == "last"
    assert load(settings).reader == "last"


def one_file(folder: Path) -> Path:
    [path] = folder.glob("*.json")
    return path


def use_window(qtbot: QtBot, own: Path, film: Path, word: str) -> None:
    """Open a film, draw, choose a setting, export, let the session be noted, close."""
    own.mkdir(exist_ok=True)
    program = application.build(own / "settings.toml", engine=FakeEngine(), annotations=own / "marks")
    session = SessionFile(own / "session.json")
    try:
        program.window.show()
        program.window.files.open_paths((film,))
        qtbot.waitUntil(lambda: session_ready(program), timeout=30_000)
        program.controller.annotations.add(Annotation(0, AnnotationKind.TEXT, ((1.0, 1.0),), word))
        program.settings.now = replace(program.settings.now, reader=word)
        program.window.options.save()
        session.write(LastTime(what_is_open(program.controller.session), ended=False))
        request = ExportRequest(own / "report.png", anonymize=True, overwrite=True)
        done: list[object] = []
        work = export_work(program.controller.session, request)
        program.controller.exports.export(BusyKind.EXPORTING, work, done.append)
        qtbot.waitUntil(lambda: program.controller.session.busy is None, timeout=30_000)
        assert done or program.controller.session.notice is not None
    finally:
        program.close()


def session_ready(program: Application) -> bool:
    film = program.controller.session.film
    return film is not None and film.analysis is not None
