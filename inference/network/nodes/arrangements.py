"""What the window was told of the network besides nodes: its receiver, the folder it watches, where priors are."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path

import msgspec
import platformdirs
import tomli_w
from msgspec import Struct

from inference.files.atomic_file import atomic_file, typed_errors
from inference.network.nodes.node import OUR_AE_TITLE, Port, Title, Tls
from inference.network.nodes.node_store import nodes_path


class Arrangements(Struct, frozen=True, kw_only=True):
    """``folder`` is where received and fetched films are kept, empty for the program's own data folder.

    ``allowed`` are senders as ``AE@ADDRESS``; without any only this computer is listened to. ``priors_node`` is asked
    for the priors of the open patient, ``priors_by_itself`` without a click. ``send_back`` is the node that gets the
    results of what was received, empty for none. ``certificate`` and ``key`` are PEM files: with them the receiver
    speaks TLS alone; with an ``authority`` it hears only senders that have a certificate of its. ``watched`` is the
    folder that is looked into, ``watched_results`` where the results of what comes there are written, empty for none,
    and ``watched_anonymized`` whether they leave out identity.
    """

    port: Port = 11112
    ae_title: Title = OUR_AE_TITLE
    folder: str = ""
    allowed: tuple[str, ...] = ()
    send_back: str = ""
    certificate: str = ""
    key: str = ""
    authority: str = ""
    watched: str = ""
    watched_results: str = ""
    watched_anonymized: bool = True
    priors_node: str = ""
    priors_by_itself: bool = False

    @property
    def inbox(self) -> Path:
        """The folder of received and fetched films."""
        return Path(self.folder) if self.folder else platformdirs.user_data_path("thoracam", appauthor=False) / "inbox"

    @property
    def tls(self) -> Tls | None:
        """The receiver's certificates; None where it speaks no TLS. An ``authority`` alone is kept, and refused."""
        given = self.certificate or self.key or self.authority
        return Tls(authority=self.authority, certificate=self.certificate, key=self.key) if given else None


def arrangements_path() -> Path:
    """Where they are kept on this system."""
    return nodes_path().with_name("network.toml")


def load_arrangements(path: Path | None = None) -> Arrangements:
    """Those of the file; the program's own where there is none, or none that is understood."""
    with suppress(OSError, ValueError, RecursionError, msgspec.ValidationError):
        found = tomllib.loads((path or arrangements_path()).read_text(encoding="utf-8"))
        return msgspec.convert(found, Arrangements)
    return Arrangements()


def save_arrangements(arrangements: Arrangements, path: Path | None = None) -> None:
    """Write them whole; raises ``ExportError`` kin."""
    place = path or arrangements_path()
    with typed_errors(place), atomic_file(place, private=True) as file:
        tomli_w.dump(msgspec.to_builtins(arrangements), file)
