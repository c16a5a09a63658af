"""The answer to a sender that asks for storage commitment: which of its objects are safe here."""

from __future__ import annotations

from inference.network.dimse.commitment import report_commitment
from inference.network.inbox.inbox import Inbox
from inference.network.nodes.node import DicomNode
from inference.network.nodes.node_store import NodeStore
from inference.network.receiver.events import CommitmentAsked
from inference.network.record import Did, NetworkRecord


def commit(asked: CommitmentAsked, inbox: Inbox, nodes: NodeStore, record: NetworkRecord) -> None:
    """Tell the sender, if it is a node that is set up; raises ``ThoraCamError`` kin where it cannot be told."""
    node = nodes.titled(asked.sender)
    if not isinstance(node, DicomNode):
        return
    safe = [one for one in asked.objects if inbox.has(one[1])]
    missing = [one for one in asked.objects if one not in safe]
    with record.of_failure(Did.RECEIVED, node.name):
        report_commitment(node, asked.transaction, safe, missing)
    record.note(Did.RECEIVED, node.name, "committed", count=len(safe))
