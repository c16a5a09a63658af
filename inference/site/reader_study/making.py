"""Making a study of films, and checking that its films are still those it was made of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from inference.core.errors import FileMissing
from inference.core.study_errors import StudyFilmChanged
from inference.site.reader_study.reading_order import rank
from inference.site.reader_study.study_file import Study, StudyFilm, path_of

_CHUNK = 1 << 20


def study_films(paths: Sequence[Path], study_path: Path, seed: int) -> tuple[StudyFilm, ...]:
    """The files as films of a study that will lie at ``study_path``, numbered in an order that the seed decides.

    Two files of the same bytes become one film. Raises ``FileMissing``.
    """
    found: dict[str, Path] = {}
    for path in paths:
        found.setdefault(sha256_of(path), path)
    ordered = sorted(found, key=lambda digest: rank(seed, "number", digest))
    return tuple(
        StudyFilm(number, _told(found[digest], study_path), digest) for number, digest in enumerate(ordered, start=1)
    )


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes. Raises ``FileMissing``."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise FileMissing(path, error.strerror or "") from error
    return digest.hexdigest()


def check_film(film: StudyFilm, study_path: Path) -> Path:
    """Where the film lies. Raises ``FileMissing``, or ``StudyFilmChanged`` where another file lies there."""
    path = path_of(film, study_path)
    if sha256_of(path) != film.sha256:
        raise StudyFilmChanged(path)
    return path


def changed_films(
    study: Study, study_path: Path, progress: Callable[[int, int], object] = lambda _done, _total: None
) -> Iterator[FileMissing | StudyFilmChanged]:
    """What is wrong with the films of a study, one by one."""
    for done, film in enumerate(study.films, start=1):
        try:
            check_film(film, study_path)
        except (FileMissing, StudyFilmChanged) as error:
            yield error
        progress(done, len(study.films))


def _told(path: Path, study_path: Path) -> str:
    """Relative to the study where that needs no way up, so that the folder can be carried elsewhere."""
    film, folder = Path(os.path.abspath(path)), Path(os.path.abspath(study_path.parent))  # noqa: PTH100 - links stay
    return film.relative_to(folder).as_posix() if film.is_relative_to(folder) else str(film)
