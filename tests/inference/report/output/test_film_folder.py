"""A film's folder is there whole or not at all, wherever writing fails."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import AlreadyThere, DiskFull, ExportError, NotWritable
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.reading import read_film
from inference.report.output.film_folder import FolderParts, write_film_folder
from inference.report.page.options import ReportOptions
from inference.text.messages import message_for
from tests.builders import phantom, write_dicom
from tests.inference.report.page.report_pages import analysis_with, positive

Files = dict[str, bytes]


@pytest.fixture
def film(tmp_path: Path) -> Radiograph:
    return read_film(write_dicom(tmp_path / "film.dcm", phantom(), PatientName="Doe^Jane"))


def contents(folder: Path) -> Files:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write(folder: Path, film: Radiograph, *, overwrite: bool = False, token: CancelToken | None = None) -> None:
    parts = FolderParts(heat=True)
    analysis = analysis_with(film, positive(PNEUMOTHORAX))
    write_film_folder(folder, film, analysis, ReportOptions(overwrite=overwrite), parts, token=token)


class Faulty:
    """A system call that fails once, at its n-th use; counts its uses."""

    def __init__(self, call: Callable[..., Any], at: int, number: int) -> None:
        self._call, self._at, self._number = call, at, number
        self.used = 0

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.used += 1
        if self.used == self._at:
            raise OSError(self._number, os.strerror(self._number))
        return self._call(*arguments, **options)


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, name: str, at: int, number: int) -> Iterator[Faulty]:
    """A system call fails at its n-th use (never at 0)."""
    with monkeypatch.context() as patch:
        fault = Faulty(getattr(os, name), at, number)
        patch.setattr(os, name, fault)
        yield fault


def calls(monkeypatch: pytest.MonkeyPatch, name: str, folder: Path, film: Radiograph) -> int:
    """How often a system call is used for one folder."""
    with failing(monkeypatch, name, 0, 0) as fault:
        write(folder, film)
    return fault.used


@pytest.mark.parametrize("name", ["write", "fsync", "replace", "rename"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_fault_at_any_write_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, film: Radiograph, name: str, number: int
) -> None:
    count = calls(monkeypatch, name, tmp_path / "all", film)
    assert count >= 1
    for at in range(1, count + 1):
        with failing(monkeypatch, name, at, number), pytest.raises(ExportError) as failed:
            write(tmp_path / "out" / "one", film)
        assert isinstance(failed.value, DiskFull) == (number == errno.ENOSPC)
        assert list((tmp_path / "out").iterdir()) == []


def test_a_fault_while_writing_again_leaves_the_old_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, film: Radiograph
) -> None:
    folder = tmp_path / "out" / "one"
    write(folder, film)
    before = contents(folder)
    for at in range(1, calls(monkeypatch, "write", tmp_path / "all", film) + 1):
        with failing(monkeypatch, "write", at, errno.ENOSPC), pytest.raises(DiskFull):
            write(folder, film, overwrite=True)
        assert contents(folder) == before
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["one"]


def test_a_fault_while_files_are_replaced_leaves_the_earlier_ones_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, film: Radiograph
) -> None:
    folder = tmp_path / "out" / "one"
    write(folder, film)
    with failing(monkeypatch, "replace", 0, 0) as fault:
        write(folder, film, overwrite=True)
    staged_files = len(contents(folder))
    for at in range(fault.used - staged_files + 1, fault.used + 1):
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        with failing(monkeypatch, "replace", at, errno.EIO), pytest.raises(ExportError):
            write(folder, film, overwrite=True)
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_cancelling_between_files_leaves_nothing(tmp_path: Path, film: Radiograph) -> None:
    class After(CancelToken):
        """Says cancelled from the n-th time it is asked."""

        def __init__(self, asked: int) -> None:
            super().__init__()
            self.left = asked

        def raise_if_cancelled(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    whole = After(10_000)
    write(tmp_path / "all", film, token=whole)
    for asked in range(10_000 - whole.left):
        with pytest.raises(Cancelled):
            write(tmp_path / "out" / "one", film, token=After(asked))
        assert list((tmp_path / "out").iterdir()) == []


def test_nothing_is_written_over_a_folder_unasked(tmp_path: Path, film: Radiograph) -> None:
    write(tmp_path / "out", film)
    before = contents(tmp_path / "out")
    with pytest.raises(AlreadyThere):
        write(tmp_path / "out", film)
    assert contents(tmp_path / "out") == before


def test_a_name_that_is_too_long_is_said(tmp_path: Path, film: Radiograph) -> None:
    with pytest.raises(ExportError) as failed:
        write(tmp_path / ("n" * 300) / "one", film)
    said = message_for(failed.value)
    assert "long" in said.text
    assert said.hint


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_folder_that_may_not_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, film: Radiograph, number: int
) -> None:
    with failing(monkeypatch, "mkdir", 1, number), pytest.raises(NotWritable) as failed:
        write(tmp_path / "closed" / "one", film)
    assert "may not write" in message_for(failed.value).text
    assert not (tmp_path / "closed").exists()


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path, film: Radiograph) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(NotWritable):
        write(tmp_path / "out" / "one", film)
    assert (tmp_path / "out").read_text("utf-8") == "a file"


def test_only_the_names_that_this_program_writes_are_taken_away(tmp_path: Path, film: Radiograph) -> None:
    folder = tmp_path / "out"
    write(folder, film)
    users = ["report.docx", "report.txt", "report-old.png", "heatmap-notes.txt", "heatmap-pneumothorax.xcf"]
    users += [
        "dicom/research.dcm",
        "dicom/review.dcm",
        "dicom/overlay-of-mine.dcm",
        "dicom/overlay-old",
        "original.tif",
    ]
    for name in users:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    (folder / "heatmap-pleural_effusion.npy").write_text("of an earlier run")
    (folder / "report.pdf").mkdir()
    write(folder, film, overwrite=True)
    assert [name for name in users if not (folder / name).is_file()] == []
    assert (folder / "report.pdf").is_dir()
    assert not (folder / "heatmap-pleural_effusion.npy").exists()
