"""Whether a node has an object: asked by C-FIND or QIDO-RS after it said that it took it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from pydicom.dataset import Dataset

from inference.network.dimse.find import STUDY_ROOT, find_session
from inference.network.nodes.node import DicomNode, Node, WebNode
from inference.network.nodes.secrets import Secrets
from inference.network.sending.objects import DicomObject
from inference.network.web import services

_MOST = 2  # matches of a UID: one, and a node that has more, or none of it, is told to stop


def held_by(node: Node, items: Sequence[DicomObject], secrets: Secrets) -> set[str]:
    """The UIDs of those objects that a node says it has; raises ``NetworkError`` kin where it cannot be asked."""
    if not isinstance(node, DicomNode):
        return {item.sop_uid for item in items if _is_in(item, _searched(node, item, secrets))}
    held, left = set[str](), deque(items)
    while left:
        with find_session(node, STUDY_ROOT) as session:
            while left:
                item = left.popleft()
                if _is_in(item, session.find(_criteria(item), most=_MOST)):
                    held.add(item.sop_uid)
                if not session.is_open:
                    break
    return held


def _searched(node: WebNode, item: DicomObject, secrets: Secrets) -> Iterator[Dataset]:
    filters = {"StudyInstanceUID": item.study_uid, "SOPInstanceUID": item.sop_uid}
    return services.search(node, secrets, "IMAGE", filters, most=1)


def _is_in(item: DicomObject, matches: Iterable[Dataset]) -> bool:
    return item.sop_uid in {str(match.get("SOPInstanceUID", "")) for match in matches}


def _criteria(item: DicomObject) -> Dataset:
    asked = Dataset()
    asked.QueryRetrieveLevel = "IMAGE"
    asked.StudyInstanceUID, asked.SeriesInstanceUID = item.study_uid, item.series_uid
    asked.SOPInstanceUID = item.sop_uid
    return asked
