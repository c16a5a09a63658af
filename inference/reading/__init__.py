"""Files to films: ``read_film`` for one file, ``scan`` for folders; every failure is a ``FilmError``.

Callers use the names of this package; ``files`` finds, ``dicom`` and ``picture`` decode. Reads, never writes.
What decodes is imported with the first of these names, so that the reading process starts meanwhile.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from inference.core.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from inference.reading.files.read_film import read_film
    from inference.reading.files.scan import FilmEntry, ScanResult, Study, scan

__all__ = ["DEFAULT_LIMITS", "FilmEntry", "Limits", "ScanResult", "Study", "read_film", "scan"]


def __getattr__(name: str) -> object:
    """A name of this package that nobody asked for yet (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.files.{'read_film' if name == 'read_film' else 'scan'}"), name)
