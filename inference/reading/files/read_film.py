"""One file as one film, whatever its format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inference.core.errors import DamagedFilm, FileMissing, NotAFilm
from inference.core.film import Radiograph
from inference.core.limits import DEFAULT_LIMITS, Limits
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.read_dicom import read_dicom
from inference.reading.files.source import Kind, open_source, what_instead
from inference.reading.picture.read_picture import read_picture

FRAMES = "The film has {frames} frames: this is frame {frame}, and what is said here is of it alone."
UNFORESEEN = "the file is broken in a way that was not foreseen"


def read_film(path: Path, frame: int = 0, limits: Limits = DEFAULT_LIMITS) -> Radiograph:
    """Read one frame of a film: DICOM in any encoding, PNG, JPEG or TIFF.

    Raises a ``FilmError`` subclass whose ``detail`` says what is wrong, without patient data: ``FileMissing``,
    ``NotAFilm``, ``NoPixels`` (also for a frame that is not there), ``UnsupportedSyntax``, ``DamagedFilm``,
    ``FilmTooLarge`` (from the header, before anything is allocated).
    """
    path = Path(path)
    try:
        return _read(path, frame, limits)
    except OSError as error:  # a disk or a network folder that went away
        raise FileMissing(path, error.strerror or "it cannot be read") from error
    except ODD as error:  # the last net: the tests demand that nothing falls into it
        raise DamagedFilm(path, f"{UNFORESEEN} ({type(error).__name__})") from None


def _read(path: Path, frame: int, limits: Limits) -> Radiograph:
    with open_source(path, limits.decoded_bytes) as source:
        if source.kind is Kind.DICOM:
            return _with_frames_said(read_dicom(source, frame, limits))
        if source.kind is Kind.PICTURE:
            return _with_frames_said(read_picture(source, frame, limits))
        raise NotAFilm(path, what_instead(source))


def _with_frames_said(film: Radiograph) -> Radiograph:
    """The film, with a note where it is one of several frames: nobody is to take its result for that of all."""
    if film.frames == 1:
        return film
    return replace(film, notes=(FRAMES.format(frames=film.frames, frame=film.frame + 1), *film.notes))
