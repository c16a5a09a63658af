"""Storage commitment (PS3.4 J): telling a sender which objects are safe here, in an association of our own."""

from __future__ import annotations

import time
from collections.abc import Sequence

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pynetdicom.presentation import build_role

from inference.core.errors import NetworkError
from inference.network.dimse.connection import associated, lost, plain_context, require
from inference.network.nodes.node import DicomNode

PUSH_MODEL, WELL_KNOWN = "1.2.840.10008.1.20.1", "1.2.840.10008.1.20.1.1"
_NO_SUCH_OBJECT = 0x0112
Reference = tuple[str, str]  # SOP class and instance UID


def report_commitment(
    node: DicomNode, transaction: str, safe: Sequence[Reference], missing: Sequence[Reference]
) -> None:
    """Send the N-EVENT-REPORT for a transaction; raises ``NetworkError`` kin."""
    since, event = time.monotonic(), Dataset()
    event.TransactionUID = transaction
    event.ReferencedSOPSequence = Items(_item(one) for one in safe)
    if missing:
        event.FailedSOPSequence = Items(_item(one, reason=_NO_SUCH_OBJECT) for one in missing)
    roles = [build_role(PUSH_MODEL, scp_role=True)]
    with associated(node, [plain_context(PUSH_MODEL)], roles=roles) as association:
        require(association, node, PUSH_MODEL, "storage commitment")
        kind = 2 if missing else 1
        status, _ = association.send_n_event_report(event, kind, PUSH_MODEL, WELL_KNOWN)
        if "Status" not in status:
            raise lost(node, since)
        if status.Status != 0:
            raise NetworkError(node.name, f"it answered the commitment with status {status.Status:04X}")


def _item(reference: Reference, reason: int = 0) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = reference
    if reason:
        item.FailureReason = reason
    return item
