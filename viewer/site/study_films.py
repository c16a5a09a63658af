"""The films of a study on their way to the reader: checked against their hash, without identity, the next one ahead.

The model is asked only for films whose arm shows its word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from inference.core.analysis import Analysis
from inference.core.film import Identity, Radiograph
from inference.site.reader_study.making import check_film
from inference.site.reader_study.reading_order import PlannedRead, arm_of
from inference.site.reader_study.study_file import Stage, Study
from viewer.control.site_films import SiteFilms

KEPT = 3  # films: the one before, the one that is seen, the next
NAMELESS = Path("film")


class StudyFilms:
    """``changed`` is called whenever a film, an analysis or a failure has come."""

    def __init__(self, study: Study, study_path: Path, films: SiteFilms, changed: Callable[[], object]) -> None:
        self._study, self._path, self._films, self._changed = study, study_path, films, changed
        self._read: dict[int, Radiograph] = {}
        self._analyses: dict[int, Analysis] = {}
        self._failures: dict[int, Exception] = {}
        self._silent: dict[int, Exception] = {}  # why the model said nothing of a film
        self._numbers: dict[tuple[str, int], int] = {}

    def film(self, case: int) -> Radiograph | None:
        """The film, once it is read."""
        return self._read.get(case)

    def analysis(self, case: int) -> Analysis | None:
        """What the model says of it, once it does."""
        return self._analyses.get(case)

    def failure(self, case: int) -> Exception | None:
        """Why the film cannot be shown."""
        return self._failures.get(case)

    def silence(self, case: int) -> Exception | None:
        """Why the model says nothing of it."""
        return self._silent.get(case)

    def want(self, read: PlannedRead, *, ahead: bool = False) -> None:
        """Have a film read, and judged where its arm shows the model's word."""
        case = read.case
        if case in self._read:
            self._read[case] = self._read.pop(case)  # it is the newest again: what is shown never has to go
        if case not in self._read and ("read", case) not in self._numbers:
            find = partial(check_film, self._study.film(case), self._path)
            answers = partial(self._have, read), partial(self._miss, case)
            self._numbers["read", case] = self._films.read(find, *answers, ahead=ahead)
        elif case in self._read:
            self._judge(read)

    def try_again(self, read: PlannedRead) -> None:
        """Forget that the film could not be shown, and read it once more."""
        self._failures.pop(read.case, None)
        self.want(read)

    def close(self) -> None:
        """Wait for nothing any more."""
        for number in self._numbers.values():
            self._films.drop(number)
        self._numbers.clear()

    def _have(self, read: PlannedRead, value: object) -> None:
        assert isinstance(value, Radiograph)
        self._numbers.pop(("read", read.case), None)
        self._read[read.case] = replace(value, source=NAMELESS, identity=Identity(), notes=())
        while len(self._read) > KEPT:
            self._read.pop(next(iter(self._read)))
        self._judge(read)
        self._changed()

    def _miss(self, case: int, error: object) -> None:
        assert isinstance(error, Exception)
        self._numbers.pop(("read", case), None)
        self._failures[case] = error
        self._changed()

    def _judge(self, read: PlannedRead) -> None:
        case, key = read.case, ("analyse", read.case)
        aided = Stage.AIDED in arm_of(self._study, read).stages
        known = case in self._analyses or case in self._silent or key in self._numbers
        if aided and not known:
            answers = partial(self._judged, case), partial(self._not_judged, case)
            self._numbers[key] = self._films.analyse(self._read[case], *answers)

    def _judged(self, case: int, value: object) -> None:
        assert isinstance(value, Analysis)
        self._numbers.pop(("analyse", case), None)
        self._analyses[case] = value
        self._changed()

    def _not_judged(self, case: int, error: object) -> None:
        assert isinstance(error, Exception)
        self._numbers.pop(("analyse", case), None)
        self._silent[case] = error
        self._changed()
