"""Data files of the program, found the same way in a checkout, a wheel and a frozen build."""

from pathlib import Path


def path(name: str) -> Path:
    """Path of a bundled file or folder, e.g. ``path("models/thoracam")``; does not check that it exists."""
    return Path(__file__).resolve().parent / name


DEFAULT_PACK = path("models/thoracam")
