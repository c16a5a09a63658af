"""File names that every system takes and that say no more than they may."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from inference.core.film import Radiograph

LONGEST = 80
LONGEST_SAFE = 180  # bytes of a name that is made here, to which others add theirs
LONGEST_BYTES = 255 - 24  # of a file name, less what a temporary name adds
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # characters that change the direction of others
_UNREAD = "\ud800-\udfff"  # bytes of a file's name that are no UTF-8, as Python keeps them
_UNSAFE = re.compile(rf'[\^/\\:*?"<>|\x00-\x1f\x7f{_TURNING}{_UNREAD}]+')


def safe_name(text: str) -> str:
    """The text as a file or folder name for any system: letters of every script stay, separators become ``_``."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip(" ._")[:LONGEST]
    name = name.encode("utf-8")[:LONGEST_SAFE].decode("utf-8", "ignore").rstrip(" .")
    if not name:
        return "film"
    return f"{name}_" if name.split(".")[0].lower() in _RESERVED else name


def shown_path(path: Path | str) -> str:
    """A path or name as text that can be written: bytes of it that are no UTF-8 become U+FFFD."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def name_problem(name: str) -> str:
    """Why a name that somebody typed is not possible on every system, as a sentence; empty where it is."""
    if not name.strip(" ."):
        return "It is empty."
    if len(name.encode("utf-8")) > LONGEST_BYTES:
        return f"It is longer than {LONGEST_BYTES} bytes."
    found = _UNSAFE.search(name.replace("^", ""))
    if found:
        sign = found.group()[0]
        return f"It holds {sign if sign.isprintable() else 'a control character'}."
    if name != name.rstrip(" ."):
        return "It ends with a space or a full stop."
    return "Windows keeps this name for itself." if name.split(".")[0].lower() in _RESERVED else ""


def film_name(film: Radiograph, *, anonymize: bool) -> str:
    """A name for what is made of a film: its file's, or its hash when anonymised."""
    return f"film-{film.film_hash[:12]}" if anonymize else safe_name(film.source.stem or film.source.name)


def next_number(folder: Path, name: str) -> int:
    """The number behind the highest that files called ``name-0001...`` have in a folder, 1 where there are none."""
    try:
        found = [re.match(rf"{re.escape(name)}-(\d{{4}})(?!\d)", path.name) for path in folder.iterdir()]
    except OSError:  # no folder, or a closed one
        return 1
    return max((int(match[1]) for match in found if match), default=0) + 1


def folder_names(paths: Sequence[Path]) -> dict[Path, str]:
    """A name for each film's folder: its file's, behind that of the folder it lies in where several films share one."""
    stems = Counter(safe_name(path.stem or path.name).casefold() for path in paths)
    names: dict[Path, str] = {}
    for path in paths:
        name = safe_name(path.stem or path.name)
        if stems[name.casefold()] > 1 and path.parent.name:
            name = safe_name(f"{path.parent.name}-{name}")
        names[path] = distinct(name, names.values())
    return names


def distinct(name: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken already (case does not tell names apart)."""
    known = {item.casefold() for item in taken}
    candidate, number = name, 1
    while candidate.casefold() in known:
        number += 1
        candidate = f"{name}-{number}"
    return candidate
