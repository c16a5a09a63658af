"""Whether a node answers: C-ECHO, or the smallest QIDO-RS query."""

from __future__ import annotations

from inference.network.dimse.echo import echo
from inference.network.nodes.node import DicomNode, Node
from inference.network.nodes.secrets import Secrets
from inference.network.web.services import check_service


def answer_seconds(node: Node, secrets: Secrets) -> float:
    """The seconds in which a node answered; raises ``NetworkError`` kin, whose words say why it did not."""
    return echo(node) if isinstance(node, DicomNode) else check_service(node, secrets)
