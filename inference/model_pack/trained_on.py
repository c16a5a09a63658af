"""Which films a pack learnt from: one line a film, a hash of the hash of its pixels, and nothing of the patient.

A film is known again by whoever has its pixels, and by nobody else.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from inference.model_pack.files import read_bounded

TRAINED_ON = "trained_on.txt"
_MANIFEST, _MOST_MANIFEST = "model.toml", 4 << 20
_MOST = 256 << 20  # bytes: more than three million films
_LINE = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class TrainedOn:
    """The digests of films that weights learnt from; ``recorded``: nothing says that there were others."""

    digests: frozenset[str] = frozenset()
    recorded: bool = True

    def knows(self, film_hash: str) -> bool:
        """Whether it learnt from a film with this hash of its pixels."""
        return digest_of(film_hash) in self.digests


NO_FILMS = TrainedOn()


def digest_of(film_hash: str) -> str:
    """What stands for a film in a pack."""
    return hashlib.sha256(f"thoracam trained on {film_hash}".encode()).hexdigest()


def record_of(film_hashes: Iterable[str], before: TrainedOn) -> bytes | None:
    """The record of weights that learnt from these films after those ``before``; None where that is not known."""
    if not before.recorded:
        return None
    digests = before.digests | {digest_of(film_hash) for film_hash in film_hashes}
    return "".join(f"{digest}\n" for digest in sorted(digests)).encode("ascii")


def trained_network(folder: Path) -> str:
    """The name of the network that the pack in a folder says it was trained as; empty where it does not say."""
    try:
        manifest = tomllib.loads(read_bounded(folder / _MANIFEST, _MOST_MANIFEST).decode("utf-8"))
        return str(manifest["training"]["network"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def trained_on(folder: Path) -> TrainedOn:
    """What the pack in a folder learnt from; not recorded where it does not say so, or the record is another's."""
    try:
        manifest = tomllib.loads(read_bounded(folder / _MANIFEST, _MOST_MANIFEST).decode("utf-8"))
        data = read_bounded(folder / TRAINED_ON, _MOST)
        promised = manifest["files"][TRAINED_ON]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return TrainedOn(recorded=False)
    lines = data.decode("ascii", "replace").splitlines()
    if promised != hashlib.sha256(data).hexdigest() or not all(map(_LINE.fullmatch, lines)):
        return TrainedOn(recorded=False)
    return TrainedOn(frozenset(lines))
