"""Which finding the heading of a column names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from inference.core.findings import FINDINGS
from inference.files.spreadsheet import LabelError


def plain(name: str) -> str:
    """A name by its letters alone, small."""
    return re.sub(r"[^a-z]", "", name.lower())


def _spellings(key: str) -> tuple[str, ...]:
    """How a finding's column may be headed: its key, and the British, the adjective and the plural form of it."""
    own = plain(key)
    return (own, own.replace("hemo", "haemo"), own.replace("mediastinum", "mediastinal"), f"{own}s")


KEY_BY_SPELLING: Mapping[str, str] = {
    **{spelling: finding.key for finding in FINDINGS for spelling in _spellings(finding.key)},
    "effusion": "pleural_effusion",  # as the NIH calls it
}


def key_of(name: str) -> str | None:
    """The key of the finding that a column names by key, title or as the seed and the NIH do; None for no finding."""
    return KEY_BY_SPELLING.get(plain(name))


def keys_of(names: Iterable[str]) -> dict[str, str]:
    """The finding behind each of the names that names one, in the program's order.

    Raises LabelError where two names mean the same finding.
    """
    found = {name: key for name in names if (key := key_of(name))}
    keys = list(found.values())
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise LabelError(f"two columns are for {twice}")
    order = [finding.key for finding in FINDINGS]
    return dict(sorted(found.items(), key=lambda item: order.index(item[1])))
