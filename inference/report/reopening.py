"""From a report back to its film: what a PNG report carries, whether it was changed, and where the film is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from inference.cancel import CancelToken
from inference.errors import FileMissing, FilmError, FilmOfReportMissing, NotAReport
from inference.reading import ScanResult, scan
from inference.report.png import CHUNK, pixels_hash
from inference.report.provenance import FORMAT, PAINTED, Facts, Reopened, report_hash
from inference.types import Radiograph

MOST = 100  # films that are read in search of one
_HEAD = 1 << 20  # bytes in which the text chunk lies: it stands before the pixels
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
Read = Callable[[Path, int], Radiograph]


def is_report(path: Path) -> bool:
    """Whether a file is a PNG with this program's text chunk; looks at its first bytes only."""
    return path.is_file() and _chunk(path) is not None


def read_report(path: Path) -> tuple[Facts, bool]:
    """What a report carries, and whether page and facts are as they were written.

    Raises ``FileMissing`` or ``NotAReport``.
    """
    text = _chunk(path)
    if text is None:
        raise NotAReport(path)
    try:
        facts: dict[str, Any] = json.loads(text)
        known = facts["format"] == FORMAT
        said = {name: facts.pop(name) for name in PAINTED}
        same = said["report"] == report_hash(facts) and said["pixels"] == _pixels(path)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotAReport(path, "its description cannot be read") from None
    if not known:
        raise NotAReport(path, "it was written by another version of this program")
    return facts, same


def reopened(path: Path, places: Sequence[Path], read: Read, *, token: CancelToken | None = None) -> Reopened:
    """The report with its film, looked for beside the report and below ``places``.

    Raises ``FileMissing``, ``NotAReport``, ``FilmOfReportMissing`` where no film there has the report's pixels, or
    ``Cancelled``.
    """
    token = token or CancelToken()
    facts, same = read_report(path)
    for found in _candidates(path, places, facts, token):
        token.raise_if_cancelled()
        try:
            film = read(found, int(facts["frame"]))
        except FilmError:
            continue
        if film.film_hash == facts["film_hash"]:
            return Reopened(path, facts, found, unchanged=same)
    name = f"“{facts['film']}”" if facts["film"] else "its name was left out"
    raise FilmOfReportMissing(path, f"no film with the same pixels is open or lies beside it ({name})")


def _candidates(path: Path, places: Sequence[Path], facts: Facts, token: CancelToken) -> Iterator[Path]:
    """Films nearby, at most ``MOST``: those of the same file name first."""
    found = scan([path.parent, *places], token=token)
    films = [film for film in _paths(found) if film != path]
    films.sort(key=lambda film: film.name != facts["film"])
    yield from films[:MOST]


def _paths(found: ScanResult) -> list[Path]:
    return [entry.path for study in found.studies for entry in study.films]


def _pixels(path: Path) -> str:
    try:
        data = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:  # larger than OpenCV decodes: not ours
        return ""
    return "" if data is None else pixels_hash(Image.fromarray(data))


def _chunk(path: Path) -> str | None:
    """The text of the chunk (PNG 11.3.3.4, iTXt, not compressed), or None."""
    try:
        with path.open("rb") as handle:
            head = handle.read(_HEAD)
    except OSError:
        raise FileMissing(path) from None
    if not head.startswith(_SIGNATURE):
        return None
    place = len(_SIGNATURE)
    while place + 8 <= len(head) and head[place + 4 : place + 8] != b"IDAT":
        length = int.from_bytes(head[place : place + 4], "big")
        data = head[place + 8 : place + 8 + length]
        if head[place + 4 : place + 8] == b"iTXt" and data.startswith(CHUNK.encode() + b"\0\0\0"):
            text = data[len(CHUNK) + 3 :].split(b"\0", 2)[-1]
            return text.decode("utf-8", "replace")
        place += length + 12
    return None
