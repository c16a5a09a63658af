"""A node: another program on the network that speaks DICOM (PS3.8) or DICOMweb (PS3.18), as the user set it up."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from inference.core.errors import UsageError

OUR_AE_TITLE = "THORACAM"
Title = Annotated[str, Meta(pattern=r"\A(?=.*[!-~])[ -\[\]-~]{1,16}\Z", description="an AE title of 1 to 16 letters")]
Port = Annotated[int, Meta(ge=1, le=65535, description="a port from 1 to 65535")]
Seconds = Annotated[float, Meta(gt=0, le=3600, description="seconds, at most 3600")]
Name = Annotated[str, Meta(pattern=r"\A[^\x00-\x1f@/\\\s][^\x00-\x1f@/\\]{0,63}\Z")]
_TYPED = re.compile(
    r"(?P<title>(?=[^@]*[!-?A-~])[ -?A-\[\]-~]{1,16})@(?P<host>\[[0-9A-Fa-f:]+\]|[^:@/\s]+):(?P<port>\d{1,5})"
)


class Login(StrEnum):
    """How a DICOMweb node knows us; the secret itself is in the keyring."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - the name of a kind of login
    TOKEN = "token"  # noqa: S105 - as above


class Syntaxes(StrEnum):
    """What a node is offered first when films are sent to it."""

    STORED = "as-stored"  # the bytes as they are; else converted to what it takes
    PLAIN = "uncompressed"  # explicit or implicit VR little endian, for old archives


class Tls(Struct, frozen=True, kw_only=True):
    """Certificates as paths of PEM files; without ``authority`` the system's own are trusted."""

    authority: str = ""
    certificate: str = ""
    key: str = ""
    check: bool = True


class DicomNode(Struct, frozen=True, kw_only=True, tag_field="kind", tag="dicom"):
    """A node that associations are made with; ``our_ae_title`` is what we call ourselves there."""

    name: Name
    ae_title: Title
    host: str
    port: Port
    our_ae_title: Title = OUR_AE_TITLE
    tls: Tls | None = None
    connect_seconds: Seconds = 10.0
    answer_seconds: Seconds = 30.0
    syntaxes: Syntaxes = Syntaxes.STORED

    @property
    def address(self) -> str:
        """The node in the form in which it may be typed."""
        return f"{self.ae_title}@{self.host}:{self.port}"


class WebNode(Struct, frozen=True, kw_only=True, tag_field="kind", tag="dicomweb"):
    """A DICOMweb service; ``url`` is its root, below which ``/studies`` lies."""

    name: Name
    url: str
    login: Login = Login.NONE
    user: str = ""
    tls: Tls = Tls()
    connect_seconds: Seconds = 10.0
    answer_seconds: Seconds = 30.0

    @property
    def address(self) -> str:
        """The service's URL."""
        return self.url


Node = DicomNode | WebNode


def is_host(host: str) -> bool:
    """Whether a name or address can be looked up at all: each part of a name has 1 to 63 letters."""
    try:
        return bool(host.strip().encode("idna"))
    except UnicodeError:
        return False


def checked_url(url: str) -> str:
    """A URL of a service, without a trailing slash; raises ``UsageError`` where it is none or holds a password."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and is_host(parts.hostname or "") and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        raise UsageError("The URL of a DICOMweb service starts with http:// or https:// and names a host.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError("A URL holds no name, password or query here: give --user, and type the password when asked.")
    return url.rstrip("/")


def typed_node(text: str) -> DicomNode | None:
    """The node that ``AE@HOST:PORT`` means, without TLS and with the usual timeouts; None where the text is none."""
    found = _TYPED.fullmatch(text)
    host = "" if found is None else found["host"].strip("[]")
    if found is None or not 1 <= int(found["port"]) <= 65535 or not is_host(host):
        return None
    return DicomNode(name=f"{found['title']} at {host}", ae_title=found["title"], host=host, port=int(found["port"]))
