"""What stands in the corners and at the sides of a pane, as literal text."""

from __future__ import annotations

from dataclasses import dataclass

from inference.film_info import readable_name, side_letters, view_text
from inference.types import Identity, Radiograph


@dataclass(frozen=True, slots=True)
class CornerText:
    """Lines for the corners and letters for the left and right edge of a film as stored; empty where unknown."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_right: tuple[str, ...] = ()
    left_edge: str = ""
    right_edge: str = ""


def corner_text(film: Radiograph, level: str = "full") -> CornerText:
    """The corner text of a film, in full, anonymised, or none; the side letters always stay."""
    who = film.identity
    left, right = side_letters(film)
    if level != "full":
        view = _lines(view_text(who)) if level == "anonymised" else ()
        return CornerText(bottom_right=view, left_edge=left, right_edge=right)
    return CornerText(
        top_left=_lines(readable_name(who.patient_name), who.patient_id, _person(who)),
        top_right=_lines(f"{who.study_date} {who.study_time}".strip(), who.study_description, who.institution),
        bottom_right=_lines(who.series_description, view_text(who)),
        left_edge=left,
        right_edge=right,
    )


def _person(who: Identity) -> str:
    return "  ".join(part for part in (who.birth_date, who.sex, who.age) if part)


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
