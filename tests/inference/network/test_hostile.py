"""Hostile peers: refused in words, within bounds of memory, and the receiver goes on for everybody else."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.uid import ExplicitVRLittleEndian, generate_uid
from pynetdicom import evt
from pynetdicom.association import Association

from inference.network.connection.bounds import Bounds
from inference.network.dimse.library import AE  # which sends files as they lie
from inference.network.nodes.node import Tls
from inference.network.receiver.events import ObjectCame, Quarantined, Turned
from inference.network.receiver.receiver_process import ReceiverProcess
from tests import needs
from tests.inference.network.conftest import film
from tests.inference.network.servers import certificates
from tests.inference.network.test_receive import heard, kept, receiver, send

DX = "1.2.840.10008.5.1.4.1.1.1.1"
MOST_MEMORY = 300 << 20
pytestmark = needs.program("storescu", "dcmtk")
TIGHT = Bounds(pdu_seconds=1.0, idle_seconds=2.0)


def memory(process: ReceiverProcess) -> int:
    """The most that the process ever held, in bytes."""
    [line] = (one for one in Path(f"/proc/{process.pid}/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) << 10


@contextmanager
def attacked(folder: Path, bounds: Bounds = TIGHT) -> Iterator[ReceiverProcess]:
    """A receiver that is attacked in the block: afterwards it is the same process, small, and takes a film."""
    with receiver(folder / "in", bounds=bounds) as process:
        pid = process.pid
        yield process
        assert send(process, film(folder / "good.dcm", seed=99)).returncode == 0
        assert process.pid == pid
        assert memory(process) < MOST_MEMORY
    assert not list((folder / "in" / ".incoming").rglob("*.dcm"))


def connected(process: ReceiverProcess) -> socket.socket:
    return socket.create_connection(("127.0.0.1", process.port), timeout=10)


def ended(connection: socket.socket) -> bool:
    """Whether the receiver hung up, whatever it sent before."""
    with suppress(ConnectionError):
        while connection.recv(4096):
            pass
    return True


@contextmanager
def associated(process: ReceiverProcess, syntax: str = ExplicitVRLittleEndian) -> Iterator[Association]:
    entity = AE(ae_title="EVIL")
    entity.add_requested_context(DX, syntax)
    opened: list[socket.socket] = []

    def noted(event: Any) -> None:
        opened.append(event.assoc.dul.socket.socket)

    handlers: list[Any] = [(evt.EVT_CONN_OPEN, noted)]
    association = entity.associate("127.0.0.1", process.port, ae_title="THORACAM", evt_handlers=handlers)
    yield association
    if association.is_established:
        association.release()
    association.kill()
    for connection in opened:
        connection.close()  # which the library leaves open where the peer hung up first


def raw(association: Association) -> Any:
    """The connection below an association, to say on it what the library would not."""
    below = association.dul.socket
    assert below is not None
    return below.socket


@pytest.mark.parametrize("kind", [1, 4])
def test_a_pdu_that_says_it_is_four_gigabytes(kind: int, tmp_path: Path) -> None:
    with attacked(tmp_path) as process:
        with connected(process) as connection:
            connection.sendall(struct.pack(">BBI", kind, 0, 0xFFFFFFFF) + b"x" * 1000)
            assert ended(connection)
        assert "it sent a PDU of 4294967295 bytes" in heard(process, Turned)[0].why


def test_a_pdu_larger_than_was_agreed_on_in_an_association(tmp_path: Path) -> None:
    with attacked(tmp_path) as process, associated(process) as association:
        raw(association).sendall(struct.pack(">BBI", 4, 0, 200_000))
        assert "at most 131072 were agreed on" in heard(process, Turned)[0].why


def test_two_hundred_half_open_connections(tmp_path: Path) -> None:
    patient = Bounds(connections=20, associations=10)  # none of them ends by itself while the test lasts
    with attacked(tmp_path, patient) as process, ExitStack() as stack:
        for _ in range(200):
            with suppress(OSError):
                stack.enter_context(connected(process))
        assert "as many connections as are allowed" in heard(process, Turned)[0].why
        stack.close()
        time_for(lambda: send(process, film(tmp_path / "film.dcm")).returncode == 0)


def test_connections_without_a_handshake_are_held_to_the_same_bound(tmp_path: Path) -> None:
    made = certificates(tmp_path / "certificates")
    tls = Tls(authority=str(made.authority), certificate=str(made.certificate), key=str(made.key))
    with receiver(tmp_path / "in", tls=tls, bounds=Bounds(connections=10)) as process, ExitStack() as stack:
        for _ in range(100):
            with suppress(OSError):
                stack.enter_context(connected(process))
        assert [event.why for event in heard(process, Turned, 90)] == 90 * [
            "there are as many connections as are allowed"
        ]
        stack.close()
        ours = ("+tls", made.key, made.certificate, "+cf", made.authority, film(tmp_path / "film.dcm"))
        time_for(lambda: send(process, *ours).returncode == 0)


def time_for(so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not so():
        assert time.monotonic() < until


def test_a_sender_that_is_too_slow(tmp_path: Path) -> None:
    with attacked(tmp_path) as process, connected(process) as connection:
        connection.sendall(struct.pack(">BBI", 1, 0, 1000) + b"x")
        assert ended(connection)
        assert heard(process, Turned)[0].why == "it sent too slowly"


def test_a_command_that_does_not_end(tmp_path: Path) -> None:
    with attacked(tmp_path) as process:
        piece = struct.pack(">IBB", 60_002, 1, 1) + b"\0" * 60_000
        with associated(process) as association:
            connection = raw(association)
            with suppress(OSError):
                for _ in range(200):
                    connection.sendall(struct.pack(">BBI", 4, 0, len(piece)) + piece)
            assert "a command that does not end" in heard(process, Turned)[0].why


def test_a_uid_with_a_path_is_no_path(tmp_path: Path) -> None:
    path = film(tmp_path / "film.dcm", SOPInstanceUID="../../../evil", StudyInstanceUID="../../study")
    with attacked(tmp_path) as process:
        send(process, path)
    assert not [one for one in tmp_path.rglob("*evil*") if one != path]
    assert {one.parent.parent for one in kept(tmp_path / "in")} == {tmp_path / "in"}


def test_a_truncated_data_set_goes_into_quarantine(tmp_path: Path) -> None:
    path = film(tmp_path / "film.dcm", side=200)
    cut = tmp_path / "cut.dcm"
    cut.write_bytes(path.read_bytes()[:-1000])
    with attacked(tmp_path) as process:
        with associated(process) as association:
            assert association.send_c_store(cut).Status == 0xC000
        assert "an object is in quarantine" in heard(process, Turned)[0].why
    assert len(kept(tmp_path / "in")) == 1
    assert len(list((tmp_path / "in" / ".quarantine").iterdir())) == 1


def test_what_is_in_quarantine_counts_for_the_bounds_of_the_folder(tmp_path: Path) -> None:
    cut = tmp_path / "cut.dcm"
    cut.write_bytes(film(tmp_path / "film.dcm", side=200).read_bytes()[:-1000])
    with receiver(tmp_path / "in", bounds=replace(TIGHT, folder_bytes=50_000)) as process:
        with associated(process) as association:
            assert association.send_c_store(cut).Status == 0xC000
            assert association.send_c_store(tmp_path / "film.dcm").Status == 0xA700
        assert [type(one) for one in heard(process, Turned, 2)] == [Quarantined, Turned]


def test_an_object_that_is_sent_as_another_goes_into_quarantine(tmp_path: Path) -> None:
    path = film(tmp_path / "film.dcm")
    data = dcmread(path)
    data.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    data.save_as(tmp_path / "other.dcm")
    with attacked(tmp_path) as process, associated(process) as association:
        assert association.send_c_store(tmp_path / "other.dcm").Status == 0xC000


def test_deflated_transfer_syntaxes_are_not_taken(tmp_path: Path) -> None:
    with attacked(tmp_path) as process, associated(process, "1.2.840.10008.1.2.1.99") as association:
        assert not association.is_established


def test_more_objects_or_bytes_than_are_allowed(tmp_path: Path) -> None:
    paths = [film(tmp_path / "films" / f"{number}.dcm", seed=number) for number in range(5)]
    with receiver(tmp_path / "in", bounds=replace(TIGHT, objects_a_minute=3)) as process:
        assert send(process, "+sd", paths[0].parent).returncode != 0
        assert len(heard(process, ObjectCame, 3)) == 3
        assert heard(process, Turned)[0].why == "there is no room for more now"
    with receiver(tmp_path / "full", bounds=replace(TIGHT, folder_bytes=1)) as process:
        assert send(process, paths[0]).returncode == 0
        assert send(process, paths[1]).returncode != 0
    with receiver(tmp_path / "disk", bounds=replace(TIGHT, spare_bytes=1 << 60)) as process:
        assert send(process, paths[0]).returncode != 0
        assert heard(process, Turned)[0].why == "there is no room for more now"
    with receiver(tmp_path / "fast", bounds=replace(TIGHT, bytes_a_minute=3000)) as process:
        assert send(process, "+sd", paths[0].parent).returncode != 0
        assert "more bytes came within a minute" in heard(process, Turned)[0].why
