"""Hostile nodes: what they answer or send is bounded and refused in words, as what senders send to the receiver is."""

from __future__ import annotations

import multiprocessing
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid
from pynetdicom import evt

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import NetworkError
from inference.network.connection.bounds import Bounds
from inference.network.connection.meter import Meter
from inference.network.dimse import cancellation, retrieve
from inference.network.dimse.connection import Guard
from inference.network.dimse.find import find, find_session
from inference.network.inbox.inbox import Inbox
from inference.network.nodes.node import DicomNode, typed_node
from inference.network.nodes.secrets import Secrets
from inference.network.query import search
from inference.network.query.fetch import fetch
from inference.network.query.wanted import Wanted
from inference.network.web import client
from inference.network.web.parts import NoParts, boundary_of, written_parts
from tests.inference.network.conftest import film, thoracam
from tests.inference.network.made_up_nodes import (
    FIND,
    GET,
    entity,
    saying,
    sending_without_end,
    sent_by_get,
    service,
)

STUDY = generate_uid()


def dicom_node(address: str) -> DicomNode:
    node = typed_node(address)
    assert isinstance(node, DicomNode)
    return node


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return "".join(capsys.readouterr())


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*.dcm") if not path.parent.name.startswith("."))


def test_a_node_that_says_its_pdu_is_four_gigabytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with saying(struct.pack(">BBI", 2, 0, 0xFFFFFFFF) + b"x" * 100_000) as node:
        assert thoracam("node", "test", node) == 1
        assert "it sent a PDU of 4294967295 bytes" in said(capsys).lower().replace("pdu", "PDU")


def test_a_node_that_sends_another_patient_or_a_path_as_a_uid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, other = film(tmp_path / "good.dcm", StudyInstanceUID=STUDY), film(tmp_path / "other.dcm", seed=2)
    path_uid = film(tmp_path / "path.dcm", StudyInstanceUID=STUDY, SOPInstanceUID="../../../evil", seed=1)
    into = tmp_path / "in"
    with entity(GET, sent_by_get([good, path_uid, other])) as node:
        assert thoracam("fetch", node, "--study", STUDY, "--into", into) == 1
    words = said(capsys)
    assert "it is of another study than the one that was asked for" in words
    assert "it is another object than the one it was sent as" in words
    assert "1 objects by C-GET" in words
    assert "2 failed" in words
    assert [dcmread(one).PixelData for one in kept(into)] == [dcmread(good).PixelData]
    assert len(list((into / ".quarantine").iterdir())) == 2
    assert not list(tmp_path.rglob("*evil*"))
    assert not list((into / ".incoming").rglob("*.dcm"))


def test_a_node_that_sends_an_object_larger_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    bounds = Bounds(object_bytes=100_000)
    guard, took = Guard(bounds, Meter(bounds), lambda: True), list[Path]()

    def take(path: Path, _uid: str) -> bool:
        took.append(path)
        return True

    large, wanted = film(tmp_path / "large.dcm", side=400), Wanted(STUDY).identifier()
    with entity(GET, sent_by_get([large])) as address, pytest.raises(NetworkError) as failed:
        retrieve.get(dicom_node(address), wanted, take, lambda _done, _total: None, CancelToken(), guard)
    assert failed.value.detail == "it sent an object that is larger than allowed"
    assert not took


def test_a_retrieval_that_is_cancelled_ends_though_the_node_says_nothing(tmp_path: Path) -> None:
    token, silent = CancelToken(), threading.Event()

    def got(_event: Any) -> Iterator[Any]:
        token.cancel()
        silent.wait(60)
        yield 0

    with entity(GET, [(evt.EVT_C_GET, got)]) as address, Inbox(tmp_path / "in") as inbox:
        with pytest.raises(Cancelled):
            fetch(
                dicom_node(address), Wanted(STUDY), inbox, Secrets(), progress=lambda _done, _total: None, token=token
            )
        silent.set()
    assert not [one for one in multiprocessing.active_children() if one.name == "thoracam-fetcher"]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node may answer on for a moment only."""
    monkeypatch.setattr(cancellation, "_LONGEST_SECONDS", 0.3)


def series_level() -> Dataset:
    asked = Dataset()
    asked.QueryRetrieveLevel, asked.StudyInstanceUID, asked.SeriesInstanceUID = "SERIES", STUDY, None
    return asked


def found_without_end(event: Any) -> Iterator[Any]:
    """Matches as long as anybody listens, as of nodes that know no C-CANCEL."""
    while event.assoc.is_established:
        time.sleep(0.01)  # else the node's own threads hear and are heard of nothing in this process
        match = Dataset()
        match.QueryRetrieveLevel, match.SeriesInstanceUID = "SERIES", generate_uid()
        yield 0xFF00, match


def found_until_cancelled(event: Any) -> Iterator[Any]:
    for one in found_without_end(event):
        if event.is_cancelled:
            break
        yield one
    yield 0xFE00, None


def found_and_silent(event: Any) -> Iterator[Any]:
    """Matches for a while, and then nothing more, not even that it was all."""
    for _, one in zip(range(20), found_without_end(event), strict=False):
        yield one
    while event.assoc.is_established:
        time.sleep(0.05)


@pytest.mark.parametrize("found", [found_without_end, found_until_cancelled, found_and_silent])
def test_a_node_that_finds_without_end(
    found: Callable[[Any], Iterator[Any]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_BELOW", 20)
    with entity(FIND, [(evt.EVT_C_FIND, found)]) as node:
        assert thoracam("query", node, "--study", STUDY, "--series") == 0
    assert len(capsys.readouterr().out.splitlines()) == 20


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("found", [found_without_end, found_until_cancelled, found_and_silent])
def test_a_query_that_is_cancelled_ends_though_the_node_goes_on(found: Callable[[Any], Iterator[Any]]) -> None:
    token, came = CancelToken(), list[Dataset]()
    with entity(FIND, [(evt.EVT_C_FIND, found)]) as address:
        matches = find(dicom_node(address), FIND, series_level(), token=token)
        came.append(next(matches))
        token.cancel()
        with pytest.raises(Cancelled):
            came.extend(matches)
    assert len(came) == 1


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("most", [19, 20])
def test_a_node_whose_matches_cannot_be_read_is_told_to_stop(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: Any) -> Dataset:
        raise ValueError

    with entity(FIND, [(evt.EVT_C_FIND, found_without_end)]) as address:
        monkeypatch.setattr("pynetdicom.association.decode", unreadable)
        assert not list(find(dicom_node(address), FIND, series_level(), most=most))


@pytest.mark.usefixtures("soon")
def test_a_session_whose_node_did_not_stop_says_so_at_the_next_query() -> None:
    with (
        entity(FIND, [(evt.EVT_C_FIND, found_without_end)]) as address,
        find_session(dicom_node(address), FIND) as session,
    ):
        assert len(list(session.find(series_level(), most=3))) == 3
        with pytest.raises(NetworkError, match="went on answering"):
            list(session.find(series_level(), most=3))


def test_a_session_goes_on_after_a_query_that_the_node_stopped() -> None:
    with (
        entity(FIND, [(evt.EVT_C_FIND, found_until_cancelled)]) as address,
        find_session(dicom_node(address), FIND) as session,
    ):
        for _ in range(3):
            assert len(list(session.find(series_level(), most=3))) == 3


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("by", ["C-GET", "C-MOVE"])
def test_a_retrieval_that_is_cancelled_ends_though_the_node_goes_on(by: str, tmp_path: Path) -> None:
    token, taken, wanted, bounds = CancelToken(), list[Path](), Wanted(STUDY).identifier(), Bounds()
    guard = Guard(bounds, Meter(bounds), lambda: True)

    def take(path: Path, _uid: str) -> bool:
        taken.append(path)
        return True

    def progress(_done: int, _total: int) -> None:
        token.cancel()

    def retrieved(node: DicomNode) -> int:
        if by == "C-GET":
            return retrieve.get(node, wanted, take, progress, token, guard)
        return retrieve.move(node, wanted, "US", progress, token)

    with sending_without_end(film(tmp_path / "film.dcm")) as address, pytest.raises(Cancelled):
        retrieved(dicom_node(address))
    assert bool(taken) == (by == "C-GET")


def multipart(handler: BaseHTTPRequestHandler, parts: list[bytes], *, ended: bool = True, **headers: str) -> None:
    """Answer with a multipart body as WADO-RS has it; queries find nothing."""
    if "?" in handler.path:
        handler.send_response(204)
        handler.end_headers()
        return
    handler.send_response(200)
    handler.send_header("Content-Type", 'multipart/related; type="application/dicom"; boundary=cut')
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    for part in parts:
        handler.wfile.write(b"--cut\r\nContent-Type: application/dicom\r\n\r\n" + part + b"\r\n")
    handler.wfile.write(b"--cut--" if ended else b"--cut\r\n\r\nDICM")


def test_a_service_that_sends_another_patient_and_what_is_no_film(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, other = film(tmp_path / "good.dcm", StudyInstanceUID=STUDY, side=300), film(tmp_path / "other.dcm", seed=1)
    parts = [good.read_bytes(), other.read_bytes(), b"<html>", b""]
    with service(lambda handler: multipart(handler, parts)) as url:
        thoracam("node", "add", "web", "--url", url)
        assert thoracam("fetch", "web", "--study", STUDY, "--into", tmp_path / "in") == 1
    words = said(capsys)
    assert "1 objects by WADO-RS" in words
    assert "3 failed" in words
    assert [one.read_bytes() for one in kept(tmp_path / "in")] == [good.read_bytes()]  # byte for byte


@pytest.mark.parametrize(
    ("headers", "ended", "words"),
    [({"Content_Encoding": "gzip"}, True, "compressed what was asked for plain"), ({}, False, "ends in the middle")],
)
def test_a_service_that_compresses_or_stops_in_the_middle(
    headers: dict[str, str], ended: bool, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with service(lambda handler: multipart(handler, [], ended=ended, **headers)) as url:
        thoracam("node", "add", "web", "--url", url)
        assert thoracam("fetch", "web", "--study", STUDY, "--into", tmp_path / "in") == 1
    assert words in said(capsys)
    assert not list((tmp_path / "in").rglob("*.dcm"))


def test_a_service_that_answers_a_query_without_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_ANSWER_BYTES", 1 << 20)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b" " * 65_536)

    with service(endless) as url:
        thoracam("node", "add", "web", "--url", url)
        assert thoracam("query", "web", "--all") == 1
    assert "it answered with more than 1048576 bytes" in said(capsys).lower()


def test_parts_are_found_however_they_are_cut_and_what_is_none_is_refused(tmp_path: Path) -> None:
    body = b"preamble\r\n--b\r\nA: 1\r\n\r\none\r\n--\r\n--b\r\n\r\n\r\n--b--\r\n"
    names = (tmp_path / str(number) for number in range(100))
    for size in (1, 2, 3, 7, 1000):
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        found = list(written_parts(pieces, b"b", names.__next__, lambda _count, _more: None))
        assert [one.read_bytes() for one in found] == [b"one\r\n--", b""]
    for kind in ("text/html", "multipart/related", "multipart/related; boundary=\u00e9", ""):
        with pytest.raises(NoParts):
            boundary_of(kind)
    assert boundary_of("application/dicom; transfer-syntax=1.2") == b""
    with pytest.raises(NoParts):
        list(written_parts([b"x" * 100_000], b"b", names.__next__, lambda _count, _more: None))


def test_a_part_without_end_is_ended_at_its_bound_and_leaves_nothing(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"--b\r\n\r\n"
        while True:
            yield b"x" * 65_536

    def check(count: int, _more: int) -> None:
        if count > 1 << 20:
            raise NoParts("larger than allowed")

    with pytest.raises(NoParts, match="larger"):
        list(written_parts(pieces(), b"b", lambda: tmp_path / "object", check))
    assert not list(tmp_path.iterdir())
