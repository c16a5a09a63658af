"""Cells of tables that a spreadsheet may open."""

from __future__ import annotations


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def bare_cell(text: str) -> str:
    """The text that :func:`safe_cell` made safe."""
    return text[1:] if text[:1] == "'" and safe_cell(text[1:]) == text else text
