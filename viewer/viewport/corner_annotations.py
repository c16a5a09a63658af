"""What stands in the corners and at the sides of a viewport, as literal text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.core.film import Identity, Radiograph
from inference.files.names import shown_path
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from inference.report.deidentify.identity import public_identity
from inference.report.film_info import orientation_markers, readable_name, view_text
from inference.text.one_line import one_line
from viewer.style.translation import tr


@dataclass(frozen=True, slots=True)
class CornerAnnotations:
    """Lines for the corners and patient directions for the edges of the film as it lies; empty where unknown.

    ``heading`` stands out above the rest: it tells this film from the one beside it.
    """

    heading: str = ""
    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_right: tuple[str, ...] = ()
    left_edge: str = ""
    right_edge: str = ""
    top_edge: str = ""
    bottom_edge: str = ""


def corner_text(
    film: Radiograph, transform: SpatialTransform = UPRIGHT, level: str = "full", *, inverted: bool = False
) -> CornerAnnotations:
    """The corner annotations of a film that lies so, in full, anonymised, or none; orientation markers always stay.

    So does that black and white are swapped: on the screen (``inverted``) or against the file's header. With any text
    at all stands that a file does not say which side is which.
    """
    found = _of_film(film, transform, level)
    sides = [tr("Sides unknown")] * (film.orientation is None and level != "none")
    swapped = [tr("Inverted")] * (inverted != film.reinverted)
    return replace(found, bottom_right=(*found.bottom_right, *sides, *swapped))


def _of_film(film: Radiograph, transform: SpatialTransform, level: str) -> CornerAnnotations:
    who = film.identity
    lies = orientation_markers(film, transform)
    at_edges = CornerAnnotations(left_edge=lies.left, right_edge=lies.right, top_edge=lies.top, bottom_edge=lies.bottom)
    if level != "full":
        return replace(at_edges, bottom_right=_lines(view_text(public_identity(who))) if level == "anonymised" else ())
    return replace(
        at_edges,
        top_left=_lines(_file_name(film), readable_name(who.patient_name), who.patient_id, _person(who)),
        top_right=_lines(f"{who.study_date} {who.study_time}".strip(), who.study_description, who.institution),
        bottom_right=_lines(who.series_description, view_text(who)),
    )


def _file_name(film: Radiograph) -> str:
    """The name of a picture's file, which is all that tells it from others; a DICOM film says who and when."""
    return one_line(shown_path(film.source.name)) if film.from_picture else ""


def _person(who: Identity) -> str:
    return "  ".join(part for part in (who.birth_date, who.sex, who.age) if part)


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
