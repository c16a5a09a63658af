"""The ledger's file: SQLite in the user's data folder; what is counted is counted by the database itself."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import platformdirs

from inference.core.errors import LedgerUnusable
from inference.site.ledger.sight import Arm, Read, Region, Score, Sight

_SCHEMA = """
create table if not exists films (
    id integer primary key, film text not null, pack text not null, pack_hash text not null, preparation text not null,
    day text not null, view text not null, device text not null, path text not null, name text not null,
    accession text not null, refused integer not null, unlike real, sharpness real,
    unique (film, pack_hash, preparation)
);
create table if not exists scores (
    film integer not null references films, finding text not null, score real not null, probability real not null,
    state text not null, site_state text not null, primary key (film, finding)
) without rowid;
create table if not exists reads (
    film integer not null references films, finding text not null, arm text not null, word text not null,
    choice text not null, primary key (arm, finding, film)
) without rowid;
create table if not exists regions (
    film integer not null references films, finding text not null, arm text not null, number integer not null,
    hit integer not null, overlap real, primary key (film, number)
) without rowid;
create table if not exists truths (
    film text not null, finding text not null, present integer not null, primary key (film, finding)
) without rowid;
create table if not exists facts (name text primary key, value text not null) without rowid;
create index if not exists reads_by_film on reads (film);
create index if not exists films_by_name on films (name);
create index if not exists films_by_accession on films (accession);
"""
_FILM = """
insert into films (film, pack, pack_hash, preparation, day, view, device, path, name, accession, refused, unlike,
    sharpness) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (film, pack_hash, preparation) do update set view = excluded.view, device = excluded.device,
    path = excluded.path, name = excluded.name, accession = excluded.accession, refused = excluded.refused,
    unlike = excluded.unlike, sharpness = coalesce(excluded.sharpness, sharpness)
returning id
"""
_KNOWN_ELSEWHERE = """
select r.finding, r.choice from films f cross join reads r indexed by reads_by_film
    where r.film = f.id and r.arm = ? and f.film = ? and f.id <> ?
"""
_CALLED_BEFORE = """select distinct f.id from films f cross join reads r indexed by reads_by_film
    where r.film = f.id and r.arm = ? and f.film = ?"""
_DRAWN_UNAIDED = """select f.id, g.finding, g.number, g.hit, g.overlap from films f join regions g on g.film = f.id
    where g.arm = ? and f.film = ?"""


def ledger_path() -> Path:
    """Where the ledger lies on this system."""
    return platformdirs.user_data_path("thoracam", appauthor=False) / "site" / "ledger.sqlite"


class Ledger:
    """What readers and models said of films. Several windows may keep at once; ``path`` None is memory alone.

    Every method raises ``LedgerUnusable`` where the file is damaged, or the disk does not give or take it.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._memory = sqlite3.connect(":memory:", check_same_thread=False) if path is None else None
        if self._memory is not None:
            weakref.finalize(self, self._memory.close)
        with self.opened() as file:
            file.executescript(f"begin immediate;{_SCHEMA}")  # all at once: each end waits for the disk
            file.execute("insert or ignore into facts values ('salt', ?)", (secrets.token_hex(16),))

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The database, for one piece of work that counts as a whole."""
        try:
            file = self._memory or self._connected()
            try:
                with file:
                    yield file
            finally:
                if file is not self._memory:
                    file.close()
        except (sqlite3.Error, OSError) as error:
            raise LedgerUnusable(self.path or "ledger", str(error)) from error

    def _connected(self) -> sqlite3.Connection:
        assert self.path is not None
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        return sqlite3.connect(self.path, timeout=20)

    def keep(self, sights: Iterable[Sight]) -> None:
        """Keep what is known of films now; what the reader took back since goes, and the first day stays."""
        with self.opened() as file:
            salt = _salt(file)
            for sight in sights:
                _keep(file, sight, salt)

    def empty(self) -> None:
        """Forget everything."""
        with self.opened() as file:
            for table in ("regions", "reads", "scores", "truths", "films"):
                file.execute(f"delete from {table}")  # noqa: S608 - our own names
        with self.opened() as file:
            file.isolation_level = None
            file.execute("vacuum")

    def digest(self, accession: str) -> str:
        """What an accession number is kept as."""
        with self.opened() as file:
            return _digest(_salt(file), accession)


def _salt(file: sqlite3.Connection) -> str:
    return str(file.execute("select value from facts where name = 'salt'").fetchone()[0])


def _digest(salt: str, accession: str) -> str:
    plain = accession.strip()
    return hashlib.sha256(f"{salt}:{plain}".encode()).hexdigest() if plain else ""


def _keep(file: sqlite3.Connection, sight: Sight, salt: str) -> None:
    film = sight.film
    row = (
        *(film.film_hash, sight.pack, sight.pack_hash, sight.preparation, film.day, film.view, film.device),
        *(film.path, Path(film.path).name.casefold(), _digest(salt, film.accession)),
        *(sight.refused, sight.unlike, film.sharpness),
    )
    (number,) = file.execute(_FILM, row).fetchone()
    file.execute("delete from scores where film = ?", (number,))
    file.executemany("insert into scores values (?, ?, ?, ?, ?, ?)", [_score(number, one) for one in sight.scores])
    regions = [_region(number, one) for one in _in_their_arm(file, number, sight)]
    file.execute("delete from regions where film = ?", (number,))
    file.executemany("insert into regions values (?, ?, ?, ?, ?, ?)", regions)
    elsewhere = set(file.execute(_KNOWN_ELSEWHERE, (Arm.AIDED, film.film_hash, number)).fetchall())
    there = file.execute("select finding, arm, word, choice from reads where film = ?", (number,)).fetchall()
    file.execute("delete from reads where film = ?", (number,))
    reads = [_read(number, one) for one in _counted(sight.reads, map(_read_back, there), elsewhere)]
    file.executemany("insert into reads values (?, ?, ?, ?, ?)", reads)


def _in_their_arm(file: sqlite3.Connection, film: int, sight: Sight) -> Iterator[Region]:
    """The regions, unaided where they were there when the calls were first kept: what is drawn or moved since is not.

    With another model's heatmap a region is known by its number alone, as it meets that one otherwise.
    """
    asked = Arm.UNAIDED, sight.film.film_hash
    called = {row[0] for row in file.execute(_CALLED_BEFORE, asked)}
    rows = file.execute(_DRAWN_UNAIDED, asked).fetchall()
    here = {row[1:] for row in rows if row[0] == film}
    elsewhere = {row[1:3] for row in rows if row[0] != film}
    for one in sight.regions:
        same = (one.finding, one.number, one.hit, one.overlap) in here
        known = same or (film not in called and (one.finding, one.number) in elsewhere)
        yield replace(one, arm=Arm.AIDED) if called and not known else one


def _counted(reads: Iterable[Read], known: Iterable[Read], elsewhere: set[tuple[str, str]]) -> Iterator[Read]:
    """The reads that are of this model: an assessment made of another one's word says nothing of this one's."""
    own = {read.finding: read for read in known if read.arm == Arm.AIDED}
    for read in reads:
        before = own.get(read.finding)
        if read.arm is not Arm.AIDED or (read.finding, read.choice) not in elsewhere or read == before:
            yield read
        elif before is not None:
            yield before


def _score(number: int, one: Score) -> tuple[object, ...]:
    return number, one.finding, one.score, one.probability, one.state, one.site_state


def _region(number: int, one: Region) -> tuple[object, ...]:
    return number, one.finding, one.arm, one.number, one.hit, one.overlap


def _read_back(row: tuple[str, str, str, str]) -> Read:
    finding, arm, word, choice = row
    return Read(finding, Arm(arm), word, choice)


def _read(number: int, one: Read) -> tuple[object, ...]:
    return number, one.finding, one.arm, one.word, one.choice
