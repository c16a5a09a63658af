"""Reads are kept as always, but no test waits for the disk."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read is on the disk before the next film; forty waits for it prove nothing more."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
