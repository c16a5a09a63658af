"""What another program says to have a study shown: a link, or ``open --study UID --node NODE``."""

from __future__ import annotations

from collections.abc import Sequence

from inference.core.errors import UsageError
from inference.network.nodes.node_store import NodeStore
from inference.network.study_request import StudyRequest


def request_of(words: Sequence[str]) -> StudyRequest:
    """The study that these words ask for, at a node that is set up; raises ``UsageError`` for anything else."""
    request = _asked(words)
    NodeStore().set_up(request.node)
    return request


def _asked(words: Sequence[str]) -> StudyRequest:
    if len(words) == 1:
        return StudyRequest.of_link(words[0])
    if len(words) == 4 and set(words[::2]) == {"--study", "--node"}:
        given = dict(zip(words[::2], words[1::2], strict=True))
        return StudyRequest.of(given["--node"], given["--study"])
    raise UsageError("thoracam open --study UID --node NODE takes nothing else.")
