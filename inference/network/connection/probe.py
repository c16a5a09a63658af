"""Why a node does not answer: looked into after something failed, by one more connection."""

from __future__ import annotations

import errno
import socket
import ssl
from contextlib import suppress

from inference.core.errors import (
    CertificateRefused,
    NetworkError,
    NoAnswer,
    NobodyListens,
    NoTls,
    TlsExpected,
)

WORDS = {
    errno.ECONNREFUSED: "the connection was refused: no program listens at that port",
    errno.EHOSTUNREACH: "there is no way to that host",
    errno.ENETUNREACH: "this computer has no network that leads there",
    errno.ECONNRESET: "the connection was cut at once",
}
_ALERT_SECONDS = 1.0  # within which a server that wants a certificate of ours says so


def why_not_connected(node: str, error: OSError) -> NetworkError:
    """The error for a connection that the system did not make."""
    if isinstance(error, socket.gaierror):
        return NobodyListens(node, "nobody knows a host of that name")
    if isinstance(error, ssl.SSLError):
        return why_no_tls(node, error)
    if isinstance(error, TimeoutError):
        return NobodyListens(node, "the host did not take the connection in time")
    return NobodyListens(node, WORDS.get(error.errno or 0, "the connection could not be made"))


def why_no_tls(node: str, error: ssl.SSLError) -> NetworkError:
    """The error for a TLS handshake that failed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateRefused(node, f"the node's certificate: {error.verify_message or 'it cannot be checked'}")
    reason = (error.reason or "").lower()
    if "alert" in reason and ("certificate" in reason or "unknown_ca" in reason):
        return CertificateRefused(node, "the node asks for a certificate of this computer that it trusts")
    if "alert" in reason:
        return CertificateRefused(node, f"the node ended the handshake: {reason.replace('_', ' ')}")
    return NoTls(node, "what it answered is no TLS")


def check_connects(node: str, host: str, port: int, seconds: float) -> None:
    """Connect and hang up; raises ``NobodyListens``."""
    try:
        socket.create_connection((host, port), timeout=seconds).close()
    except OSError as error:
        raise why_not_connected(node, error) from None


def check_tls(
    node: str, host: str, port: int, seconds: float, context: ssl.SSLContext, *, afterwards: bool = False
) -> None:
    """Make a TLS handshake and hang up; raises the ``NetworkError`` that says why there is none.

    ``afterwards``: wait for what TLS 1.3 says only then, that a certificate of ours is missing.
    """
    try:
        with (
            socket.create_connection((host, port), timeout=seconds) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            if afterwards and secure.version() == "TLSv1.3":
                secure.settimeout(min(_ALERT_SECONDS, seconds))
                with suppress(TimeoutError):
                    secure.recv(1)
    except ssl.SSLError as error:
        raise why_no_tls(node, error) from None
    except TimeoutError:
        raise NoTls(node, "it did not answer the handshake in time") from None
    except ConnectionResetError:
        raise NoTls(node, "it cut the connection at the handshake") from None
    except OSError as error:
        raise why_not_connected(node, error) from None


def speaks_tls(host: str, port: int, seconds: float) -> bool:
    """Whether a server at this address answers a TLS handshake, whatever its certificate says."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout=seconds) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return True
    except ssl.SSLError as error:
        return "ALERT" in (error.reason or "").upper()
    except (OSError, ValueError):
        return False


def why_silent(
    node: str, host: str, port: int, seconds: float, context: ssl.SSLContext | None, *, waited: bool
) -> NetworkError:
    """The error for a node that took a connection and made nothing of it; ``waited``: until its time was up.

    ``context`` is what it was spoken to with, None for no TLS; a second look takes so many seconds.
    """
    try:
        if context is None:
            check_connects(node, host, port, seconds)
        else:
            check_tls(node, host, port, seconds, context, afterwards=True)
    except NetworkError as error:
        return error
    if context is None and speaks_tls(host, port, seconds):
        return TlsExpected(node)
    if waited:
        return NoAnswer(node, "its time was up")
    return NoAnswer(node, "it closed the connection without a word")
