"""highdicom keeps a database in memory for each image and closes none, which Python 3.13 warns of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest


class _ClosedWhenGone(sqlite3.Connection):
    def __del__(self) -> None:
        self.close()


@contextmanager
def closed_when_gone() -> Iterator[None]:
    """Databases that are opened within are closed when nobody holds them any more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=_ClosedWhenGone))
        yield
