"""A folder of files that arrives as a whole: written beside its place, then moved there, the manifest last."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from inference.core.errors import AlreadyThere
from inference.files.atomic_file import make_folder, temporary_beside, typed_errors


@contextmanager
def staged(folder: Path, manifest: str, *, ours: Sequence[str], overwrite: bool) -> Iterator[Path]:
    """A folder to write into; when the block ends well its files are moved to ``folder``, else all of it goes.

    While files of an earlier run are replaced there is no ``manifest``, so that no mixture passes for whole. ``ours``
    are regular expressions for the names that this program gives, with those of their folders: such files that the
    new run did not write are taken away, all others stay. Raises ``AlreadyThere`` for files in the way unless
    ``overwrite``, and ``ExportError`` kin.
    """
    with _beside(folder) as stage:
        yield stage
        _move(stage, folder, manifest, ours, overwrite=overwrite)


@contextmanager
def replaced_folder(folder: Path, ours: Sequence[str] = ()) -> Iterator[Path]:
    """A folder to write into; when the block ends well it stands in place of ``folder``.

    Of what was in there, files with the names ``ours`` (as in :func:`staged`) are gone and all others are in it again.
    Else all of it goes, and what was there stays. Raises ``ExportError`` kin.
    """
    with _beside(folder) as stage:
        yield stage
        with typed_errors(folder):
            _take_along(folder, stage, ours)
            _exchange(stage, folder)


def remove_named(folder: Path, ours: Sequence[str]) -> None:
    """Delete the files in a folder that have these names, as in :func:`staged`; all others stay."""
    with typed_errors(folder):
        for path in _named(folder, ours):
            path.unlink()


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A new folder beside its place, gone when the block ends; who may read it is for the umask to say."""
    make_folder(folder.parent)
    stage = temporary_beside(folder)
    with typed_errors(folder):
        stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move(stage: Path, folder: Path, manifest: str, ours: Sequence[str], *, overwrite: bool) -> None:
    names = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
    in_the_way = [folder / name for name in names if (folder / name).exists()]
    if in_the_way and not overwrite:
        raise AlreadyThere(in_the_way[0])
    with typed_errors(folder):
        if not folder.exists():
            stage.rename(folder)
            return
        (folder / manifest).unlink(missing_ok=True)
        for old in _named(folder, ours) - {folder / name for name in names}:
            old.unlink()
        for name in sorted(names, key=lambda name: name == Path(manifest)):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).replace(folder / name)


def _named(folder: Path, ours: Sequence[str]) -> set[Path]:
    """The files with these names."""
    found: set[Path] = set()
    for pattern in ours:
        place, _, name = pattern.rpartition("/")
        inside = (folder / place).iterdir() if (folder / place).is_dir() else ()
        found.update(path for path in inside if re.fullmatch(name, path.name, re.ASCII) and path.is_file())
    return found


def _take_along(folder: Path, stage: Path, ours: Sequence[str]) -> None:
    """Have the user's own files in the new folder too; the old one keeps them until it is replaced."""
    old = _named(folder, ours)
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        new = stage / path.relative_to(folder)
        if path in old or new.exists():
            continue
        if path.is_dir() and not path.is_symlink():
            new.mkdir(parents=True)
        else:
            new.parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(path, new)


def _link_or_copy(path: Path, new: Path) -> None:
    try:
        os.link(path, new, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without links
        shutil.copy2(path, new, follow_symlinks=False)


def _exchange(stage: Path, folder: Path) -> None:
    if not folder.exists():
        stage.rename(folder)
        return
    old = folder.rename(temporary_beside(folder))
    try:
        stage.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
