"""Renews what the program says of its parts: ``uv run python -m tests.supply.renew``, after changing the lock."""

from __future__ import annotations

from tests.supply import licences, sbom

if __name__ == "__main__":
    found = licences.collected()
    licences.write(found)
    sbom.write(found.parts)
