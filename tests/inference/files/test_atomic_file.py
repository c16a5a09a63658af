"""A file is there whole or not at all, and read by whom the umask lets, or by its owner alone."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from inference.annotations.store import FolderAnnotationStore
from inference.core.errors import AlreadyThere, DiskFull, NotWritable
from inference.core.reader_annotations import ReaderAnnotations
from inference.engine.device_and_precision import EXACT
from inference.engine.precision_selection import PrecisionCache
from inference.files.atomic_file import atomic_file, make_folder, write_whole
from inference.files.atomic_folder import replaced_folder, staged
from inference.files.private_file import append_private
from viewer.app.session_file import LastTime, SessionFile
from viewer.state import settings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
UMASKS = (0o022, 0o077, 0o002)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mask", UMASKS)
def test_an_exported_file_and_its_folder_are_read_by_whom_the_umask_lets(tmp_path: Path, mask: int) -> None:
    with umask(mask):
        path = write_whole(tmp_path / "new" / "report.pdf", b"page")
    assert mode(path) == 0o666 & ~mask
    assert mode(path.parent) == 0o777 & ~mask


@pytest.mark.parametrize("mask", UMASKS)
def test_an_exported_folder_and_what_is_in_it_are_read_by_whom_the_umask_lets(tmp_path: Path, mask: int) -> None:
    with umask(mask):
        with staged(tmp_path / "film", "result.json", ours=(), overwrite=False) as stage:
            write_whole(stage / "dicom" / "report.dcm", b"dicom")
            write_whole(stage / "result.json", b"{}")
        with replaced_folder(tmp_path / "pack") as fresh:
            write_whole(fresh / "model.toml", b"")
    made = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert {path.name for path in made} == {"film", "dicom", "pack"}
    assert {mode(path) for path in made} == {0o777 & ~mask}
    assert {mode(path) for path in tmp_path.rglob("*") if path.is_file()} == {0o666 & ~mask}


def save_annotations(folder: Path) -> Path:
    FolderAnnotationStore(folder).save("ab" * 32, ReaderAnnotations(revealed=True))
    return folder / f"{'ab' * 32}.json"


def save_settings(folder: Path) -> Path:
    settings.save(settings.Settings(), folder / "settings.toml")
    return folder / "settings.toml"


def save_session(folder: Path) -> Path:
    SessionFile(folder / "session.json").write(LastTime())
    return folder / "session.json"


def save_cache(folder: Path) -> Path:
    PrecisionCache(folder / "precision.json").put("pack", EXACT)
    return folder / "precision.json"


def add_to_log(folder: Path) -> Path:
    append_private(folder / "thoracam.log").close()
    return folder / "thoracam.log"


@pytest.mark.parametrize("save", [save_annotations, save_settings, save_session, save_cache, add_to_log])
@pytest.mark.parametrize("mask", UMASKS)
def test_what_the_program_keeps_for_itself_is_its_owners_alone(
    tmp_path: Path, mask: int, save: Callable[[Path], Path]
) -> None:
    with umask(mask):
        path = save(tmp_path / "own")
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700


def test_a_file_that_others_could_read_is_private_once_written_again(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.touch(0o644)
    settings.save(settings.Settings(), path)
    assert mode(path) == 0o600


@pytest.mark.parametrize("earlier", [False, True])
def test_a_disk_that_is_full_half_way_leaves_nothing_new_and_the_old_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: bool
) -> None:
    path, write, calls = tmp_path / "file", os.write, [0]
    if earlier:
        path.write_bytes(b"old")

    def half(handle: int, data: memoryview) -> int:
        calls[0] += 1
        if calls[0] > 1:
            raise OSError(errno.ENOSPC, "full")
        return write(handle, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(DiskFull):
        write_whole(path, b"a long report", overwrite=True)
    assert {item.name: item.read_bytes() for item in tmp_path.iterdir()} == ({"file": b"old"} if earlier else {})


def save_half(path: Path, error: BaseException) -> None:
    with atomic_file(path) as file:
        np.save(file, np.zeros(10_000))
        raise error


def test_a_writer_that_is_stopped_half_way_leaves_nothing_new_and_the_old_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "films.npy"
    path.write_bytes(b"old")
    for error in (OSError(errno.ENOSPC, "full"), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            save_half(path, error)
    assert {item.name: item.read_bytes() for item in tmp_path.iterdir()} == {"films.npy": b"old"}


def test_a_write_beyond_what_the_system_allows_leaves_the_old_as_it_was(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = write_whole(tmp_path / "file", b"old")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
    try:
        with pytest.raises(DiskFull):
            write_whole(path, bytes(5000), overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert {item.name: item.read_bytes() for item in tmp_path.iterdir()} == {"file": b"old"}


def test_nothing_is_replaced_that_nobody_said_to_replace(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "file", b"old")
    with pytest.raises(AlreadyThere):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert write_whole(path, b"new", overwrite=True).read_bytes() == b"new"


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ways: tuple[Callable[[], object], ...] = (
        lambda: write_whole(tmp_path / "file" / "report.pdf", b"page"),
        lambda: write_whole(tmp_path / "file" / "below" / "report.pdf", b"page"),
        lambda: make_folder(tmp_path / "file"),
        lambda: staged(tmp_path / "file" / "film", "x", ours=(), overwrite=False).__enter__(),
    )
    for write in ways:
        with pytest.raises(NotWritable) as failed:
            write()
        assert failed.value.path == tmp_path / "file"


def test_a_replaced_folder_holds_the_new_and_what_is_the_users(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    for name in ("old", "new"):
        with replaced_folder(folder, ("old", "mine/old", "never")) as fresh:
            (fresh / name).touch()
        (folder / "mine" / "empty").mkdir(parents=True, exist_ok=True)
        (folder / "mine" / "older").write_text("mine", encoding="utf-8")
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) == [
        *("mine", "mine/empty", "mine/older", "new")
    ]
    assert (folder / "mine" / "older").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_folder_that_is_not_finished_leaves_the_old_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    with replaced_folder(folder) as fresh:
        (fresh / "old").touch()
    with pytest.raises(FileExistsError), replaced_folder(folder) as fresh:
        fresh.mkdir()
    assert [path.name for path in tmp_path.rglob("*")] == ["pack", "old"]


def test_the_old_folder_is_back_where_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rename, calls = tmp_path / "pack", os.rename, [0]
    with replaced_folder(folder) as fresh:
        (fresh / "old").touch()

    def second_fails(*paths: Path) -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise PermissionError(errno.EACCES, "no")
        rename(*paths)

    monkeypatch.setattr(os, "rename", second_fails)
    with pytest.raises(NotWritable), replaced_folder(folder) as fresh:
        (fresh / "new").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["pack", "old"]


@pytest.mark.parametrize("bad", range(1, 9))
def test_a_folder_whose_files_cannot_all_be_replaced_keeps_the_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: int
) -> None:
    folder, replace, calls = tmp_path / "film", os.replace, [0]

    def written(word: str) -> None:
        with staged(folder, "result.json", ours=("[a-c]", "sub/d"), overwrite=True) as stage:
            for name in ("a", "b" if word == "old" else "c", "result.json"):
                (stage / name).write_text(word, encoding="utf-8")

    def refused(*paths: Path) -> None:
        calls[0] += 1
        if calls[0] == bad:
            raise PermissionError(errno.EACCES, "no")
        replace(*paths)

    written("old")
    (folder / "mine").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(os, "replace", refused)
    if bad <= 6:
        with pytest.raises(NotWritable):
            written("new")
    else:
        written("new")
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    old, new = {"a": "old", "b": "old", "result.json": "old"}, {"a": "new", "c": "new", "result.json": "new"}
    assert found == {**(old if bad <= 6 else new), "mine": "mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["film"]
