"""The receiver: films as they were sent, each once, whole or not at all; complete studies are analysed and answered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid
from pynetdicom import AE, evt

from inference.core.errors import UsageError
from inference.network.dimse.commitment import PUSH_MODEL, WELL_KNOWN
from inference.network.inbox.completion import StudyClock
from inference.network.nodes.node import Tls
from inference.network.receiver.events import CommitmentAsked, Event, Listening, ObjectCame, Restarted, Turned
from inference.network.receiver.options import LOOPBACK, Allowed, ReceiverOptions, allowed_from
from inference.network.receiver.receiver_process import ReceiverProcess
from inference.network.receiver.telling import Telling
from tests import needs
from tests.inference.network.conftest import film, thoracam
from tests.inference.network.servers import certificates, free_port

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "resources" / "samples" / "kim" / "1-pa.dcm"
PATIENCE_S = 60.0
pytestmark = needs.program("storescu", "dcmtk")
Kind = TypeVar("Kind", bound=Event)


@contextmanager
def receiver(folder: Path, **options: object) -> Iterator[ReceiverProcess]:
    process = ReceiverProcess(ReceiverOptions(folder, 0, **options))  # type: ignore[arg-type]  # by name
    try:
        process.start()
        yield process
    finally:
        process.close()


def heard(process: ReceiverProcess, kind: type[Kind], count: int = 1) -> list[Kind]:
    """So many events of a kind; others are passed over."""
    found: list[Kind] = []
    until = time.monotonic() + PATIENCE_S
    while len(found) < count and time.monotonic() < until:
        event = process.poll(0.1)
        if isinstance(event, kind):
            found.append(event)
    assert len(found) == count
    return found


def send(process: ReceiverProcess, *words: object, title: str = "THORACAM") -> subprocess.CompletedProcess[str]:
    command = ["storescu", "-R", "-aec", title, *map(str, words[:-1]), "127.0.0.1", str(process.port), str(words[-1])]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*.dcm") if not path.parent.name.startswith("."))


def test_a_film_arrives_byte_for_byte_under_a_name_of_hashes(tmp_path: Path) -> None:
    sent = film(tmp_path / "film.dcm", PatientName="Kim^Ada")
    with receiver(tmp_path / "in") as process:
        assert send(process, sent).returncode == 0
        [came] = heard(process, ObjectCame)
    assert [came.path] == kept(tmp_path / "in")
    assert dcmread(came.path).PixelData == dcmread(sent).PixelData
    uids = {dcmread(sent).SOPInstanceUID, dcmread(sent).StudyInstanceUID}
    assert not any(uid in str(came.path) for uid in uids)
    assert came.sender == "STORESCU"


def test_a_film_that_comes_twice_is_kept_once_and_other_pixels_beside_it(tmp_path: Path) -> None:
    uids: dict[str, Any] = {"SOPInstanceUID": generate_uid(), "StudyInstanceUID": generate_uid()}
    one, other = (film(tmp_path / f"{seed}.dcm", seed=seed, **uids) for seed in (1, 2))
    with receiver(tmp_path / "in") as process:
        for path in (one, one, other):
            assert send(process, path).returncode == 0
        assert [event.duplicate for event in heard(process, ObjectCame, 3)] == [False, True, False]
    assert len(kept(tmp_path / "in")) == 2


def test_only_who_is_allowed_is_heard(tmp_path: Path) -> None:
    path = film(tmp_path / "film.dcm")
    with receiver(tmp_path / "in", allowed=(Allowed("FRIEND", LOOPBACK),)) as process:
        assert send(process, "-aet", "FRIEND", path).returncode == 0
        assert send(process, "-aet", "STRANGER", path).returncode != 0
        assert send(process, "-aet", "FRIEND", path, title="WRONG").returncode != 0
        assert "was refused" in heard(process, Turned)[0].why
    with receiver(tmp_path / "in", allowed=(Allowed("STORESCU", "192.0.2.7"),)) as process:
        assert send(process, path).returncode != 0
        assert heard(process, Turned)[0].why == "its address is not on the allow-list"


def test_other_computers_need_an_allow_list(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs an allow-list"):
        ReceiverOptions(tmp_path, 0, bind="0.0.0.0").checked()  # noqa: S104 - refused
    assert allowed_from("PACS@192.0.2.9/24") == Allowed("PACS", "192.0.2.0/24")
    assert allowed_from("@::1").holds("ANY", "::1")
    with pytest.raises(UsageError):
        allowed_from("PACS@nowhere")


@pytest.mark.parametrize("bound", [("--pause", "nan"), ("--most-gigabytes", "nan"), ("--most-associations", "-1")])
def test_bounds_that_are_none_are_refused(bound: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        thoracam("receive", "--port", 11999, "--into", tmp_path, *bound)


def test_a_port_that_is_taken_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with receiver(tmp_path / "in") as process:
        assert thoracam("receive", "--port", process.port, "--into", tmp_path / "other") == 2
    assert "cannot listen" in capsys.readouterr().err


@pytest.mark.parametrize("below", ["file", "file/in"])
def test_a_folder_that_is_a_file_or_below_one_is_said(
    below: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert thoracam("receive", "--port", free_port(), "--into", tmp_path / below) == 2
    assert "Films cannot be kept in" in (said := capsys.readouterr().err)
    assert "it is a file, or lies below one" in said
    assert thoracam("fetch", "PACS@127.0.0.1:9", "--study", "1.2", "--into", tmp_path / below) == 2
    assert "report" not in said + capsys.readouterr().err


def test_a_receiver_that_was_killed_listens_again_and_nothing_is_half(tmp_path: Path) -> None:
    path = film(tmp_path / "film.dcm")
    with receiver(tmp_path / "in") as process:
        assert send(process, path).returncode == 0
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        heard(process, Restarted)
        heard(process, Listening)
        assert send(process, path).returncode == 0
    assert len(kept(tmp_path / "in")) == 1
    assert not list((tmp_path / "in" / ".incoming").rglob("*.dcm"))


def test_tls_is_spoken_with_who_has_a_certificate_alone(tmp_path: Path) -> None:
    made = certificates(tmp_path / "certificates")
    tls = Tls(authority=str(made.authority), certificate=str(made.certificate), key=str(made.key))
    path = film(tmp_path / "film.dcm")
    with receiver(tmp_path / "in", tls=tls) as process:
        ours = ("+tls", made.key, made.certificate, "+cf", made.authority)
        assert send(process, *ours, path).returncode == 0
        assert send(process, "+tla", "+cf", made.authority, path).returncode != 0  # without a certificate
        assert send(process, path).returncode != 0  # without TLS
    assert len(kept(tmp_path / "in")) == 1


def test_a_sender_is_told_which_objects_are_safe(tmp_path: Path) -> None:
    path = film(tmp_path / "film.dcm")
    with receiver(tmp_path / "in", committers=("MODALITY",)) as process:
        send(process, path)
        data = dcmread(path)
        asked = Dataset()
        asked.TransactionUID = generate_uid()
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = data.SOPClassUID, data.SOPInstanceUID
        asked.ReferencedSOPSequence = [item]
        entity = AE(ae_title="MODALITY")
        entity.add_requested_context(PUSH_MODEL)
        association = entity.associate("127.0.0.1", process.port, ae_title="THORACAM")
        status, _ = association.send_n_action(asked, 1, PUSH_MODEL, WELL_KNOWN)
        association.release()
        assert status.Status == 0
        [event] = heard(process, CommitmentAsked)
        assert event.objects == ((data.SOPClassUID, data.SOPInstanceUID),)


def test_what_happens_at_once_is_told_in_few_messages_in_order_and_to_the_end() -> None:
    ours, theirs = Pipe()
    telling, events = Telling(theirs), [Turned("PEER", str(number)) for number in range(100)]
    for event in events:
        telling(event)
    telling.end()
    theirs.close()
    messages: list[list[Event]] = []
    with suppress(EOFError):
        while True:
            messages.append(ours.recv())
    assert [event for message in messages for event in message] == events
    assert len(messages) < 10


def test_a_study_is_complete_after_a_pause_and_once() -> None:
    clock = StudyClock(pause=10)
    clock.note("a", 0)
    clock.note("b", 5)
    clock.note("a", 8)  # in another association
    assert clock.complete(15) == ["b"]
    assert clock.complete(18) == ["a"]
    assert clock.complete(60) == []


def test_what_is_received_is_analysed_and_results_go_back(tmp_path: Path) -> None:
    """The command as its user runs it: a film in, results at the node that it came from, commitment answered."""
    port, came, reported = free_port(), list[str](), list[object]()
    entity = AE(ae_title="MODALITY")
    entity.supported_contexts = []
    for sop_class in ("1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.88.33"):
        entity.add_supported_context(sop_class)
    entity.add_supported_context(PUSH_MODEL, scu_role=False, scp_role=True)

    def stored(event: evt.Event) -> int:
        came.append(str(event.request.AffectedSOPClassUID))
        return 0

    def told(event: evt.Event) -> tuple[int, None]:
        reported.append(event.event_type)
        return 0, None

    handlers: list[object] = [(evt.EVT_C_STORE, stored), (evt.EVT_N_EVENT_REPORT, told)]
    server = entity.start_server(("127.0.0.1", 0), block=False, evt_handlers=handlers)  # type: ignore[arg-type]
    assert server is not None
    try:
        theirs = server.server_address[1]
        assert thoracam("node", "add", "modality", "--dicom", f"MODALITY@127.0.0.1:{theirs}") == 0
        words = ["receive", "--port", str(port), "--into", str(tmp_path / "in"), "--pause", "0.3"]
        words += ["--analyse", "--send-back", "modality"]
        with command(words) as process:
            until(lambda: thoracam("node", "test", f"THORACAM@127.0.0.1:{port}") == 0)
            assert thoracam("send", "--to", f"THORACAM@127.0.0.1:{port}", SAMPLE) == 0
            until(lambda: "1.2.840.10008.5.1.4.1.1.88.33" in came)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 130
    finally:
        server.shutdown()
    assert len(list((tmp_path / "in" / "reports").glob("*/*/report.png"))) == 1


@contextmanager
def command(words: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "viewer", *words], cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not so():
        assert time.monotonic() < end
        threading.Event().wait(0.1)
