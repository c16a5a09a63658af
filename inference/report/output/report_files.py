"""The pages of a report as files beside each other: ``report.png``, ``report-2.png``, ..."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from inference.core.cancel import CancelToken
from inference.core.errors import AlreadyThere, ExportError
from inference.files.atomic_file import typed_errors, write_whole
from inference.files.generated_files import is_report

FURTHER_PAGES = r"report-[1-9][0-9]*\.png"


def page_path(first: Path, number: int) -> Path:
    """Where a page goes, counted from 1, when the first goes to ``first``."""
    return first if number == 1 else first.with_name(f"{first.stem}-{number}{first.suffix}")


def write_pages(first: Path, pages: Iterable[bytes], *, overwrite: bool = False, token: CancelToken) -> Path:
    """Write the pages as PNG, the first last, so that a report that is there is whole; returns where the first is.

    Raises ``ExportError`` and its kin, ``AlreadyThere`` before anything is written, or ``Cancelled``. Further pages of
    an earlier report that had more go where they may be replaced.
    """
    made = []
    for page in pages:
        token.raise_if_cancelled()
        made.append(page)
    places = [page_path(first, number) for number in range(1, len(made) + 1)]
    there = {place for place in places if place.exists()}
    if there and not overwrite:
        raise AlreadyThere(min(there))
    try:
        for place, data in reversed([*zip(places, made, strict=True)]):
            write_whole(place, data, overwrite=overwrite)
    except ExportError as error:
        _remove({*places} - there)
        raise type(error)(first, error.detail) from error
    if overwrite:
        _clear(first, len(made) + 1)
    return first


def _remove(places: Iterable[Path]) -> None:
    """Take away pages of a report of which one could not be written."""
    with suppress(OSError):
        for place in places:
            place.unlink(missing_ok=True)


def _clear(first: Path, number: int) -> None:
    """Take away the pages from this number on that an earlier report left."""
    while is_report(old := page_path(first, number)):
        with typed_errors(old):
            old.unlink()
        number += 1
