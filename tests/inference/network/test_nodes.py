"""Nodes: kept in a file, secrets in the keyring alone; a test says in words what is wrong."""

from __future__ import annotations

import getpass
import json
import logging
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from inference.network.nodes.node_store import nodes_path
from tests.inference.network.conftest import MemoryKeyring, film, thoracam
from tests.inference.network.servers import Orthanc, certificates, free_port, orthanc, sink, tls_in_front

pytestmark = pytest.mark.usefixtures("typing")
SECRET = "correct horse"  # noqa: S105 - of a test


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at the terminal and types the secret."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda _: SECRET)


def test_a_node_is_added_listed_and_removed(capsys: pytest.CaptureFixture[str]) -> None:
    assert thoracam("node", "list") == 0
    assert "nothing of this program uses the network" in capsys.readouterr().out
    assert thoracam("node", "add", "archive", "--dicom", "PACS@192.0.2.7:11112") == 0
    assert thoracam("node", "add", "web", "--url", "https://pacs.example/dicom-web/") == 0
    capsys.readouterr()
    thoracam("node", "list", "--json")
    assert [node["address"] for node in json.loads(capsys.readouterr().out)] == [
        "PACS@192.0.2.7:11112",
        "https://pacs.example/dicom-web",
    ]
    assert thoracam("node", "remove", "ARCHIVE") == 0
    assert thoracam("node", "remove", "archive") == 2
    assert nodes_path().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--dicom", "PACS"),
        ("--dicom", "A_TITLE_TOO_LONG_FOR_DICOM@host:104"),
        ("--dicom", "PACS@host:0"),
        ("--dicom", "병원@host:104"),
        ("--dicom", "PA\\CS@host:104"),
        ("--dicom", f"PACS@{'a' * 64}:104"),
        ("--dicom", "PACS@a..b:104"),
        ("--url", f"https://{'a' * 64}/x"),
        ("--url", "ftp://host/x"),
        ("--url", "https://me:secret@host/x"),
        ("--url", "https://host/x", "--login", "password"),
    ],
)
def test_what_is_no_node_is_refused_in_words(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert thoracam("node", "add", "one", *words) == 2
    assert "This cannot be done as asked" in capsys.readouterr().err
    assert not nodes_path().exists()


def test_a_damaged_file_of_nodes_is_named_and_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    nodes_path().parent.mkdir(parents=True, exist_ok=True)
    nodes_path().write_text('[[node]]\nkind = "dicom"\nname = "one"\nport = "many"\n')
    assert thoracam("node", "list") == 2
    assert "The node “one” in nodes.toml is not understood" in capsys.readouterr().err
    assert "many" in nodes_path().read_text()


def test_a_secret_is_in_the_keyring_and_in_no_file(ring: MemoryKeyring) -> None:
    words = ("--url", "https://pacs.example/x", "--login", "password", "--user", "reader")
    assert thoracam("node", "add", "web", *words) == 0
    assert list(ring.held.values()) == [SECRET]
    assert SECRET not in nodes_path().read_text()
    thoracam("node", "remove", "web")
    assert not ring.held


def test_a_secret_is_sent_to_no_other_server_than_the_one_that_it_was_typed_for(
    ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there, other = f"http://localhost:{free_port()}/x", f"http://127.0.0.1:{free_port()}/x"
    login = ("--login", "token")
    assert thoracam("node", "add", "web", "--url", there, *login) == 0
    changed = nodes_path().read_text().replace(there, other)
    nodes_path().write_text(changed)  # by hand
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert thoracam("node", "test", "web") == 1
    assert "its secret is in no keyring" in capsys.readouterr().err.lower()
    nodes_path().write_text(changed.replace(other, f"{there}/further"))
    assert thoracam("node", "test", "web") == 1
    assert "Nobody listens" in capsys.readouterr().err  # the same server: it was sent, or would have been
    assert thoracam("node", "add", "web", "--url", other, *login) == 1  # nobody can be asked for the new one
    assert not ring.held


def test_without_a_keyring_and_a_terminal_no_node_is_said_to_have_refused_what_it_was_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]  # theirs
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    url = f"http://localhost:{free_port()}/x"
    assert thoracam("node", "add", "web", "--url", url, "--login", "token") == 1
    assert "No password or token. " in capsys.readouterr().err
    for words in (
        ("node", "test", "web"),
        ("query", "web", "--all"),
        ("send", "--to", "web", film(tmp_path / "a.dcm")),
    ):
        assert thoracam(*words) == 1
        said = capsys.readouterr()
        assert "the node was not asked. Its secret is in no keyring" in said.out + said.err
        assert "refused" not in said.out + said.err
    assert thoracam("send", "--queue") == 0
    assert "failed" in capsys.readouterr().out


def test_without_a_keyring_it_is_said_and_asked_for_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]  # theirs
    assert thoracam("node", "add", "web", "--url", "http://localhost:9/x", "--login", "token") == 0
    said = capsys.readouterr().err
    assert "offers no keyring" in said
    assert "crosses the network unencrypted" in said
    assert thoracam("node", "test", "web") == 1  # asked for again, and then nobody listens
    assert "Nobody listens" in capsys.readouterr().err


@contextmanager
def silent() -> Iterator[int]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def test_nobody_listens_and_no_answer_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert thoracam("node", "test", f"PACS@127.0.0.1:{free_port()}") == 1
    assert "Nobody listens. Nothing answers at the address of “PACS at 127.0.0.1”" in capsys.readouterr().err
    with silent() as port:
        thoracam("node", "add", "mute", "--dicom", f"PACS@127.0.0.1:{port}", "--answer-seconds", "0.3")
        assert thoracam("node", "test", "mute") == 1
    assert "No answer. “mute” took the connection and then did not answer" in capsys.readouterr().err
    assert thoracam("node", "test", "PACS@no-such-host.invalid:104") == 1
    assert "Nobody knows a host of that name" in capsys.readouterr().err


def test_an_archive_that_answers_says_so_by_both_protocols(pacs: Orthanc, capsys: pytest.CaptureFixture[str]) -> None:
    assert thoracam("node", "test", pacs.address) == 0
    thoracam("node", "add", "web", "--url", pacs.url)
    assert thoracam("node", "test", "web") == 0
    assert capsys.readouterr().out.count("answers, in") == 2
    thoracam("node", "record")
    said = capsys.readouterr().out
    assert said.count("tested") == 2


def test_a_wrong_ae_title_a_wrong_url_and_tls_where_none_is_are_told(
    pacs: Orthanc, capsys: pytest.CaptureFixture[str]
) -> None:
    assert thoracam("node", "test", f"WRONG@127.0.0.1:{pacs.dicom_port}") == 1
    assert "Association refused" in (said := capsys.readouterr().err)
    assert "The AE title that it was called by is not its own" in said
    thoracam("node", "add", "web", "--url", f"http://localhost:{pacs.http_port}/elsewhere")
    assert thoracam("node", "test", "web") == 1
    assert "It offers no such service at this URL" in capsys.readouterr().err
    thoracam("node", "add", "tls", "--dicom", pacs.address, "--tls")
    assert thoracam("node", "test", "tls") == 1
    assert "No TLS there" in capsys.readouterr().err


def test_tls_of_dicom_is_expected_checked_and_shown_a_certificate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = certificates(tmp_path / "certificates")
    tls = ("+tls", str(made.key), str(made.certificate), "+cf", str(made.authority))
    with sink(tmp_path / "sink", *tls) as port:
        address = f"SINK@localhost:{port}"
        assert thoracam("node", "test", address) == 1
        assert "TLS expected" in capsys.readouterr().err
        thoracam("node", "add", "s", "--dicom", address, "--tls")
        assert thoracam("node", "test", "s") == 1
        assert "Certificate refused" in capsys.readouterr().err
        thoracam("node", "add", "s", "--dicom", address, "--authority", made.authority)
        assert thoracam("node", "test", "s") == 1
        assert "asks for a certificate of this computer" in capsys.readouterr().err
        ours = ("--certificate", made.certificate, "--key", made.key)
        thoracam("node", "add", "s", "--dicom", address, "--authority", made.authority, *ours)
        assert thoracam("node", "test", "s") == 0


def test_tls_and_login_of_dicomweb(tmp_path: Path, ring: MemoryKeyring, capsys: pytest.CaptureFixture[str]) -> None:
    made = certificates(tmp_path / "certificates")
    login: dict[str, Any] = {"AuthenticationEnabled": True, "RegisteredUsers": {"reader": SECRET}}
    with orthanc(tmp_path / "o", **login) as server, tls_in_front(server.http_port, made.server()) as port:
        url = f"https://localhost:{port}/dicom-web"

        def says(*words: object) -> str:
            thoracam("node", "add", "w", "--url", *words)
            capsys.readouterr()
            thoracam("node", "test", "w")
            return "".join(capsys.readouterr())

        assert "TLS expected" in says(url.replace("https", "http"))
        assert "Certificate refused" in says(url)
        assert "Login refused" in says(url, "--authority", made.authority)
        login_words = (url, "--authority", made.authority, "--login", "password", "--user", "reader")
        assert "answers, in" in says(*login_words)
        ring.held.update(dict.fromkeys(ring.held, "wrong"))
        thoracam("node", "test", "w")
        said = "".join(capsys.readouterr())
        assert "Login refused" in said
        assert "wrong" not in said.replace("A wrong", "")
    assert not logging.getLogger("retrying").propagate


def test_a_token_that_no_header_can_hold_is_refused_and_a_pasted_one_is_trimmed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _: "토큰")
    thoracam("node", "add", "web", "--url", f"http://localhost:{free_port()}/x", "--login", "token")
    assert thoracam("node", "test", "web") == 1
    assert "its token holds letters that no token has" in (said := capsys.readouterr().err).lower()
    assert "토큰" not in said
    monkeypatch.setattr(getpass, "getpass", lambda _: " abc\n")
    thoracam("node", "add", "web", "--url", f"http://localhost:{free_port()}/x", "--login", "token")
    assert thoracam("node", "test", "web") == 1
    assert "Nobody listens" in capsys.readouterr().err
