"""The bundled films on which a compiled form is held against its network."""

from __future__ import annotations

from functools import lru_cache

import resources
from inference.core.film import Radiograph
from inference.reading import read_film, scan

CHECK_FILMS = 4


@lru_cache(maxsize=1)
def check_films() -> tuple[Radiograph, ...]:
    """The first film of some of the bundled studies."""
    studies = scan((resources.path("samples"),)).studies[:CHECK_FILMS]
    return tuple(read_film(study.films[0].path) for study in studies)
