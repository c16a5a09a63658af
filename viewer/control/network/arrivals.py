"""What arrives while the window is open: at the receiver, or in a watched folder. It joins the worklist by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, cast

from inference.core.cancel import CancelToken
from inference.core.errors import ThoraCamError, UsageError
from inference.core.ports import ProgressCallback
from inference.network.inbox.completion import StudyClock
from inference.network.inbox.place import made_folder
from inference.network.nodes.node_store import NodeStore
from inference.network.receiver.events import (
    CannotListen,
    CommitmentAsked,
    Event,
    ObjectCame,
    Quarantined,
    Restarted,
    Turned,
)
from inference.network.receiver.options import ReceiverOptions
from inference.network.receiver.receiver_process import ReceiverProcess
from inference.network.record import Did, NetworkRecord, Noted
from inference.network.watch.watched_folder import WatchedFolder
from inference.text.messages import UserMessage
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.worker import Lane, Work
from viewer.control.opening.opening import Opening
from viewer.state.outcomes import receiver_restarted

TICK = 0.2  # seconds within which a source heeds that it is to end
PAUSE = 3.0  # seconds after which a study that somebody waits for at the screen is complete
TOGETHER = 2.0  # seconds at least between two lists of what came: each makes the worklist anew
LOOK_EVERY = 2.0
MOST_HEARD = 1000  # of what was told, before studies are looked at again


@dataclass(frozen=True, slots=True)
class Arrived:
    """Films that arrived, or their folders, and what is to be said; nothing where the wait was given up.

    ``told`` is the work of telling senders something, for which they may let one wait.
    """

    paths: tuple[Path, ...] = ()
    message: UserMessage | None = None
    told: tuple[Work, ...] = ()


class Source(Protocol):
    """Where films arrive; used on the worker's thread."""

    def wait(self, token: CancelToken) -> Arrived:
        """Wait for films; nothing where ``token`` was set. Raises ``ThoraCamError`` at its end."""

    def close(self) -> None:
        """End it."""


def _nothing(_answer: object) -> None:
    """Nobody waits to hear it."""


class Arrivals:
    """One source that is listened to until it is stopped; what came is listed, and the reader stays where they are."""

    def __init__(self, port: ControllerPort, opening: Opening, lane: Lane) -> None:
        self._port, self._opening, self._lane = port, opening, lane
        self._number: int | None = None
        self.source: Source | None = None
        self.changed: Callable[[], None] = lambda: None
        self.listed: Callable[[tuple[Path, ...]], object] = lambda _: None  # told the films that joined the worklist
        self.results: Callable[[list[Path]], Work | None] = lambda _: None  # done of what came, before more is awaited
        self.done: Callable[[object], object] = lambda _: None  # told what that answered

    @property
    def going(self) -> bool:
        """Whether it is listened to."""
        return self._number is not None

    def start(self, source: Source) -> None:
        """Listen to a source; one that was listened to before ends."""
        self.stop()
        self.source = source
        self._listen(source)
        self.changed()

    def stop(self) -> None:
        """Listen no more."""
        source = self.source
        self._port.jobs.drop(self._number)
        self._number = self.source = None
        if source is not None:  # whoever waits at it may not have begun, or be done already
            self._port.jobs.submit(Lane.KEEP, lambda _token, _progress: source.close(), _nothing, _nothing)
        self.changed()

    def _listen(self, source: Source) -> None:
        def work(token: CancelToken, _progress: ProgressCallback) -> Arrived:
            found = Arrived()
            try:
                found = source.wait(token)
            finally:
                if found == Arrived():  # it ended, or failed
                    source.close()
            return found

        def came(value: object) -> None:
            if self.source is source:
                arrived = cast("Arrived", value)
                if arrived.message is not None:
                    self._port.messages.tell(arrived.message)
                for telling in arrived.told:
                    self._port.jobs.submit(Lane.COMMIT, telling, _nothing, _nothing)
                if arrived.paths:
                    self._opening.bring_in(arrived.paths, self._lane, self.listed)
                results = self.results(list(arrived.paths)) if arrived.paths else None
                if results is None:
                    self._listen(source)
                else:
                    self._make(source, results)

        self._number = self._port.jobs.submit(self._lane, work, came, partial(self._failed, source))

    def _make(self, source: Source, results: Work) -> None:
        """Make the results of what came, and then listen again."""

        def made(value: object) -> None:
            if self.source is source:
                self._listen(source)
                self.done(value)

        self._number = self._port.jobs.submit(self._lane, results, made, partial(self._failed, source))

    def _failed(self, source: Source, error: object) -> None:
        if self.source is source:
            self._number = self.source = None
            self._port.messages.show_failure(error)
            self.changed()


@dataclass(slots=True)
class Tally:
    """What came to the receiver since it was started, counted on the worker's thread."""

    kept: int = 0
    duplicates: int = 0
    quarantined: int = 0
    refused: int = 0
    restarts: int = 0


class ReceiverSource:
    """The receiver's process, and which of its studies are complete; ``nodes`` may ask for storage commitment."""

    def __init__(self, options: ReceiverOptions, nodes: NodeStore, pause: float = PAUSE) -> None:
        self._options, self._nodes, self._clock = options, nodes, StudyClock(pause)
        self.tally, self._next_telling = Tally(), 0.0
        self._asked: list[CommitmentAsked] = []
        self._process: ReceiverProcess | None = None
        self._record = NetworkRecord()
        self._ready, self._since = threading.Event(), time.time()

    @property
    def port(self) -> int:
        """Where it listens; 0 until it does."""
        return self._process.port if self._process is not None and self._ready.is_set() else 0

    def wait(self, token: CancelToken) -> Arrived:
        """The folders of studies that are complete; raises ``UsageError`` where the port cannot be opened."""
        if self._process is None:
            made_folder(self._options.folder)
            self._process = ReceiverProcess(self._options)
            self._process.start()
            self._ready.set()
        complete: list[str] = []
        while not token.cancelled:
            restarts, self._asked = self.tally.restarts, []
            self._hear(self._process)
            complete += self._clock.complete(time.monotonic())
            message = receiver_restarted() if self.tally.restarts > restarts else None
            if message is not None or self._asked or (complete and time.monotonic() >= self._next_telling):
                self._next_telling = time.monotonic() + TOGETHER if complete else self._next_telling
                paths = tuple(self._options.folder / study for study in complete)
                return Arrived(paths, message, tuple(partial(self._commit, asked) for asked in self._asked))
        return Arrived()

    def _hear(self, process: ReceiverProcess) -> None:
        """Take what was told by now, within a tick; the record is written once for all of it."""
        notes, patience = list[Noted](), TICK
        try:
            for _ in range(MOST_HEARD):
                if (event := process.poll(patience)) is None:
                    break
                self._heard(event, notes)
                patience = 0.0
        finally:
            self._record.note_all(notes)

    def _heard(self, event: Event, notes: list[Noted]) -> None:
        if isinstance(event, ObjectCame):
            self.tally.duplicates += event.duplicate
            self.tally.kept += not event.duplicate
            outcome = "duplicate" if event.duplicate else "kept"
            notes.append(Noted(Did.RECEIVED, event.sender, outcome, 1, event.study_uid))
            self._clock.note(event.study, time.monotonic())
        elif isinstance(event, Restarted):
            self.tally.restarts += 1
            self._take_up()
        elif isinstance(event, Turned):
            self.tally.quarantined += isinstance(event, Quarantined)
            self.tally.refused += not isinstance(event, Quarantined)
            notes.append(Noted(Did.REFUSED, event.sender, event.why))
        elif isinstance(event, CommitmentAsked):
            self._asked.append(event)
        elif isinstance(event, CannotListen):
            raise UsageError(event.why)

    def _commit(self, event: CommitmentAsked, _token: CancelToken, _progress: ProgressCallback) -> None:
        """Tell a sender which of its objects are safe here; one that cannot be told asks again."""
        from inference.network.inbox.inbox import Inbox  # with the DICOM library
        from inference.network.receiver.committing import commit

        with suppress(ThoraCamError):  # it is in the record
            commit(event, Inbox(self._options.folder), self._nodes, self._record)

    def _take_up(self) -> None:
        """Wait for the studies of which something came since the start: a process that dies may not tell of it."""
        from inference.network.inbox.inbox import Inbox  # with the DICOM library

        for study, files in Inbox(self._options.folder).studies():
            if max(path.stat().st_mtime for path in files) >= self._since:
                self._clock.note(study, time.monotonic())

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            with suppress(OSError):
                self._process.close()


class WatchSource:
    """A watched folder; what was done is remembered across restarts. Results of it go ``into`` another, if any."""

    def __init__(self, folder: WatchedFolder, every: float = LOOK_EVERY, *, into: Path | None = None) -> None:
        self._folder, self._every, self._into = folder, every, into
        self._handed: list[Path] = []

    def wait(self, token: CancelToken) -> Arrived:
        """The files that have stopped growing since the last look; whoever waits again has done those before.

        Raises ``ExportError`` kin and ``FolderInUse`` where results cannot be written.
        """
        if self._into is not None:
            from inference.batch.run_lock import held  # with the first that is written

            with held(self._into):  # made where it is missing; said before the first film is analysed for it
                self._into = None
        if self._handed:
            self._folder.taken(self._handed)
        while not token.cancelled:
            self._handed = self._folder.look()
            if self._handed:
                return Arrived(tuple(self._handed))
            until = time.monotonic() + self._every
            while not token.cancelled and (left := until - time.monotonic()) > 0:
                time.sleep(min(left, TICK))
        return Arrived()

    def close(self) -> None:
        """Nothing is held."""
