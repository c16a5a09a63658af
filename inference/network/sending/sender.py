"""Sends what is queued: node by node, one association for many objects; what fails for now is tried again later."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, groupby
from typing import Protocol

from inference.core.cancel import CancelToken
from inference.core.errors import (
    AssociationRefused,
    CertificateRefused,
    FilmError,
    LoginRefused,
    NetworkError,
    NoAnswer,
    NobodyListens,
    NodeBusy,
    NoSecret,
    NoTls,
    NotOffered,
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
from inference.network.sending.queue import CULPRIT, GONE, NOT_ASKED, NOT_YET, Entry, SendQueue, State
from inference.network.sending.verification import held_by
from inference.network.web import services

TRIES = 6
_FOR_GOOD = (
    UsageError,
    ObjectRefused,
    AssociationRefused,
    NotOffered,
    LoginRefused,
    NoSecret,
    CertificateRefused,
    TlsExpected,
    NoTls,
)
MOST_CUT = 3  # associations that end in the middle, one after another, before the node itself is held to be away
_AWAY = (NobodyListens, NoAnswer, NodeBusy)  # for now, which says nothing of what it has
Send = Callable[[DicomObject], str]
_Known = tuple[Entry, DicomObject]
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
        """Send all that is due now; answers how many objects came to an end. Raises ``Cancelled`` between two.

        What an earlier run sent and did not come to ask about is asked about first.
        """
        ended = 0
        for name, group in groupby(self._queue.unasked(self._clock()), key=lambda entry: entry.node):
            self._ask_again(name, list(group))
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
        together = [one for one in known if not one[0].alone]
        batches = _batches(node, together) if isinstance(node, DicomNode) else [together]
        for batch in chain(batches, ([one] for one in known if one[0].alone)):
            ended += self._batch(node, batch, token)
        return ended

    def _looked_at(self, entry: Entry) -> DicomObject | None:
        try:
            return read_object(entry.path)
        except FilmError as error:
            self._end(entry, State.FAILED, self._words(error))
            return None

    def _batch(self, node: Node, batch: Sequence[_Known], token: CancelToken) -> int:
        """Send some objects; where the node itself fails, all that is left of them waits. Answers how many ended.

        An object at which an association ends waits by itself, and the others go on over a new one.
        """
        left, ended, cut = list(batch), 0, 0
        while left:
            count = len(left)
            error, within = self._over_one(node, left, token)
            ended += count - len(left)
            if error is None:
                break
            cut = 1 if len(left) < count else cut + 1
            if within and type(error) in (NoAnswer, NetworkError) and (cut < MOST_CUT or len(left) == 1):
                self._fail(node, left.pop(0)[0], error, alone=True)
                continue
            for entry, _ in left:
                self._fail(node, entry, error)
            break
        return ended

    def _over_one(
        self, node: Node, left: list[_Known], token: CancelToken
    ) -> tuple[NetworkError | UsageError | None, bool]:
        """Send what is left over one association, and take away what came to an end.

        Answers why it ended before all was sent, and whether that was at the first that is left.
        """
        taken, within = list[_Taken](), False
        try:
            with _session(node, [item for _, item in left], self._secrets) as send:
                while left:
                    token.raise_if_cancelled()
                    within = True
                    if self._queue.waits(left[0][0]):
                        taken += self._one(node, *left[0], send)
                    left.pop(0)
                    within = False
        except (NetworkError, UsageError) as error:  # the latter: a certificate that is not there
            return error, within
        finally:
            self._ask_back(node, taken)  # in an association after this one: some nodes have one at a time
        return None, False

    def _one(self, node: Node, entry: Entry, item: DicomObject, send: Send) -> list[_Taken]:
        """Send an object; empty where the node does not take it."""
        try:
            converted = send(item)
        except (ObjectRefused, FilmError) as error:
            self._end(entry, State.FAILED, self._words(error))
            self._record.note(Did.SENT, node.name, "refused", uid=item.sop_uid)
            return []
        words = f"Converted: {converted}." if converted else ""
        self._queue.took(entry, words)
        self._listener.moved(entry, State.ACCEPTED, words)
        return [(entry, item, words)]

    def _ask_again(self, name: str, entries: Sequence[Entry]) -> None:
        """Ask about what an earlier run sent."""
        try:
            node = self._nodes.named(name)
        except ThoraCamError:  # it was removed meanwhile
            node = None
        taken: list[_Taken] = []
        for entry in entries:
            words = entry.said.replace(NOT_YET, "").strip()
            try:
                found = read_object(entry.path) if node is not None else None
            except FilmError:
                found = None
            if found is None:
                self._end(entry, State.ACCEPTED, f"{words} {GONE if node is not None else NOT_ASKED}".strip())
            else:
                taken.append((entry, found, words))
        if node is not None:
            self._ask_back(node, taken)

    def _ask_back(self, node: Node, taken: Sequence[_Taken]) -> None:
        """Tell what the node says of what it took; one that cannot say is not asked again."""
        held, unasked, away = set[str](), node.name in self._silent, False
        if taken and not unasked:
            try:
                held = held_by(node, [item for _, item, _ in taken], self._secrets)
            except _AWAY:
                away = True
            except (NetworkError, UsageError):
                self._silent.add(node.name)
                unasked = True
        for entry, item, words in taken:
            state = State.VERIFIED if item.sop_uid in held else State.ACCEPTED
            doubt = "" if state is State.VERIFIED else NOT_ASKED if unasked or away else NOT_YET
            said = " ".join(filter(None, (words, doubt)))
            if state is State.VERIFIED or unasked or not self._queue.ask_later(entry, said, self._clock()):
                self._end(entry, state, said)
            else:
                self._listener.moved(entry, state, said)
            self._record.note(Did.SENT, node.name, state.value, count=1, uid=item.sop_uid)

    def _fail(self, node: Node, entry: Entry, error: NetworkError | UsageError, *, alone: bool = False) -> None:
        said = " ".join(filter(None, (self._words(error), CULPRIT if alone else "")))
        self._record.note(Did.SENT, node.name, type(error).__name__)
        if isinstance(error, _FOR_GOOD):
            self._end(entry, State.FAILED, said)
            return
        state = self._queue.put_off(entry, said, self._clock(), most=self._tries, alone=alone)
        self._listener.moved(entry, state, said)

    def _end(self, entry: Entry, state: State, said: str) -> None:
        self._queue.set_state(entry, state, said)
        self._listener.moved(entry, state, said)


def _batches(node: DicomNode, known: list[_Known]) -> Iterator[list[_Known]]:
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
