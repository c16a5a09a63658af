"""Renews what the program says of its parts: ``uv run python -m tests.supply.renew``, after changing the lock."""

from __future__ import annotations

from tests.supply import licences

if __name__ == "__main__":
    licences.write(licences.collected())
