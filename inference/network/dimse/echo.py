"""C-ECHO (PS3.7 9.1.5): whether a node takes an association from us and answers."""

from __future__ import annotations

import time

from inference.core.errors import NetworkError
from inference.network.dimse.connection import associated, lost, plain_context, require
from inference.network.nodes.node import DicomNode

VERIFICATION = "1.2.840.10008.1.1"


def echo(node: DicomNode) -> float:
    """The seconds in which a node answered; raises ``NetworkError`` kin."""
    since = time.monotonic()
    with associated(node, [plain_context(VERIFICATION)]) as association:
        require(association, node, VERIFICATION, "C-ECHO")
        answer = association.send_c_echo()
        if "Status" not in answer:
            raise lost(node, since)
        if answer.Status != 0:
            raise NetworkError(node.name, f"it answered the echo with status {answer.Status:04X}")
    return time.monotonic() - since
