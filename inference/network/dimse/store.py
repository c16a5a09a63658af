"""C-STORE (PS3.7 9.1.1): objects to a node, as they lie where it takes them so, else converted."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pydicom.uid import UID
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext, build_context

from inference.core.errors import NodeBusy, ObjectRefused
from inference.network.dimse.connection import MOST_CONTEXTS, PLAIN, associated, lost
from inference.network.nodes.node import DicomNode, Syntaxes
from inference.network.sending.conversion import NEW_META, converted
from inference.network.sending.objects import DicomObject

_BUSY = (0xA700, 0x0122)  # out of resources (PS3.4 B.2.3)


class StoreSession:
    """An association that objects are sent over, one after another."""

    def __init__(self, node: DicomNode, association: Association) -> None:
        self._node, self._association = node, association
        self._accepted = {
            (context.abstract_syntax, context.transfer_syntax[0]) for context in association.accepted_contexts
        }

    def store(self, item: DicomObject) -> str:
        """Send an object; answers how it was converted, empty where it went as it lies.

        Raises ``ObjectRefused``, ``NodeBusy``, ``NoAnswer`` or ``FilmError`` kin.
        """
        syntax = self._syntax_for(item)
        if syntax == item.syntax and item.whole_meta:
            self._send(item.path)
            return ""
        with tempfile.TemporaryDirectory(prefix="thoracam-") as folder:
            self._send(converted(item.path, Path(folder) / "object.dcm", syntax))
        return f"{item.syntax.name} to {syntax.name}" if syntax != item.syntax else NEW_META

    def _syntax_for(self, item: DicomObject) -> UID:
        """The transfer syntax that the object goes in: its own where the node takes it, and the node is set so."""
        wanted = [*PLAIN] if _plain_first(self._node, item.syntax) else [item.syntax, *PLAIN]
        for syntax in wanted:
            if (item.sop_class, syntax) in self._accepted:
                return UID(syntax)
        if any(known == item.sop_class for known, _ in self._accepted):
            raise ObjectRefused(self._node.name, f"it takes {item.kind}, but in no transfer syntax that can be made")
        raise ObjectRefused(self._node.name, f"it does not take {item.kind}")

    def _send(self, path: Path) -> None:
        since = time.monotonic()
        answer = self._association.send_c_store(path)
        if "Status" not in answer:
            raise lost(self._node, since)
        status = int(answer.Status)
        if status in _BUSY or status >> 8 == 0xA7:
            raise NodeBusy(self._node.name, f"it answered with status {status:04X}, out of resources")
        if status != 0 and status >> 12 != 0xB:  # B...: taken, with a warning
            raise ObjectRefused(self._node.name, f"it answered with status {status:04X}")


@contextmanager
def store_session(node: DicomNode, items: Sequence[DicomObject]) -> Iterator[StoreSession]:
    """An association for these objects, of which :func:`fitting` says how many may be at once."""
    with ExitStack() as stack:
        yield StoreSession(node, stack.enter_context(associated(node, _contexts(node, items))))


def fitting(node: DicomNode, items: Sequence[DicomObject]) -> int:
    """How many of these objects, from the first on, fit into the presentation contexts of one association."""
    for count in range(len(items), 0, -1):
        if len(_pairs(node, items[:count])) <= MOST_CONTEXTS:
            return count
    return 0


def _contexts(node: DicomNode, items: Sequence[DicomObject]) -> list[PresentationContext]:
    """A context of its own for each SOP class and transfer syntax: a node takes or refuses each by itself."""
    return [build_context(sop_class, syntax) for sop_class, syntax in _pairs(node, items)]


def _pairs(node: DicomNode, items: Sequence[DicomObject]) -> list[tuple[str, str]]:
    stored = [(item.sop_class, str(item.syntax)) for item in items if not _plain_first(node, item.syntax)]
    plain = [(item.sop_class, str(syntax)) for item in items for syntax in PLAIN]
    return list(dict.fromkeys([*stored, *plain]))


def _plain_first(node: DicomNode, syntax: UID) -> bool:
    return node.syntaxes is Syntaxes.PLAIN and syntax not in PLAIN
