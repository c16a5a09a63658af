"""A connection to a DICOMweb service, and why there is none, in errors that have words."""

from __future__ import annotations

import logging
import re
import ssl
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from dicomweb_client.web import DICOMwebClient
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth

from inference.core.errors import (
    LoginRefused,
    NetworkError,
    NoAnswer,
    NobodyListens,
    NodeBusy,
    ObjectRefused,
    TlsExpected,
)
from inference.network.connection.probe import check_connects, check_tls, speaks_tls, why_no_tls
from inference.network.connection.tls import client_context
from inference.network.nodes.node import Login, WebNode
from inference.network.nodes.secrets import Secrets

_TAKEN_BACK = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
for _name in ("dicomweb_client", "retrying", "urllib3", "requests"):  # their messages hold UIDs and names
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False
_ANSWER_BYTES = 32 << 20  # of a query or of the word on what was sent
_MOST = sys.maxsize  # bytes sent in one piece: in chunks, some services answer well and keep nothing


@contextmanager
def web_client(node: WebNode, secrets: Secrets) -> Iterator[DICOMwebClient]:
    """A client of this service; what goes wrong within becomes ``NetworkError`` kin."""
    with web_session(node, secrets, most=_ANSWER_BYTES) as session:
        timeout = (node.connect_seconds, node.answer_seconds)
        client = DICOMwebClient(node.url, session=session, timeout=timeout, chunk_size=_MOST)
        client.set_http_retry_params(retry=False)
        yield client


@contextmanager
def web_session(node: WebNode, secrets: Secrets, *, most: int = 0) -> Iterator[requests.Session]:
    """A session with this service; what goes wrong within becomes ``NetworkError`` kin.

    Proxies and passwords that the environment names are not used, and redirections not followed: what is sent goes
    where the user said, or nowhere. ``most`` is how many bytes an answer may have; 0 where whoever asks reads them one
    after another. No answer may be compressed, which could unpack to anything.
    """
    secret = _sendable(node, secrets.of(node))
    context = _context(node)
    warnings.filterwarnings("ignore", module=r"urllib3(\.|$)")  # what they say of certificates, we say in words
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", _Bounded(most, context))
        session.mount("https://", _Bounded(most, context))
        session.headers["Accept-Encoding"] = "identity"
        session.max_redirects = 0
        session.verify = node.tls.check
        session.auth = _login(node, secret)
        with _words(node):
            yield session


def _context(node: WebNode) -> ssl.SSLContext:
    """The node's, by which a certificate must name the host as one (RFC 9110): a common name is not enough."""
    context = client_context(node.tls)
    context.hostname_checks_common_name = False
    return context


class _TooMuch(requests.exceptions.RequestException):
    """An answer that reached a bound; ``args[0]`` says which, in words."""


class _Bounded(HTTPAdapter):
    """Connects with a context of ours and reads an answer within bounds.

    Sends ``*`` as it is: older services do not understand it escaped.
    """

    def __init__(self, most: int, context: ssl.SSLContext) -> None:
        self._most_bytes, self._context = most, context
        super().__init__()

    def init_poolmanager(self, *words: Any, **named: Any) -> None:
        """Connect with our certificates and checks."""
        super().init_poolmanager(*words, **named, ssl_context=self._context)

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """Add none that the library brings."""

    def send(self, request: requests.PreparedRequest, *words: Any, **named: Any) -> requests.Response:
        """Send the request; an answer that is bounded is read here."""
        request.url = (request.url or "").replace("%2A", "*")
        answer = super().send(request, *words, **named)
        if answer.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
            answer.close()
            raise _TooMuch("it sends compressed what was asked for plain")
        if self._most_bytes:
            answer._content = self._whole(answer)  # noqa: SLF001 - as the library keeps what it has read
        return answer

    def _whole(self, answer: requests.Response) -> bytes:
        found = bytearray()
        for piece in answer.iter_content(65_536):
            found += piece
            if len(found) > self._most_bytes:
                answer.close()
                raise _TooMuch(f"it answered with more than {self._most_bytes} bytes")
        return bytes(found)


class _Bearer(AuthBase):
    """A token, sent to this host alone."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _sendable(node: WebNode, secret: str) -> str:
    """A secret without what was pasted around it; raises ``LoginRefused`` for a token that no header can hold."""
    if node.login is not Login.TOKEN:
        return secret
    if not re.fullmatch(r"[ -~]+", token := secret.strip()):
        raise LoginRefused(node.name, "its token holds letters that no token has; nothing was sent")
    return token


def _login(node: WebNode, secret: str) -> AuthBase | None:
    if node.login is Login.PASSWORD:
        return HTTPBasicAuth(node.user.encode(), secret.encode())
    return _Bearer(secret) if node.login is Login.TOKEN else None


@contextmanager
def _words(node: WebNode) -> Iterator[None]:
    try:
        yield
    except requests.exceptions.HTTPError as error:
        raise _of_status(node, error.response) from None
    except requests.exceptions.TooManyRedirects:
        raise NetworkError(node.name, "it sends on to another address: enter that one as its URL") from None
    except requests.exceptions.Timeout as error:
        connecting = isinstance(error, requests.exceptions.ConnectTimeout)
        kind = NobodyListens if connecting else NoAnswer
        raise kind(node.name, "its time was up") from None
    except _TAKEN_BACK as error:
        said = _ssl_error(error)
        raise (_why_not(node) if said is None else why_no_tls(node.name, said)) from None
    except _TooMuch as error:
        raise NetworkError(node.name, str(error)) from None
    except requests.exceptions.RequestException:
        raise NetworkError(node.name, "what it answered is not what HTTP says") from None
    except (ValueError, KeyError, TypeError, AttributeError):  # in what the library made of an answer
        raise NetworkError(node.name, "what it answered is no DICOMweb") from None


def _ssl_error(error: BaseException | None) -> ssl.SSLError | None:
    """What the system said of the handshake, below what the libraries made of it."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return error
        below = error.__cause__ or error.__context__ or getattr(error, "reason", None)
        error = below if isinstance(below, BaseException) else None
    return None


def _of_status(node: WebNode, response: requests.Response | None) -> NetworkError:
    status = 0 if response is None else response.status_code
    if status in (401, 403, 407):
        return LoginRefused(node.name, f"it answered with HTTP status {status}")
    if status == 400 and urlsplit(node.url).scheme == "http" and speaks_tls(*_place(node), node.connect_seconds):
        return TlsExpected(node.name)
    if status in (404, 405, 501):
        return NetworkError(node.name, f"it offers no such service at this URL (HTTP status {status})")
    if status in (409, 413, 415, 422):
        return ObjectRefused(node.name, f"it answered with HTTP status {status}")
    if status in (429, 502, 503, 504, 507):
        return NodeBusy(node.name, f"it answered with HTTP status {status}")
    return NetworkError(node.name, f"it answered with HTTP status {status}")


def _why_not(node: WebNode) -> NetworkError:
    """What a second look at the address says."""
    host, port = _place(node)
    try:
        check_connects(node.name, host, port, node.connect_seconds)
        if urlsplit(node.url).scheme == "https":
            check_tls(node.name, host, port, node.connect_seconds, _context(node), afterwards=True)
        elif speaks_tls(host, port, node.connect_seconds):
            return TlsExpected(node.name)
    except NetworkError as error:
        return error
    except (OSError, ssl.SSLError, ValueError):
        pass
    return NoAnswer(node.name, "it ended the connection in the middle")


def _place(node: WebNode) -> tuple[str, int]:
    parts = urlsplit(node.url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
