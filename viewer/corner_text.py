"""What stands in the corners and at the sides of a pane, as literal text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.film_info import end_letters, readable_name, side_letters, view_text
from inference.types import Identity, Radiograph
from viewer.turn import UPRIGHT, Turn


@dataclass(frozen=True, slots=True)
class CornerText:
    """Lines for the corners and patient directions for the edges of the film as it lies; empty where unknown."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_right: tuple[str, ...] = ()
    left_edge: str = ""
    right_edge: str = ""
    top_edge: str = ""
    bottom_edge: str = ""


def corner_text(film: Radiograph, turn: Turn = UPRIGHT, level: str = "full") -> CornerText:
    """The corner text of a film that lies so on the screen, in full, anonymised, or none; the letters always stay."""
    who = film.identity
    left, right = side_letters(film)
    top, bottom = end_letters(film)
    letters: dict[tuple[float, float], str] = {(-1, 0): left, (1, 0): right, (0, -1): top, (0, 1): bottom}
    at_edges = CornerText(
        left_edge=letters[turn.to_film(-1, 0)],
        right_edge=letters[turn.to_film(1, 0)],
        top_edge=letters[turn.to_film(0, -1)],
        bottom_edge=letters[turn.to_film(0, 1)],
    )
    if level != "full":
        return replace(at_edges, bottom_right=_lines(view_text(who)) if level == "anonymised" else ())
    return replace(
        at_edges,
        top_left=_lines(readable_name(who.patient_name), who.patient_id, _person(who)),
        top_right=_lines(f"{who.study_date} {who.study_time}".strip(), who.study_description, who.institution),
        bottom_right=_lines(who.series_description, view_text(who)),
    )


def _person(who: Identity) -> str:
    return "  ".join(part for part in (who.birth_date, who.sex, who.age) if part)


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
