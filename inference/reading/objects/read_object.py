"""One object of another program for the film at hand, whatever its kind; every failure is a ``FilmError``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from inference.core.errors import DamagedFilm, FileMissing, FilmTooLarge, NoPixels, NotAFilm
from inference.core.film_objects import FilmFacts, FilmObject, ObjectKind
from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.header import Header, read_header
from inference.reading.files.read_film import UNFORESEEN
from inference.reading.files.source import Kind, open_source, what_instead
from inference.reading.objects.document import read_document
from inference.reading.objects.kinds import kind_of
from inference.reading.objects.presentation import read_presentation
from inference.reading.objects.report import read_report
from inference.reading.objects.segmentation import read_segmentation

_READERS: Final[dict[ObjectKind, Callable[[Header, FilmFacts, Limits], FilmObject | None]]] = {
    ObjectKind.PRESENTATION: read_presentation,
    ObjectKind.REPORT: read_report,
    ObjectKind.SEGMENTATION: read_segmentation,
    ObjectKind.DOCUMENT: read_document,
}


def read_object(path: Path, film: FilmFacts, limits: Limits = DEFAULT_LIMITS) -> FilmObject | None:
    """What an object says of the film; None where it speaks of other images only.

    Raises ``ObjectMismatch`` where it names the film and does not fit it, ``NoPixels`` for what is no such object,
    ``NotAFilm``, ``FileMissing``, ``DamagedFilm``, ``FilmTooLarge`` and ``UnsupportedSyntax`` as ``read_film`` does.
    """
    path = Path(path)
    try:
        return _read(path, film, limits)
    except OSError as error:
        raise FileMissing(path, error.strerror or "it cannot be read") from error
    except MemoryError as error:
        raise FilmTooLarge(path, "this computer has too little memory for it") from error
    except ODD as error:  # the last net: the tests demand that nothing falls into it
        raise DamagedFilm(path, f"{UNFORESEEN} ({type(error).__name__})") from None


def _read(path: Path, film: FilmFacts, limits: Limits) -> FilmObject | None:
    with open_source(path, limits.decoded_bytes) as source:
        if source.kind is not Kind.DICOM:
            raise NotAFilm(path, what_instead(source))
        header = read_header(source, limits)
        kind = kind_of(header.data)
        if kind is None:
            raise NoPixels(path, "it is no object about a film")
        return _READERS[kind](header, film, limits)
