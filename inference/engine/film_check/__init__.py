"""Is this an upright frontal chest film that the model may judge? By header and by pixels."""

from inference.core.film_check_result import FilmCheck, FilmCheckOutcome
from inference.engine.film_check.check import check_film

__all__ = ["FilmCheck", "FilmCheckOutcome", "check_film"]
