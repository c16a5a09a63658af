"""Other people's servers on this computer: Orthanc and the tools of dcmtk, each at a free port, ended with the test."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import needs

PATIENCE_S = 60.0
ORTHANC = Path("/usr/sbin/Orthanc")  # not in everybody's PATH
PLUGIN = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from when its port answers to the end of the block; what it says goes into ``server.log``."""
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(port, server, folder / "server.log")
            yield server
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text("utf-8", "replace")
        if _answers(port):
            return
        time.sleep(0.02)
    raise TimeoutError(log.read_text("utf-8", "replace"))


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Orthanc:
    """A running Orthanc: AE title ORTHANC, DICOMweb below ``url``."""

    dicom_port: int
    http_port: int

    @property
    def address(self) -> str:
        return f"ORTHANC@127.0.0.1:{self.dicom_port}"

    @property
    def url(self) -> str:
        return f"http://localhost:{self.http_port}/dicom-web"


@contextmanager
def orthanc(folder: Path, *, modalities: dict[str, tuple[str, int]] | None = None, **options: Any) -> Iterator[Orthanc]:
    """Orthanc with an empty database; ``modalities`` are AE titles and ports it may move to, by name."""
    lacking = [package for package, part in (("orthanc", ORTHANC), ("orthanc-dicomweb", PLUGIN)) if not part.exists()]
    if lacking:
        needs.missing(" ".join(lacking))
    folder.mkdir(parents=True, exist_ok=True)
    ports = free_port(), free_port()
    known = {name: [title, "127.0.0.1", port] for name, (title, port) in (modalities or {}).items()}
    configuration = {
        "Name": "test",
        "StorageDirectory": str(folder / "storage"),
        "IndexDirectory": str(folder / "storage"),
        "DicomAet": "ORTHANC",
        "DicomPort": ports[0],
        "DicomCheckCalledAet": True,
        "DefaultEncoding": "Utf8",
        "DicomAlwaysAllowFind": True,
        "DicomAlwaysAllowGet": True,
        "DicomAlwaysAllowMove": True,
        "DicomModalities": known,
        "HttpPort": ports[1],
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "StorageCompression": False,
        "Plugins": [str(PLUGIN)],
        "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "EnableWado": False},
        **options,
    }
    (folder / "orthanc.json").write_text(json.dumps(configuration))
    with running([str(ORTHANC), str(folder / "orthanc.json")], ports[1], folder):
        yield Orthanc(*ports)


@contextmanager
def archive(folder: Path, *, moves_to: tuple[str, int] = ("NOBODY", 1), options: tuple[str, ...] = ()) -> Iterator[int]:
    """dcmtk's ``dcmqrscp`` as ARCHIVE; it may move to one AE title and port. Yields its port."""
    needs.this_program("dcmqrscp", "dcmtk")
    (folder / "ARCHIVE").mkdir(parents=True, exist_ok=True)
    port = free_port()
    (folder / "dcmqrscp.cfg").write_text(
        f"NetworkTCPPort = {port}\nMaxPDUSize = 16384\nMaxAssociations = 16\n"
        f"HostTable BEGIN\nmover = ({moves_to[0]}, localhost, {moves_to[1]})\nHostTable END\n"
        f"VendorTable BEGIN\nVendorTable END\n"
        f"AETable BEGIN\nARCHIVE {folder / 'ARCHIVE'} RW (200, 1024mb) ANY\nAETable END\n"
    )
    with running(["dcmqrscp", *options, "-c", str(folder / "dcmqrscp.cfg")], port, folder):
        yield port


@contextmanager
def sink(folder: Path, *options: str, takes: str = "+xa") -> Iterator[int]:
    """dcmtk's ``storescp``, which takes objects into ``folder`` and answers no queries. Yields its port."""
    needs.this_program("storescp", "dcmtk")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with running(["storescp", *options, takes, "-od", str(folder), str(port)], port, folder):
        yield port


@dataclass(frozen=True)
class Certificates:
    """A certificate authority, and a certificate of localhost with its key, as PEM files."""

    authority: Path
    certificate: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def certificates(folder: Path, through: str = "") -> Certificates:
    """Certificates made for this test by openssl; ``through``: by an authority of this name below the root."""
    needs.this_program("openssl", "openssl")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    (folder / "issuer").write_text("basicConstraints=critical,CA:true\n")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    _openssl(
        folder, "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test ca"
    )
    authority = "ca"
    for name, subject, extensions in ((through, f"/CN={through}", "issuer"), ("own", "/CN=localhost", "names")):
        if not name:
            continue
        _openssl(folder, "req", *curve, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject)
        signed = ("-CA", f"{authority}.pem", "-CAkey", f"{authority}.key", "-CAcreateserial", "-days", "2")
        _openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-out", f"{name}.pem", *signed, "-extfile", extensions)
        authority = through
    return Certificates(folder / f"{through or 'ca'}.pem", folder / "own.pem", folder / "own.key")


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


class _Forwarder(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        with (
            suppress(OSError),
            server.context.wrap_socket(self.request, server_side=True) as secure,
            socket.create_connection(("127.0.0.1", server.to)) as plain,
        ):
            back = threading.Thread(target=_pass_on, args=(plain, secure))
            back.start()
            _pass_on(secure, plain)
            back.join()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(65536):
            other.sendall(piece)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)


@contextmanager
def tls_in_front(port: int, context: ssl.SSLContext) -> Iterator[int]:
    """A proxy that speaks TLS, as hospitals put one before their archive. (Debian's Orthanc dies of HTTPS itself.)"""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Forwarder) as server:
        server.daemon_threads = True
        server.context, server.to = context, port  # type: ignore[attr-defined]  # for the handler
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()
