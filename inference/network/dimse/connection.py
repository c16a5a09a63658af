"""An association with a node, and why there is none, in errors that have words."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import evt
from pynetdicom.association import Association
from pynetdicom.pdu import A_ASSOCIATE_RJ
from pynetdicom.pdu_primitives import SCP_SCU_RoleSelectionNegotiation
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.transport import AddressInformation

from inference.core.errors import AssociationRefused, NetworkError, NoAnswer, NodeBusy, NotOffered
from inference.files.atomic_file import is_full
from inference.network.connection.bounded_socket import BoundedSocket, discard_half, end_on_error
from inference.network.connection.bounds import Bounds
from inference.network.connection.checkpoint import Checkpoint
from inference.network.connection.meter import Meter
from inference.network.connection.probe import check_connects, check_tls, why_silent
from inference.network.connection.tls import client_context
from inference.network.dimse.library import AE
from inference.network.nodes.node import DicomNode

MOST_CONTEXTS = 128  # in an association: their numbers are the odd ones of a byte (PS3.8 9.3.2.2)
PLAIN = (ExplicitVRLittleEndian, ImplicitVRLittleEndian)
_ABORT_SECONDS = 1.0  # after an abort, for which a node that sends on is read (PS3.8 9.1.5)
_ANSWER_BYTES = 131_072  # of an answer to a query: some hundred attributes
REFUSALS = {  # PS3.8 9.3.4: by source and reason
    (1, 2): "it does not speak this application context",
    (1, 3): "it does not know our AE title",
    (1, 7): "the AE title that it was called by is not its own",
    (2, 2): "it speaks another version of the protocol",
}
BUSY = {(3, 1): "it is busy for a moment", (3, 2): "it has as many associations as it allows"}


@dataclass(frozen=True, slots=True)
class Guard:
    """What a node may take of this computer over an association of ours."""

    bounds: Bounds
    meter: Meter
    has_room: Callable[[], bool]


@contextmanager
def associated(
    node: DicomNode,
    contexts: Sequence[PresentationContext],
    *,
    handlers: Sequence[Any] = (),
    roles: Sequence[SCP_SCU_RoleSelectionNegotiation] = (),
    guard: Guard | None = None,
) -> Iterator[Association]:
    """An association with a node, released at the end and aborted after an error. Raises ``NetworkError`` kin.

    At most ``MOST_CONTEXTS`` contexts. An association is for one thread. Without a ``guard`` the node may answer, and
    send no objects.
    """
    heard = _Heard()
    try:
        entity = _Entity(node, guard or _of_answers(node), heard.bound_reached)
        association = _associate(node, entity, contexts, [*handlers, *heard.handlers()], roles, heard)
        with _released(association):
            yield association
    except NetworkError:
        if heard.exceeded:
            raise NetworkError(node.name, heard.exceeded) from None
        raise
    finally:
        heard.close()


def _of_answers(node: DicomNode) -> Guard:
    bounds = Bounds(message_bytes=_ANSWER_BYTES, object_bytes=0, pdu_seconds=node.answer_seconds)
    return Guard(bounds, Meter(bounds), lambda: True)


class _Entity(AE):
    """Holds what a node says to the bounds that senders to the receiver are held to."""

    def __init__(self, node: DicomNode, guard: Guard, turned: Callable[[str], None]) -> None:
        super().__init__(ae_title=node.our_ae_title)
        self._guard, self._turned = guard, turned
        self.maximum_pdu_size = guard.bounds.pdu_bytes
        self.connection_timeout = node.connect_seconds
        self.acse_timeout = self.dimse_timeout = self.network_timeout = node.answer_seconds

    def _create_socket(
        self, assoc: Association, address: AddressInformation, tls_args: tuple[ssl.SSLContext, str] | None
    ) -> BoundedSocket:
        guard = self._guard
        made = BoundedSocket(
            assoc,
            address=address,
            bounds=guard.bounds,
            meter=guard.meter,
            has_room=guard.has_room,
            turned=self._turned,
        )
        made.tls_args = tls_args
        return made


class _Heard:
    """What the library does not keep: the sockets it opened, and with which words an association was rejected."""

    def __init__(self) -> None:
        self._opened: list[socket.socket] = []
        self._association: Association | None = None
        self.rejection: tuple[int, int] | None = None
        self.exceeded = ""

    def bound_reached(self, why: str) -> None:
        """Note which bound the node reached."""
        self.exceeded = why

    def handlers(self) -> list[Any]:
        """To be bound to an association."""
        return [(evt.EVT_CONN_OPEN, self._connected), (evt.EVT_PDU_RECV, self._received)]

    def close(self) -> None:
        """Close what the library leaves open where the peer hung up first, or in the middle of an object."""
        for connection in self._opened:
            connection.close()
        if self._association is not None:
            discard_half(self._association)

    def _connected(self, event: Any) -> None:
        self._opened.append(event.assoc.dul.socket.socket)
        self._association = event.assoc
        end_on_error(event.assoc, self._broke)

    def _broke(self, error: Exception) -> None:
        why = "the disk is full" if is_full(error) else "it sent what nobody can make sense of"
        self.exceeded = self.exceeded or why

    def _received(self, event: Any) -> None:
        if isinstance(event.pdu, A_ASSOCIATE_RJ):
            self.rejection = (event.pdu.source or 0, event.pdu.reason_diagnostic or 0)


@contextmanager
def _released(association: Association) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(Exception):  # the first error is the one that counts
            association.abort()
        raise
    if association.is_established:
        association.release()


def plain_context(sop_class: str) -> PresentationContext:
    """A context for messages without pixels."""
    return build_context(sop_class, list(PLAIN))


def require(association: Association, node: DicomNode, sop_class: str, service: str) -> None:
    """Raise ``NotOffered`` where the node did not take a service."""
    if not any(context.abstract_syntax == sop_class for context in association.accepted_contexts):
        raise NotOffered(node.name, f"it does not offer {service}")


def lost(node: DicomNode, since: float) -> NetworkError:
    """The error for an association that ended in the middle of something."""
    if time.monotonic() - since >= node.answer_seconds * 0.9:
        return NoAnswer(node.name, f"it said nothing for {node.answer_seconds:g} s")
    return NoAnswer(node.name, "it ended the association in the middle")


def _associate(
    node: DicomNode, entity: AE, contexts: Sequence[Any], handlers: Sequence[Any], roles: Sequence[Any], heard: _Heard
) -> Association:
    secure = None if node.tls is None else (client_context(node.tls), node.host)
    if secure is None:
        check_connects(node.name, node.host, node.port, node.connect_seconds)  # the library says nothing of why not
    else:
        check_tls(node.name, node.host, node.port, node.connect_seconds, secure[0])  # else a plain port would hang
    since = time.monotonic()
    association = entity.associate(
        node.host,
        node.port,
        contexts=list(contexts),
        ae_title=node.ae_title,
        ext_neg=list(roles),
        max_pdu=entity.maximum_pdu_size,
        tls_args=secure,
        evt_handlers=list(handlers),
    )
    if not association.is_established:
        if heard.rejection is not None:
            raise _why_refused(node, heard.rejection)
        if association.rejected_contexts:
            raise NotOffered(node.name, "it offers nothing of what was asked for")
        patience = min(node.connect_seconds, node.answer_seconds, 5.0)
        waited = time.monotonic() - since >= node.answer_seconds * 0.9
        context = secure[0] if secure else None
        raise why_silent(node.name, node.host, node.port, patience, context, waited=waited)
    association.dul.artim_timer.timeout = _ABORT_SECONDS
    association._reactor_checkpoint = Checkpoint()  # type: ignore[assignment]  # noqa: SLF001 - for certain
    return association


def _why_refused(node: DicomNode, rejection: tuple[int, int]) -> NetworkError:
    if rejection in BUSY:
        return NodeBusy(node.name, BUSY[rejection])
    return AssociationRefused(node.name, REFUSALS.get(rejection, "it gives no reason"))
