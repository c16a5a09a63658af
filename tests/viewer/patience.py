"""Waiting in tests of the window: as long as a machine with other work may need, and no longer than it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

PATIENCE_MS = 120_000
FIRST_MS = (1, 1, 2, 4)  # most of what is waited for is there at once; pytest-qt looks every ten milliseconds


class PatientBot(QtBot):
    """Waits for what is sure to come, however busy the machine is; only what never comes takes the whole time."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self._pauses: Iterator[int] = iter(())

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - pytest-qt's
        """Return as soon as it is so."""
        self._pauses = iter(FIRST_MS)
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))

    def wait(self, ms: int) -> None:
        """Let the event loop run for a while: a short one at first."""
        super().wait(next(self._pauses, ms))

    def waitSignal(self, signal: SignalInstance, *, timeout: int = PATIENCE_MS, **how: Any) -> SignalBlocker:  # noqa: N802 - pytest-qt's
        """Within a ``with``: leave it as soon as the signal came."""
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE_MS), **how)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """Hands on a window; stands in for pytest-qt's own."""
    return PatientBot(request)
