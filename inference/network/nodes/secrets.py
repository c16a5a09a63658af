"""Passwords and tokens: in the system's keyring, and nowhere else; where there is none they are asked for each time."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from inference.core.errors import NoSecret
from inference.network.nodes.node import Login, Node, WebNode

SERVICE = "ThoraCAM"
NO_KEYRING = (
    "This computer offers no keyring, so the secret is kept nowhere and asked for each time. "
    "On Linux, GNOME Keyring, KWallet or KeePassXC offer one."
)
Ask = Callable[[WebNode], str]


def place_of(node: WebNode) -> str:
    """What a secret is kept under: the node's name, whose login it is, and the one server that it may be sent to.

    A node whose URL comes to name another server, another port or ``http`` in place of ``https`` has no secret.
    """
    parts = urlsplit(node.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{node.name} {node.login.value} {node.user} {parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def keep(node: WebNode, secret: str) -> bool:
    """Put a secret into the keyring; False where the system offers none, and it was kept nowhere."""
    import keyring  # looks for the system's own, which takes a moment
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, place_of(node), secret)
    except (KeyringError, RuntimeError, OSError):
        return False
    return True


def forget(node: WebNode) -> None:
    """Take a node's secret out of the keyring, if there is one."""
    import keyring
    from keyring.errors import KeyringError

    for place in (place_of(node), node.name):  # once it was kept by the name alone, for whatever server
        try:
            keyring.delete_password(SERVICE, place)
        except (KeyringError, RuntimeError, OSError):
            continue


def forget_replaced(before: Node | None, now: Node | None) -> bool:
    """Forget the secret of a node in whose place ``now`` stands, or none; whether one is to be typed anew."""
    if not isinstance(before, WebNode) or before.login is Login.NONE:
        return False
    if isinstance(now, WebNode) and place_of(now) == place_of(before):
        return False
    forget(before)
    return isinstance(now, WebNode) and now.login is not Login.NONE


def kept(node: WebNode) -> str:
    """The secret in the keyring; empty where there is none, or no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, place_of(node)) or ""
    except (KeyringError, RuntimeError, OSError):
        return ""


class Secrets:
    """What a run knows of secrets: the keyring's, or what the user typed once (``ask``, where somebody can be)."""

    def __init__(self, ask: Ask | None = None) -> None:
        self._ask, self._typed = ask, dict[str, str]()

    def know(self, node: WebNode, secret: str) -> None:
        """Know a secret for this run."""
        self._typed[place_of(node)] = secret

    def remember(self, node: WebNode, secret: str) -> bool:
        """Know a secret from now on, and in the keyring where there is one; whether that was so."""
        self.know(node, secret)
        return keep(node, secret)

    def of(self, node: WebNode) -> str:
        """The secret of a node; empty where it needs none. Raises ``NoSecret`` where nobody knows it."""
        if node.login is Login.NONE:
            return ""
        found = self._typed.get(place_of(node)) or kept(node)
        if not found and self._ask is not None:
            found = self._typed[place_of(node)] = self._ask(node)
        if not found:
            raise NoSecret(node.name, f"its {node.login.value} is in no keyring, and nobody can be asked for it")
        return found
