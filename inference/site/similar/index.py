"""The index: a row a film and pack, with its features as float16, searched in memory by cosine distance.

Features of different packs are never compared. Those of many channels are searched by a random projection first, whose
best are then held against the features themselves; see :data:`COARSE`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray

from inference.core.errors import IndexNotKept
from inference.core.findings import FINDINGS
from inference.files.private_file import append_private

Floats = NDArray[np.float32]
COARSE = 256  # channels that are searched as they are; more are projected to so many (Johnson and Lindenstrauss)
AGAIN = 64  # of those nearest by the projection, how many are held against the features themselves
_TABLE = """
CREATE TABLE IF NOT EXISTS films (
    film TEXT NOT NULL, pack TEXT NOT NULL, path TEXT NOT NULL, frame INTEGER NOT NULL, called INTEGER NOT NULL,
    features BLOB NOT NULL, PRIMARY KEY (film, pack)
)
"""
_ADD = "INSERT OR REPLACE INTO films VALUES (?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Indexed:
    """A film as it is kept: its hash, the pack's, where its file lay, and the network's features (k,) of it.

    ``called`` are the keys of findings that the model had above or not sure.
    """

    film_hash: str
    pack_hash: str
    path: Path
    frame: int
    called: frozenset[str]
    features: NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A film that is like another: where its file lay, what the model called, and the cosine distance (0..2)."""

    film_hash: str
    path: Path
    frame: int
    called: frozenset[str]
    distance: float


def index_path() -> Path:
    """Where the index is kept on this system."""
    return platformdirs.user_data_path("thoracam", appauthor=False) / "similar.sqlite"


class SimilarIndex:
    """Adds, searches and forgets; every method raises ``IndexNotKept`` where the disk refuses. One thread at a time."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or index_path()
        self._held: _Held | None = None

    def add(self, films: Sequence[Indexed]) -> None:
        """Keep these films; one that is there already is replaced."""
        usable = [one for one in films if np.isfinite(one.features).all() and np.any(one.features)]
        with self._open() as database:
            database.executemany(_ADD, map(_row, usable))
        if self._held is not None and any(one.pack_hash == self._held.pack for one in usable):
            self._held = None  # read anew with the next search

    def count(self) -> int:
        """How many films there are, of all packs."""
        if not self.path.exists():
            return 0
        with self._open() as database:
            return int(database.execute("SELECT COUNT(DISTINCT film) FROM films").fetchone()[0])

    def empty(self) -> None:
        """Forget every film."""
        self._held = None
        try:
            for path in (self.path, *self.path.parent.glob(f"{self.path.name}-*")):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise IndexNotKept(self.path, error.strerror or "") from error

    def nearest(
        self, pack_hash: str, features: NDArray[np.floating], *, without: str = "", finding: str = "", count: int = 4
    ) -> tuple[Neighbour, ...]:
        """The films nearest to features (k,) of the same pack, the nearest first; none where there are no such films.

        ``without`` leaves out the film of this hash; with ``finding`` only those count that the model called so.
        """
        held = self._of_pack(pack_hash)
        if held is None or features.shape != (held.width,) or not np.any(features):
            return ()
        wanted = _unit(np.asarray(features, np.float32)[None])[0]
        distances = held.distances(wanted)
        allowed = held.called & _mask(frozenset({finding})) != 0 if finding else np.ones(len(distances), np.bool_)
        if without in held.places:
            allowed[held.places[without]] = False
        distances = np.where(allowed, distances, np.inf)
        most = min(max(count, AGAIN if held.projected else count), distances.size)
        nearest = np.argpartition(distances, most - 1)[:most]
        places = [int(place) for place in nearest if np.isfinite(distances[place])]
        return tuple(self._neighbours(held, places, wanted)[:count])

    def _neighbours(self, held: _Held, places: Sequence[int], wanted: Floats) -> list[Neighbour]:
        """The films at these places with their exact distance, the nearest first."""
        rows = [int(held.rows[place]) for place in places]
        marks = ",".join("?" * len(rows))
        with self._open() as database:
            # only question marks are put together here
            query = f"SELECT film, path, frame, called, features FROM films WHERE rowid IN ({marks})"  # noqa: S608
            found = database.execute(query, rows).fetchall()
        near = []
        for film, path, frame, called, blob in found:
            own = _unit(np.frombuffer(blob, np.float16).astype(np.float32)[None])[0]
            near.append(Neighbour(film, Path(path), frame, _keys(called), max(0.0, 1.0 - float(own @ wanted))))
        return sorted(near, key=lambda one: one.distance)

    def _of_pack(self, pack_hash: str) -> _Held | None:
        if self._held is None or self._held.pack != pack_hash:
            if not self.path.exists():
                return None
            with self._open() as database:
                query = "SELECT rowid, film, called, features FROM films WHERE pack = ?"
                rows = database.execute(query, (pack_hash,)).fetchall()
            self._held = _Held(pack_hash, rows) if rows else None
        return self._held

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self.path.exists():
                append_private(self.path).close()
            with closing(sqlite3.connect(self.path, timeout=10)) as database, database:
                database.execute(_TABLE)
                yield database
        except (OSError, sqlite3.Error) as error:
            raise IndexNotKept(self.path, type(error).__name__) from error


class _Held:
    """All films of one pack in memory: what is searched, and the rows in which the rest stands."""

    def __init__(self, pack: str, rows: Sequence[tuple[int, str, int, bytes]]) -> None:
        self.pack = pack
        self.width = len(rows[-1][3]) // 2
        rows = [row for row in rows if len(row[3]) // 2 == self.width]
        self.rows = np.array([row[0] for row in rows], np.int64)
        self.places = {row[1]: place for place, row in enumerate(rows)}
        self.called = np.array([row[2] for row in rows], np.int64)
        halves = np.frombuffer(b"".join(row[3] for row in rows), np.float16).reshape(len(rows), self.width)
        self.projected = self.width > COARSE
        self._matrix = _projection(self.width) if self.projected else None
        self._vectors = np.concatenate([self._searched(part) for part in np.array_split(halves, len(rows) // 8192 + 1)])

    def distances(self, wanted: Floats) -> Floats:
        """Cosine distances of all films, by the projection where there is one."""
        other = wanted if self._matrix is None else _unit(wanted[None] @ self._matrix)[0]
        return np.asarray(1.0 - self._vectors @ other, np.float32)

    def _searched(self, halves: NDArray[np.float16]) -> Floats:
        units = _unit(halves.astype(np.float32))
        return units if self._matrix is None else _unit(units @ self._matrix)


def _projection(width: int) -> Floats:
    """The same for all films and starts."""
    drawn = np.random.default_rng(width).standard_normal((width, COARSE), dtype=np.float32)
    return np.asarray(drawn / np.sqrt(np.float32(COARSE)), np.float32)


def _unit(vectors: Floats) -> Floats:
    """Vectors (n, k) of length 1."""
    lengths = np.sqrt(np.square(vectors).sum(axis=1, keepdims=True))
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


def _row(one: Indexed) -> tuple[str, str, str, int, int, bytes]:
    features = np.asarray(one.features, np.float32)
    scaled = features / max(float(np.abs(features).max()), 1e-12)  # of no matter for an angle, and safe as float16
    return (
        one.film_hash,
        one.pack_hash,
        str(one.path),
        one.frame,
        _mask(one.called),
        scaled.astype(np.float16).tobytes(),
    )


def _mask(keys: frozenset[str]) -> int:
    return sum(1 << place for place, finding in enumerate(FINDINGS) if finding.key in keys)


def _keys(mask: int) -> frozenset[str]:
    return frozenset(finding.key for place, finding in enumerate(FINDINGS) if mask >> place & 1)
