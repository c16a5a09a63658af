"""The Network menu in the real window: nodes, search, priors, send, receive, a watched folder, links."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
from pathlib import Path

import pytest
from pydicom.uid import generate_uid
from pytestqt.qtbot import QtBot

from inference.network.nodes.arrangements import Arrangements, arrangements_path
from inference.network.nodes.node import DicomNode
from inference.network.nodes.node_store import NodeStore, nodes_path
from inference.network.record import NetworkRecord
from inference.network.sending.queue import SendQueue, State, queue_path
from inference.network.study_request import StudyRequest
from tests import needs
from tests.builders import phantom, write_dicom
from tests.inference.network.conftest import MemoryKeyring, film, pacs, ring
from tests.inference.network.made_up_nodes import GET, entity, sent_by_get
from tests.inference.network.servers import Orthanc, free_port
from tests.viewer.hands import Build, analysed, session
from viewer.__main__ import main
from viewer.app import single_instance
from viewer.app.application import Application
from viewer.control.network.arrivals import ReceiverSource

__all__ = ["pacs", "ring"]  # fixtures
WAIT_MS = 30_000
pytestmark = needs.program("storescu", "dcmtk")


@pytest.fixture
def node(pacs: Orthanc) -> str:
    """The name of a node that is set up."""
    NodeStore().add(DicomNode(name="archive", ae_title="ORTHANC", host="127.0.0.1", port=pacs.dicom_port))
    return "archive"


def store(pacs: Orthanc, *paths: Path) -> None:
    command = ["storescu", "-aec", "ORTHANC", "127.0.0.1", str(pacs.dicom_port), *map(str, paths)]
    subprocess.run(command, check=True)


def run(program: Application, name: str) -> None:
    program.window.commands.run(name)


def outcome(program: Application) -> str:
    shown = session(program).outcome
    return "" if shown is None else f"{shown.message.title}. {shown.message.text} {shown.message.hint}"


def notice(program: Application) -> str:
    shown = session(program).notice
    return "" if shown is None else shown.text


def test_a_node_is_typed_tested_and_kept(build: Build, pacs: Orthanc, qtbot: QtBot, ring: MemoryKeyring) -> None:
    program = build()
    run(program, "network_nodes")
    dialog = program.window.network.nodes_dialog
    assert dialog is not None
    dialog.form.name.setText("archive")
    dialog.form.ae_title.setText("ORTHANC")
    dialog.form.host.setText("127.0.0.1")
    dialog.form.port.setValue(pacs.dicom_port)
    dialog.test.click()
    qtbot.waitUntil(lambda: "archive answers, in" in dialog.said.text(), timeout=WAIT_MS)
    dialog.form.ae_title.setText("WRONG")
    dialog.test.click()
    qtbot.waitUntil(lambda: "Association refused" in dialog.said.text(), timeout=WAIT_MS)
    dialog.keep.click()
    assert [one.name for one in NodeStore().all()] == ["archive"]
    dialog.form.connecting.setValue(3)
    dialog.keep.click()
    assert [one.connect_seconds for one in NodeStore().all()] == [3.0]
    dialog.new.click()
    dialog.form.kind.setCurrentIndex(1)
    dialog.form.name.setText("web")
    dialog.form.url.setText(pacs.url)
    dialog.form.login.setCurrentIndex(1)
    dialog.form.user.setText("reader")
    dialog.form.secret.setText("secret")
    dialog.keep.click()
    assert dialog.said.text() == "Saved."
    assert list(ring.held.values()) == ["secret"]
    dialog.remove.click()
    assert [one.name for one in NodeStore().all()] == ["archive"]
    assert not ring.held


def test_without_a_node_a_sentence_says_where_one_is_added(build: Build) -> None:
    program = build()
    run(program, "network_search")
    assert "No node is set up yet" in notice(program)
    assert "thoracam --help" not in notice(program)


def test_a_study_is_searched_fetched_and_joins_the_worklist(
    program: Application, pacs: Orthanc, node: str, tmp_path: Path, qtbot: QtBot
) -> None:
    store(pacs, film(tmp_path / "far.dcm", side=96, PatientName="Abel^Ann", PatientID="A1", StudyDate="20261120"))
    open_before = session(program).current
    run(program, "network_search")
    dialog = program.window.network.search_dialog
    assert dialog is not None
    dialog.name.setText("abel")
    dialog.date.clear()
    dialog.search.click()
    qtbot.waitUntil(lambda: dialog.studies.topLevelItemCount() == 1, timeout=WAIT_MS)
    study = dialog.studies.topLevelItem(0)
    assert study is not None
    assert study.text(1) == "Abel Ann"
    study.setSelected(True)
    dialog.fetch.click()
    qtbot.waitUntil(lambda: len(session(program).films) == 4, timeout=WAIT_MS)
    assert session(program).current == open_before  # the reader stays where they are
    assert "Fetched. Films that came: 1, from archive." in outcome(program)


def test_the_priors_of_the_open_patient_are_fetched_newest_first(
    build: Build, pacs: Orthanc, node: str, tmp_path: Path, qtbot: QtBot
) -> None:
    patient = generate_uid()[-12:]
    for number, day in enumerate(("20240101", "20250101", "20260101", "20260601", "20270101")):
        store(pacs, film(tmp_path / f"{day}.dcm", side=96, seed=number, PatientID=patient, StudyDate=day))
    now = write_dicom(tmp_path / "now.dcm", phantom(), PatientID=patient, StudyDate="20261128")
    program = build()
    program.window.files.open_paths((now,))
    qtbot.waitUntil(lambda: analysed(program), timeout=WAIT_MS)
    run(program, "network_priors")
    assert "which one has the priors" in notice(program)
    run(program, "network_nodes")
    dialog = program.window.network.nodes_dialog
    assert dialog is not None
    dialog.priors.setCurrentIndex(dialog.priors.findData("archive"))
    run(program, "network_priors")
    qtbot.waitUntil(lambda: len(session(program).films) == 4, timeout=WAIT_MS)
    dates = {state.entry.identity.study_date for state in session(program).films.values()}
    assert dates == {"2026-11-28", "2026-06-01", "2026-01-01", "2025-01-01"}


def test_results_and_a_copy_of_the_film_are_sent_without_identity(
    program: Application, pacs: Orthanc, node: str, qtbot: QtBot
) -> None:
    run(program, "network_send")
    dialog = program.window.network.sending.dialog
    assert dialog is not None
    assert dialog.anonymize.isChecked()
    dialog.film.setChecked(True)
    dialog.send.click()
    qtbot.waitUntil(lambda: "Sent. Objects that arrived: " in outcome(program), timeout=WAIT_MS)
    entries = SendQueue().entries()
    assert len(entries) >= 3  # report, structured report, film
    assert {entry.state for entry in entries} == {State.VERIFIED}
    assert not list(SendQueue().copies.iterdir())


def test_a_node_that_is_away_costs_a_sentence_and_what_was_to_be_sent_waits(program: Application, qtbot: QtBot) -> None:
    NodeStore().add(DicomNode(name="away", ae_title="PACS", host="127.0.0.1", port=free_port()))
    run(program, "network_send")
    dialog = program.window.network.sending.dialog
    assert dialog is not None
    dialog.send.click()
    qtbot.waitUntil(lambda: "The rest waits" in outcome(program), timeout=WAIT_MS)
    run(program, "network_queue")
    queue = program.window.network.sending.queue_dialog
    assert queue is not None
    assert "Nobody listens" in queue.table.item(0, 3).text()  # type: ignore[union-attr]  # it is there
    assert [one.isEnabled() for one in (queue.again, queue.back, queue.forget)] == [True, True, False]


def test_what_waits_is_sent_by_itself_when_it_is_due(
    build: Build, pacs: Orthanc, node: str, tmp_path: Path, qtbot: QtBot
) -> None:
    program = build()
    program.window.network.sending.send_due()  # nothing was ever queued
    SendQueue().add(node, [film(tmp_path / "film.dcm", side=96)])
    program.window.network.sending.send_due()
    qtbot.waitUntil(lambda: {one.state for one in SendQueue().entries()} == {State.VERIFIED}, timeout=WAIT_MS)


def test_what_is_received_joins_the_worklist_until_the_receiver_is_stopped(
    program: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    run(program, "network_receive")
    dialog, receiver = program.window.network.receive_dialog, program.controller.network.receiver
    assert dialog is not None
    port = free_port()
    dialog.port.setValue(port)
    dialog.folder.setText(str(tmp_path / "inbox"))
    dialog.start.click()
    assert dialog.said.text() == "Receiving. What comes joins the worklist."
    source = receiver.source
    assert isinstance(source, ReceiverSource)
    qtbot.waitUntil(lambda: source.port == port, timeout=WAIT_MS)
    sent = film(tmp_path / "sent.dcm", side=96)
    subprocess.run(["storescu", "-aec", "THORACAM", "127.0.0.1", str(port), str(sent)], check=True)
    qtbot.waitUntil(lambda: len(session(program).films) == 4, timeout=WAIT_MS)
    [pid] = (child.pid for child in multiprocessing.active_children() if child.name == "thoracam-receiver")
    assert pid is not None
    place = film(tmp_path / "inbox" / ("0" * 20) / "untold-0.dcm", side=96, seed=5)  # taken, and not told of
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: place in session(program).films, timeout=WAIT_MS)
    dialog.stop.click()
    assert not receiver.going
    assert dialog.said.text() == "Off. Nobody is listened to."


def test_results_of_what_was_received_go_back_to_a_node(
    build: Build, pacs: Orthanc, node: str, tmp_path: Path, qtbot: QtBot
) -> None:
    program = build()
    run(program, "network_receive")
    dialog = program.window.network.receive_dialog
    assert dialog is not None
    port = free_port()
    dialog.port.setValue(port)
    dialog.folder.setText(str(tmp_path / "inbox"))
    dialog.send_back.setCurrentIndex(dialog.send_back.findData(node))
    dialog.start.click()
    source = program.controller.network.receiver.source
    assert isinstance(source, ReceiverSource)
    qtbot.waitUntil(lambda: source.port == port, timeout=WAIT_MS)
    sent = film(tmp_path / "sent.dcm", side=96, PatientName="Kim^Ada")
    subprocess.run(["storescu", "-aec", "THORACAM", "127.0.0.1", str(port), str(sent)], check=True)
    qtbot.waitUntil(lambda: "Sent. Objects that arrived: " in outcome(program), timeout=WAIT_MS)
    entries = SendQueue().entries()
    assert len(entries) >= 2  # report, structured report; not the film, which is there
    assert {entry.state for entry in entries} == {State.VERIFIED}


def test_a_port_that_cannot_be_opened_is_said(
    program: Application, pacs: Orthanc, tmp_path: Path, qtbot: QtBot
) -> None:
    run(program, "network_receive")
    dialog = program.window.network.receive_dialog
    assert dialog is not None
    dialog.port.setValue(pacs.dicom_port)
    dialog.folder.setText(str(tmp_path / "inbox"))
    dialog.start.click()
    qtbot.waitUntil(lambda: "cannot listen" in notice(program), timeout=WAIT_MS)
    assert not program.controller.network.receiver.going


def test_films_of_a_watched_folder_join_the_worklist_once(
    program: Application, films: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    run(program, "network_watch")
    dialog = program.window.network.watch_dialog
    assert dialog is not None
    dialog.folder.setText(str(watched))
    dialog.start.click()
    film(watched / "new.dcm", side=96)
    qtbot.waitUntil(lambda: len(session(program).films) == 4, timeout=WAIT_MS)
    dialog.stop.click()
    assert dialog.said.text() == "Off."
    assert [path.name for path in watched.iterdir()] == ["new.dcm"]  # nothing is left there


def test_a_link_of_another_program_fetches_and_shows_its_study(
    build: Build, pacs: Orthanc, node: str, tmp_path: Path, qtbot: QtBot
) -> None:
    uid = generate_uid()
    store(pacs, film(tmp_path / "far.dcm", side=96, StudyInstanceUID=uid))
    program = build()
    request = StudyRequest.of_link(f"thoracam://study?node=archive&uid={uid}").left()
    program.receive((request,))
    qtbot.waitUntil(lambda: analysed(program), timeout=WAIT_MS)
    assert not request.exists()


def test_a_command_line_or_a_link_hands_its_study_to_the_window(
    node: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handed: list[Path] = []

    def hand_on(paths: tuple[Path, ...]) -> bool:
        handed.extend(paths)
        return True

    monkeypatch.setattr(single_instance, "handed_on", hand_on)
    assert main(["open", "--study", "1.2.3", "--node", node]) == 0
    assert main([f"thoracam://study?node={node}&uid=1.2.4"]) == 0
    assert main(["view", f"thoracam://study?node={node}&uid=1.2.5"]) == 0
    assert [StudyRequest.taken(path).study_uid for path in handed] == ["1.2.3", "1.2.4", "1.2.5"]
    assert main(["thoracam://study?node=stranger&uid=1.2"]) == 2
    assert "No node “stranger” is set up here" in capsys.readouterr().err


def test_a_node_that_was_removed_meanwhile_costs_a_sentence(program: Application, qtbot: QtBot) -> None:
    store_of_nodes = NodeStore()
    store_of_nodes.add(DicomNode(name="gone", ae_title="PACS", host="127.0.0.1", port=free_port()))
    run(program, "network_nodes")
    nodes = program.window.network.nodes_dialog
    assert nodes is not None
    nodes.priors.setCurrentIndex(nodes.priors.findData("gone"))
    nodes.by_itself.setChecked(True)
    run(program, "network_search")
    search = program.window.network.search_dialog
    assert search is not None
    store_of_nodes.remove("gone")
    store_of_nodes.add(DicomNode(name="other", ae_title="PACS", host="127.0.0.1", port=free_port()))
    search.search.click()
    assert "There is no node “gone”" in search.said.text()
    search.expected.click()
    assert "There is no node “gone”" in search.said.text()
    program.window.network.fetch_priors_by_itself()
    run(program, "network_priors")
    assert "There is no node “gone”" in notice(program)
    nodes.remove.click()
    assert "There is no node “gone”" in nodes.said.text()


def test_files_of_the_network_that_cannot_be_written_or_understood_are_said(
    program: Application, tmp_path: Path
) -> None:
    run(program, "network_nodes")
    nodes = program.window.network.nodes_dialog
    run(program, "network_watch")
    watch = program.window.network.watch_dialog
    assert nodes is not None
    assert watch is not None
    nodes_path().parent.mkdir(parents=True, exist_ok=True)
    nodes_path().write_text("no TOML")
    arrangements_path().mkdir()  # nothing can be written there
    nodes.form.name.setText("one")
    nodes.form.ae_title.setText("PACS")
    nodes.form.host.setText("localhost")
    nodes.keep.click()
    assert "is no TOML" in nodes.said.text()
    nodes.by_itself.setEnabled(True)
    nodes.priors_chosen.emit("", False)
    assert "network.toml" in nodes.said.text()
    watch.folder.setText(str(tmp_path))
    watch.start.click()
    assert "network.toml" in notice(program)
    queue_path().mkdir(parents=True)
    run(program, "network_queue")
    assert "outgoing.sqlite" in notice(program)


def test_what_could_not_be_fetched_is_said_and_recorded(
    program: Application, pacs: Orthanc, node: str, tmp_path: Path, qtbot: QtBot
) -> None:
    NodeStore().add(DicomNode(name="away", ae_title="PACS", host="127.0.0.1", port=free_port()))
    program.controller.network.fetching.fetch(NodeStore().named("away"), [("1.2.3", "")])
    qtbot.waitUntil(lambda: "Nothing answers at the address" in notice(program), timeout=WAIT_MS)
    assert [line["outcome"] for line in NetworkRecord().lines()] == ["NobodyListens"]
    uid = generate_uid()
    good, other = film(tmp_path / "a.dcm", side=96, StudyInstanceUID=uid), film(tmp_path / "b.dcm", side=96, seed=1)
    with entity(GET, sent_by_get([good, other])) as address:
        program.controller.network.fetching.fetch(NodeStore().named(address), [(uid, "")])
        qtbot.waitUntil(lambda: "Films that came: 1" in outcome(program), timeout=WAIT_MS)
    assert "Not all came" in outcome(program)


def test_a_folder_to_receive_into_may_begin_at_home(
    program: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    run(program, "network_receive")
    dialog = program.window.network.receive_dialog
    assert dialog is not None
    asked: list[Arrangements] = []
    dialog.start_wanted.connect(asked.append)
    dialog.ae_title.setText("")
    dialog.folder.setText("~/inbox")
    dialog.start.click()
    assert asked[0].folder == str(tmp_path / "home" / "inbox")
    assert "AE title" in notice(program)  # and nothing was kept that is not understood later
    assert not arrangements_path().exists()
