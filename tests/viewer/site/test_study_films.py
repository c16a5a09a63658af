"""Films of a study as they come and go: the one that is asked is never let go of for another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from inference.site.reader_study.reading_order import PlannedRead
from inference.site.reader_study.study_file import FORMAT, Study, StudyFilm
from tests.fakes import film
from tests.viewer.site.players import UNAIDED
from viewer.control.site_films import SiteFilms
from viewer.site.study_films import StudyFilms


class FilmsAtOnce:
    """Reads every film at once."""

    def read(self, _find: object, done: Callable[[object], None], _failed: object, *, ahead: bool = False) -> int:
        done(film(f"{ahead}"))
        return 0


def test_a_reader_who_went_back_and_on_again_still_sees_the_film() -> None:
    listed = tuple(StudyFilm(number, f"{number}.dcm", "0" * 64) for number in range(1, 5))
    study = Study(format=FORMAT, title="t", seed=1, findings=("pneumothorax",), arms=(UNAIDED,), films=listed)
    films = StudyFilms(study, Path("study.toml"), cast("SiteFilms", FilmsAtOnce()), lambda: None)
    for case in (1, 2, 3):
        films.want(PlannedRead(0, case - 1, 0, case))
    films.want(PlannedRead(0, 0, 0, 1))  # gone back to
    films.want(PlannedRead(0, 3, 0, 4), ahead=True)
    assert films.film(1) is not None
    assert films.film(2) is None
