"""Which keys run which action: the table's own, and what the user chose instead."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

from viewer.commands.action_table import ACTIONS, BY_NAME

Keys = tuple[str, ...]
Bindings = Mapping[str, Keys]


def default_bindings() -> dict[str, Keys]:
    """The table's own keys, by name of action."""
    return {spec.name: tuple(normal(key) for key in spec.shortcuts) for spec in ACTIONS}


def bindings_of(chosen: Bindings) -> dict[str, Keys]:
    """All keys by name of action: the user's choice, else the table's; no key runs two actions.

    A key that the user gave to one action is taken from any other that has it from the table.
    """
    own = {name: tuple(filter(None, map(normal, keys))) for name, keys in chosen.items() if name in BY_NAME}
    taken = {key for keys in own.values() for key in keys}
    rest = {name: tuple(key for key in keys if key not in taken) for name, keys in default_bindings().items()}
    return _without_twins({**rest, **own})


def chosen_of(bindings: Bindings) -> dict[str, Keys]:
    """What differs from the table: all that needs to be remembered."""
    defaults = default_bindings()
    return {name: keys for name, keys in bindings.items() if keys != defaults[name]}


def rebound(bindings: Bindings, name: str, keys: Keys) -> dict[str, Keys]:
    """Give an action these keys, and take them from whatever had them."""
    others = {other: tuple(key for key in had if key not in keys) for other, had in bindings.items()}
    return {**others, name: keys}


def owner_of(bindings: Bindings, key: str, but: str) -> str:
    """The action, other than ``but``, that has this key; empty where it is free."""
    return next((name for name, keys in bindings.items() if name != but and key in keys), "")


def normal(key: str) -> str:
    """A key in Qt's portable spelling; empty where it is no key."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.PortableText
    )


def keys_text(keys: Keys) -> str:
    """Keys to be read, as this system writes them."""
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def _without_twins(bindings: dict[str, Keys]) -> dict[str, Keys]:
    seen: set[str] = set()
    found = {}
    for name, keys in bindings.items():
        found[name] = tuple(key for key in dict.fromkeys(keys) if key not in seen)
        seen.update(found[name])
    return found
