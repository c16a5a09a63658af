"""Certificates: what a client trusts and shows, and what a receiver asks of those that connect to it."""

from __future__ import annotations

import ssl
from pathlib import Path

from inference.core.errors import UsageError
from inference.network.nodes.node import Tls


def client_context(tls: Tls) -> ssl.SSLContext:
    """For connecting: certificates are checked, host name included, unless the node says not to.

    Raises ``UsageError`` where a file is no certificate or key.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not tls.check:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    _load(context, tls)
    return context


def server_context(tls: Tls) -> ssl.SSLContext:
    """For a receiver: with an ``authority``, clients without a certificate of its are refused."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not tls.certificate:
        raise UsageError("A receiver that speaks TLS needs a certificate and its key.")
    _load(context, tls)
    if tls.authority:
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _load(context: ssl.SSLContext, tls: Tls) -> None:
    for name in filter(None, (tls.authority, tls.certificate, tls.key)):
        if not Path(name).is_file():
            raise UsageError(f"The certificate or key “{Path(name).name}” is not there.")
    try:
        if tls.authority:
            context.load_verify_locations(tls.authority)
        if tls.certificate:
            context.load_cert_chain(tls.certificate, tls.key or None, password=lambda: "")
    except (ssl.SSLError, OSError, ValueError):
        raise UsageError(
            "The certificates are not as they should be: PEM files, the key without a password and of the certificate."
        ) from None
