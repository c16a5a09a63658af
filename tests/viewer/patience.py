"""Waiting in tests of the window: as long as a machine with other work may need, and no longer than it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

PATIENCE_MS = 120_000


class PatientBot(QtBot):
    """Waits for what is sure to come, however busy the machine is; only what never comes takes the whole time."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - pytest-qt's
        """Return as soon as it is so."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))

    def waitSignal(self, signal: SignalInstance, *, timeout: int = PATIENCE_MS, **how: Any) -> SignalBlocker:  # noqa: N802 - pytest-qt's
        """Within a ``with``: leave it as soon as the signal came."""
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE_MS), **how)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """Hands on a window; stands in for pytest-qt's own."""
    return PatientBot(request)
