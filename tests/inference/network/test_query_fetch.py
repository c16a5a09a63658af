"""Search and retrieval: studies, series, expected examinations; C-GET, C-MOVE and WADO-RS, and what says why not."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from inference.network.inbox.inbox import Inbox
from inference.network.nodes.node import DicomNode
from inference.network.query.criteria import dates_from, is_named, plainer
from inference.network.query.fetch import receiver_for
from inference.network.receiver.options import Allowed
from tests import needs
from tests.builders import write_dataset
from tests.inference.network.conftest import film, thoracam
from tests.inference.network.servers import Orthanc, archive, free_port, orthanc, running, sink

pytestmark = needs.program("storescu", "dcmtk")
KOREAN = ["", "ISO 2022 IR 149"]


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The UIDs of the studies in ``films``, by patient's ID."""
    return {patient: generate_uid() for patient in ("K1", "K2", "J1", "A1")}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory, studies: dict[str, str]) -> Path:
    """Films of a Korean, a Korean in UTF-8, a Japanese and a patient called Abel, the last with two films."""
    folder = tmp_path_factory.mktemp("films")
    korean: dict[str, Any] = {"PatientName": "Hong^Gildong=洪^吉洞=홍^길동", "SpecificCharacterSet": KOREAN}
    utf8: dict[str, Any] = {"PatientName": "Kim^Minji==김^민지", "SpecificCharacterSet": "ISO_IR 192"}
    japanese: dict[str, Any] = {
        "PatientName": "Yamada^Tarou=山田^太郎=やまだ^たろう",
        "SpecificCharacterSet": ["", "ISO 2022 IR 87"],
    }
    for number, (patient, tags) in enumerate({"K1": korean, "K2": utf8, "J1": japanese}.items()):
        day: dict[str, Any] = {
            "StudyDate": f"2026110{number + 1}",
            "StudyInstanceUID": studies[patient],
            "PatientID": patient,
        }
        film(folder / f"{patient}.dcm", seed=number, **tags, **day)
    abel: dict[str, Any] = {"PatientName": "Abel^Ann", "PatientID": "A1", "StudyInstanceUID": studies["A1"]}
    for number in (1, 2):
        film(folder / f"A1-{number}.dcm", seed=10 + number, **abel, StudyDate="20261120", AccessionNumber="ACC1")
    return folder


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, films: Path) -> Iterator[tuple[Orthanc, int]]:
    """An Orthanc that has the films, and the port at which it would move to THORACAM."""
    port = free_port()
    with orthanc(tmp_path_factory.mktemp("full"), modalities={"thoracam": ("THORACAM", port)}) as server:
        subprocess.run(["storescu", "-aec", "ORTHANC", "127.0.0.1", str(server.dicom_port), "+sd", films], check=True)
        yield server, port


def found(capsys: pytest.CaptureFixture[str], *words: object) -> list[str]:
    """The patients' IDs of the studies that a query finds."""
    capsys.readouterr()
    thoracam("query", *words, "--json")
    return [study["patient_id"] for study in json.loads(capsys.readouterr().out)]


def test_studies_are_found_by_every_key_by_both_protocols(
    full: tuple[Orthanc, int], capsys: pytest.CaptureFixture[str]
) -> None:
    server, _ = full
    thoracam("node", "add", "web", "--url", server.url)
    for node in (server.address, "web"):
        assert found(capsys, node, "--name", "abel") == ["A1"]
        assert sorted(found(capsys, node, "--id", "K*")) == ["K1", "K2"]
        assert found(capsys, node, "--date", "2026-11-15..2026-11-25") == ["A1"]
        assert found(capsys, node, "--accession", "ACC1", "--modality", "dx") == ["A1"]
        assert sorted(found(capsys, node, "--all")) == ["A1", "J1", "K1", "K2"]
        assert found(capsys, node, "--name", "Nobody") == []


def test_korean_and_japanese_names_are_found_and_shown(
    full: tuple[Orthanc, int], capsys: pytest.CaptureFixture[str]
) -> None:
    server, _ = full
    thoracam("node", "add", "web", "--url", server.url)
    for node in (server.address, "web"):  # its DICOMweb does not read what a URL escapes: names are compared here
        assert found(capsys, node, "--name", "*김*") == ["K2"]
        assert found(capsys, node, "--name", "*山田*") == ["J1"]
        assert found(capsys, node, "--name", "*길동*") == ["K1"]
        assert found(capsys, node, "--name", "홍") == ["K1"]
        assert found(capsys, node, "--name", "Kim^Min*") == ["K2"]
        thoracam("query", node, "--id", "K2", "--json")
        assert "김^민지" in capsys.readouterr().out


def test_a_service_that_matches_no_letters_but_plain_ones_is_asked_with_wildcards() -> None:
    assert plainer("abel*") == ""
    assert plainer("김^민") == "*"
    assert plainer("Kim^Minji") == "Kim*Minji*"
    assert is_named("Hong^Gildong=洪^吉洞=홍^길동", "홍*")
    assert is_named("KIM^ADA", "kim^a?a")
    assert not is_named("Kim^Ada", "Ada*")


def test_a_korean_name_is_found_by_its_beginning_and_no_other_name_with_it(
    full: tuple[Orthanc, int], capsys: pytest.CaptureFixture[str]
) -> None:
    server, _ = full
    assert found(capsys, server.address, "--name", "홍") == ["K1"]  # stored as Hong^Gildong=洪^吉洞=홍^길동
    assert found(capsys, server.address, "--name", "山田") == ["J1"]
    assert found(capsys, server.address, "--name", "김ﺍ") == []  # no set has both; what it lacks is no wildcard


def test_what_is_no_uid_is_not_asked_for_and_a_study_that_is_not_there_is_said(
    full: tuple[Orthanc, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, _ = full
    thoracam("node", "add", "web", "--url", server.url)
    assert thoracam("fetch", "web", "--study", "../../instances", "--into", tmp_path) == 2
    assert "no UID of a study" in capsys.readouterr().err
    assert thoracam("fetch", "web", "--study", "1.2.3", "--into", tmp_path) == 1
    assert "it has no such study" in capsys.readouterr().err.lower()


def test_a_full_disk_ends_a_retrieval_in_words(
    full: tuple[Orthanc, int],
    studies: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server, _ = full
    thoracam("node", "add", "web", "--url", server.url)
    monkeypatch.setattr("inference.cli.network.fetch.Inbox", partial(Inbox, spare=1 << 60))
    for node in (server.address, "web"):
        assert thoracam("fetch", node, "--study", studies["A1"], "--into", tmp_path) == 1
        assert "disk full" in capsys.readouterr().err.lower()
    assert not list(tmp_path.rglob("*.dcm"))


def test_a_c_move_is_received_from_every_address_of_the_node(tmp_path: Path) -> None:
    with Inbox(tmp_path) as inbox:
        here = receiver_for(DicomNode(name="a", ae_title="A", host="127.0.0.1", port=104), inbox, 4000)
        six = receiver_for(DicomNode(name="a", ae_title="A", host="::1", port=104), inbox, 4000)
        away = receiver_for(DicomNode(name="a", ae_title="A", host="2001:db8::7", port=104), inbox, 4000)
    assert here is not None
    assert (here.bind, here.allowed) == ("127.0.0.1", (Allowed("", "127.0.0.1"),))
    assert six is not None
    assert (six.bind, six.allowed) == ("::1", (Allowed("", "::1"),))
    assert away is not None
    assert (away.bind, away.allowed) == ("::", (Allowed("", "2001:db8::7"),))
    assert Allowed("", "192.0.2.7").holds_address("::ffff:192.0.2.7")


def test_an_archive_that_compares_bytes_finds_a_korean_name(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with archive(tmp_path) as port:
        subprocess.run(["storescu", "-aec", "ARCHIVE", "127.0.0.1", str(port), films / "K1.dcm"], check=True)
        assert found(capsys, f"ARCHIVE@127.0.0.1:{port}", "--name", "Hong^Gildong=*=홍^길동") == ["K1"]


def test_pages_and_series(
    full: tuple[Orthanc, int], studies: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    server, _ = full
    thoracam("node", "add", "web", "--url", server.url)
    for node in (server.address, "web"):
        pages = [found(capsys, node, "--all", "--limit", 3, "--page", page) for page in (1, 2)]
        assert [len(page) for page in pages] == [3, 1]
        assert len({*pages[0], *pages[1]}) == 4
        assert thoracam("query", node, "--study", studies["A1"], "--series", "--json") == 0
        assert len(json.loads(capsys.readouterr().out)) == 2  # each film is a series of its own
        assert thoracam("query", node, "--study", studies["A1"], "--instances", "--json") == 0
        below = [one for series in json.loads(capsys.readouterr().out) for one in series["instances"]]
        assert [one["kind"] for one in below] == ["Digital X-Ray Image Storage - For Presentation"] * 2
    thoracam("query", server.address, "--all", "--limit", 3)
    assert "There are more: --page 2 shows them." in capsys.readouterr().err


def test_a_search_for_nothing_is_refused_and_a_date_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert thoracam("query", "PACS@127.0.0.1:9") == 2
    assert "Say what to search for" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        thoracam("query", "PACS@127.0.0.1:9", "--date", "yesterday")
    assert "is no date" in capsys.readouterr().err


def test_dates_as_a_person_types_them() -> None:
    day = date(2026, 11, 28)
    assert dates_from("today", day) == "20261128"
    assert dates_from("7d", day) == "20261122-20261128"
    assert dates_from("2026-11-01..", day) == "20261101-"
    assert dates_from("20261101..20261102", day) == "20261101-20261102"


def pixels(folder: Path) -> set[bytes]:
    return {dcmread(path).PixelData for path in folder.glob("*/*.dcm")}


@pytest.mark.parametrize("way", ["get", "move", "web"])
def test_a_study_is_fetched_once_each_way_with_its_pixels(
    way: str,
    full: tuple[Orthanc, int],
    films: Path,
    studies: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server, port = full
    thoracam("node", "add", "web", "--url", server.url)
    node = "web" if way == "web" else server.address
    words = [node, "--study", studies["A1"], "--into", tmp_path / "in"]
    words += [] if way == "web" else ["--by", way, "--port", port]
    assert thoracam("fetch", *words) == 0
    assert "2 objects by" in capsys.readouterr().out
    assert pixels(tmp_path / "in") == {dcmread(films / f"A1-{number}.dcm").PixelData for number in (1, 2)}
    assert thoracam("fetch", *words) == 0
    assert "0 objects by" in (said := capsys.readouterr().out)
    assert "2 were there already" in said


def test_a_node_without_c_get_is_asked_to_move_and_both_reasons_are_told(
    studies: dict[str, str], films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = free_port()
    with archive(tmp_path, moves_to=("THORACAM", ours), options=("--disable-get",)) as port:
        subprocess.run(["storescu", "-aec", "ARCHIVE", "127.0.0.1", str(port), "+sd", films], check=True)
        node, into = f"ARCHIVE@127.0.0.1:{port}", tmp_path / "in"
        assert thoracam("fetch", node, "--study", studies["A1"], "--into", into) == 1
        assert "does not offer C-GET" in capsys.readouterr().err
        assert thoracam("fetch", node, "--study", studies["A1"], "--into", into, "--port", ours) == 0
        assert "2 objects by C-MOVE" in capsys.readouterr().out


def test_a_worklist_says_what_is_expected_and_what_has_arrived(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "worklists" / "RIS"
    place.mkdir(parents=True)
    (place / "lockfile").touch()
    for number, (name, accession) in enumerate([("김^민지", "ACC7"), ("Abel^Ann", "ACC8")]):
        write_dataset(place / f"{number}.wl", planned(name, accession))
    film(tmp_path / "films" / "came.dcm", AccessionNumber="ACC8")
    port = free_port()
    with running(["wlmscpfs", "-dfp", str(place.parent), "-csk", str(port)], port, tmp_path):
        node = f"RIS@127.0.0.1:{port}"
        words = ("--worklist", "--date", "2026-11-28", "--arrived", tmp_path / "films")
        assert thoracam("query", node, *words) == 0
        said = capsys.readouterr().out.splitlines()
        assert thoracam("query", node, "--worklist", "--date", "2026-11-29") == 1
    assert [line.split()[0] for line in sorted(said)] == ["arrived", "expected"]
    assert "09:30" in said[0]


def planned(name: str, accession: str) -> Dataset:
    step = Dataset()
    step.ScheduledStationAETitle, step.Modality = "DX1", "DX"
    step.ScheduledProcedureStepStartDate, step.ScheduledProcedureStepStartTime = "20261128", "093000"
    step.ScheduledProcedureStepDescription = "Chest PA"
    data = Dataset()
    data.SpecificCharacterSet = "ISO_IR 192"
    data.PatientName, data.PatientID, data.AccessionNumber = name, accession[::-1], accession
    data.StudyInstanceUID = generate_uid()
    data.RequestedProcedureDescription, data.RequestedProcedureID = "Chest", "P1"
    step.ScheduledProcedureStepID, step.ScheduledPerformingPhysicianName = "S1", ""
    for keyword in (
        "PatientBirthDate",
        "PatientSex",
        "ReferringPhysicianName",
        "AdmissionID",
        "CurrentPatientLocation",
    ):
        setattr(data, keyword, "")
    data.ScheduledProcedureStepSequence = [step]
    data.SOPClassUID, data.SOPInstanceUID = "1.2.276.0.7230010.3.1.0.1", generate_uid()
    return data


def test_a_node_that_answers_no_queries_is_not_said_to_refuse_our_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sink(tmp_path / "sink") as port:
        assert thoracam("query", f"STORE@127.0.0.1:{port}", "--all") == 1
        assert thoracam("fetch", f"STORE@127.0.0.1:{port}", "--study", "1.2.3", "--into", tmp_path / "films") == 1
    said = capsys.readouterr().err
    assert said.count("Not offered. ") == 2
    assert "AE titles" not in said
