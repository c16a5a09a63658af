"""The queue of what is to be sent: an SQLite file, so that it survives the program, the computer and a full disk."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby, repeat
from pathlib import Path

from inference.core.errors import DiskFull, ExportError, FolderInUse
from inference.files.atomic_file import temporary_beside, typed_errors, write_whole
from inference.files.file_lock import Held, lock_file
from inference.network.record import network_folder

PAUSES = (5.0, 20.0, 60.0, 300.0, 900.0, 3600.0)  # seconds after the first failure, the second, ...
MOST_ASKS = 3  # after so many times a node that has not got what it took is not asked again
NOT_ASKED = "The node does not answer queries, so it was not asked whether it has it."
NOT_YET = "Asked back, the node does not have it yet."
GONE = "Its file is gone, so the node was not asked whether it has it."
CULPRIT = "The association ended at this object: it is tried again alone, and holds up no other."
TAKEN_BACK = "Taken back before it was sent."
SENTENCES = (NOT_ASKED, NOT_YET, GONE, CULPRIT, TAKEN_BACK)
_ORPHANED_S = 3600.0  # after which a copy that belongs to no object is one that a crash left
_SCHEMA = """
create table if not exists objects (
    id integer primary key, node text not null, path text not null, copy integer not null, state text not null,
    tries integer not null default 0, due real not null, said text not null default '', added real not null
);
create index if not exists by_state on objects (state, due);
"""
_SINCE = {  # columns that files of earlier versions have not
    "label": "text not null default ''",
    "alone": "integer not null default 0",  # it ended an association, and has one for itself
    "unasked": "integer not null default 0",  # which time it is asked for next; 0: never again
}


class State(StrEnum):
    """Where an object stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"  # the node took it, and cannot be asked whether it has it
    VERIFIED = "verified"  # the node took it, and says when asked that it has it
    FAILED = "failed"  # a person has to do something first
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Entry:
    """An object in the queue; ``copy``: the file was made to be sent, and goes afterwards. ``said``: what happened.

    ``label`` is what to call it where the file's name says nothing; ``alone``: an association ended at it.
    """

    number: int
    node: str
    path: Path
    copy: bool
    state: State
    tries: int
    due: float
    said: str
    label: str
    alone: bool

    @property
    def title(self) -> str:
        """What to call it."""
        return self.label or self.path.name


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file to be queued, and what to call it; ``copy``: it lies in :attr:`SendQueue.copies` and goes afterwards."""

    path: Path
    label: str = ""
    copy: bool = False


def queue_path() -> Path:
    """Where the queue lies on this system."""
    return network_folder() / "outgoing.sqlite"


class SendQueue:
    """What is to be sent, was, or failed. Several processes may add; one at a time sends (:meth:`worked_on`)."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or queue_path()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._open() as file:
            if _SINCE.keys() <= _columns(file):
                return
            file.executescript(f"begin immediate;{_SCHEMA}")  # all at once: each end waits for the disk
            known = _columns(file)
            for column, kind in _SINCE.items():
                if column not in known:
                    file.execute(f"alter table objects add column {column} {kind}")

    @property
    def copies(self) -> Path:
        """Where files lie that were made to be sent."""
        return self.path.with_name("outgoing")

    def add(
        self,
        node: str,
        paths: Iterable[Path],
        *,
        copies: bool = False,
        labels: Iterable[str] = (),
        now: float | None = None,
    ) -> list[int]:
        """Queue files for a node, named as the user named it; answers their numbers."""
        moment = time.time() if now is None else now
        into = "insert into objects (node, path, copy, state, due, added, label) values (?, ?, ?, ?, ?, ?, ?)"
        with self._open() as file:
            return [
                int(
                    file.execute(
                        into, (node, str(path.absolute()), copies, State.WAITING, moment, moment, label)
                    ).lastrowid
                    or 0
                )
                for path, label in zip(paths, chain(labels, repeat("")), strict=False)
            ]

    def keep(self, data: bytes, label: str) -> Outgoing:
        """A whole DICOM file that was made to be sent; raises ``ExportError`` kin."""
        target = temporary_beside(self.copies / "object").with_suffix(".dcm")
        return Outgoing(write_whole(target, data, private=True), label, copy=True)

    def add_all(self, node: str, made: Sequence[Outgoing]) -> list[int]:
        """Queue what was made, or lies there, for a node; answers the numbers."""
        numbers: list[int] = []
        for is_copy, group in groupby(made, key=lambda one: one.copy):
            some = list(group)
            labels = [one.label for one in some]
            numbers += self.add(node, [one.path for one in some], copies=is_copy, labels=labels)
        return numbers

    def entries(self, numbers: Sequence[int] | None = None) -> list[Entry]:
        """All objects, or these, in the order in which they were added."""
        with self._open() as file:
            rows = file.execute(f"select {_COLUMNS} from objects order by id").fetchall()  # noqa: S608 - our own text
        wanted = None if numbers is None else set(numbers)
        return [_entry(row) for row in rows if wanted is None or row[0] in wanted]

    def due(self, now: float) -> list[Entry]:
        """What is to be sent now, node by node, each in the order in which it was added."""
        found = [entry for entry in self.entries() if entry.state is State.WAITING and entry.due <= now]
        return sorted(found, key=lambda entry: entry.node)

    def waits(self, entry: Entry) -> bool:
        """Whether an object is still to be sent: somebody may have taken it back meanwhile."""
        with self._open() as file:
            row = file.execute("select state from objects where id = ?", (entry.number,)).fetchone()
        return row is not None and row[0] == State.WAITING

    def next_due(self) -> float | None:
        """When something is to be sent next; None where nothing waits."""
        return min((entry.due for entry in self.entries() if entry.state is State.WAITING), default=None)

    def unasked(self, now: float) -> list[Entry]:
        """What nodes took and were not asked about yet, or had not got then, node by node."""
        with self._open() as file:
            where = "where state = ? and unasked > 0 and due <= ? order by node, id"
            found = file.execute(f"select {_COLUMNS} from objects {where}", (State.ACCEPTED, now))  # noqa: S608 - ours
            return [_entry(row) for row in found]

    def took(self, entry: Entry, said: str) -> None:
        """A node took an object and is to be asked whether it has it; until then a copy stays, to ask after a crash."""
        with self._open() as file:
            file.execute(
                "update objects set state = ?, said = ?, unasked = 1 where id = ? and state = ?",
                (State.ACCEPTED, said, entry.number, State.WAITING),
            )

    def ask_later(self, entry: Entry, said: str, now: float) -> bool:
        """Ask once more after a pause that grows; False where that was done often enough."""
        with self._open() as file:
            row = file.execute("select unasked from objects where id = ?", (entry.number,)).fetchone()
            asks = int(row[0]) if row else MOST_ASKS
            if not 0 < asks < MOST_ASKS:
                return False
            file.execute(
                "update objects set said = ?, unasked = ?, due = ? where id = ? and state = ?",
                (said, asks + 1, now + PAUSES[asks - 1], entry.number, State.ACCEPTED),
            )
        return True

    def set_state(self, entry: Entry, state: State, said: str = "") -> None:
        """How an object ended; a copy that is not needed any more goes."""
        with self._open() as file:
            file.execute(
                "update objects set state = ?, said = ?, unasked = 0 where id = ? and state in (?, ?)",
                (state, said, entry.number, State.WAITING, State.ACCEPTED),
            )
        if state in (State.ACCEPTED, State.VERIFIED, State.CANCELLED):
            _remove_copy(entry)

    def put_off(self, entry: Entry, said: str, now: float, *, most: int, alone: bool = False) -> State:
        """Try again after a pause that grows; after so many tries it has failed. Answers its new state.

        ``alone``: from now on in an association of its own.
        """
        tries = entry.tries + 1
        state = State.FAILED if tries >= most else State.WAITING
        due = now + PAUSES[min(tries, len(PAUSES)) - 1]
        with self._open() as file:
            file.execute(
                "update objects set state = ?, tries = ?, due = ?, said = ?, alone = ? where id = ? and state = ?",
                (state, tries, due, said, alone or entry.alone, entry.number, State.WAITING),
            )
        return state

    def again(self, now: float) -> int:
        """Have all that failed tried once more; answers how many."""
        with self._open() as file:
            changed = file.execute(
                "update objects set state = ?, tries = 0, due = ? where state in (?, ?)",
                (State.WAITING, now, State.FAILED, State.CANCELLED),
            )
            return changed.rowcount

    def cancel(self, numbers: Sequence[int] | None = None) -> int:
        """Send none of what waits, or of these; answers how many were taken back."""
        waiting = [entry for entry in self.entries(numbers) if entry.state is State.WAITING]
        for entry in waiting:
            self.set_state(entry, State.CANCELLED, TAKEN_BACK)
        return len(waiting)

    def forget(self) -> int:
        """Take away what is done or was taken back; answers how many objects."""
        done = (State.ACCEPTED, State.VERIFIED, State.CANCELLED)
        for entry in self.entries():
            if entry.state in done:
                _remove_copy(entry)
        with self._open() as file:
            return file.execute("delete from objects where state in (?, ?, ?)", done).rowcount

    @contextmanager
    def worked_on(self) -> Iterator[None]:
        """Send for this long; raises ``FolderInUse`` where another process does."""
        try:
            with lock_file(self.path.with_name(".outgoing.lock")):
                self._remove_orphans()
                yield
        except Held:
            raise FolderInUse(self.path, "another process sends; what was added goes with it") from None

    def _remove_orphans(self) -> None:
        """Take away copies that a crash left before they were queued."""
        known, until = {entry.path for entry in self.entries()}, time.time() - _ORPHANED_S
        for path in self.copies.glob("*"):
            with suppress(OSError):
                if path.absolute() not in known and path.stat().st_mtime < until:
                    path.unlink()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            file = sqlite3.connect(self.path, timeout=10)
        except sqlite3.Error as error:
            raise _typed(self.path, error) from None
        try:
            with file:
                yield file
        except sqlite3.Error as error:
            raise _typed(self.path, error) from None
        finally:
            file.close()


def _columns(file: sqlite3.Connection) -> set[str]:
    return {row[1] for row in file.execute("pragma table_info(objects)")}


_COLUMNS = "id, node, path, copy, state, tries, due, said, label, alone"


def _entry(row: tuple[int, str, str, int, str, int, float, str, str, int]) -> Entry:
    number, node, path, copy, state, tries, due, said, label, alone = row
    return Entry(number, node, Path(path), bool(copy), State(state), tries, due, said, label, bool(alone))


def _typed(path: Path, error: sqlite3.Error) -> ExportError:
    full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    return DiskFull(path) if full else ExportError(path, str(error))


def _remove_copy(entry: Entry) -> None:
    if entry.copy:
        with typed_errors(entry.path):
            entry.path.unlink(missing_ok=True)
