"""Requests that are cancelled, or have found enough, end whatever the node does then; what was found is kept.

Nodes are waited for ten minutes at most, so that a test stands where the program waits for the node.
"""

from __future__ import annotations

import multiprocessing
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import UID, generate_uid
from pynetdicom import dsutils, evt

from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import NetworkError
from inference.network.dimse import cancellation
from inference.network.dimse import find as finding
from inference.network.dimse.find import find, find_session
from inference.network.inbox.inbox import Inbox
from inference.network.nodes.node import DicomNode, typed_node
from inference.network.nodes.secrets import Secrets
from inference.network.query import search
from inference.network.query.fetch import fetch, receiver_for
from inference.network.query.wanted import By, Wanted
from inference.network.sending.objects import read_object
from inference.network.sending.verification import held_by
from tests.inference.network.conftest import film, thoracam
from tests.inference.network.made_up_nodes import FIND, GET, MOVE, entity
from tests.inference.network.servers import free_port

STUDY = generate_uid()
Handler = Callable[[Any], Iterator[Any]]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node may answer on for a moment only."""
    monkeypatch.setattr(cancellation, "_LONGEST_SECONDS", 0.3)


def patient(address: str) -> DicomNode:
    """A node for whose answers we have ten minutes."""
    node = typed_node(address)
    assert isinstance(node, DicomNode)
    return msgspec.structs.replace(node, answer_seconds=600.0)


def series_level() -> Dataset:
    asked = Dataset()
    asked.QueryRetrieveLevel, asked.StudyInstanceUID, asked.SeriesInstanceUID = "SERIES", STUDY, None
    return asked


def matches(event: Any) -> Iterator[Any]:
    """Matches as long as anybody listens, each with what was asked for."""
    while event.assoc.is_established:
        time.sleep(0.01)  # else the node's own threads hear and are heard of nothing in this process
        match = Dataset()
        match.update(event.identifier)
        match.SeriesInstanceUID = generate_uid()
        yield 0xFF00, match


def stand(event: Any) -> None:
    """Say nothing until nobody listens."""
    while event.assoc.is_established:
        time.sleep(0.02)


def without_end(event: Any) -> Iterator[Any]:
    """As of nodes that know no C-CANCEL."""
    yield from matches(event)


def until_cancelled(event: Any, status: int = 0xFE00) -> Iterator[Any]:
    for one in matches(event):
        if event.is_cancelled:
            break
        yield one
    yield status, None


def failing_after(event: Any) -> Iterator[Any]:
    yield from until_cancelled(event, 0xC001)


def silent_after(event: Any) -> Iterator[Any]:
    """Nothing after a while, not even that it was all."""
    for _, one in zip(range(20), matches(event), strict=False):
        yield one
    stand(event)


def half_a_pdu_after(event: Any) -> Iterator[Any]:
    for _, one in zip(range(20), matches(event), strict=False):
        yield one
    time.sleep(0.1)  # until the last match is sent
    event.assoc.dul.socket.socket.sendall(struct.pack(">BBL", 4, 0, 5_000) + b"\0" * 10)
    stand(event)


def junk_after(event: Any) -> Iterator[Any]:
    for _, one in zip(range(25), matches(event), strict=False):
        yield one
    time.sleep(0.1)  # until the last match is sent
    event.assoc.dul.socket.socket.sendall(struct.pack(">BBLLBB", 4, 0, 46, 42, 1, 3) + b"\xff" * 40)
    stand(event)


ANSWERS = [without_end, until_cancelled, failing_after, silent_after, half_a_pdu_after, junk_after]


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_node_that_finds_more_than_enough(answer: Handler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_BELOW", 20)
    with entity(FIND, [(evt.EVT_C_FIND, answer)]) as address:
        assert len(search.search_series(patient(address), STUDY, Secrets())) == 20


def test_a_command_shows_what_a_node_found_that_finds_without_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_BELOW", 20)
    with entity(FIND, [(evt.EVT_C_FIND, without_end)]) as node:
        assert thoracam("query", node, "--study", STUDY, "--series") == 0
    assert len(capsys.readouterr().out.splitlines()) == 20


def test_a_command_says_that_a_node_found_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def nothing(_event: Any) -> Iterator[Any]:
        yield 0, None

    with entity(FIND, [(evt.EVT_C_FIND, nothing)]) as node:
        assert thoracam("query", node, "--study", STUDY, "--series") == 1
    assert "No series matches." in capsys.readouterr().err


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_query_that_is_cancelled(answer: Handler) -> None:
    token, came = CancelToken(), list[Dataset]()
    with entity(FIND, [(evt.EVT_C_FIND, answer)]) as address:
        found = find(patient(address), FIND, series_level(), token=token)
        came.append(next(found))
        token.cancel()
        with pytest.raises(Cancelled):
            came.extend(found)
    assert len(came) == 1


@pytest.mark.usefixtures("soon")
def test_a_query_that_is_cancelled_before_the_node_says_anything() -> None:
    token = CancelToken()

    def nothing(event: Any) -> Iterator[Any]:
        token.cancel()
        stand(event)
        yield 0, None

    with entity(FIND, [(evt.EVT_C_FIND, nothing)]) as address, pytest.raises(Cancelled):
        list(find(patient(address), FIND, series_level(), token=token))


def unreadable(match: tuple[int, Dataset]) -> tuple[int, Dataset]:
    """A match that is sent as something that nobody can read."""
    match[1].Modality = "??"
    return match


@pytest.fixture
def sent_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:

    def encoded(data: Dataset, *syntax: bool) -> bytes | None:
        junk = b"\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff\x08\0\x05\0CS\x04\0ISO_"
        return junk if data.get("Modality") == "??" else dsutils.encode(data, *syntax)

    monkeypatch.setattr("pynetdicom.service_class.encode", encoded)


@pytest.mark.usefixtures("sent_unreadable")
def test_matches_that_cannot_be_read_take_no_place_of_those_that_can() -> None:
    def every_second(event: Any) -> Iterator[Any]:
        for number, one in zip(range(60), matches(event), strict=False):
            yield unreadable(one) if number % 2 else one
        yield 0, None

    with entity(FIND, [(evt.EVT_C_FIND, every_second)]) as address:
        assert len(list(find(patient(address), FIND, series_level(), most=25))) == 25
        assert len(list(find(patient(address), FIND, series_level(), most=100))) == 30


@pytest.mark.usefixtures("sent_unreadable", "soon")
@pytest.mark.parametrize("number", [3, 1_000_000])
def test_a_node_of_whose_matches_none_can_be_read(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_MOST_UNREADABLE", 20)

    def none(event: Any) -> Iterator[Any]:
        for _, one in zip(range(number), matches(event), strict=False):
            yield unreadable(one)
        yield 0, None

    with entity(FIND, [(evt.EVT_C_FIND, none)]) as address, pytest.raises(NetworkError, match="cannot be read"):
        list(find(patient(address), FIND, series_level(), most=2_000))


def test_a_session_goes_on_after_a_query_that_the_node_stopped() -> None:
    with (
        entity(FIND, [(evt.EVT_C_FIND, until_cancelled)]) as address,
        find_session(patient(address), FIND) as session,
    ):
        for _ in range(3):
            assert len(list(session.find(series_level(), most=3))) == 3
            assert session.is_open


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("ending", ["late", "never"])
def test_what_was_sent_is_found_at_a_node_that_is_slow_to_say_that_it_was_all(ending: str, tmp_path: Path) -> None:
    sent = [read_object(film(tmp_path / f"{seed}.dcm", seed=seed)) for seed in range(3)]

    def answer(event: Any) -> Iterator[Any]:
        yield next(matches(event))
        if ending == "late":
            time.sleep(0.6)
            yield 0, None
        yield from matches(event)

    with entity(FIND, [(evt.EVT_C_FIND, answer)]) as address:
        assert held_by(patient(address), sent, Secrets()) == {one.sop_uid for one in sent}


def sends(path: Path) -> Iterator[tuple[int, Dataset]]:
    """A film, again and again."""
    data = dcmread(path)
    data.StudyInstanceUID = STUDY
    for number in range(1, 60_000):
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = UID(f"1.2.{number}")
        yield 0xFF00, data


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("heeds", [True, False])
@pytest.mark.parametrize("by", [By.GET, By.AUTO, By.MOVE])
def test_a_retrieval_that_is_cancelled(by: By, heeds: bool, tmp_path: Path) -> None:
    token, moves, port = CancelToken(), list[str](), free_port()

    def objects(event: Any) -> Iterator[Any]:
        yield 60_000
        for one in sends(tmp_path / "film.dcm"):
            if not event.assoc.is_established or (heeds and event.is_cancelled):
                break
            yield one
        yield 0xFE00, None

    def moved(event: Any) -> Iterator[Any]:
        moves.append("C-MOVE")
        yield "127.0.0.1", port
        yield from objects(event)

    film(tmp_path / "film.dcm")
    with Inbox(tmp_path / "in") as inbox:
        model, handler = (MOVE, (evt.EVT_C_MOVE, moved)) if by is By.MOVE else (GET, (evt.EVT_C_GET, objects))
        with entity(model, [handler]) as address:
            receiver = receiver_for(patient(address), inbox, port)
            wanted = Wanted(STUDY, by=by, receiver=receiver)
            with pytest.raises(Cancelled):
                fetch(patient(address), wanted, inbox, Secrets(), progress=lambda *_: token.cancel(), token=token)
    assert len(moves) == (by is By.MOVE)
    assert not [
        one for one in multiprocessing.active_children() if one.name in ("thoracam-fetcher", "thoracam-receiver")
    ]
    assert not list((tmp_path / "in" / ".incoming").rglob("*.dcm"))


@pytest.mark.parametrize("by", [By.GET, By.MOVE])
def test_a_retrieval_that_is_cancelled_though_the_node_says_nothing(by: By, tmp_path: Path) -> None:
    token = CancelToken()

    def nothing(event: Any) -> Iterator[Any]:
        token.cancel()
        stand(event)
        yield 0

    model, kind = (GET, evt.EVT_C_GET) if by is By.GET else (MOVE, evt.EVT_C_MOVE)
    with entity(model, [(kind, nothing)]) as address, Inbox(tmp_path / "in") as inbox:
        wanted = replace(Wanted(STUDY, by=by), listening="" if by is By.GET else "US")
        with pytest.raises(Cancelled):
            fetch(patient(address), wanted, inbox, Secrets(), progress=lambda _done, _total: None, token=token)
    assert not [one for one in multiprocessing.active_children() if one.name == "thoracam-fetcher"]
