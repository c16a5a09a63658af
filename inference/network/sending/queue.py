"""The queue of what is to be sent: an SQLite file, so that it survives the program, the computer and a full disk."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inference.core.errors import ExportError, FolderInUse
from inference.files.atomic_file import typed_errors
from inference.files.file_lock import Held, lock_file
from inference.network.record import network_folder

PAUSES = (5.0, 20.0, 60.0, 300.0, 900.0, 3600.0)  # seconds after the first failure, the second, ...
NOT_ASKED = "The node does not answer queries, so it was not asked whether it has it."
_SCHEMA = """
create table if not exists objects (
    id integer primary key, node text not null, path text not null, copy integer not null, state text not null,
    tries integer not null default 0, due real not null, said text not null default '', added real not null
);
create index if not exists by_state on objects (state, due);
"""


class State(StrEnum):
    """Where an object stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"  # the node took it, and cannot be asked whether it has it
    VERIFIED = "verified"  # the node took it, and says when asked that it has it
    FAILED = "failed"  # a person has to do something first
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Entry:
    """An object in the queue; ``copy``: the file was made to be sent, and goes afterwards. ``said``: what happened."""

    number: int
    node: str
    path: Path
    copy: bool
    state: State
    tries: int
    due: float
    said: str


def queue_path() -> Path:
    """Where the queue lies on this system."""
    return network_folder() / "outgoing.sqlite"


class SendQueue:
    """What is to be sent, was, or failed. Several processes may add; one at a time sends (:meth:`worked_on`)."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or queue_path()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._open() as file:
            file.executescript(_SCHEMA)

    @property
    def copies(self) -> Path:
        """Where files lie that were made to be sent."""
        return self.path.with_name("outgoing")

    def add(self, node: str, paths: Iterable[Path], *, copies: bool = False, now: float | None = None) -> list[int]:
        """Queue files for a node, named as the user named it; answers their numbers."""
        moment = time.time() if now is None else now
        with self._open() as file:
            return [
                int(
                    file.execute(
                        "insert into objects (node, path, copy, state, due, added) values (?, ?, ?, ?, ?, ?)",
                        (node, str(path.absolute()), copies, State.WAITING, moment, moment),
                    ).lastrowid
                    or 0
                )
                for path in paths
            ]

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

    def set_state(self, entry: Entry, state: State, said: str = "") -> None:
        """How an object ended; a copy that is not needed any more goes."""
        with self._open() as file:
            file.execute(
                "update objects set state = ?, said = ? where id = ? and state in (?, ?)",
                (state, said, entry.number, State.WAITING, State.ACCEPTED),
            )
        if entry.copy and state in (State.ACCEPTED, State.VERIFIED, State.CANCELLED):
            with typed_errors(entry.path):
                entry.path.unlink(missing_ok=True)

    def put_off(self, entry: Entry, said: str, now: float, *, most: int) -> State:
        """Try again after a pause that grows; after so many tries it has failed. Answers its new state."""
        tries = entry.tries + 1
        state = State.FAILED if tries >= most else State.WAITING
        due = now + PAUSES[min(tries, len(PAUSES)) - 1]
        with self._open() as file:
            file.execute(
                "update objects set state = ?, tries = ?, due = ?, said = ? where id = ? and state = ?",
                (state, tries, due, said, entry.number, State.WAITING),
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
            self.set_state(entry, State.CANCELLED, "Taken back before it was sent.")
        return len(waiting)

    def forget(self) -> int:
        """Take away what is done or was taken back; answers how many objects."""
        with self._open() as file:
            done = (State.ACCEPTED, State.VERIFIED, State.CANCELLED)
            return file.execute("delete from objects where state in (?, ?, ?)", done).rowcount

    @contextmanager
    def worked_on(self) -> Iterator[None]:
        """Send for this long; raises ``FolderInUse`` where another process does."""
        try:
            with lock_file(self.path.with_name(".outgoing.lock")):
                yield
        except Held:
            raise FolderInUse(self.path, "another process sends; what was added goes with it") from None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            file = sqlite3.connect(self.path, timeout=10)
        except sqlite3.Error as error:
            raise ExportError(self.path, str(error)) from None
        try:
            with file:
                yield file
        except sqlite3.Error as error:
            raise ExportError(self.path, str(error)) from None
        finally:
            file.close()


_COLUMNS = "id, node, path, copy, state, tries, due, said"


def _entry(row: tuple[int, str, str, int, str, int, float, str]) -> Entry:
    number, node, path, copy, state, tries, due, said = row
    return Entry(number, node, Path(path), bool(copy), State(state), tries, due, said)
