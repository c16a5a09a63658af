"""Retrieval of a study into an inbox: by C-GET, by C-MOVE to a receiver of ours, or by WADO-RS."""

from __future__ import annotations

import socket
import time

from inference.core.cancel import CancelToken
from inference.core.errors import NetworkError, UsageError
from inference.network.dimse import retrieve
from inference.network.inbox.inbox import Inbox
from inference.network.nodes.node import DicomNode, Node, WebNode
from inference.network.nodes.secrets import Secrets
from inference.network.query.criteria import study_uid
from inference.network.query.retrieval import retrieved
from inference.network.query.wanted import By, Fetched, Progress, Wanted
from inference.network.receiver.events import ObjectCame, Turned
from inference.network.receiver.options import EVERYWHERE, LOOPBACK, Allowed, ReceiverOptions, is_loopback
from inference.network.receiver.receiver_process import ReceiverProcess

_SETTLE_SECONDS = 2.0  # within which the last objects of a C-MOVE are told of


def fetch(
    node: Node, wanted: Wanted, inbox: Inbox, secrets: Secrets, *, progress: Progress, token: CancelToken
) -> Fetched:
    """Retrieve a study; raises ``NetworkError`` kin that says which way failed and why, or ``Cancelled``."""
    study_uid(wanted.study_uid)
    if wanted.series_uid:
        study_uid(wanted.series_uid)
    if wanted.by is By.MOVE and isinstance(node, DicomNode):
        return _by_move(node, wanted, progress, token)
    try:
        return retrieved(node, wanted, inbox, secrets, progress=progress, token=token)
    except NetworkError as error:
        if isinstance(node, WebNode) or wanted.by is By.GET or not (wanted.receiver or wanted.listening):
            raise
        try:
            return _by_move(node, wanted, progress, token)
        except NetworkError as other:
            raise type(other)(node.name, f"C-GET: {error.detail or 'refused'}; C-MOVE: {other.detail}") from None


def _by_move(node: DicomNode, wanted: Wanted, progress: Progress, token: CancelToken) -> Fetched:
    """Open a receiver that takes from this node alone, and have the node send there."""
    options = wanted.receiver
    if wanted.listening:
        failed = retrieve.move(node, wanted.identifier(), wanted.listening, progress, token)
        return Fetched(by="C-MOVE", failed=failed)
    if options is None:
        raise UsageError("C-MOVE sends to a receiver of ours: say at which port it listens (--port).")
    found, receiver = Fetched(by="C-MOVE"), ReceiverProcess(options)
    receiver.start()

    def heard(done: int, total: int) -> None:
        progress(done, total)
        while (event := receiver.poll(0.0)) is not None:
            _note(event, found, wanted)

    try:
        failed = retrieve.move(node, wanted.identifier(), options.ae_title, heard, token)
        until = time.monotonic() + _SETTLE_SECONDS
        while time.monotonic() < until and (event := receiver.poll(0.3)) is not None:
            _note(event, found, wanted)
    finally:
        receiver.close()
    found.failed += failed
    if failed and not found.paths:
        found.notes.append(f"The node could not send to {options.ae_title} at port {receiver.port}: does it know it?")
    return found


def _note(event: object, found: Fetched, wanted: Wanted) -> None:
    if isinstance(event, ObjectCame):
        if event.study_uid != wanted.study_uid:
            found.failed += 1
            found.notes.append("An object of another study than was asked for came, and is kept by itself.")
        elif event.duplicate:
            found.duplicates += 1
        else:
            found.paths.append(event.path)
    elif isinstance(event, Turned):
        found.notes.append(f"{event.sender}: {event.why}.")


def receiver_for(node: Node, inbox: Inbox, port: int, bind: str = "") -> ReceiverOptions | None:
    """The receiver that a C-MOVE from this node is sent to: by our AE title there, from its addresses alone.

    Without ``bind`` it listens where this node reaches it: on the loopback address if it is on this computer.
    """
    if not isinstance(node, DicomNode):
        return None
    try:
        found = socket.getaddrinfo(node.host, node.port, type=socket.SOCK_STREAM)
    except OSError:
        return None  # it cannot be asked either
    addresses = list(dict.fromkeys(str(address[0]).split("%")[0] for *_, address in found))
    here, six = all(is_loopback(one) for one in addresses), all(":" in one for one in addresses)
    place = bind or {(True, False): LOOPBACK, (True, True): "::1", (False, True): "::"}.get((here, six), EVERYWHERE)
    return ReceiverOptions(
        inbox.folder, port, node.our_ae_title, place, tuple(Allowed("", one) for one in addresses)
    ).checked()
