"""C-GET and WADO-RS in a process of their own, bounded as the receiver is: what a node sends is not trusted."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import DiskFull, NetworkError, ThoraCamError
from inference.files.atomic_file import temporary_beside, typed_errors
from inference.network.connection.bounded_process import begin_child, bound_memory
from inference.network.connection.bounds import Bounds
from inference.network.connection.meter import Exceeded, Meter
from inference.network.dimse import retrieve
from inference.network.dimse.connection import Guard
from inference.network.inbox.inbox import Inbox, Kept, Unfit
from inference.network.nodes.node import DicomNode, Node, WebNode
from inference.network.nodes.secrets import Secrets
from inference.network.query.wanted import Fetched, Progress, Wanted
from inference.network.web import services

_TICK, _LONGEST_END = 0.1, 3.0  # seconds


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the child is told; ``secret`` goes through the pipe, and is in no command line and no file."""

    node: Node
    wanted: Wanted
    folder: Path
    bounds: Bounds
    secret: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class _Came:
    path: Path
    duplicate: bool


@dataclass(frozen=True, slots=True)
class _Ended:
    failed: int
    error: ThoraCamError | None = None


_Told = _Came | _Ended | str | tuple[int, int]  # a note in words, or how far it is
_Tell = Callable[[_Told], None]


def retrieved(
    node: Node, wanted: Wanted, inbox: Inbox, secrets: Secrets, *, progress: Progress, token: CancelToken
) -> Fetched:
    """Retrieve over a connection of ours; raises ``NetworkError`` kin, ``DiskFull``, or ``Cancelled``."""
    secret = secrets.of(node) if isinstance(node, WebNode) else ""
    bounds = Bounds(spare_bytes=inbox.spare, pdu_seconds=node.answer_seconds)
    asked = _Asked(node, replace(wanted, receiver=None), inbox.folder, bounds, secret)
    found = Fetched(by="WADO-RS" if isinstance(node, WebNode) else "C-GET")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_serve, args=(theirs, asked), name="thoracam-fetcher", daemon=True)
    child.start()
    theirs.close()
    try:
        return _followed(ours, node, found, progress, token)
    finally:
        ours.close()  # at which the child ends
        child.join(_LONGEST_END)
        if child.is_alive():
            child.kill()
            child.join()


def _followed(pipe: Connection, node: Node, found: Fetched, progress: Progress, token: CancelToken) -> Fetched:
    """Hear what the child tells until it is at its end."""
    until = float("inf")
    while time.monotonic() < until:
        if token.cancelled and until == float("inf"):
            until = time.monotonic() + _LONGEST_END
            with suppress(OSError):
                pipe.send(None)
        try:
            told = pipe.recv() if pipe.poll(_TICK) else None
        except (EOFError, OSError):
            token.raise_if_cancelled()
            raise NetworkError(node.name, "what it sent ended the process that takes it") from None
        if isinstance(told, _Ended):
            found.failed += told.failed
            if told.error is not None:
                token.raise_if_cancelled()
                raise told.error
            return found
        _note(told, found, progress)
    raise Cancelled


def _note(told: object, found: Fetched, progress: Progress) -> None:
    if isinstance(told, _Came) and told.duplicate:
        found.duplicates += 1
    elif isinstance(told, _Came):
        found.paths.append(told.path)
    elif isinstance(told, str):
        found.notes.append(told)
    elif isinstance(told, tuple):
        progress(*told)


def _serve(pipe: Connection, asked: _Asked) -> None:
    """The child."""
    begin_child()
    lock, token = threading.Lock(), CancelToken()

    def tell(told: _Told) -> None:
        with lock, suppress(OSError):
            pipe.send(told)

    threading.Thread(target=_cancel_with_program, args=(pipe, token), daemon=True).start()
    error: ThoraCamError | None = None
    taking: _Taking | None = None
    try:
        with typed_errors(asked.folder), Inbox(asked.folder, asked.bounds.spare_bytes) as inbox:
            tempfile.tempdir = str(inbox.incoming)  # where pynetdicom puts what comes in
            bound_memory(asked.bounds.memory)
            taking = _Taking(asked, inbox, tell, token)
            taking.run()
    except ThoraCamError as found:
        error = found
    except Cancelled:
        return
    except MemoryError:
        error = NetworkError(asked.node.name, "it sent what takes more memory than is allowed")
    tell(_Ended(0 if taking is None else taking.failed, error))


def _cancel_with_program(pipe: Connection, token: CancelToken) -> None:
    with suppress(EOFError, OSError):
        pipe.recv()
    token.cancel()


class _Taking:
    """Takes what a node sends into an inbox, within bounds."""

    def __init__(self, asked: _Asked, inbox: Inbox, tell: _Tell, token: CancelToken) -> None:
        self._asked, self._inbox, self._tell, self._token = asked, inbox, tell, token
        self._meter, self.failed, self._full = Meter(asked.bounds, inbox.folder), 0, False

    def run(self) -> None:
        """Take all; raises ``ThoraCamError`` kin, or ``Cancelled``."""
        node = self._asked.node
        if isinstance(node, DicomNode):
            self._by_get(node)
        else:
            self._by_web(node)

    def _by_get(self, node: DicomNode) -> None:
        guard, wanted = Guard(self._asked.bounds, self._meter, self._inbox.has_room), self._asked.wanted.identifier()
        try:
            self.failed += retrieve.get(node, wanted, self._take, self._progress, self._token, guard)
        except NetworkError:  # as a node answers that was told of it for each object
            if self._full or not self._inbox.has_room():
                raise DiskFull(self._inbox.folder) from None
            raise

    def _by_web(self, node: WebNode) -> None:
        wanted, secrets = self._asked.wanted, Secrets()
        secrets.know(node, self._asked.secret)
        total = services.objects_of(node, secrets, wanted.study_uid) if not wanted.series_uid else 0
        objects = services.retrieve(node, secrets, wanted.study_uid, wanted.series_uid, self._name, self._check_room)
        with closing(objects):
            for count, path in enumerate(objects, start=1):
                self.failed += not self._take(path)
                self._progress(count, max(total, count) if total else 0)
                self._token.raise_if_cancelled()

    def _name(self) -> Path:
        if not self._inbox.has_room():
            raise DiskFull(self._inbox.folder)
        return temporary_beside(self._inbox.incoming / "object")

    def _check_room(self, count: int, more: int) -> None:
        node = self._asked.node.name
        self._token.raise_if_cancelled()
        if count > self._asked.bounds.object_bytes:
            raise NetworkError(node, "it sent an object that is larger than allowed")
        try:
            look = self._meter.took(more)
        except Exceeded as error:
            raise NetworkError(node, str(error)) from None
        if look and not self._inbox.has_room():
            raise DiskFull(self._inbox.folder)

    def _progress(self, done: int, total: int) -> None:
        self._tell((done, total))

    def _take(self, path: Path, sop_uid: str = "") -> bool:
        """Take a file that came; False, and said why, where it is not kept."""
        if self._meter.full or not self._inbox.has_room():
            self._full = True
            path.unlink(missing_ok=True)
            self._tell("An object was not taken: the disk is full, or the folder holds all that it may.")
            return False
        try:
            size = path.stat().st_size
            received = self._inbox.take(path, sop_uid, self._asked.wanted.study_uid)
        except Unfit as error:
            self._meter.keep(size if error.kept else 0)
            self._tell(f"An object is in quarantine: {error.detail}.")
            return False
        except OSError:
            self._tell("An object could not be written.")
            return False
        if received.kept is not Kept.DUPLICATE:
            self._meter.keep(size)
        self._tell(_Came(received.path, received.kept is Kept.DUPLICATE))
        return True
