"""Each write of a run fails in turn, as disks fail: a sentence is said, and nothing of the user's is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from inference.annotations.store import FolderAnnotationStore
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.errors import AnnotationsNotSaved
from inference.core.reader_annotations import ReaderAnnotations
from inference.files import atomic_file
from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner
from tests.e2e.test_lost_work import command, left_behind
from viewer.__main__ import main
from viewer.state.settings import Settings, load
from viewer.state.settings_store import SettingsStore

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
        assert (out / "a" / "result.json").is_file()
    disk.refuse(0, 0)
    assert main([*asked, "--resume"]) == 0


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
