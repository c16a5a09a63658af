"""Sends what is queued: node by node, one association for many objects; what fails for now is tried again later."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Protocol

from inference.core.cancel import CancelToken
from inference.core.errors import (
    AssociationRefused,
    CertificateRefused,
    FilmError,
    LoginRefused,
    NetworkError,
    NoTls,
    ObjectRefused,
    ThoraCamError,
    TlsExpected,
    UsageError,
)
from inference.network.dimse.store import fitting, store_session
from inference.network.nodes.node import DicomNode, Node
from inference.network.nodes.node_store import NodeStore
from inference.network.nodes.secrets import Secrets
from inference.network.record import Did, NetworkRecord
from inference.network.sending.objects import DicomObject, read_object
from inference.network.sending.queue import NOT_ASKED, Entry, SendQueue, State
from inference.network.sending.verification import held_by
from inference.network.web import services

TRIES = 6
_FOR_GOOD = (UsageError, ObjectRefused, AssociationRefused, LoginRefused, CertificateRefused, TlsExpected, NoTls)
NOT_YET = "Asked back, the node does not have it yet."
Send = Callable[[DicomObject], str]
_Taken = tuple[Entry, DicomObject, str]  # what a node took, and how it was converted


class SendListener(Protocol):
    """Whoever wants to know how sending goes; called on the thread that sends."""

    def moved(self, entry: Entry, state: State, said: str) -> None:
        """An object came to a new state, or waits for its next try."""


class Sender:
    """Works through a queue. ``words`` says an error in a line; ``tries`` is after how many an object has failed."""

    def __init__(
        self,
        queue: SendQueue,
        listener: SendListener,
        words: Callable[[ThoraCamError], str],
        *,
        nodes: NodeStore | None = None,
        secrets: Secrets | None = None,
        record: NetworkRecord | None = None,
        tries: int = TRIES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._queue, self._listener, self._words = queue, listener, words
        self._tries, self._clock = tries, clock
        self._nodes, self._secrets = nodes or NodeStore(), secrets or Secrets()
        self._record = record or NetworkRecord()
        self._silent: set[str] = set()  # nodes that cannot be asked whether they have an object

    def run_due(self, token: CancelToken) -> int:
        """Send all that is due now; answers how many objects came to an end. Raises ``Cancelled`` between two."""
        ended = 0
        for name, group in groupby(self._queue.due(self._clock()), key=lambda entry: entry.node):
            ended += self._send_to(name, list(group), token)
        return ended

    def pause(self) -> float | None:
        """The seconds until something is due again; None where nothing waits."""
        due = self._queue.next_due()
        return None if due is None else max(due - self._clock(), 0.0)

    def _send_to(self, name: str, entries: list[Entry], token: CancelToken) -> int:
        try:
            node = self._nodes.named(name)
        except ThoraCamError as error:
            for entry in entries:
                self._end(entry, State.FAILED, self._words(error))
            return len(entries)
        known = [(entry, found) for entry in entries if (found := self._looked_at(entry)) is not None]
        ended = len(entries) - len(known)
        batches = _batches(node, known) if isinstance(node, DicomNode) else [known]
        for batch in batches:
            ended += self._batch(node, batch, token)
        return ended

    def _looked_at(self, entry: Entry) -> DicomObject | None:
        try:
            return read_object(entry.path)
        except FilmError as error:
            self._end(entry, State.FAILED, self._words(error))
            return None

    def _batch(self, node: Node, batch: Sequence[tuple[Entry, DicomObject]], token: CancelToken) -> int:
        """Send some objects; where the node itself fails, all that is left of them waits. Answers how many ended."""
        left, taken = list(batch), list[_Taken]()
        try:
            with _session(node, [item for _, item in batch], self._secrets) as send:
                while left:
                    token.raise_if_cancelled()
                    if self._queue.waits(left[0][0]):
                        taken += self._one(node, *left[0], send)
                    left.pop(0)
        except (NetworkError, UsageError) as error:  # the latter: a certificate that is not there
            for entry, _ in left:
                self._fail(node, entry, error)
        finally:
            self._ask_back(node, taken)  # in an association after this one: some nodes have one at a time
        return len(batch) - len(left)

    def _one(self, node: Node, entry: Entry, item: DicomObject, send: Send) -> list[_Taken]:
        """Send an object; empty where the node does not take it."""
        try:
            converted = send(item)
        except (ObjectRefused, FilmError) as error:
            self._end(entry, State.FAILED, self._words(error))
            self._record.note(Did.SENT, node.name, "refused", uid=item.sop_uid)
            return []
        words = f"Converted: {converted}." if converted else ""
        self._end(entry, State.ACCEPTED, words)
        return [(entry, item, words)]

    def _ask_back(self, node: Node, taken: Sequence[_Taken]) -> None:
        """Tell what the node says of what it took; one that cannot say is not asked again."""
        held, unasked = set[str](), node.name in self._silent
        if taken and not unasked:
            try:
                held = held_by(node, [item for _, item, _ in taken], self._secrets)
            except (NetworkError, UsageError):
                self._silent.add(node.name)
                unasked = True
        for entry, item, words in taken:
            state = State.VERIFIED if item.sop_uid in held else State.ACCEPTED
            doubt = "" if state is State.VERIFIED else NOT_ASKED if unasked else NOT_YET
            self._end(entry, state, " ".join(filter(None, (words, doubt))))
            self._record.note(Did.SENT, node.name, state.value, count=1, uid=item.sop_uid)

    def _fail(self, node: Node, entry: Entry, error: NetworkError | UsageError) -> None:
        said = self._words(error)
        self._record.note(Did.SENT, node.name, type(error).__name__)
        if isinstance(error, _FOR_GOOD):
            self._end(entry, State.FAILED, said)
            return
        state = self._queue.put_off(entry, said, self._clock(), most=self._tries)
        self._listener.moved(entry, state, said)

    def _end(self, entry: Entry, state: State, said: str) -> None:
        self._queue.set_state(entry, state, said)
        self._listener.moved(entry, state, said)


def _batches(node: DicomNode, known: list[tuple[Entry, DicomObject]]) -> Iterator[list[tuple[Entry, DicomObject]]]:
    """Objects in groups whose presentation contexts fit into an association."""
    while known:
        count = fitting(node, [item for _, item in known])
        yield known[:count]
        known = known[count:]


@contextmanager
def _session(node: Node, items: list[DicomObject], secrets: Secrets) -> Iterator[Send]:
    """What sends an object to a node and says how it was converted."""
    if isinstance(node, DicomNode):
        with store_session(node, items) as session:
            yield session.store
        return
    service = node

    def stored(item: DicomObject) -> str:
        return services.store(service, secrets, item)

    yield stored
