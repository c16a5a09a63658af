"""Passwords and tokens: in the system's keyring, and nowhere else; where there is none they are asked for each time."""

from __future__ import annotations

from collections.abc import Callable

from inference.core.errors import LoginRefused
from inference.network.nodes.node import Login, WebNode

SERVICE = "ThoraCAM"
NO_KEYRING = (
    "This computer offers no keyring, so the secret is kept nowhere and asked for each time. "
    "On Linux, GNOME Keyring, KWallet or KeePassXC offer one."
)
Ask = Callable[[WebNode], str]


def keep(node: WebNode, secret: str) -> bool:
    """Put a secret into the keyring; False where the system offers none, and it was kept nowhere."""
    import keyring  # looks for the system's own, which takes a moment
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, node.name, secret)
    except (KeyringError, RuntimeError, OSError):
        return False
    return True


def forget(node: WebNode) -> None:
    """Take a node's secret out of the keyring, if there is one."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, node.name)
    except (KeyringError, RuntimeError, OSError):
        return


def kept(node: WebNode) -> str:
    """The secret in the keyring; empty where there is none, or no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, node.name) or ""
    except (KeyringError, RuntimeError, OSError):
        return ""


class Secrets:
    """What a run knows of secrets: the keyring's, or what the user typed once (``ask``, where somebody can be)."""

    def __init__(self, ask: Ask | None = None) -> None:
        self._ask, self._typed = ask, dict[str, str]()

    def know(self, node: WebNode, secret: str) -> None:
        """Know a secret for this run."""
        self._typed[node.name] = secret

    def remember(self, node: WebNode, secret: str) -> bool:
        """Know a secret from now on, and in the keyring where there is one; whether that was so."""
        self.know(node, secret)
        return keep(node, secret)

    def of(self, node: WebNode) -> str:
        """The secret of a node; empty where it needs none. Raises ``LoginRefused`` where nobody knows it."""
        if node.login is Login.NONE:
            return ""
        found = self._typed.get(node.name) or kept(node)
        if not found and self._ask is not None:
            found = self._typed[node.name] = self._ask(node)
        if not found:
            raise LoginRefused(node.name, f"its {node.login.value} is in no keyring, and nobody can be asked for it")
        return found
