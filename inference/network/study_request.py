"""A study that another program wants shown: a link or a command line, on its way to the window as a small file.

``thoracam://study?node=NAME&uid=UID``. A node is one that the user set up, by name: no link makes this program speak
with any other.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

from inference.core.errors import UsageError
from inference.files.atomic_file import write_whole
from inference.network.nodes.node_store import NodeStore
from inference.network.query.criteria import study_uid as checked_uid
from inference.network.record import network_folder

SCHEME, SUFFIX = "thoracam", ".thoracam-study"  # of links, and of files that hold one
_MOST = 4096  # bytes of such a file


@dataclass(frozen=True, slots=True)
class StudyRequest:
    """Which study of which node, by its name in the settings."""

    node: str
    study_uid: str

    @classmethod
    def of(cls, node: str, study_uid: str) -> Self:
        """A request; raises ``UsageError`` where the UID is none, or no name is given."""
        if not node.strip() or not node.isprintable() or len(node) > 64:
            raise UsageError("A study is asked for at a node, by the name that it has here.")
        return cls(node.strip(), checked_uid(study_uid))

    @classmethod
    def of_link(cls, link: str) -> Self:
        """The request of ``thoracam://study?node=...&uid=...``; raises ``UsageError`` for any other."""
        try:
            parts = urlsplit(link[:2048])
            asked = parse_qs(parts.query, strict_parsing=True, max_num_fields=8)
        except ValueError:
            parts, asked = urlsplit(""), {}
        if parts.scheme != SCHEME or parts.netloc != "study" or not {"node", "uid"} <= asked.keys():
            raise UsageError("A link to a study is thoracam://study?node=NAME&uid=UID.")
        return cls.of(asked["node"][0], asked["uid"][0])

    def left(self) -> Path:
        """Leave the request as a file, which the window takes; raises ``ExportError`` kin."""
        path = network_folder() / "requests" / f"{secrets.token_hex(8)}{SUFFIX}"
        return write_whole(path, json.dumps(asdict(self)).encode("utf-8"), private=True)

    @classmethod
    def taken(cls, path: Path) -> Self:
        """The request that a file holds, which goes; raises ``UsageError`` where it holds none."""
        try:
            with path.open("rb") as file:
                found = json.loads(file.read(_MOST))
            if path.parent == network_folder() / "requests":
                path.unlink()
            return cls.of(str(found["node"]), str(found["study_uid"]))
        except (OSError, ValueError, KeyError, TypeError):
            raise UsageError(f"“{path.name}” asks for no study.") from None


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
