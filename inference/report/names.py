"""File names that every system takes and that say no more than they may."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from inference.types import Radiograph

LONGEST = 80
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_UNSAFE = re.compile(r'[\^/\\:*?"<>|\x00-\x1f\x7f]+')


def safe_name(text: str) -> str:
    """The text as a file or folder name for any system: letters of every script stay, separators become ``_``."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip(" ._")[:LONGEST].rstrip(" .")
    if not name:
        return "film"
    return f"{name}_" if name.split(".")[0].lower() in _RESERVED else name


def film_name(film: Radiograph, *, anonymize: bool) -> str:
    """A name for what is made of a film: its file's, or its hash when anonymised."""
    return f"film-{film.film_hash[:12]}" if anonymize else safe_name(film.source.stem or film.source.name)


def report_name(film: Radiograph, *, anonymize: bool) -> str:
    """A name, without ending, for the report of a film."""
    return f"{film_name(film, anonymize=anonymize)}-report"


def distinct(name: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken already (case does not tell names apart)."""
    known = {item.casefold() for item in taken}
    candidate, number = name, 1
    while candidate.casefold() in known:
        number += 1
        candidate = f"{name}-{number}"
    return candidate
