"""A disk that fails on purpose: each open to write, write, fsync, rename, link, new folder below a place, in turn."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference.core.errors import ExportError
from inference.files.atomic_file import typed_errors
from inference.text.messages import message_for

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class BadDisk:
    """Counts what is asked of the system below ``place``; refuses the one of a number, or all from it on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
        self._place, self._real = str(place), {}
        self.asked: list[str] = []
        self.paths: list[str] = []
        self.needless = False
        self._bad, self._number, self._for_good = 0, 0, False
        self._of = ""
        for name in ("open", "write", "fsync", "rename", "replace", "mkdir", "link"):
            self._real[name] = getattr(os, name)
            monkeypatch.setattr(os, name, self._guarded(name))
        self._real["io.open"] = io.open
        monkeypatch.setattr(io, "open", self._open_file)

    def refuse(self, bad: int, number: int, *, of: str = "", for_good: bool = False) -> None:
        """Refuse what is asked ``bad``-th from now, counted from 1, with this errno; 0 refuses nothing.

        ``of``: count calls of this name alone.
        ``needless`` says of what was refused that nobody needed it: a folder that was there, a link that a copy
        replaces.
        """
        self.asked, self.paths, self.needless = [], [], False
        self._bad, self._number, self._for_good, self._of = bad, number, for_good, of

    def _guarded(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **words: Any) -> Any:
            if name != "open" or given[1] & _WRITING:
                self._look(name, given[0])
            return self._real[name](*given, **words)

        return call

    def _open_file(self, file: Any, mode: str = "r", *given: Any, **words: Any) -> Any:
        if set(mode) & set("wax+") and "opener" not in words:
            self._look("open", file)
        return self._real["io.open"](file, mode, *given, **words)

    def _look(self, name: str, what: Any) -> None:
        if not _path(what).startswith(self._place) or self._of not in ("", name):
            return
        self.asked.append(name)
        self.paths.append(_path(what))
        count = len(self.asked)
        if self._bad and (count == self._bad or (self._for_good and count > self._bad)):
            self.needless = name == "link" or (name == "mkdir" and Path(_path(what)).is_dir())
            raise OSError(self._number, os.strerror(self._number), _path(what))


def sentence_of(number: int, said: str) -> bool:
    """Whether these lines say in a sentence what the system refused with this errno."""
    with pytest.raises(ExportError) as refused, typed_errors(Path("x")):
        raise OSError(number, os.strerror(number))
    message = message_for(refused.value)
    return f"{message.title}. " in said and message.hint in said


def _path(what: Any) -> str:
    if isinstance(what, int):
        try:
            return str(Path(f"/proc/self/fd/{what}").readlink())
        except OSError:
            return ""
    return os.fsdecode(what)
