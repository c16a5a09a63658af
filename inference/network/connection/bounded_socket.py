"""The socket of an association: lengths are held to what was negotiated before a byte is kept, and time is short.

pynetdicom believes the 32-bit length of a PDU whoever sends it, waits for its bytes for ever, and gathers a message's
command in memory; each is bounded here.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pynetdicom.transport import AddressInformation, AssociationSocket

from inference.network.connection.bounds import Bounds
from inference.network.connection.meter import Exceeded, Meter

_HEADER, _DATA = 6, 4  # bytes before the length's own PDU; the type P-DATA-TF (PS3.8 9.3.5)
_REQUEST_BYTES = 262_144  # of an A-ASSOCIATE-RQ: 128 contexts and all that goes with them
_PIECE = 65_536
_TICK = 0.2  # seconds


class BoundedSocket(AssociationSocket):
    """Reads a PDU within bounds; what is beyond them ends the connection, and ``turned`` hears why.

    ``connection`` is one that a peer made, ``address`` that of our end of one that is still to be made.
    """

    def __init__(
        self,
        association: Any,
        connection: socket.socket | None = None,
        address: AddressInformation | None = None,
        *,
        bounds: Bounds,
        meter: Meter,
        has_room: Callable[[], bool],
        turned: Callable[[str], None],
    ) -> None:
        super().__init__(association, client_socket=connection, address=address)
        self._bounds, self._meter, self._has_room, self._turned = bounds, meter, has_room, turned
        self._kind, self._until = 0, 0.0

    def recv(self, nr_bytes: int) -> bytearray:
        """Read so many bytes; fewer where the peer hung up. Raises ``OSError`` where a bound is reached."""
        try:
            found = self._read(nr_bytes)
        except Exceeded as error:
            self._turned(str(error))
            self._give_up()
            raise
        except (TimeoutError, ssl.SSLWantReadError):
            self._turned("it sent too slowly")
            self._give_up()
            raise Exceeded("it sent too slowly") from None
        except OSError:
            self._give_up()
            raise
        if len(found) < nr_bytes:
            self._give_up()
        return found

    def _give_up(self) -> None:
        """Have an association that was never asked for end now: else its thread waits until its time is up."""
        if self.assoc.requestor.primitive is None:
            self.assoc.dul.to_user_queue.put(None)

    def _read(self, count: int) -> bytearray:
        if count == _HEADER and self._kind == 0:
            self._until = time.monotonic() + self._bounds.pdu_seconds
            head = self._bytes(count)
            self._kind = head[0] if len(head) == _HEADER else 0
            if self._kind:
                self._check_length(int.from_bytes(head[2:6], "big"))
            return head
        kind, self._kind = self._kind, 0
        if kind == _DATA:
            self._check_message()
        if self._meter.took(count) and not self._has_room():
            raise Exceeded("the disk is full")
        return self._bytes(count)

    def _check_length(self, length: int) -> None:
        most = self._bounds.pdu_bytes if self._kind == _DATA else _REQUEST_BYTES
        if length > most:
            raise Exceeded(f"it sent a PDU of {length} bytes, and at most {most} were agreed on")
        if length == 0:
            raise Exceeded("it sent a PDU of no bytes")

    def _check_message(self) -> None:
        """Hold what has come of a message so far to its bounds."""
        message = self.assoc.dimse.message
        if message is None:
            return
        file = getattr(message, "_data_set_file", None)
        if file is not None and not file.closed and file.tell() > self._bounds.object_bytes:
            raise Exceeded("it sent an object that is larger than allowed")
        if message.encoded_command_set.tell() > self._bounds.command_bytes:
            raise Exceeded("it sent a command that does not end")
        if file is None and message.data_set is not None and message.data_set.tell() > self._bounds.message_bytes:
            raise Exceeded("it sent more data than such a message has")

    def _bytes(self, count: int) -> bytearray:
        found, connection = bytearray(), self.socket
        assert connection is not None
        while len(found) < count:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if self.assoc._sent_abort:  # noqa: SLF001 - whoever aborts waits for this thread
                raise ConnectionAbortedError
            connection.settimeout(min(left, _TICK))
            try:
                piece = connection.recv(min(count - len(found), _PIECE))
            except TimeoutError:
                continue
            if not piece:
                break
            found += piece
        connection.settimeout(self._bounds.pdu_seconds)  # for what is sent next
        return found


def end_on_error(association: Any, ended: Callable[[Exception], None]) -> None:
    """Have what no state expects end an association: the library would leave its threads behind, and whoever waits."""
    machine: Any = association.dul.state_machine
    act: Callable[[str], None] = machine.do_action

    def do_action(event: str) -> None:
        try:
            act(event)
        except Exception as error:  # noqa: BLE001 - whatever a peer made of it, the others go on
            association.is_established, association.is_aborted = False, True
            association._kill = association.dul._kill_thread = True  # noqa: SLF001 - as the library ends them
            association.dul.socket.close()
            association.dimse.msg_queue.put((None, None))
            ended(error)

    machine.do_action = do_action


def discard_half(association: Any) -> None:
    """Take away the file of an object that an association left half-received."""
    file = getattr(association.dimse.message, "_data_set_file", None)
    if file is not None:
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            Path(file.name).unlink()
