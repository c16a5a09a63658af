"""Sending of many films, and receiving from those that have a certificate, in the real window."""

from __future__ import annotations

import multiprocessing
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, generate_uid
from pynetdicom import AE, evt
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from inference.network.dimse.commitment import PUSH_MODEL, WELL_KNOWN
from inference.network.nodes.arrangements import load_arrangements
from inference.network.nodes.node import DicomNode
from inference.network.nodes.node_store import NodeStore
from inference.network.record import Did
from inference.network.sending.queue import Outgoing, SendQueue, State
from tests import needs
from tests.inference.network.conftest import film, pacs, ring
from tests.inference.network.servers import Certificates, Orthanc, certificates, free_port
from tests.viewer.hands import Build, session
from tests.viewer.network.test_network_menu import WAIT_MS, node, outcome, run, store
from viewer.app.application import Application
from viewer.control.network.arrivals import ReceiverSource
from viewer.network.receive_dialog import ReceiveDialog
from viewer.network.send_dialog import SendDialog

__all__ = ["node", "pacs", "ring"]  # fixtures
pytestmark = needs.program("storescu", "dcmtk")


def send_dialog(program: Application) -> SendDialog:
    dialog = program.window.network.sending.dialog
    assert dialog is not None
    return dialog


def sent(program: Application, qtbot: QtBot) -> list[str]:
    """What the queue calls the objects that arrived, once all have."""
    qtbot.waitUntil(lambda: "Sent. Objects that arrived: " in outcome(program), timeout=WAIT_MS)
    entries = SendQueue().entries()
    assert {entry.state for entry in entries} == {State.VERIFIED}
    return [entry.title for entry in entries]


def test_all_films_are_sent_without_identity_and_the_queue_names_each_object(
    program: Application, node: str, qtbot: QtBot
) -> None:
    run(program, "network_send")
    dialog = send_dialog(program)
    titles = [dialog.scope.itemText(row) for row in range(dialog.scope.count())]
    assert titles == ["The open film", "All films listed (3)"]  # each is a study of its own
    dialog.scope.setCurrentIndex(1)
    dialog.film.setChecked(True)
    assert dialog.anonymize.isChecked()
    dialog.send.click()
    names = sent(program, qtbot)
    assert sum(name.endswith(": film.dcm") for name in names) == 3
    assert sum(name.endswith(": results-sr.dcm") for name in names) == 3
    assert not list(SendQueue().copies.iterdir())
    run(program, "network_queue")
    queue = program.window.network.sending.queue_dialog
    assert queue is not None
    assert queue.table.rowCount() == len(names)
    assert queue.said.text() == f"taken, and verified: {len(names)}"


def test_films_selected_in_the_worklist_are_sent_as_they_lie(
    program: Application, films: Path, node: str, qtbot: QtBot
) -> None:
    view = program.window.worklist.list
    for number in (0, 2):
        index = next(
            view.model().index(row, 0)
            for row, shown in enumerate(view.shown_rows())
            if shown.path == films / f"{number}.dcm"
        )
        view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    run(program, "network_send")
    dialog = send_dialog(program)
    assert dialog.scope.currentText() == "The films selected in the worklist (2)"
    dialog.results.setChecked(False)
    dialog.film.setChecked(True)
    dialog.anonymize.setChecked(False)
    assert "The patient's identity goes with it" in dialog.said.text()
    dialog.send.click()
    assert sent(program, qtbot) == ["0.dcm", "2.dcm"]
    assert len(list(films.iterdir())) == 3


def test_what_was_exported_is_sent_as_it_lies_and_the_batch_dialog_leads_there(
    program: Application, node: str, tmp_path: Path, qtbot: QtBot
) -> None:
    run(program, "export_many")
    batch = program.window.exports.batch_dialog
    assert batch is not None
    batch.parts["dicom"].setChecked(True)
    batch.path.setText(str(tmp_path / "out"))
    batch.save.click()
    qtbot.waitUntil(lambda: "Exported." in outcome(program), timeout=WAIT_MS)
    written = sorted((tmp_path / "out").rglob("*.dcm"))
    run(program, "export_many")
    again = program.window.exports.batch_dialog
    assert again is not None
    again.send.click()
    qtbot.waitUntil(lambda: program.window.network.sending.dialog is not None, timeout=WAIT_MS)
    dialog = send_dialog(program)
    assert dialog.scope.currentText() == "The films chosen (3)"
    dialog.scope.setCurrentIndex(dialog.scope.count() - 1)
    assert dialog.scope.currentText() == "What was exported last: out"
    assert not dialog.anonymize.isEnabled()
    dialog.send.click()
    assert sorted(sent(program, qtbot)) == sorted(path.name for path in written)
    assert all(path.exists() for path in written)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("certificates"))


def receiving(program: Application, tmp_path: Path, made: Certificates, qtbot: QtBot) -> tuple[ReceiveDialog, int]:
    """The dialog of a receiver that hears only senders with a certificate, and its port."""
    run(program, "network_receive")
    dialog, port = program.window.network.receive_dialog, free_port()
    assert dialog is not None
    dialog.port.setValue(port)
    dialog.folder.setText(str(tmp_path / "inbox"))
    dialog.authority.setText(str(made.authority))
    dialog.start.click()
    assert "needs a certificate and its key" in dialog.said.text()
    assert not program.controller.network.receiver.going
    dialog.certificate.setText(str(made.certificate))
    dialog.key.setText(str(made.key))
    dialog.start.click()
    source = program.controller.network.receiver.source
    assert isinstance(source, ReceiverSource)
    qtbot.waitUntil(lambda: source.port == port, timeout=WAIT_MS)
    return dialog, port


def test_the_windows_receiver_hears_only_senders_with_a_certificate_and_counts(
    program: Application, made: Certificates, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog, port = receiving(program, tmp_path, made, qtbot)
    path = film(tmp_path / "sent.dcm", side=96)
    to = ("-aec", "THORACAM", "127.0.0.1", str(port), str(path))
    ours = ("+tls", str(made.key), str(made.certificate), "+cf", str(made.authority))
    assert subprocess.run(["storescu", *to], capture_output=True, check=False).returncode != 0
    assert subprocess.run(["storescu", *ours, *to], check=False).returncode == 0
    qtbot.waitUntil(lambda: len(session(program).films) == 4, timeout=WAIT_MS)
    words = "Objects that came: 1; again: 0; in quarantine: 0; refused: 1."
    qtbot.waitUntil(lambda: dialog.counted.text() == words, timeout=WAIT_MS)
    kept = load_arrangements().tls
    assert kept is not None
    assert kept.authority == str(made.authority)
    dialog.stop.click()
    assert dialog.counted.text() == ""


def test_the_window_says_that_its_receiver_was_killed_and_goes_on(
    program: Application, made: Certificates, tmp_path: Path, qtbot: QtBot
) -> None:
    _dialog, port = receiving(program, tmp_path, made, qtbot)
    [process] = [child for child in multiprocessing.active_children() if child.name == "thoracam-receiver"]
    process.kill()
    qtbot.waitUntil(lambda: "ended and was started again" in outcome(program), timeout=WAIT_MS)
    to = ("-aec", "THORACAM", "127.0.0.1", str(port), str(film(tmp_path / "sent.dcm", side=96)))
    ours = ("+tls", str(made.key), str(made.certificate), "+cf", str(made.authority))
    sending = ["storescu", *ours, *to]
    qtbot.waitUntil(lambda: subprocess.run(sending, capture_output=True, check=False).returncode == 0, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(session(program).films) == 4, timeout=WAIT_MS)


def test_a_modality_is_told_by_the_window_which_objects_are_safe(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    program, reported = build(), list[Dataset]()
    entity = AE(ae_title="MODALITY")
    entity.add_supported_context(PUSH_MODEL, scu_role=False, scp_role=True)
    entity.add_requested_context(PUSH_MODEL)

    def told(event: evt.Event) -> tuple[int, None]:
        reported.append(event.event_information)
        return 0, None

    server = entity.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_N_EVENT_REPORT, told)])
    assert server is not None
    theirs = int(server.server_address[1])
    NodeStore().add(DicomNode(name="modality", ae_title="MODALITY", host="127.0.0.1", port=theirs))
    port = listening(program, tmp_path, qtbot)
    path = film(tmp_path / "sent.dcm", side=96)
    subprocess.run(["storescu", "-aec", "THORACAM", "127.0.0.1", str(port), str(path)], check=True)
    association = entity.associate("127.0.0.1", port, ae_title="THORACAM")
    association.send_n_action(asked(path), 1, PUSH_MODEL, WELL_KNOWN)
    association.release()
    qtbot.waitUntil(lambda: bool(reported), timeout=WAIT_MS)
    server.shutdown()
    [safe] = reported[0].ReferencedSOPSequence
    [missing] = reported[0].FailedSOPSequence
    assert safe.ReferencedSOPInstanceUID == dcmread(path).SOPInstanceUID
    assert missing.ReferencedSOPInstanceUID == "1.2.3"


def test_a_modality_that_does_not_answer_holds_up_no_film(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    program, entity = build(), AE(ae_title="MODALITY")
    entity.add_requested_context(PUSH_MODEL)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # the system takes connections, and nobody answers
        theirs = int(silent.getsockname()[1])
        patient = DicomNode(
            name="modality", ae_title="MODALITY", host="127.0.0.1", port=theirs, answer_seconds=10 * WAIT_MS / 1000
        )
        NodeStore().add(patient)
        port = listening(program, tmp_path, qtbot)
        path = film(tmp_path / "sent.dcm", side=96)
        association = entity.associate("127.0.0.1", port, ae_title="THORACAM")
        association.send_n_action(asked(path), 1, PUSH_MODEL, WELL_KNOWN)
        association.release()
        subprocess.run(["storescu", "-aec", "THORACAM", "127.0.0.1", str(port), str(path)], check=True)
        qtbot.waitUntil(lambda: len(session(program).films) == 1, timeout=WAIT_MS)


def listening(program: Application, tmp_path: Path, qtbot: QtBot) -> int:
    """The port of the window's receiver, which this computer alone can reach."""
    run(program, "network_receive")
    dialog, port = program.window.network.receive_dialog, free_port()
    assert dialog is not None
    dialog.port.setValue(port)
    dialog.folder.setText(str(tmp_path / "inbox"))
    dialog.start.click()
    source = program.controller.network.receiver.source
    assert isinstance(source, ReceiverSource)
    qtbot.waitUntil(lambda: source.port == port, timeout=WAIT_MS)
    return port


def asked(path: Path) -> Dataset:
    """A request for commitment of a film, and of an object that nobody has."""
    data, request = dcmread(path), Dataset()
    request.TransactionUID, request.ReferencedSOPSequence = generate_uid(), []
    for uid in (data.SOPInstanceUID, "1.2.3"):
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = data.SOPClassUID, uid
        request.ReferencedSOPSequence.append(item)
    return request


def test_a_series_alone_is_fetched(
    program: Application, pacs: Orthanc, node: str, tmp_path: Path, qtbot: QtBot
) -> None:
    uid = generate_uid()
    tags: dict[str, Any] = {"StudyInstanceUID": uid, "PatientID": "S1"}
    store(pacs, *(film(tmp_path / f"{n}.dcm", side=96, seed=n, SeriesNumber=n + 1, **tags) for n in range(2)))
    run(program, "network_search")
    dialog = program.window.network.search_dialog
    assert dialog is not None
    dialog.patient_id.setText("S1")
    dialog.date.clear()
    dialog.search.click()
    qtbot.waitUntil(lambda: dialog.studies.topLevelItemCount() == 1, timeout=WAIT_MS)
    study = dialog.studies.topLevelItem(0)
    assert study is not None
    study.setExpanded(True)
    qtbot.waitUntil(lambda: study.childCount() == 2, timeout=WAIT_MS)
    series = study.child(0)
    assert series is not None
    series.setExpanded(True)
    qtbot.waitUntil(lambda: series.childCount() == 1, timeout=WAIT_MS)
    series.setSelected(True)
    dialog.fetch.click()
    qtbot.waitUntil(lambda: len(session(program).films) == 4, timeout=WAIT_MS)
    assert "Films that came: 1" in outcome(program)


def test_what_the_user_stops_sending_waits_until_they_send_again(
    program: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    came, go_on, took = threading.Event(), threading.Event(), list[str]()
    slow = AE(ae_title="SLOW")
    slow.add_supported_context(DigitalXRayImageStorageForPresentation)

    def stored(event: Any) -> int:
        came.set()
        go_on.wait(60)
        took.append(str(event.request.AffectedSOPInstanceUID))
        return 0

    server = slow.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, stored)])
    assert server is not None
    NodeStore().add(DicomNode(name="slow", ae_title="SLOW", host="127.0.0.1", port=int(server.server_address[1])))
    network, sending = program.controller.network, program.window.network.sending
    network.send("slow", [Outgoing(film(tmp_path / f"{n}.dcm", side=96, seed=n)) for n in range(2)])
    qtbot.waitUntil(came.is_set, timeout=WAIT_MS)
    program.controller.waiting.cancel()
    assert "What was not sent waits in the queue" in outcome(program)
    go_on.set()
    qtbot.waitUntil(lambda: len(took) == 1, timeout=WAIT_MS)
    sending.send_due()  # as the clock does
    network.send_waiting(again=True)
    qtbot.waitUntil(lambda: "Sent. Objects that arrived: " in outcome(program), timeout=WAIT_MS)
    assert len(took) == 2
    server.shutdown()


def test_the_record_shows_what_was_done_newest_first(program: Application, node: str, qtbot: QtBot) -> None:
    program.controller.network.record.note(Did.QUERIED, "away", "NobodyListens")
    run(program, "network_send")
    send_dialog(program).send.click()
    sent(program, qtbot)
    run(program, "network_record")
    dialog = program.window.network.node_actions.record_dialog
    assert dialog is not None
    last = dialog.table.rowCount() - 1
    rows = [[dialog.table.item(row, column) for column in (1, 2, 4)] for row in (0, last)]
    words = [[item.text() for item in row if item is not None] for row in rows]
    assert words == [["sent", "archive", "taken, and verified"], ["asked", "away", "Nobody listens"]]
    assert "UIDs as hashes" in dialog.said.text()
