"""C-FIND (PS3.7 9.1.2) in the Study Root and the Modality Worklist information models."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from pydicom.dataset import Dataset
from pynetdicom.association import Association

from inference.core.cancel import CancelToken
from inference.core.errors import NetworkError
from inference.network.dimse.cancellation import Cancellation
from inference.network.dimse.connection import associated, lost, plain_context, require
from inference.network.nodes.node import DicomNode

STUDY_ROOT = "1.2.840.10008.5.1.4.1.2.2.1"
WORKLIST = "1.2.840.10008.5.1.4.31"
_SERVICES = {STUDY_ROOT: "C-FIND in the study root", WORKLIST: "a modality worklist"}
_PENDING, _CANCELLED = (0xFF00, 0xFF01), 0xFE00
_MOST_UNREADABLE = 1_000  # answers: a node may send such ones without end


class FindSession:
    """An association for queries of one information model, one after another."""

    def __init__(self, node: DicomNode, association: Association, model: str) -> None:
        self._node, self._association, self._model = node, association, model

    @property
    def is_open(self) -> bool:
        """Whether further queries can be asked; not where the node ended the association, or went on without end."""
        return bool(self._association.is_established)

    def find(self, criteria: Dataset, *, most: int = 0, token: CancelToken | None = None) -> Iterator[Dataset]:
        """Each match that the node has for these keys, at most so many (0: all).

        The node is told to stop where enough came or somebody cancels; where it goes on the association ends. Raises
        ``NetworkError`` kin, also where what the node has cannot be read, or ``Cancelled``.
        """
        since, found, unreadable = time.monotonic(), 0, 0
        if not self.is_open:
            raise lost(self._node, since)
        with Cancellation(self._association, self._model, token) as cancellation:
            for status, match in self._association.send_c_find(criteria, self._model):
                if status.get("Status") not in _PENDING or cancellation.in_vain:
                    if not cancellation.asked:
                        self._check(status, since)
                    break
                since = time.monotonic()
                if match is None:
                    unreadable += 1
                elif not cancellation.asked:
                    found += 1
                    yield match
                if found == most > 0 or unreadable > _MOST_UNREADABLE:
                    cancellation.ask()
        if token is not None:
            token.raise_if_cancelled()
        if unreadable > _MOST_UNREADABLE or (unreadable and not found):
            raise NetworkError(self._node.name, "the matches that it sends cannot be read")

    def _check(self, status: Dataset, since: float) -> None:
        if "Status" not in status:
            raise lost(self._node, since)
        if status.Status not in (0, _CANCELLED):
            raise NetworkError(self._node.name, f"it answered the query with status {status.Status:04X}")


@contextmanager
def find_session(node: DicomNode, model: str) -> Iterator[FindSession]:
    """An association for queries; raises ``NetworkError`` kin."""
    with associated(node, [plain_context(model)]) as association:
        require(association, node, model, _SERVICES[model])
        yield FindSession(node, association, model)


def find(
    node: DicomNode, model: str, criteria: Dataset, *, most: int = 0, token: CancelToken | None = None
) -> Iterator[Dataset]:
    """As :meth:`FindSession.find`, in an association of its own."""
    with find_session(node, model) as session:
        yield from session.find(criteria, most=most, token=token)
