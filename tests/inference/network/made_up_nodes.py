"""Nodes and services that answer what a test makes up, on this computer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from pydicom import dcmread
from pydicom.uid import DigitalXRayImageStorageForPresentation
from pynetdicom import AE, evt

GET, FIND = "1.2.840.10008.5.1.4.1.2.2.3", "1.2.840.10008.5.1.4.1.2.2.1"
MOVE = "1.2.840.10008.5.1.4.1.2.2.2"


@contextmanager
def entity(model: str, handlers: list[Any]) -> Iterator[str]:
    """A node that says what the handlers make up; yields its address."""
    one = AE(ae_title="EVIL")
    one.add_supported_context(model)
    one.add_supported_context(DigitalXRayImageStorageForPresentation, scu_role=True, scp_role=True)
    one.add_requested_context(DigitalXRayImageStorageForPresentation)
    opened = list[socket.socket]()  # which the library leaves open where we hang up first

    def connected(event: Any) -> None:
        opened.append(event.assoc.dul.socket.socket)

    handlers = [*handlers, (evt.EVT_CONN_OPEN, connected)]
    server = one.start_server(("127.0.0.1", 0), block=False, evt_handlers=handlers)
    assert server is not None
    try:
        yield f"EVIL@127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        for connection in opened:
            connection.close()


@contextmanager
def saying(data: bytes) -> Iterator[str]:
    """A node that answers whatever is said to it with these bytes; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        connection.settimeout(5)
                        if connection.recv(4096):
                            connection.sendall(data)
                            connection.recv(1)

        threading.Thread(target=answer, daemon=True).start()
        yield f"EVIL@127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def service(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A DICOMweb service that answers so; yields its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):
                answer(self)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/web"
    server.shutdown()
    thread.join()
    server.server_close()


def sent_by_get(paths: list[Path]) -> list[Any]:
    """A C-GET that is answered with these files, whatever was asked for."""

    def got(_event: Any) -> Iterator[Any]:
        yield len(paths)
        for path in paths:
            yield 0xFF00, dcmread(path)

    return [(evt.EVT_C_GET, got)]
