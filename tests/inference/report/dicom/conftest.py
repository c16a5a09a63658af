"""Reports as they leave."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def coarse_pages() -> None:
    """Pages are looked at here: they are as fine as a user's."""
