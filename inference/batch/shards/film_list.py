"""The films of a run, one after the other: of lists, folders, media and archives, or named one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inference.batch.shards.list_file import is_list, listed_paths
from inference.batch.shards.walk import files_below
from inference.core.errors import FileMissing, FilmError


@dataclass(frozen=True, slots=True)
class Listed:
    """A film of a list: where it is, and the ``key`` that says which shard's it is.

    ``named``: it was asked for by name, so that what is no film there is a failure; else it was found in a folder.
    """

    path: Path
    key: str
    named: bool = True


class Expand(Protocol):
    """Files that stand for others: a DICOMDIR, a ZIP archive."""

    def __call__(self, path: Path, *, found: bool) -> Iterable[Path] | None:
        """The films that a file stands for, none for one that is passed over; None where it stands for itself.

        ``found`` says that it lay in a folder. Raises ``FilmError``.
        """


Failed = Callable[[FilmError], object]


@dataclass(frozen=True, slots=True)
class FilmList:
    """All films of ``sources``, to be gone through any number of times.

    A source is a list (CSV with a column ``column`` or one of ``list_file.COLUMNS``, or text with a path a line; those
    of folders end in ``/``), a folder, a DICOMDIR, a ZIP archive, or a film.
    """

    sources: Sequence[Path]
    expand: Expand
    column: str = ""

    def films(self, failed: Failed = lambda error: None) -> Iterator[Listed]:
        """The films as a stream, in the order of the sources; ``failed`` hears of places that cannot be looked into.

        Raises ``FileMissing`` for a list that cannot be read, and ``UsageError`` for one without the column.
        """
        for source in self.sources:
            head = "" if len(self.sources) == 1 else f"{source.as_posix()}/"
            if source.is_dir():
                yield from self._below(source, head, failed)
            elif is_list(source):
                for path, text in listed_paths(source, self.column):
                    yield from self._named(path, text, failed)
            else:
                yield from self._named(source, source.as_posix(), failed)

    def check_lists(self) -> None:
        """Look at the beginning of each list; raises as ``films`` does."""
        for source in self.sources:
            if is_list(source) and not source.is_dir():
                next(listed_paths(source, self.column), None)

    def _below(self, folder: Path, head: str, failed: Failed) -> Iterator[Listed]:
        def closed(error: OSError) -> None:
            failed(FileMissing(Path(error.filename), error.strerror or "it cannot be read"))

        for path in files_below(folder, closed):
            try:
                several = self.expand(path, found=True)
            except FilmError as error:
                failed(error)
                continue
            for one in (path,) if several is None else several:
                yield Listed(one, head + one.relative_to(folder).as_posix(), named=False)

    def _named(self, path: Path, key: str, failed: Failed) -> Iterator[Listed]:
        if key.endswith("/"):  # nobody looks at the disk for each line of a list
            yield from self._below(path, key, failed)
            return
        try:
            several = self.expand(path, found=False)
        except FilmError as error:
            failed(error)
            return
        if several is None:
            yield Listed(path, key)
        else:
            yield from (Listed(one, f"{key}/{_below(one, path)}") for one in several)


def _below(path: Path, medium: Path) -> str:
    """What a film of a medium is called there."""
    for place in (medium, medium.parent):
        if path.is_relative_to(place):
            return path.relative_to(place).as_posix()
    return path.as_posix()
