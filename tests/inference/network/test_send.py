"""Sending: by C-STORE and STOW-RS, as objects lie or converted, through a queue that survives, verified by asking."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from pydicom import dcmread, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, JPEG2000Lossless, RLELossless, generate_uid
from pynetdicom import AE, evt

from inference.core.cancel import Cancelled, CancelToken
from inference.core.reader_annotations import KeyReason, ReaderAnnotations
from inference.network.dimse.store import fitting
from inference.network.nodes.node import typed_node
from inference.network.sending.objects import read_object
from inference.network.sending.queue import CULPRIT, GONE, NOT_YET, PAUSES, Entry, SendQueue, State, queue_path
from inference.network.sending.sender import Sender
from inference.report.dicom.files import KEYS, READER, READER_KEYS, RESULTS, STATE
from inference.report.page.options import DicomForm
from inference.text.messages import in_a_line
from tests.inference.network.conftest import film, thoracam
from tests.inference.network.servers import Orthanc, free_port, sink
from tests.inference.report.dicom.dicom_results import export

HEAT = "heat-pneumothorax.dcm"


class Heard:
    """What became of each object, by the name of its file."""

    def __init__(self) -> None:
        self.states: list[tuple[str, State]] = []
        self.words = ""

    def moved(self, entry: Entry, state: State, said: str) -> None:
        self.states.append((entry.path.name, state))
        self.words += said


def test_films_are_sent_by_dicom_and_the_archive_says_that_it_has_them(
    pacs: Orthanc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        film(tmp_path / "films" / f"{number}.dcm", seed=number)
    assert thoracam("send", "--to", pacs.address, tmp_path / "films") == 0
    assert "3 objects: 3 verified." in capsys.readouterr().out


@pytest.mark.parametrize("way", ["C-STORE", "STOW-RS"])
def test_every_kind_of_result_is_sent_and_served_as_it_was_written(
    way: str, pacs: Orthanc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results, form = tmp_path / "results", DicomForm(document=True, state=True, keys=True, maps=True)
    reader = ReaderAnnotations(key_reason=KeyReason.TEACHING, impression="No change.")
    export(results, film(tmp_path / "film.dcm", side=96), reader=reader, dicom=form)
    assert {path.name for path in results.iterdir()} >= {STATE, KEYS, READER_KEYS, RESULTS, READER, HEAT}
    thoracam("node", "add", "web-of-results", "--url", pacs.url)
    node = pacs.address if way == "C-STORE" else "web-of-results"
    assert thoracam("send", "--to", node, results) == 0
    assert "8 objects: 8 verified." in capsys.readouterr().out
    for path in results.iterdir():
        sent = dcmread(path)
        assert dcmread(served(pacs, sent.SOPInstanceUID)) == sent, path.name


def served(pacs: Orthanc, uid: str) -> BytesIO:
    """An object as Orthanc hands it out."""
    root = f"http://localhost:{pacs.http_port}"
    with urlopen(f"{root}/tools/lookup", data=uid.encode()) as answer:  # noqa: S310 - our own address
        [found] = json.load(answer)
    with urlopen(f"{root}{found['Path']}/file") as answer:  # noqa: S310 - the same
        return BytesIO(answer.read())


def test_films_are_sent_by_dicomweb_and_the_service_says_that_it_has_them(
    pacs: Orthanc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thoracam("node", "add", "web", "--url", pacs.url)
    path = film(tmp_path / "film.dcm", side=1200)  # 2.9 MB: more than a chunk
    assert thoracam("send", "--to", "web", path) == 0
    assert "1 objects: 1 verified." in capsys.readouterr().out


def test_a_node_that_answers_no_queries_accepts_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = film(tmp_path / "film.dcm")
    with sink(tmp_path / "sink") as port:
        assert thoracam("send", "--to", f"SINK@127.0.0.1:{port}", path) == 0
    assert "1 accepted" in (said := capsys.readouterr().out)
    assert "was not asked" in said
    [kept] = (one for one in (tmp_path / "sink").iterdir() if one.suffix != ".log")
    assert dcmread(kept).PixelData == dcmread(path).PixelData


def test_what_a_node_does_not_take_as_it_lies_is_converted_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = film(tmp_path / "film.dcm", syntax=JPEG2000Lossless)
    with sink(tmp_path / "sink", takes="+xi") as port:  # implicit VR little endian alone
        assert thoracam("send", "--to", f"SINK@127.0.0.1:{port}", path) == 0
    assert "Converted: JPEG 2000 Image Compression (Lossless Only) to Implicit VR" in capsys.readouterr().err
    [kept] = (one for one in (tmp_path / "sink").iterdir() if one.suffix != ".log")
    found, sent = dcmread(kept), dcmread(path)
    assert found.SOPInstanceUID == sent.SOPInstanceUID
    assert (found.pixel_array == sent.pixel_array).all()


def with_another_meta(path: Path) -> Path:
    """A compressed film whose file meta group names another object, as programs leave it that change a UID."""
    data = dcmread(film(path))
    data.compress(RLELossless, generate_instance_uid=False)
    data.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    dcmwrite(path, data, enforce_file_format=False)
    return path


def test_a_compressed_film_with_a_wrong_meta_group_arrives_with_its_pixels(tmp_path: Path) -> None:
    path = with_another_meta(tmp_path / "film.dcm")
    with sink(tmp_path / "sink") as port:
        assert thoracam("send", "--to", f"SINK@127.0.0.1:{port}", path) == 0
    [kept] = (dcmread(one) for one in (tmp_path / "sink").iterdir() if one.suffix != ".log")
    assert kept.SOPInstanceUID == kept.file_meta.MediaStorageSOPInstanceUID == dcmread(path).SOPInstanceUID
    assert kept.pixel_array.tolist() == dcmread(path).pixel_array.tolist()


def without_meta(path: Path) -> Path:
    """A film as old programs write it: the data set alone."""
    data = dcmread(film(path))
    data.preamble, data.file_meta = None, FileMetaDataset()
    dcmwrite(path, data, implicit_vr=True, little_endian=True, enforce_file_format=False)
    return path


def test_films_that_are_no_whole_files_are_made_so_by_dicomweb_too(
    pacs: Orthanc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thoracam("node", "add", "web", "--url", pacs.url)
    made = (without_meta(tmp_path / "old.dcm"), with_another_meta(tmp_path / "changed.dcm"))
    assert thoracam("send", "--to", "web", *made) == 0
    assert "2 verified" in capsys.readouterr().out


def test_a_film_that_is_cut_short_is_not_sent_and_the_rest_goes_on(
    pacs: Orthanc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut, whole = film(tmp_path / "cut.dcm"), film(tmp_path / "whole.dcm")
    cut.write_bytes(cut.read_bytes()[:-100])
    assert thoracam("send", "--to", pacs.address, cut, whole) == 1
    said = capsys.readouterr()
    assert "1 verified, 1 failed" in said.out
    assert "100 bytes of its pixel data are missing" in said.err


def test_films_leave_without_identity_where_asked_and_the_copies_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = film(tmp_path / "film.dcm", PatientName="Kim^Ada", PatientID="77")
    with sink(tmp_path / "sink") as port:
        assert thoracam("send", "--to", f"SINK@127.0.0.1:{port}", path, "--deidentify") == 0
    [kept] = (one for one in (tmp_path / "sink").iterdir() if one.suffix != ".log")
    found = dcmread(kept)
    assert found.PatientIdentityRemoved == "YES"
    assert "Kim" not in str(found)
    assert not list(SendQueue().copies.iterdir())


def test_what_is_no_dicom_fails_in_words_and_the_rest_goes_on(
    pacs: Orthanc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film(tmp_path / "films" / "good.dcm")
    (tmp_path / "films" / "bad.dcm").write_text("<html>")
    assert thoracam("send", "--to", pacs.address, tmp_path / "films") == 1
    said = capsys.readouterr()
    assert "1 verified, 1 failed" in said.out
    assert "bad.dcm: failed. Not a film" in said.err


def sender(heard: Heard, moment: list[float], tries: int = 3) -> tuple[SendQueue, Sender]:
    queue = SendQueue()
    return queue, Sender(queue, heard, in_a_line, tries=tries, clock=lambda: moment[0])


def test_a_node_that_is_away_is_tried_again_after_growing_pauses(tmp_path: Path) -> None:
    path, heard, moment = film(tmp_path / "film.dcm"), Heard(), [0.0]
    queue, sending = sender(heard, moment)
    queue.add(f"PACS@127.0.0.1:{free_port()}", [path], now=0.0)
    pauses = []
    while (pause := sending.pause()) is not None:
        pauses.append(pause)
        moment[0] += pause
        sending.run_due(CancelToken())
    assert pauses == [0.0, *PAUSES[:2]]
    assert [state for _, state in heard.states] == [State.WAITING, State.WAITING, State.FAILED]
    assert "Nobody listens" in heard.words


def test_the_queue_survives_and_goes_on_where_it_stopped(pacs: Orthanc, tmp_path: Path) -> None:
    paths, heard, moment = [film(tmp_path / f"{n}.dcm", seed=n) for n in range(3)], Heard(), [0.0]
    queue, sending = sender(heard, moment)
    queue.add(pacs.address, paths, now=0.0)
    token = CancelToken()

    class StopsAfterOne(Heard):
        def moved(self, entry: Entry, state: State, said: str) -> None:
            super().moved(entry, state, said)
            token.cancel()

    with pytest.raises(Cancelled):
        Sender(queue, StopsAfterOne(), in_a_line, clock=lambda: 0.0).run_due(token)
    assert [entry.state for entry in queue.entries()] == [State.VERIFIED, State.WAITING, State.WAITING]
    sending.run_due(CancelToken())  # another process, after a restart
    assert {name for name, _ in heard.states} == {"1.dcm", "2.dcm"}
    assert {entry.state for entry in SendQueue().entries()} == {State.VERIFIED}


@contextmanager
def ending_at(*sop_uids: str) -> Iterator[tuple[int, list[str]]]:
    """A node that ends the association at certain objects; yields its port and what it took."""
    entity, took = AE(ae_title="FRAIL"), list[str]()
    entity.add_supported_context(DigitalXRayImageStorageForPresentation)

    def stored(event: Any) -> int:
        uid = str(event.request.AffectedSOPInstanceUID)
        if uid in sop_uids:
            event.assoc.abort()
        else:
            took.append(uid)
        return 0

    server = entity.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, stored)])
    assert server is not None
    try:
        yield server.server_address[1], took
    finally:
        server.shutdown()


def test_an_object_that_ends_the_association_holds_up_no_other_and_is_named(tmp_path: Path) -> None:
    uids = [generate_uid() for _ in range(4)]
    paths = [film(tmp_path / f"{n}.dcm", seed=n, SOPInstanceUID=uid) for n, uid in enumerate(uids)]
    heard, moment = Heard(), [0.0]
    with ending_at(uids[1]) as (port, took):
        queue, sending = sender(heard, moment, tries=2)
        queue.add(f"FRAIL@127.0.0.1:{port}", paths, now=0.0)
        sending.run_due(CancelToken())
        assert took == [uids[0], *uids[2:]]
        culprit = queue.entries()[1]
        assert (culprit.state, culprit.alone) == (State.WAITING, True)
        assert CULPRIT in culprit.said
        queue.add(f"FRAIL@127.0.0.1:{port}", paths[:1], now=0.0)
        moment[0] += PAUSES[0]
        sending.run_due(CancelToken())
        assert len(took) == 4
        assert queue.entries()[1].state is State.FAILED
    assert ("1.dcm", State.FAILED) in heard.states


def test_a_node_that_ends_every_association_is_away_and_is_not_asked_for_each_object(tmp_path: Path) -> None:
    uids = [generate_uid() for _ in range(6)]
    paths = [film(tmp_path / f"{n}.dcm", seed=n, SOPInstanceUID=uid) for n, uid in enumerate(uids)]
    heard = Heard()
    with ending_at(*uids) as (port, _):
        queue, sending = sender(heard, [0.0])
        queue.add(f"FRAIL@127.0.0.1:{port}", paths, now=0.0)
        sending.run_due(CancelToken())
    assert [entry.alone for entry in queue.entries()] == [True] * 2 + [False] * 4
    assert {entry.state for entry in queue.entries()} == {State.WAITING}


def test_what_was_taken_and_not_asked_about_before_a_crash_is_asked_about_afterwards(
    pacs: Orthanc, tmp_path: Path
) -> None:
    path, gone = (film(tmp_path / f"{n}.dcm", seed=n) for n in range(2))
    assert thoracam("send", "--to", pacs.address, path, gone) == 0
    heard, moment = Heard(), [0.0]
    queue, sending = sender(heard, moment)
    queue.forget()
    queue.add(pacs.address, [path], copies=True, now=0.0)
    queue.add(pacs.address, [gone], now=0.0)
    for entry in queue.entries():
        queue.took(entry, "")  # and then the program was killed
    gone.unlink()
    assert path.exists()
    sending.run_due(CancelToken())
    assert [entry.state for entry in queue.entries()] == [State.VERIFIED, State.ACCEPTED]
    assert GONE in heard.words
    assert not path.exists()  # a copy, which is not needed any more
    assert not queue.unasked(1e9)


def test_a_node_that_has_not_got_it_yet_is_asked_a_few_times(pacs: Orthanc, tmp_path: Path) -> None:
    heard, moment = Heard(), [0.0]
    queue, sending = sender(heard, moment)
    queue.add(pacs.address, [film(tmp_path / "never-sent.dcm", seed=77)], now=0.0)
    queue.took(queue.entries()[0], "Converted: so.")
    for pause in (*PAUSES[:2], 0.0):
        sending.run_due(CancelToken())
        moment[0] += pause
    assert not queue.unasked(1e9)
    assert [entry.said for entry in queue.entries()] == [f"Converted: so. {NOT_YET}"]


def test_a_queue_of_an_earlier_version_goes_on(pacs: Orthanc, tmp_path: Path) -> None:
    queue_path().parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(queue_path())) as file, file:
        file.execute(
            "create table objects (id integer primary key, node text not null, path text not null, copy integer not "
            "null, state text not null, tries integer not null default 0, due real not null, said text not null "
            "default '', added real not null)"
        )
        row = (pacs.address, str(film(tmp_path / "old.dcm", seed=5)))
        into = "insert into objects (node, path, copy, state, due, added) values (?, ?, 0, 'waiting', 0, 0)"
        file.execute(into, row)
    assert thoracam("send", "--resume") == 0
    assert [entry.state for entry in SendQueue().entries()] == [State.VERIFIED]


def test_what_waits_can_be_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    SendQueue().add("PACS@127.0.0.1:9", [film(tmp_path / "film.dcm")])
    assert thoracam("send", "--cancel") == 0
    assert thoracam("send", "--queue") == 0
    assert "cancelled" in capsys.readouterr().out
    thoracam("send", "--forget")
    assert not SendQueue().entries()


def test_the_record_holds_hashes_and_no_names(
    pacs: Orthanc, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    uid = generate_uid()
    path = film(tmp_path / "film.dcm", PatientName="Kim^Ada", SOPInstanceUID=uid)
    thoracam("send", "--to", pacs.address, path)
    capsys.readouterr()
    thoracam("node", "record", "--json")
    said = capsys.readouterr().out
    assert '"sent"' in said
    assert '"verified"' in said
    assert uid not in said
    assert "Kim" not in said


def test_more_kinds_than_an_association_has_contexts_go_in_several(tmp_path: Path) -> None:
    node = typed_node("PACS@127.0.0.1:104")
    assert node is not None
    one = read_object(film(tmp_path / "film.dcm"))
    many = [type(one)(one.path, generate_uid(), one.sop_uid, "1", "1", one.syntax, whole_meta=True) for _ in range(100)]
    assert fitting(node, many) == 64  # explicit and implicit for each


def test_a_certificate_that_is_not_there_fails_its_node_and_no_other(tmp_path: Path) -> None:
    paths, heard = [film(tmp_path / f"{n}.dcm", seed=n) for n in range(2)], Heard()
    thoracam("node", "add", "a", "--dicom", "PACS@127.0.0.1:104", "--tls", "--authority", tmp_path / "gone.pem")
    queue, sending = sender(heard, [0.0])
    queue.add("a", paths[:1], now=0.0)
    with sink(tmp_path / "sink") as port:
        queue.add(f"SINK@127.0.0.1:{port}", paths[1:], now=0.0)
        sending.run_due(CancelToken())
    assert [entry.state for entry in queue.entries()] == [State.ACCEPTED, State.FAILED][::-1]
    assert "gone.pem" in heard.words
