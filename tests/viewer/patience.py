"""Waiting in tests of the window: as long as a machine with other work may need, and no longer than it takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

PATIENCE_MS = 120_000


class PatientBot(QtBot):
    """Waits for what is sure to come, however busy the machine is; only what never comes takes the whole time."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - pytest-qt's
        """Return as soon as it is so."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """Hands on a window; stands in for pytest-qt's own."""
    return PatientBot(request)
