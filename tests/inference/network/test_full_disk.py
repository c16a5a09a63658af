"""A disk that is full, in earnest: a small one where one can be mounted, else a limit of what may be written."""

from __future__ import annotations

import errno
import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import pytest
from pydicom.uid import generate_uid

from inference.cli.network.received import UNFINISHED
from inference.core.errors import ExportError
from inference.network.connection.bounds import Bounds
from inference.network.inbox.inbox import Inbox
from inference.network.receiver.events import CannotListen, Event, ObjectCame, Turned
from inference.network.receiver.receiver_process import ReceiverProcess
from inference.network.sending.queue import SendQueue
from tests import needs
from tests.bad_disk import BadDisk, sentence_of
from tests.inference.network.conftest import film, thoracam
from tests.inference.network.servers import Orthanc, free_port
from tests.inference.network.test_receive import PATIENCE_S, heard, kept, receiver, send

pytestmark = needs.program("storescu", "dcmtk")
SMALL = 2 << 20  # bytes of the disk
Limit = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Limit]]:
    """A folder with two megabytes, and what holds processes that are started within it to as much if it has more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    @contextmanager
    def limit() -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        if not mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, before[1]))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    yield folder, limit
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_an_object_that_fills_the_disk_is_refused_and_a_smaller_one_taken(
    disk: tuple[Path, Limit], tmp_path: Path
) -> None:
    large, small = film(tmp_path / "large.dcm", side=1200), film(tmp_path / "small.dcm", seed=1)
    folder, limit = disk
    with limit(), receiver(folder / "in", bounds=Bounds(spare_bytes=0)) as process:
        pid = process.pid
        assert send(process, large).returncode != 0
        assert heard(process, Turned)[0].why == "the disk is full"
        assert send(process, small).returncode == 0
        heard(process, ObjectCame)
        assert process.pid == pid
        assert len(kept(folder / "in")) == 1
        assert not list((folder / "in" / ".incoming").rglob("*.dcm"))


@pytest.mark.parametrize("way", ["get", "web"])
def test_a_retrieval_that_fills_the_disk_ends_in_words_and_leaves_nothing_half(
    way: str,
    disk: tuple[Path, Limit],
    pacs: Orthanc,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, limit = disk
    uid = generate_uid()
    assert thoracam("send", "--to", pacs.address, film(tmp_path / "a.dcm", side=1200, StudyInstanceUID=uid)) == 0
    thoracam("node", "add", "web", "--url", pacs.url)
    monkeypatch.setattr("inference.cli.network.fetch.Inbox", lambda place: Inbox(place, spare=0))
    node = "web" if way == "web" else pacs.address
    capsys.readouterr()
    with limit():
        assert thoracam("fetch", node, "--study", uid, "--into", folder / "in") == 1
    assert "disk" in capsys.readouterr().err.lower()
    assert not list((folder / "in").rglob("*.dcm"))


def test_a_queue_on_a_full_disk_says_so_and_keeps_what_it_had(disk: tuple[Path, Limit], tmp_path: Path) -> None:
    folder, limit = disk
    queue, ballast = SendQueue(folder / "outgoing.sqlite"), folder / "ballast"
    queue.add("PACS@127.0.0.1:9", [tmp_path / "film.dcm"])
    with limit():
        with suppress(OSError):
            ballast.write_bytes(bytes(SMALL - (256 << 10)))
        many = [tmp_path / f"{'a' * 200}{number}.dcm" for number in range(20_000)]
        with pytest.raises(ExportError):
            queue.add("PACS@127.0.0.1:9", many)
    ballast.unlink()
    assert queue.entries()[0].path == tmp_path / "film.dcm"
    assert queue.cancel() == len(queue.entries())
    assert queue.forget() > 0


def received(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch, over: Callable[[], object]) -> None:
    """Run the command on what it holds until ``over``, as if somebody ended it then."""
    end, real = time.monotonic() + PATIENCE_S, ReceiverProcess.poll

    def ended(process: ReceiverProcess, seconds: float) -> Event | None:
        return CannotListen("the test is over") if over() or time.monotonic() > end else real(process, seconds)

    with monkeypatch.context() as patch:
        patch.setattr(ReceiverProcess, "poll", ended)
        patch.setattr("inference.cli.network.received.ROOM_AGAIN", 0.0)
        words = ("--port", free_port(), "--into", folder, "--out", out, "--pause", "0", "--analyse")
        assert thoracam("receive", *words) == 2


def test_a_study_that_a_full_disk_had_no_room_for_is_analysed_once_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    film(tmp_path / "in" / "study" / "a-b.dcm", side=64)
    out, disk = tmp_path / "out", BadDisk(monkeypatch, tmp_path / "out")
    disk.refuse(2, errno.ENOSPC, of="fsync", for_good=True)  # the mark of a study that is not finished still fits

    def room_again() -> bool:
        if len(disk.asked) > 1:  # it was refused, and said
            disk.refuse(0, 0)
        return bool([*out.rglob("report.png")])

    received(tmp_path / "in", out, monkeypatch, room_again)
    said = capsys.readouterr().err
    assert sentence_of(errno.ENOSPC, said)
    assert "--resume" not in said  # which receive has not
    assert len([*out.rglob("report.png")]) == 1


def test_a_study_that_was_not_finished_is_when_the_receiver_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed, name in enumerate(("a-a", "b-b")):
        film(tmp_path / "in" / "study" / f"{name}.dcm", side=64, seed=seed)
    out = tmp_path / "out"

    def reports() -> list[Path]:
        return sorted(out.rglob("report.png"))

    received(tmp_path / "in", out, monkeypatch, lambda: len(reports()) == 2)
    mark = out / "study" / UNFINISHED
    assert not mark.exists()
    kept, lost = (path.parent for path in reports())
    before = (kept / "result.json").stat().st_mtime_ns
    shutil.rmtree(lost)  # as where the disk was full after the first, and the receiver was ended then
    mark.touch()
    received(tmp_path / "in", out, monkeypatch, lambda: len(reports()) == 2)
    assert len(reports()) == 2
    assert not mark.exists()
    assert (kept / "result.json").stat().st_mtime_ns == before  # not done again


def test_a_queue_opens_while_another_process_writes(tmp_path: Path) -> None:
    path = tmp_path / "outgoing.sqlite"
    SendQueue(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("begin immediate")
        assert SendQueue(path).entries() == []
