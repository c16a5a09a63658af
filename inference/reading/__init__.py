"""Files to films: ``read_film`` for one file, ``scan`` for folders; every failure is a ``FilmError``.

Callers use the names of this package; ``files`` finds, ``dicom`` and ``picture`` decode. Reads, never writes.
"""

from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.reading.files.read_film import read_film
from inference.reading.files.scan import FilmEntry, ScanResult, Study, scan

__all__ = ["DEFAULT_LIMITS", "FilmEntry", "Limits", "ScanResult", "Study", "read_film", "scan"]
