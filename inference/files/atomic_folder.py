"""A folder of files that arrives as a whole: written beside its place, then moved there, the manifest last."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from inference.core.errors import AlreadyThere
from inference.files.atomic_file import make_folder, temporary_beside, typed_errors
from inference.files.generated_files import is_own_picture

_ASIDE = ".old"  # in a stage: what the new files replace, until all of them are in their place


@contextmanager
def staged(folder: Path, manifest: str, *, ours: Sequence[str], overwrite: bool) -> Iterator[Path]:
    """A folder to write into; when the block ends well its files are moved to ``folder``, else all of it goes.

    While files of an earlier run are replaced there is no ``manifest``, so that no mixture passes for whole; where the
    system refuses one of them the earlier ones are back. ``ours``
    are regular expressions for the names that this program gives, with those of their folders: such files that the
    new run did not write are taken away, all others stay, and so do pictures that do not say that this program made
    them. Raises ``AlreadyThere`` for files in the way unless
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
        left = {path for path in _named(folder, ours) if path.suffix.lower() != ".png" or is_own_picture(path)}
        old = {*left, *(folder / name for name in names), folder / manifest}
        with _all_or_nothing(stage / _ASIDE) as moves:
            for path in sorted((path for path in old if path.is_file()), key=lambda path: path.name != manifest):
                moves.put_aside(path, folder)
            for name in sorted(names, key=lambda name: name == Path(manifest)):
                moves.put_in(stage / name, folder / name)


class _Moves:
    """Files on their way, so that the way back is known where the system refuses one of them."""

    def __init__(self, aside: Path) -> None:
        self._aside = aside
        self._old: list[tuple[Path, Path]] = []
        self._new: list[Path] = []

    def put_aside(self, path: Path, folder: Path) -> None:
        """Take an earlier file out of the way."""
        kept = self._aside / path.relative_to(folder)
        kept.parent.mkdir(parents=True, exist_ok=True)
        path.replace(kept)
        self._old.append((kept, path))

    def put_in(self, new: Path, path: Path) -> None:
        """Give a new file its place."""
        path.parent.mkdir(parents=True, exist_ok=True)
        new.replace(path)
        self._new.append(path)

    def undo(self) -> None:
        """Put everything back, as far as the system lets; what says that all is whole comes last."""
        for path in self._new:
            with suppress(OSError):
                path.unlink()
        for kept, path in reversed(self._old):
            with suppress(OSError):
                kept.replace(path)


@contextmanager
def _all_or_nothing(aside: Path) -> Iterator[_Moves]:
    moves = _Moves(aside)
    try:
        yield moves
    except OSError:
        moves.undo()
        raise


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
