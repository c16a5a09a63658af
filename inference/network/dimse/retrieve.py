"""C-GET and C-MOVE (PS3.7 9.1.3, 9.1.4): what a node has, over the same association or sent to a receiver."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import evt
from pynetdicom.association import Association
from pynetdicom.presentation import build_context, build_role

from inference.core.cancel import CancelToken
from inference.core.errors import NetworkError
from inference.network.dimse.cancellation import Cancellation
from inference.network.dimse.connection import Guard, associated, lost, plain_context, require
from inference.network.dimse.storage_classes import STORAGE_CLASSES, STORAGE_SYNTAXES
from inference.network.nodes.node import DicomNode

GET, MOVE = "1.2.840.10008.5.1.4.1.2.2.3", "1.2.840.10008.5.1.4.1.2.2.2"
_PENDING, _CANCELLED, _SOME_FAILED, _NO_DESTINATION = (0xFF00, 0xFF01), 0xFE00, 0xB000, 0xA801
Progress = Callable[[int, int], None]  # objects that came, and how many there are; 0: nobody knows
Take = Callable[[Path, str], bool]  # takes a file from where it lies, sent as this UID; whether it could be kept


def get(node: DicomNode, wanted: Dataset, take: Take, progress: Progress, token: CancelToken, guard: Guard) -> int:
    """Have a node send what is wanted over our association; answers how many objects it could not send.

    Objects are written into ``tempfile``'s folder, within the bounds of ``guard``. Raises ``NetworkError`` kin, or
    ``Cancelled``.
    """

    def stored(event: Any) -> int:
        path = event.dataset_path
        with suppress(OSError):
            event.request._dataset_file.close()  # noqa: SLF001 - it is open, and Windows moves no open file
        return 0x0000 if take(path, str(event.request.AffectedSOPInstanceUID)) else 0xC000

    contexts = [plain_context(GET), *(build_context(one, list(STORAGE_SYNTAXES)) for one in STORAGE_CLASSES)]
    roles = [build_role(one, scp_role=True) for one in STORAGE_CLASSES]
    handlers = [(evt.EVT_C_STORE, stored)]
    with associated(node, contexts, roles=roles, handlers=handlers, guard=guard) as association:
        require(association, node, GET, "C-GET")
        return _followed(node, association, association.send_c_get(wanted, GET), GET, progress, token)


def move(node: DicomNode, wanted: Dataset, destination: str, progress: Progress, token: CancelToken) -> int:
    """Have a node send what is wanted to the receiver that it knows by this AE title; else as :func:`get`."""
    with associated(node, [plain_context(MOVE)]) as association:
        require(association, node, MOVE, "C-MOVE")
        answers = association.send_c_move(wanted, destination, MOVE)
        return _followed(node, association, answers, MOVE, progress, token)


def _followed(
    node: DicomNode,
    association: Association,
    answers: Iterable[tuple[Dataset, Any]],
    model: str,
    progress: Progress,
    token: CancelToken,
) -> int:
    since = time.monotonic()
    with Cancellation(association, model, token) as cancellation:
        for status, _ in answers:
            if "Status" not in status or cancellation.in_vain:
                token.raise_if_cancelled()
                raise lost(node, since)
            since = time.monotonic()
            done, failed, left = (int(status.get(f"NumberOf{name}Suboperations") or 0) for name in _COUNTS)
            progress(done, done + failed + left)
            if status.Status not in _PENDING:
                token.raise_if_cancelled()
                _check(node, int(status.Status))
                return failed
    return 0


_COUNTS = ("Completed", "Failed", "Remaining")


def _check(node: DicomNode, status: int) -> None:
    if status == _NO_DESTINATION:
        raise NetworkError(node.name, "it does not know our AE title as a destination: whoever runs it has to add it")
    if status not in (0, _CANCELLED, _SOME_FAILED):
        raise NetworkError(node.name, f"it answered the retrieval with status {status:04X}")
