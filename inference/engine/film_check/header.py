"""What the header of a film says against judging it; a silent header says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from inference.core.film import Identity, Orientation, Radiograph
from inference.core.film_check_result import FilmCheckReason, refuse, warn
from inference.engine.film_check import header_terms

ADULT_YEARS = 16
_YEARS = {"D": 1 / 365.25, "W": 7 / 365.25, "M": 1 / 12, "Y": 1.0}


def header_evidence(film: Radiograph) -> Iterator[FilmCheckReason]:
    """Everything in the header that speaks against judging the film, in no order."""
    identity = film.identity
    yield from _modality(identity.modality)
    yield from _body_part(identity)
    yield from _view(identity)
    yield from _laterality(identity.laterality)
    yield from _age(identity)
    if film.orientation is not None:
        yield from _orientation(film.orientation)


def years(identity: Identity) -> float | None:
    """The patient's age in years by the Age String (DICOM PS3.5 6.2), else by the dates; None where neither says."""
    match = re.fullmatch(r"\s*(\d{1,3})\s*([DWMY])?\s*", identity.age.upper())
    if match:
        return int(match[1]) * _YEARS[match[2] or "Y"]
    try:
        days = (date.fromisoformat(identity.study_date) - date.fromisoformat(identity.birth_date)).days
    except ValueError:
        return None
    return days / 365.25 if days >= 0 else None


def _modality(modality: str) -> Iterator[FilmCheckReason]:
    code = modality.strip().upper()
    if code in header_terms.OTHER_MODALITY:
        yield refuse(f"The file says that this is {header_terms.OTHER_MODALITY[code]} ({code}), not a radiograph.")
    elif code and code not in header_terms.RADIOGRAPHY:
        known = (
            f"names its modality as {code}"
            if code in header_terms.UNCLEAR_MODALITY
            else "names a modality unknown here"
        )
        yield warn(f"The file {known}, so it need not be a radiograph of the chest.")


def _body_part(identity: Identity) -> Iterator[FilmCheckReason]:
    """The body part decides; the texts of study and series are about more than one film and only warn."""
    stated, text = identity.body_part, f"{identity.study_description} {identity.series_description}"
    part = header_terms.other_part(stated)
    if header_terms.names_chest(stated):
        if part:
            yield warn(f"The file says that the film shows {part} besides the chest.")
    elif part:
        yield refuse(f"The file says that the film shows {part}, not the chest.")
    elif stated.strip():
        yield warn("The file names a body part that is not known to be the chest.")
    elif (part := header_terms.other_part(text)) and not header_terms.names_chest(text):
        yield warn(f"The description of the study speaks of {part}, not of the chest.")


def _view(identity: Identity) -> Iterator[FilmCheckReason]:
    if header_terms.is_lateral(identity.view_position):
        yield refuse("The file says that this is a lateral view; the model knows frontal films only.")
    elif header_terms.is_oblique(identity.view_position):
        yield refuse("The file says that this is an oblique view; the model knows frontal films only.")
    elif not identity.view_position.strip() and header_terms.is_lateral(identity.series_description):
        yield warn("The description of the series speaks of a lateral view; the model knows frontal films only.")


def _laterality(laterality: str) -> Iterator[FilmCheckReason]:
    side = {"L": "left", "R": "right"}.get(laterality.strip().upper()[:1])
    if side:
        yield warn(f"The file says that the film shows the {side} side only.")


def _age(identity: Identity) -> Iterator[FilmCheckReason]:
    age = years(identity)
    if age is not None and age < ADULT_YEARS:
        yield warn(f"The patient is younger than {ADULT_YEARS} years; the model has learned from adults.")


def _orientation(orientation: Orientation) -> Iterator[FilmCheckReason]:
    """Against L towards the right edge and F towards the bottom, which is how a frontal film is looked at."""
    across, down = orientation.right_edge[:1].upper(), orientation.bottom_edge[:1].upper()
    letters = {across, down}
    if letters & {"A", "P"}:
        yield refuse(
            "The file says that the film looks from the side: one of its edges is the patient's front or back."
        )
    elif across in {"H", "F"} and down in {"L", "R"}:
        yield refuse("The file says that the film lies rotated by 90 degrees.")
    elif down == "H":
        yield refuse("The file says that the film lies upside down.")
    elif across == "R" and down == "F":
        yield warn("The file says that the film lies mirrored: the patient's right is at the right edge.")
