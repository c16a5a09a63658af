"""What is typed for the network: a node by name or address, a password without an echo, dates."""

from __future__ import annotations

import argparse
import getpass
import sys

from inference.core.errors import NoSecret, UsageError
from inference.network.nodes.node import Login, WebNode
from inference.network.nodes.secrets import NO_KEYRING, Secrets
from inference.network.query.criteria import dates_from

NODE_HELP = "a node by name, or AE@HOST:PORT"


def asking_secrets() -> Secrets:
    """What knows secrets: the keyring, or whoever sits at the terminal."""
    return Secrets(asked)


def asked(node: WebNode, *, new: bool = False) -> str:
    """Ask for a password or token; raises ``NoSecret`` where nobody sits at a terminal."""
    if not sys.stdin.isatty():
        raise NoSecret(node.name, "its secret is in no keyring, and there is no terminal to type it at")
    if not new:
        sys.stderr.write(f"{NO_KEYRING}\n")
    what = f"Password of {node.user}" if node.login is Login.PASSWORD else "Token"
    return getpass.getpass(f"{what} at {node.name}: ")


def dates(text: str) -> str:
    """A date, a range, ``7d`` or ``today``; an argparse type."""
    try:
        return dates_from(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(error.detail) from None


def port(text: str) -> int:
    """A port; an argparse type."""
    value = int(text)
    if not 1 <= value <= 65535:
        raise argparse.ArgumentTypeError("must lie between 1 and 65535")
    return value
