"""From a report back to its film: what a PNG report carries, whether it was changed, and where the film is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
from msgspec import Struct
from PIL import Image

from inference.core.cancel import CancelToken
from inference.core.errors import FilmError, FilmOfReportMissing, NotAReport
from inference.core.film import Radiograph, reinverted
from inference.files.generated_files import SEVERAL, page_text
from inference.files.stored_types import Count
from inference.reading import ScanResult, scan
from inference.reading.picture.png import bare_png
from inference.report.page.png import pixels_hash
from inference.report.page.provenance import FORMAT, PAGE_FACTS, Facts, Reopened, report_hash

MOST = 100  # films that are read in search of one
Read = Callable[[Path, int], Radiograph]


class _AnyReport(Struct):
    """What reports of all versions say of themselves."""

    format: int


class _Report(_AnyReport):
    """What a report must say to be led back to its film; what was shown is checked where it is shown again."""

    film_hash: str
    film: str | None
    frame: Count
    report: str
    pixels: str


def read_report(path: Path) -> tuple[Facts, bool]:
    """What a report carries, and whether page and facts are as they were written.

    Raises ``FileMissing`` or ``NotAReport``.
    """
    text = page_text(path)
    if text is None:
        raise NotAReport(path)
    try:
        facts: dict[str, Any] = json.loads(text)
        if SEVERAL in facts:
            raise NotAReport(path, "it shows several films: open the report of one of them")
        if msgspec.convert(facts, _AnyReport).format != FORMAT:
            raise NotAReport(path, "it was written by another version of this program")
        said = msgspec.convert(facts, _Report)
        facts = {name: value for name, value in facts.items() if name not in PAGE_FACTS}
        return facts, said.report == report_hash(facts) and said.pixels == _pixels(path)
    except (ValueError, TypeError, RecursionError):
        raise NotAReport(path, "its description cannot be read") from None


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
            film = read(found, facts["frame"])
        except FilmError:
            continue
        if facts["film_hash"] in (film.film_hash, reinverted(film).film_hash):
            return Reopened(path, facts, found, unchanged=same)
    name = f"“{facts['film']}”" if facts["film"] else "its name was left out"
    raise FilmOfReportMissing(path, f"no film with the same pixels is open or lies beside it ({name})")


def _candidates(path: Path, places: Sequence[Path], facts: Facts, token: CancelToken) -> Iterator[Path]:
    """Films nearby, at most ``MOST``: those of the same file name first."""
    found = scan([path.parent, *places], token=token, own_too=True)
    films = [film for film in _paths(found) if film != path]
    films.sort(key=lambda film: film.name != facts["film"])
    yield from films[:MOST]


def _paths(found: ScanResult) -> list[Path]:
    return [entry.path for study in found.studies for entry in study.films]


def _pixels(path: Path) -> str:
    try:
        data = cv2.imdecode(np.frombuffer(bare_png(path.read_bytes()), np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:  # larger than OpenCV decodes: not ours
        return ""
    return "" if data is None else pixels_hash(Image.fromarray(data))
