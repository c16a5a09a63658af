"""Is this a film that the model may judge?"""

from inference.core.film_check_result import FilmCheck, FilmCheckOutcome
from inference.engine.film_check.check import check_film

__all__ = ["FilmCheck", "FilmCheckOutcome", "check_film"]
