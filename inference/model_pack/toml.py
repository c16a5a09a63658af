"""Reads tables of ``model.toml`` key by key and says in words which key is missing, misspelt or of the wrong kind."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from inference.core.errors import PackMalformed

Choice = TypeVar("Choice", bound=StrEnum)
_MISSING: Any = object()


class Table:
    """One TOML table; ``where`` names it in refusals. Every getter raises ``PackMalformed``."""

    def __init__(self, values: Mapping[str, Any], where: str, pack: Path) -> None:
        self._values = values
        self._where = where
        self._pack = pack
        self._asked: set[str] = set()

    def refuse(self, what: str) -> PackMalformed:
        """The error that says what is wrong with this table."""
        return PackMalformed(self._pack, f"{self._where}: {what}")

    def done(self) -> None:
        """Refuse keys that nobody asked for, naming the nearest that somebody did; call it last."""
        known = sorted(self._asked)
        for key in self._values:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f" (did you mean {near[0]}?)" if near else ""
                raise self.refuse(f"the key {key} is not known{hint}.")

    def has(self, key: str) -> bool:
        """Whether the table has the key."""
        self._asked.add(key)
        return key in self._values

    def text(self, key: str, default: str = _MISSING) -> str:
        """A text that is not empty."""
        value = self._get(key, default)
        if not isinstance(value, str) or (value == "" and default is _MISSING):
            raise self.refuse(f"{key} must be a text.")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.refuse(f"{key} must be true or false.")
        return value

    def whole(self, key: str, default: int = _MISSING, *, least: int = 0) -> int:
        """A whole number of at least ``least``."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.refuse(f"{key} must be a whole number of at least {least}.")
        return value

    def number(self, key: str, default: float = _MISSING, *, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number in low..high."""
        return self._number(key, self._get(key, default), low, high)

    def maybe_number(self, key: str, *, low: float = -math.inf, high: float = math.inf) -> float | None:
        """A finite number in low..high, or None where the table is silent."""
        return self.number(key, low=low, high=high) if self.has(key) else None

    def numbers(self, key: str, *, low: float = -math.inf, high: float = math.inf) -> tuple[float, ...]:
        """A list of finite numbers in low..high."""
        values = self._get(key, _MISSING)
        if not isinstance(values, list):
            raise self.refuse(f"{key} must be a list of numbers.")
        return tuple(self._number(key, value, low, high) for value in values)

    def pair(self, key: str, default: tuple[float, float] = _MISSING) -> tuple[float, float]:
        """Two finite numbers."""
        if default is not _MISSING and not self.has(key):
            return default
        values = self.numbers(key)
        if len(values) != 2:
            raise self.refuse(f"{key} must hold two numbers.")
        return values[0], values[1]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the table is silent."""
        values = self._get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.refuse(f"{key} must be a list of texts.")
        return tuple(values)

    def choice(self, key: str, kind: type[Choice], default: Choice = _MISSING) -> Choice:
        """One of the words of ``kind``."""
        value = self._get(key, default)
        if value not in tuple(kind):
            raise self.refuse(f"{key} must be one of {', '.join(kind)}.")
        return kind(value)

    def table(self, key: str, *, required: bool = True) -> Table:
        """The table under ``key``; an empty one where it is missing and not required."""
        value = self._get(key, _MISSING if required else {})
        if not isinstance(value, dict):
            raise self.refuse(f"{key} must be a table.")
        return Table(value, key if self._where == "model.toml" else f"{self._where}, {key}", self._pack)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The list of tables under ``key``; empty where it is missing."""
        values = self._get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.refuse(f"{key} must be a list of tables.")
        return tuple(Table(value, f"{key} {value.get('key', place)}", self._pack) for place, value in enumerate(values))

    def all_texts(self) -> dict[str, str]:
        """The whole table as texts by key."""
        return {key: self.text(key) for key in self._values}

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is _MISSING:
            raise self.refuse(f"{key} is missing.")
        return value

    def _number(self, key: str, value: Any, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.refuse(f"{key} must be a number.")
        if not low <= value <= high:
            raise self.refuse(f"{key} must be between {low:g} and {high:g}.")
        return float(value)
