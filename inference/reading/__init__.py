"""Files to films: ``read_film`` for one file, ``scan`` for folders; every failure is a ``FilmError``."""

from inference.reading.film import read_film
from inference.reading.limits import DEFAULT_LIMITS, Limits

__all__ = ["DEFAULT_LIMITS", "Limits", "read_film"]
