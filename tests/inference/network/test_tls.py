"""Whom a client trusts: the authority that its node names and no other, a hospital's own too; else the system's."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from inference.core.errors import CertificateRefused, NetworkError
from inference.network.connection.probe import check_tls
from inference.network.connection.tls import client_context
from inference.network.nodes.node import Tls, WebNode
from inference.network.nodes.secrets import Secrets
from inference.network.web.client import web_session
from tests.inference.network.servers import certificates, free_port, tls_in_front

SYSTEM = ("SSL_CERT_FILE", "SSL_CERT_DIR")  # where OpenSSL looks for the system's authorities


@contextmanager
def server(context: ssl.SSLContext) -> Iterator[int]:
    """The port of a server that makes handshakes and knows nothing else."""
    with tls_in_front(free_port(), context) as port:
        yield port


def trusts(tls: Tls, port: int) -> bool:
    """Whether DICOM and DICOMweb both would go on after the handshake; they must agree."""
    try:
        check_tls("node", "127.0.0.1", port, 5.0, client_context(tls))
        dicom = True
    except CertificateRefused:
        dicom = False
    node = WebNode(name="node", url=f"https://127.0.0.1:{port}/dicom-web", tls=tls)
    try:
        with web_session(node, Secrets()) as session:
            session.get(node.url, timeout=5.0)
    except CertificateRefused:
        web = False
    except (NetworkError, requests.RequestException):
        web = True  # it ends the connection, after the handshake
    assert web == dicom
    return dicom


def test_an_authority_that_is_named_is_trusted_and_the_systems_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, systems = certificates(tmp_path / "ours"), certificates(tmp_path / "systems")
    for name in SYSTEM:
        monkeypatch.setenv(name, str(systems.authority))
    with server(ours.server()) as port:
        assert trusts(Tls(authority=str(ours.authority)), port)
        assert not trusts(Tls(), port)
        assert trusts(Tls(check=False), port)
    with server(systems.server()) as port:
        assert trusts(Tls(), port)
        assert not trusts(Tls(authority=str(ours.authority)), port)


def test_an_authority_without_a_key_usage_is_one(tmp_path: Path) -> None:
    ours = certificates(tmp_path)
    told = subprocess.run(
        ["openssl", "x509", "-in", ours.authority, "-noout", "-text"], check=True, capture_output=True, text=True
    ).stdout
    assert "Key Usage" not in told
    with server(ours.server()) as port:
        assert trusts(Tls(authority=str(ours.authority)), port)


def test_an_authority_that_issues_is_enough_without_its_root(tmp_path: Path) -> None:
    ours = certificates(tmp_path, through="issuing")
    with server(ours.server()) as port:
        assert trusts(Tls(authority=str(ours.authority)), port)


def test_a_bundle_of_authorities_that_is_not_installed_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = certificates(tmp_path)
    for name in SYSTEM:
        monkeypatch.setenv(name, str(ours.authority))
    monkeypatch.setattr("requests.utils.DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "gone.pem"))
    with server(ours.server()) as port:
        assert trusts(Tls(), port)
        assert trusts(Tls(check=False), port)
