"""The file of a reader study (TOML): films by path and hash, arms, findings asked, scale; never the truth."""

from __future__ import annotations

import hashlib
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import tomli_w
from msgspec import Meta, Struct

from inference.core.errors import FileMissing
from inference.core.findings import BY_KEY
from inference.core.study_errors import StudyMalformed
from inference.files.atomic_file import write_whole
from inference.files.stored_types import Count

FORMAT = "thoracam reader study 1"
MOST_FILMS, MOST_ARMS, MOST_BYTES, MOST_DAYS = 20_000, 6, 8 << 20, 3660
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,23}")
_HASH = r"^[0-9a-f]{64}$"
Case = Annotated[int, Meta(ge=1, description="a whole number of at least 1")]


class ArmKind(StrEnum):
    """When the model's word is shown to the reader."""

    UNAIDED = "unaided"
    AI_FIRST = "ai_first"
    AI_SECOND = "ai_second"


class Stage(StrEnum):
    """Whether a rating was given without the model's word or with it."""

    UNAIDED = "unaided"
    AIDED = "aided"


class Scale(StrEnum):
    """How sure a reader may say to be: five steps from definitely absent to definitely present, or 0 to 100."""

    FIVE = "five"
    HUNDRED = "hundred"

    @property
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest rating."""
        return (1, 5) if self is Scale.FIVE else (0, 100)


class Arm(Struct, frozen=True, forbid_unknown_fields=True):
    """One way of reading; ``heat``: heatmaps are shown with the model's numbers."""

    name: str
    kind: ArmKind
    heat: bool = False

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What is rated of each film, in this order."""
        if self.kind is ArmKind.AI_SECOND:
            return Stage.UNAIDED, Stage.AIDED
        return (Stage.UNAIDED if self.kind is ArmKind.UNAIDED else Stage.AIDED,)


class StudyFilm(Struct, frozen=True, forbid_unknown_fields=True):
    """A film by its number in the study; ``path`` is relative to the study file or absolute, ``sha256`` of the file."""

    case: Case
    path: str
    sha256: Annotated[str, Meta(pattern=_HASH)]


class Study(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is read, and how; ``seed`` decides every order.

    ``washout_days`` lie between two sessions of a reader. With ``crossover`` each session holds all arms, each on
    another share of the films, else one arm on all films. ``go_back``: whether a reader may return to a film.
    """

    format: str
    title: str
    seed: int
    findings: tuple[str, ...]
    arms: tuple[Arm, ...]
    films: tuple[StudyFilm, ...]
    scale: Scale = Scale.FIVE
    washout_days: Count = 28
    crossover: bool = True
    go_back: bool = False

    @property
    def digest(self) -> str:
        """The hash of all that a read depends on (SHA-256, hex): where the films lie and what the study is called not.

        Results are of a study when they bear this.
        """
        told = msgspec.to_builtins(self)
        told.pop("title")
        for film in told["films"]:
            film.pop("path")
        return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()

    def film(self, case: int) -> StudyFilm:
        """The film of this number."""
        return next(film for film in self.films if film.case == case)


def read_study(path: Path) -> Study:
    """A study from its file. Raises ``FileMissing``, or ``StudyMalformed``, which says what is wrong."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise StudyMalformed(path, "it is too large")
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        study = msgspec.convert(found, Study)
    except OSError as error:
        raise FileMissing(path, error.strerror or "") from error
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise StudyMalformed(path, str(error)) from error
    problem = problem_of(study)
    if problem:
        raise StudyMalformed(path, problem)
    return study


def write_study(path: Path, study: Study, *, overwrite: bool = False) -> None:
    """Write it whole; raises ``StudyMalformed`` for one that could not be read back, or ``ExportError`` kin."""
    problem = problem_of(study)
    if problem:
        raise StudyMalformed(path, problem)
    write_whole(path, tomli_w.dumps(msgspec.to_builtins(study)).encode("utf-8"), overwrite=overwrite)


def problem_of(study: Study) -> str:
    """Why a study makes no sense, as a sentence; empty where it does."""
    if study.format != FORMAT:
        return f"its format is not {FORMAT!r}"
    if unknown := [key for key in study.findings if key not in BY_KEY]:
        return f"no finding is called {unknown[0]!r}"
    if not study.findings or len(set(study.findings)) < len(study.findings):
        return "it asks for no finding, or for one twice"
    if study.washout_days > MOST_DAYS:
        return f"its sessions lie more than {MOST_DAYS} days apart"
    names = [arm.name.strip() for arm in study.arms]
    if not 1 <= len(names) <= MOST_ARMS or len(set(names)) < len(names) or not all(map(_is_plain, names)):
        return f"it has no arm, more than {MOST_ARMS}, two of one name, or a name with a comma or a quotation mark"
    if any(arm.heat and arm.kind is ArmKind.UNAIDED for arm in study.arms):
        return "an unaided arm cannot show heatmaps"
    return _problem_of_films(study)


def _problem_of_films(study: Study) -> str:
    if not 1 <= len(study.films) <= MOST_FILMS:
        return f"it has no film, or more than {MOST_FILMS}"
    if len({film.case for film in study.films}) < len(study.films):
        return "two films have one number"
    if len({film.sha256 for film in study.films}) < len(study.films):
        return "one film is in it twice"
    return ""


def _is_plain(name: str) -> bool:
    return bool(name) and name.isprintable() and len(name) <= 60 and not set(name) & set(",\";'")


def path_of(film: StudyFilm, study_path: Path) -> Path:
    """Where a film lies."""
    return study_path.parent / film.path


def is_code(text: str) -> bool:
    """Whether this can be a reader's code: letters, digits, hyphen and underscore, at most 24."""
    return CODE.fullmatch(text) is not None
