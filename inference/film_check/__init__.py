"""Is this a film that the model may judge?"""

from inference.film_check.check import check_film
from inference.film_check.verdict import FilmCheck, Verdict

__all__ = ["FilmCheck", "Verdict", "check_film"]
