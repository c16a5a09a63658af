"""Hostile nodes: what they answer or send is bounded and refused in words, as what senders send to the receiver is."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.uid import generate_uid

from inference.core.cancel import CancelToken
from inference.core.errors import NetworkError
from inference.network.connection.bounds import Bounds
from inference.network.connection.meter import Meter
from inference.network.dimse import retrieve
from inference.network.dimse.connection import Guard
from inference.network.nodes.node import DicomNode, typed_node
from inference.network.query.wanted import Wanted
from inference.network.web import client
from inference.network.web.parts import NoParts, boundary_of, written_parts
from tests.inference.network.conftest import film, thoracam
from tests.inference.network.made_up_nodes import (
    GET,
    entity,
    saying,
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
