"""What a receiver listens to and what it grants."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from pathlib import Path

from inference.core.errors import UsageError
from inference.network.connection.bounds import Bounds
from inference.network.nodes.node import OUR_AE_TITLE, Tls

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - with an allow-list of senders alone
_TITLE = re.compile(r"(?=.*[!-~])[ -\[\]-~]{1,16}")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who may send: an AE title, an address or network, or both; an empty part allows any."""

    title: str = ""
    network: str = ""

    def holds(self, title: str, address: str) -> bool:
        """Whether a sender is meant."""
        return (not self.title or self.title == title.strip()) and self.holds_address(address)

    def holds_address(self, address: str) -> bool:
        """Whether an address is meant, under whatever AE title."""
        if not self.network:
            return True
        found = ipaddress.ip_address(address.split("%")[0])
        found = getattr(found, "ipv4_mapped", None) or found  # as a receiver at :: sees those of IPv4
        return found in ipaddress.ip_network(self.network)


@dataclass(frozen=True, slots=True)
class ReceiverOptions:
    """``allowed``: without any, all who reach it, which is this computer alone on the loopback address.

    ``committers`` are AE titles of nodes that can be told about a storage commitment.
    """

    folder: Path
    port: int
    ae_title: str = OUR_AE_TITLE
    bind: str = LOOPBACK
    allowed: tuple[Allowed, ...] = ()
    tls: Tls | None = None
    committers: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)

    def checked(self) -> ReceiverOptions:
        """The same; raises ``UsageError`` for what makes no sense or would let anybody in."""
        if not _TITLE.fullmatch(self.ae_title):
            raise UsageError("An AE title has 1 to 16 letters, digits and signs, and no backslash.")
        if not 0 <= self.port <= 65535:
            raise UsageError("A port lies between 1 and 65535.")
        if not is_loopback(self.bind) and not any(one.title or one.network for one in self.allowed):
            raise UsageError(
                "A receiver that other computers reach needs an allow-list: --allow AE@ADDRESS for each sender."
            )
        return self


def is_loopback(address: str) -> bool:
    """Whether only this computer reaches an address; raises ``UsageError`` for what is none."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        raise UsageError(f"“{address}” is no IP address: 127.0.0.1 is this computer, 0.0.0.0 every network.") from None


def allowed_from(text: str) -> Allowed:
    """The sender that ``AE``, ``AE@ADDRESS``, ``@ADDRESS`` or ``AE@NETWORK/BITS`` means; raises ``UsageError``."""
    title, _, network = text.partition("@")
    if title and not _TITLE.fullmatch(title):
        raise UsageError(f"“{title}” is no AE title: 1 to 16 letters, digits and signs.")
    if not title and not network:
        raise UsageError("An allowed sender is AE, AE@ADDRESS or @ADDRESS.")
    if network:
        try:
            network = str(ipaddress.ip_network(network, strict=False))
        except ValueError:
            raise UsageError(f"“{network}” is no address or network, as 192.0.2.7 or 192.0.2.0/24.") from None
    return Allowed(title.strip(), network)
