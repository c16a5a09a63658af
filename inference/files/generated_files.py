"""What this program wrote itself: report pages, overlays, heatmaps and plots, by their text chunk, never by name alone.

The chunk is read here and not by Pillow: of each picture in a scanned folder no more than a mebibyte is read, and
nothing is inflated.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from inference.core.errors import FileMissing
from inference.core.findings import BY_KEY, EXTRA

CHUNK = "ThoraCAM"
PICTURE = "ThoraCAM picture"  # the chunk of an overlay or a plot: no film, and no report that leads back to one
FILM = "ThoraCAM film"  # the chunk of a film without anything of the model: it opens as any film
SEVERAL = "several_films"  # in the chunk of a page that shows more than one
PAGE = "report.png"
COPIES = ("original.png", "film.png")  # what a film that is beside the report of itself is called
PROGRAM, RESULTS_SERIES = "ThoraCAM", 9901  # manufacturer and series of pictures of results in DICOM
HEAT_SERIES = 9906  # of heatmaps as data
DICOM, DICOM_PAGE, DICOM_COPY = "dicom", "report.dcm", "film.dcm"
_KEYWORDS = frozenset(keyword.encode() for keyword in (CHUNK, PICTURE, FILM))
_HEAD = 1 << 20  # bytes in which the text chunk lies: it stands before the pixels
_DICOM_HEAD = 4096  # bytes in which a page as DICOM names its maker
_UNMARKED = "ThoraCAM 0.1."  # these left pictures without a text chunk, beside reports
_KEY = f"(?:{'|'.join(BY_KEY)}|{EXTRA}[a-z0-9_]+)"
_NO_FILMS = re.compile(rf"report\.pdf|heatmap-{_KEY}\.npy")  # known by name, for nobody opens them
_UNMARKED_NAMES = re.compile(rf"original\.png|film\.png|panes\.png|heatmap-{_KEY}-16bit\.png")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def page_text(path: Path) -> str | None:
    """What a report page says of itself, or None; reads its first bytes only. Raises ``FileMissing``."""
    return _texts(path).get(CHUNK)


def is_report(path: Path) -> bool:
    """Whether a file is a PNG with this program's text chunk; looks at its first bytes only."""
    return path.is_file() and page_text(path) is not None


def _texts(path: Path) -> dict[str, str]:
    """The text chunks of a PNG (11.3.3.4, iTXt, not compressed) that are this program's, by keyword."""
    try:
        with path.open("rb", buffering=0) as handle:  # the first bytes of most files are enough, and no more are read
            if handle.read(len(_SIGNATURE)) != _SIGNATURE:
                return {}
            head = _SIGNATURE + handle.read(_HEAD)
    except OSError:
        raise FileMissing(path) from None
    found = {}
    place = len(_SIGNATURE)
    while place + 8 <= len(head) and head[place + 4 : place + 8] != b"IDAT":
        length = int.from_bytes(head[place : place + 4], "big")
        data = head[place + 8 : place + 8 + length]
        keyword, _, rest = data.partition(b"\0\0\0")
        if head[place + 4 : place + 8] == b"iTXt" and keyword in _KEYWORDS:
            found[keyword.decode()] = rest.split(b"\0", 2)[-1].decode("utf-8", "replace")
        place += length + 12
    return found


class GeneratedFiles:
    """Tells films that lie in a folder from what this program left there; looks into each folder once."""

    def __init__(self) -> None:
        self._pages: dict[Path, str | None] = {}
        self._results: dict[Path, bool] = {}

    def hold(self, path: Path) -> bool:
        """Whether this program made the file: a report page, a picture, or a copy of a film beside its report."""
        name = path.name.lower()
        if name == DICOM_COPY and path.parent.name == DICOM:
            return self._page_of(path.parent.parent) is not None and self._holds_results(path.parent)
        if path.suffix.lower() != ".png":
            return _NO_FILMS.fullmatch(name) is not None and self._page_of(path.parent) is not None
        said = _known_texts(path)
        if CHUNK in said or PICTURE in said:
            return True
        page = self._page_of(path.parent)
        if page is None:
            return False
        if FILM in said:
            return name in COPIES
        return _UNMARKED_NAMES.fullmatch(name) is not None and _made_by(page).startswith(_UNMARKED)

    def _page_of(self, folder: Path) -> str | None:
        """What the report in a folder says of itself; None where there is none."""
        if folder not in self._pages:
            self._pages[folder] = _known_texts(folder / PAGE).get(CHUNK)
        return self._pages[folder]

    def _holds_results(self, folder: Path) -> bool:
        """Whether the page in a folder of DICOM objects is this program's."""
        if folder not in self._results:
            try:
                with (folder / DICOM_PAGE).open("rb") as handle:
                    self._results[folder] = PROGRAM.encode() in handle.read(_DICOM_HEAD)
            except OSError:
                self._results[folder] = False
        return self._results[folder]


def is_own_picture(path: Path) -> bool:
    """Whether a PNG says of itself that this program made it, also of a film without anything of the model."""
    return bool(_known_texts(path))


def _known_texts(path: Path) -> dict[str, str]:
    try:
        return _texts(path)
    except FileMissing:
        return {}


def _made_by(page: str) -> str:
    """The program that a report names."""
    try:
        return str(json.loads(page)["software"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
