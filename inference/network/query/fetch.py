"""Retrieval of a study into an inbox: by C-GET, by C-MOVE to a receiver of ours, or by WADO-RS."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pydicom import dcmwrite
from pydicom.dataset import Dataset

from inference.core.cancel import CancelToken
from inference.core.errors import DiskFull, NetworkError, UsageError
from inference.files.atomic_file import temporary_beside, typed_errors
from inference.network.dimse import retrieve
from inference.network.inbox.inbox import Inbox, Kept, Unfit
from inference.network.nodes.node import DicomNode, Node, WebNode
from inference.network.nodes.secrets import Secrets
from inference.network.query.criteria import study_uid
from inference.network.receiver.events import ObjectCame, Turned
from inference.network.receiver.options import EVERYWHERE, LOOPBACK, Allowed, ReceiverOptions, is_loopback
from inference.network.receiver.receiver_process import ReceiverProcess
from inference.network.web import services
from inference.reading.dicom.elements import ODD

_SETTLE_SECONDS = 2.0  # within which the last objects of a C-MOVE are told of
Progress = Callable[[int, int], None]


class By(StrEnum):
    """How a study is retrieved."""

    AUTO = "auto"  # C-GET, and C-MOVE where that is not offered; WADO-RS from a DICOMweb node
    GET = "get"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A study, or one series of it; ``receiver`` is what a C-MOVE is sent to, where one may be opened.

    ``listening``: the AE title of a receiver of ours that is open already, to which a C-MOVE is sent instead.
    """

    study_uid: str
    series_uid: str = ""
    by: By = By.AUTO
    receiver: ReceiverOptions | None = None
    listening: str = ""

    def identifier(self) -> Dataset:
        """The keys of a C-GET or C-MOVE."""
        asked = Dataset()
        asked.QueryRetrieveLevel = "SERIES" if self.series_uid else "STUDY"
        asked.StudyInstanceUID = self.study_uid
        if self.series_uid:
            asked.SeriesInstanceUID = self.series_uid
        return asked


@dataclass(slots=True)
class Fetched:
    """What came: new files, how many were there already, and what could not be kept or sent, in words."""

    paths: list[Path] = field(default_factory=list)
    duplicates: int = 0
    failed: int = 0
    notes: list[str] = field(default_factory=list)
    by: str = ""


def fetch(
    node: Node, wanted: Wanted, inbox: Inbox, secrets: Secrets, *, progress: Progress, token: CancelToken
) -> Fetched:
    """Retrieve a study; raises ``NetworkError`` kin that says which way failed and why, or ``Cancelled``."""
    study_uid(wanted.study_uid)
    if isinstance(node, WebNode):
        return _by_web(node, wanted, inbox, secrets, progress, token)
    if wanted.by is By.MOVE:
        return _by_move(node, wanted, progress, token)
    try:
        return _by_get(node, wanted, inbox, progress, token)
    except NetworkError as error:
        if wanted.by is By.GET or not (wanted.receiver or wanted.listening):
            raise
        try:
            return _by_move(node, wanted, progress, token)
        except NetworkError as other:
            raise type(other)(node.name, f"C-GET: {error.detail or 'refused'}; C-MOVE: {other.detail}") from None


def _by_get(node: DicomNode, wanted: Wanted, inbox: Inbox, progress: Progress, token: CancelToken) -> Fetched:
    found = Fetched(by="C-GET")

    def take(path: Path) -> bool:
        mine = temporary_beside(inbox.incoming / "object")
        if not inbox.has_room():
            found.notes.append("An object was not taken: the disk is full.")
            return False
        try:
            shutil.copyfile(path, mine)
            return _taken(inbox, mine, found)
        except OSError:
            found.notes.append("An object could not be written.")
            return False

    try:
        found.failed += retrieve.get(node, wanted.identifier(), take, progress, token)
    except NetworkError:  # as a node answers that was told of it for each object
        if not inbox.has_room():
            raise DiskFull(inbox.folder) from None
        raise
    return found


def _by_web(
    node: WebNode, wanted: Wanted, inbox: Inbox, secrets: Secrets, progress: Progress, token: CancelToken
) -> Fetched:
    found = Fetched(by="WADO-RS")
    with closing(services.retrieve(node, secrets, wanted.study_uid, wanted.series_uid)) as objects:
        for count, data in enumerate(objects, start=1):
            mine = temporary_beside(inbox.incoming / "object")
            with typed_errors(inbox.folder):
                kept = inbox.has_room() and _written(mine, data) and _taken(inbox, mine, found)
            if not inbox.has_room():
                raise DiskFull(inbox.folder)
            if not kept:
                found.failed += 1
            progress(count, 0)
            token.raise_if_cancelled()
    return found


def _written(path: Path, data: Dataset) -> bool:
    """Write an object that came, as it is; False for what cannot be written as a file."""
    try:
        dcmwrite(path, data, enforce_file_format=True)
    except ODD:
        path.unlink(missing_ok=True)
        return False
    return True


def _taken(inbox: Inbox, path: Path, found: Fetched) -> bool:
    try:
        received = inbox.take(path)
    except Unfit as error:
        found.notes.append(f"An object is in quarantine: {error.detail}.")
        return False
    if received.kept is Kept.DUPLICATE:
        found.duplicates += 1
    else:
        found.paths.append(received.path)
    return True


def _by_move(node: DicomNode, wanted: Wanted, progress: Progress, token: CancelToken) -> Fetched:
    """Open a receiver that takes from this node alone, and have the node send there."""
    options = wanted.receiver
    if wanted.listening:
        failed = retrieve.move(node, wanted.identifier(), wanted.listening, progress, token)
        return Fetched(by="C-MOVE", failed=failed)
    if options is None:
        raise UsageError("C-MOVE sends to a receiver of ours: say at which port it listens (--port).")
    found, receiver = Fetched(by="C-MOVE"), ReceiverProcess(options)
    receiver.start()

    def heard(done: int, total: int) -> None:
        progress(done, total)
        while (event := receiver.poll(0.0)) is not None:
            _note(event, found)

    try:
        failed = retrieve.move(node, wanted.identifier(), options.ae_title, heard, token)
        until = time.monotonic() + _SETTLE_SECONDS
        while time.monotonic() < until and (event := receiver.poll(0.3)) is not None:
            _note(event, found)
    finally:
        receiver.close()
    found.failed += failed
    if failed and not found.paths:
        found.notes.append(f"The node could not send to {options.ae_title} at port {receiver.port}: does it know it?")
    return found


def _note(event: object, found: Fetched) -> None:
    if isinstance(event, ObjectCame):
        if event.duplicate:
            found.duplicates += 1
        else:
            found.paths.append(event.path)
    elif isinstance(event, Turned):
        found.notes.append(f"{event.sender}: {event.why}.")


def receiver_for(node: Node, inbox: Inbox, port: int, bind: str = "") -> ReceiverOptions | None:
    """The receiver that a C-MOVE from this node is sent to: by our AE title there, from its addresses alone.

    Without ``bind`` it listens where this node reaches it: on the loopback address if it is on this computer.
    """
    if not isinstance(node, DicomNode):
        return None
    try:
        found = socket.getaddrinfo(node.host, node.port, type=socket.SOCK_STREAM)
    except OSError:
        return None  # it cannot be asked either
    addresses = list(dict.fromkeys(str(address[0]).split("%")[0] for *_, address in found))
    here, six = all(is_loopback(one) for one in addresses), all(":" in one for one in addresses)
    place = bind or {(True, False): LOOPBACK, (True, True): "::1", (False, True): "::"}.get((here, six), EVERYWHERE)
    return ReceiverOptions(
        inbox.folder, port, node.our_ae_title, place, tuple(Allowed("", one) for one in addresses)
    ).checked()
