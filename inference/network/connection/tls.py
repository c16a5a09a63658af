"""Certificates: what a client trusts and shows, and what a receiver asks of those that connect to it."""

from __future__ import annotations

import ssl
from contextlib import suppress
from pathlib import Path

from inference.core.errors import UsageError
from inference.network.nodes.node import Tls


def client_context(tls: Tls) -> ssl.SSLContext:
    """For connecting: certificates are checked, host name included, unless the node says not to.

    Trusted is the node's authority alone; where it names none, the system's and Mozilla's (a program that was built
    elsewhere may not find the system's). Checks are the same on every Python: not RFC 5280 to the letter, as Python
    3.13 would have it, which refuses many a hospital's own authority (for want of a key usage); and an issuing
    authority below a root is enough. Raises ``UsageError`` where a file is no certificate or key.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if tls.check and not tls.authority:
        from requests.utils import DEFAULT_CA_BUNDLE_PATH  # a receiver, which needs none, is spared that import

        context.load_default_certs()
        with suppress(OSError):  # not every installation has it
            context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    if not tls.check:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    _load(context, tls)
    return context


def server_context(tls: Tls) -> ssl.SSLContext:
    """For a receiver: with an ``authority``, clients without a certificate of its are refused."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
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
