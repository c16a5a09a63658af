"""Reads a table of ``model.toml`` key by key and says in words which is missing, misspelt or not what it must be.

msgspec says whether a value is of its kind. Its own words name no table as a reader of TOML knows it, and no nearest
key, so the sentences are made here.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct

from inference.core.errors import PackMalformed

Kind = TypeVar("Kind", bound=Struct)


@dataclass(frozen=True, slots=True)
class Place:
    """A table in a pack, as refusals name it."""

    pack: Path
    name: str = "model.toml"

    def refuse(self, what: str) -> PackMalformed:
        """The error that says what is wrong with this table."""
        return PackMalformed(self.pack, f"{self.name}: {what}")

    def table(self, name: str) -> Place:
        """A table of this one."""
        return Place(self.pack, name if self.name == "model.toml" else f"{self.name}, {name}")

    def read(self, values: Mapping[str, Any], kind: type[Kind], *, more: bool = False) -> Kind:
        """The table as ``kind``; with ``more`` it may have other keys too. Raises ``PackMalformed``."""
        fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
        for key in values if not more else ():
            if key not in fields:
                raise self.refuse(f"the key {key} is not known{_hint(key, fields)}.")
        for key, field in fields.items():
            if field.required and key not in values:
                raise self.refuse(f"{key} is missing.")
        return kind(**{key: self._value(key, values[key], fields[key].type) for key in values if key in fields})

    def _value(self, key: str, value: object, kind: Any) -> Any:
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError:
            raise self.refuse(f"{key} must be {_description(kind)}.") from None


def _hint(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _description(kind: Any) -> str:
    """What is said of a type, or of the first of its parts of which something is said."""
    if isinstance(kind, Meta):
        return kind.description or ""
    return next(filter(None, map(_description, reversed(get_args(kind)))), "")
