"""The child's side: answers C-ECHO, C-STORE and storage commitment for those who may, and nothing else."""

from __future__ import annotations

import gc
import ssl
import tempfile
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import evt
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.transport import RequestHandler, ThreadedAssociationServer

from inference.files.atomic_file import is_full
from inference.network.connection.bounded_socket import BoundedSocket, discard_half, end_on_error
from inference.network.connection.meter import Meter
from inference.network.connection.tls import server_context
from inference.network.dimse.commitment import PUSH_MODEL
from inference.network.dimse.connection import plain_context
from inference.network.dimse.echo import VERIFICATION
from inference.network.dimse.library import AE
from inference.network.dimse.storage_classes import STORAGE_CLASSES, STORAGE_SYNTAXES
from inference.network.inbox.inbox import Inbox, Kept, Unfit
from inference.network.receiver.events import CommitmentAsked, Event, Listening, ObjectCame, Quarantined, Turned
from inference.network.receiver.options import ReceiverOptions

OK, NOT_ALLOWED, FULL, NOT_UNDERSTOOD, FAILED = 0x0000, 0x0124, 0xA700, 0xC000, 0x0110
_MOST_COMMITTED = 10_000
_HANDSHAKE_SECONDS = 10.0  # within which a peer says each thing that belongs to it
Tell = Callable[[Event], None]


class Receiver:
    """Listens until it is closed; ``tell`` hears what happens, from any thread."""

    def __init__(self, options: ReceiverOptions, inbox: Inbox, tell: Tell) -> None:
        self._options, self.inbox, self._tell = options, inbox, tell
        tempfile.tempdir = str(self.inbox.incoming)  # where pynetdicom puts what comes in; this process is ours alone
        self.meter = Meter(options.bounds, options.folder)
        self._server = _Server(self, options)

    def serve(self) -> None:
        """Listen; returns after :meth:`close`."""
        self._tell(Listening(int(self._server.server_address[1])))
        self._server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        """Take no more connections and end those that there are."""
        self._server.stop()

    def turned(self, sender: str, why: str) -> None:
        """Tell of something that was refused."""
        self._tell(Turned(sender, why))

    def allows(self, event: Any) -> bool:
        """Whether the peer of an association may send; says so where it may not."""
        title, address = _peer(event)
        allowed = self._options.allowed
        if not allowed or any(one.holds(title, address) for one in allowed):
            return True
        self.turned(title, "it is not on the allow-list")
        return False

    def stored(self, event: Any) -> int:
        """Take an object that came; answers the status for its sender."""
        path, title = event.dataset_path, _peer(event)[0]
        with suppress(OSError):
            event.request._dataset_file.close()  # noqa: SLF001 - it is open, and Windows moves no open file
        if not self.allows(event):
            return NOT_ALLOWED
        if self.meter.full or self.meter.too_many_objects() or not self.inbox.has_room():
            self.turned(title, "there is no room for more now")
            return FULL
        return self._kept(path, title, str(event.request.AffectedSOPInstanceUID))

    def _kept(self, path: Path, title: str, sop_uid: str) -> int:
        try:
            size = path.stat().st_size
            found = self.inbox.take(path, sop_uid)
        except Unfit as error:
            self.meter.keep(size if error.kept else 0)
            self._tell(Quarantined(title, f"an object is in quarantine: {error.detail}"))
            return NOT_UNDERSTOOD
        except OSError as error:
            self.turned(title, f"an object could not be written: {error.strerror}")
            return FULL
        duplicate = found.kept is Kept.DUPLICATE
        if not duplicate:
            self.meter.keep(size)
        self._tell(ObjectCame(found.path, found.study, found.study_uid, title, duplicate))
        return OK

    def echoed(self, event: Any) -> int:
        """Answer C-ECHO."""
        return OK if self.allows(event) else NOT_ALLOWED

    def commitment_asked(self, event: Any) -> tuple[int, Dataset | None]:
        """Take a request for storage commitment, where there is somebody to tell the answer to."""
        title, asked = _peer(event)[0], event.action_information
        if not self.allows(event):
            return NOT_ALLOWED, None
        if title not in self._options.committers:
            self.turned(title, "it asks for storage commitment, and no node with its AE title is set up")
            return FAILED, None
        items = list(asked.get("ReferencedSOPSequence", None) or ())[:_MOST_COMMITTED]
        objects = tuple((str(item.ReferencedSOPClassUID), str(item.ReferencedSOPInstanceUID)) for item in items)
        self._tell(CommitmentAsked(title, str(asked.TransactionUID), objects))
        return OK, None

    def closed(self, event: Any) -> None:
        """A connection ended."""
        self.discard(event.assoc)

    def broke(self, association: Any, address: str, error: Exception) -> None:
        """An association ended at what no state expects, or at a disk that is full."""
        self.discard(association)
        if is_full(error):
            self.turned(address, "the disk is full")

    def discard(self, association: Any) -> None:
        """Take away what an association that ended left half-received."""
        discard_half(association)


class _Server(ThreadedAssociationServer):
    """Refuses connections before they cost anything, and makes TLS handshakes where they hold up nobody else."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(self, receiver: Receiver, options: ReceiverOptions) -> None:
        self.receiver, self.options = receiver, options
        self._secure = None if options.tls is None else server_context(options.tls)
        self._greeted, self._lock = 0, threading.Lock()  # connections that were taken, and are no association yet
        handlers: list[Any] = [
            (evt.EVT_C_STORE, receiver.stored),
            (evt.EVT_C_ECHO, receiver.echoed),
            (evt.EVT_N_ACTION, receiver.commitment_asked),
            (evt.EVT_CONN_CLOSE, receiver.closed),
            (evt.EVT_REJECTED, self._rejected),
        ]
        address = (options.bind, options.port)
        entity = _entity(options)
        super().__init__(entity, address, options.ae_title, _contexts(), None, handlers, _Handler)
        entity._servers.append(self)  # noqa: SLF001 - as ``AE.start_server``, which takes no class of ours, does

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether a connection is taken at all: from an allowed address, and not one too many."""
        address, allowed = str(client_address[0]), self.options.allowed
        if allowed and not any(one.holds_address(address) for one in allowed):
            self.receiver.turned(address, "its address is not on the allow-list")
            return False
        if len(self.active_associations) + self._greeted >= self.options.bounds.connections:
            self.receiver.turned(address, "there are as many connections as are allowed")
            return False
        return True

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection, which counts from now on; the rest is done on a thread of its own."""
        self._greet(1)
        try:
            super().process_request(request, client_address)
        except BaseException:  # no more threads
            self._greet(-1)
            raise

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Start the association, after the handshake where there is one."""
        try:
            self._start(request, client_address)
        finally:
            self._greet(-1)

    def _greet(self, more: int) -> None:
        with self._lock:
            self._greeted += more

    def _start(self, request: Any, client_address: Any) -> None:
        if self._secure is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(min(self.options.bounds.pdu_seconds, _HANDSHAKE_SECONDS))
        try:
            secured = self._secure.wrap_socket(request, server_side=True)
        except (OSError, ssl.SSLError):
            self.receiver.turned(str(client_address[0]), "it made no TLS handshake that is accepted here")
            raise
        super().finish_request(secured, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing on standard error: what was refused was told."""

    def service_actions(self) -> None:
        """Called every tenth of a second."""
        gc.collect(0)

    def stop(self) -> None:
        """End the loop and all associations."""
        self.shutdown()
        for association in self.active_associations:
            with suppress(Exception):
                association.abort()

    def _rejected(self, event: Any) -> None:
        title, _ = _peer(event)
        self.receiver.turned(title, "its association was refused: a wrong AE title, or too many at once")


class _Handler(RequestHandler):
    """Gives each association a bounded socket."""

    def _create_association(self) -> Any:
        association = super()._create_association()
        server: Any = self.server
        address = str(self.client_address[0])
        association.dul.socket = None  # the unbounded one, and the word of it that a connection was made
        association.dul.event_queue.get_nowait()
        association.set_socket(
            BoundedSocket(
                association,
                self.request,
                bounds=server.options.bounds,
                meter=server.receiver.meter,
                has_room=server.receiver.inbox.has_room,
                turned=lambda why: server.receiver.turned(address, why),
            )
        )
        association.name = f"AcceptorThread@{uuid.uuid4().hex}"
        end_on_error(association, partial(server.receiver.broke, association, address))
        return association


def _entity(options: ReceiverOptions) -> Any:
    entity = AE(ae_title=options.ae_title)
    entity.maximum_associations = options.bounds.associations
    entity.maximum_pdu_size = options.bounds.pdu_bytes
    entity.acse_timeout = min(options.bounds.pdu_seconds, options.bounds.idle_seconds)
    entity.network_timeout = entity.dimse_timeout = options.bounds.idle_seconds
    entity.require_called_aet = True
    if options.allowed and all(one.title for one in options.allowed):
        entity.require_calling_aet = [one.title for one in options.allowed]
    return entity


def _contexts() -> list[PresentationContext]:
    storage = [build_context(one, list(STORAGE_SYNTAXES)) for one in STORAGE_CLASSES]
    return [plain_context(VERIFICATION), plain_context(PUSH_MODEL), *storage]


def _peer(event: Any) -> tuple[str, str]:
    requestor = event.assoc.requestor
    title = "".join(letter for letter in str(requestor.ae_title or "") if letter.isprintable()).strip()[:16]
    return title or "?", str(requestor.address or "")
