"""The nodes as a TOML file beside the settings; whoever edits it by hand is told what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
import tomli_w

from inference.core.errors import UsageError
from inference.files.atomic_file import atomic_file, typed_errors
from inference.files.file_lock import locked
from inference.network.nodes.node import DicomNode, Node, WebNode, checked_url, is_host, typed_node


def nodes_path() -> Path:
    """Where nodes are kept on this system."""
    return platformdirs.user_config_path("thoracam", appauthor=False) / "nodes.toml"


class NodeStore:
    """The nodes of a file, read anew each time: the window and commands may change them at once."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or nodes_path()

    def all(self) -> tuple[Node, ...]:
        """Every node by name; none where there is no file. Raises ``UsageError`` for a file that is not understood."""
        return tuple(sorted(self._read(), key=lambda node: node.name.casefold()))

    def named(self, text: str) -> Node:
        """The node of this name, or the one that ``AE@HOST:PORT`` means. Raises ``UsageError`` where there is none."""
        known = self.all()
        for node in known:
            if node.name.casefold() == text.casefold():
                return node
        if (typed := typed_node(text)) is not None:
            return typed
        names = ", ".join(node.name for node in known) or "none yet"
        raise UsageError(
            f"There is no node “{text}”. Nodes: {names}; or type AE@HOST:PORT. thoracam node add adds one."
        )

    def set_up(self, name: str) -> Node:
        """The node that the user set up under this name; no address is taken for one. Raises ``UsageError``."""
        for node in self.all():
            if node.name.casefold() == name.casefold():
                return node
        raise UsageError(f"No node “{name}” is set up here: thoracam node add, or File, Network, Nodes adds one.")

    def titled(self, ae_title: str) -> Node | None:
        """The first node that calls itself so, which may have written to our receiver."""
        return next((node for node in self.all() if getattr(node, "ae_title", "") == ae_title.strip()), None)

    def add(self, node: Node) -> Node | None:
        """Keep a node; answers the one of that name that it replaced. Raises ``UsageError`` or ``ExportError`` kin."""
        with self._changing():
            known = self._read()
            others = [other for other in known if other.name.casefold() != node.name.casefold()]
            self._write([*others, node])
        return next((one for one in known if one not in others), None)

    def remove(self, name: str) -> Node:
        """Forget a node; raises ``UsageError`` where there is none of that name."""
        with self._changing():
            known = self._read()
            gone = [node for node in known if node.name.casefold() == name.casefold()]
            if not gone:
                raise UsageError(f"There is no node “{name}”: thoracam node list shows all.")
            self._write([node for node in known if node not in gone])
        return gone[0]

    def _changing(self) -> Any:
        return locked(self.path.with_name(f".{self.path.name}.lock"), wait=2)

    def _read(self) -> list[Node]:
        try:
            found = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except (ValueError, RecursionError):
            raise UsageError(f"{self.path} is no TOML: mend it, or move it away.") from None
        except OSError as error:
            raise UsageError(f"{self.path} cannot be read: {error.strerror}") from None
        return [_node(one, self.path) for one in found.get("node", [])]

    def _write(self, nodes: Iterable[Node]) -> None:
        values = {"node": [msgspec.to_builtins(node) for node in nodes]}
        with typed_errors(self.path), atomic_file(self.path, private=True) as file:
            tomli_w.dump(_without_none(values), file)


def checked_node(node: Node) -> Node:
    """The same; raises ``UsageError`` where a value of it makes no sense."""
    try:
        return _understood(msgspec.to_builtins(node))
    except msgspec.ValidationError as error:
        raise UsageError(f"The node cannot be so: {error}.") from None


def _understood(found: Any) -> Node:
    node: Node = msgspec.convert(found, DicomNode | WebNode)
    if isinstance(node, WebNode):
        checked_url(node.url)
    elif not is_host(node.host):
        raise UsageError("A host is a name or an address, and this is none.")
    return node


def _node(found: Any, path: Path) -> Node:
    try:
        return _understood(found)
    except (msgspec.ValidationError, UsageError) as error:
        name = found.get("name", "?") if isinstance(found, dict) else "?"
        raise UsageError(f"The node “{name}” in {path.name} is not understood: {error}") from None


def _without_none(value: Any) -> Any:
    """The same without what is None, for which TOML has no word."""
    if isinstance(value, dict):
        return {key: _without_none(one) for key, one in value.items() if one is not None}
    return [_without_none(one) for one in value] if isinstance(value, list) else value
