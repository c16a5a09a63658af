"""Files below a folder as a stream: what is held in memory is one folder's names, or less."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from inference.files.natural_order import natural_order

SORTED = 10_000  # names in a folder up to which they come in natural order; more come as the system lists them
_CLUTTER = ("__macosx", "thumbs.db", "desktop.ini", "$recycle.bin")


def files_below(folder: Path, closed: Callable[[OSError], object] = lambda error: None) -> Iterator[Path]:
    """Regular files below a folder, those of each folder before those of its folders.

    In natural order, but for folders of more than ``SORTED`` names. Hidden files, pipes and links to folders are passed
    over; ``closed`` hears of folders that this user may not look into.
    """
    folders = [str(folder)]
    while folders:
        here = folders.pop()
        below: list[str] = []
        try:
            yield from _files_of(here, below)
        except OSError as error:
            closed(error)
        folders += sorted(below, key=natural_order, reverse=True)


def _files_of(here: str, below: list[str]) -> Iterator[Path]:
    """The files of one folder; its folders join ``below``."""
    with os.scandir(here) as entries:
        first = list(islice(entries, SORTED + 1))
        if len(first) <= SORTED:
            first.sort(key=lambda entry: natural_order(entry.name))
        for entry in chain(first, entries):
            if entry.name.startswith(".") or entry.name.lower() in _CLUTTER:
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.path)
            elif _is_regular(entry):
                yield Path(entry.path)


def _is_regular(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link round in a circle
        return False
