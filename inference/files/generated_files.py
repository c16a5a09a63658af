"""What this program wrote itself: report pages, overlays and plots, by their text chunk, and what lies beside.

The chunk is read here and not by Pillow: of each picture in a scanned folder no more than a mebibyte is read, and
nothing is inflated.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

from inference.core.errors import FileMissing

CHUNK = "ThoraCAM"
PICTURE = "ThoraCAM picture"  # the chunk of an overlay or a plot: no film, and no report that leads back to one
FILM = "ThoraCAM film"  # the chunk of a film without anything of the model: it opens as any film
SEVERAL = "several_films"  # in the chunk of a page that shows more than one
PAGE = "report.png"
BESIDE = ("original.png", "report*", "heatmap-*", "film.png", "panes.png", "overlay-*.png")
PROGRAM, RESULTS_SERIES = "ThoraCAM", 9901  # manufacturer and series of pictures of results in DICOM
DICOM = "dicom"
IN_DICOM = ("report*.dcm", "film.dcm", "overlay-*")
_HEAD = 1 << 20  # bytes in which the text chunk lies: it stands before the pixels
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
        if head[place + 4 : place + 8] == b"iTXt" and keyword in (CHUNK.encode(), PICTURE.encode()):
            found[keyword.decode()] = rest.split(b"\0", 2)[-1].decode("utf-8", "replace")
        place += length + 12
    return found


class GeneratedFiles:
    """Tells films that lie in a folder from what this program left there; looks into each folder once."""

    def __init__(self) -> None:
        self._folders: dict[Path, bool] = {}

    def hold(self, path: Path) -> bool:
        """Whether this program made the file: a report page, a picture, or a part of a report's folder."""
        if _named(path, BESIDE) and self._is_report_folder(path.parent):
            return True
        if path.parent.name == DICOM and _named(path, IN_DICOM) and self._is_report_folder(path.parent.parent):
            return True
        return path.suffix.lower() == ".png" and _is_marked(path, CHUNK, PICTURE)

    def _is_report_folder(self, folder: Path) -> bool:
        if folder not in self._folders:
            self._folders[folder] = _is_marked(folder / PAGE, CHUNK)
        return self._folders[folder]


def _is_marked(path: Path, *keywords: str) -> bool:
    try:
        return not _texts(path).keys().isdisjoint(keywords)
    except FileMissing:
        return False


def _named(path: Path, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path.name.lower(), pattern) for pattern in patterns)
