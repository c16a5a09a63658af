"""What others may take of this computer: senders of the receiver, and nodes that films are fetched from."""

from __future__ import annotations

from dataclasses import dataclass

from inference.core.limits import GIGA, MEGA


@dataclass(frozen=True, slots=True)
class Bounds:
    """What others may take of this computer.

    ``memory`` is the address space of the process, ``connections`` are those at once, of which ``associations`` are
    answered; ``spare_bytes`` stay free on the disk; ``pdu_seconds`` is how long a PDU may take to come, and
    ``idle_seconds`` how long nothing may. Objects and bytes are counted over all senders.
    """

    memory: int = 1_500 * MEGA
    connections: int = 48
    associations: int = 24
    pdu_bytes: int = 131_072
    command_bytes: int = 65_536
    message_bytes: int = MEGA  # of a message's data set that is no object to store
    object_bytes: int = 2 * GIGA
    folder_bytes: int = 200 * GIGA
    spare_bytes: int = GIGA
    bytes_a_minute: int = 20 * GIGA
    objects_a_minute: int = 6_000
    pdu_seconds: float = 30.0
    idle_seconds: float = 60.0
