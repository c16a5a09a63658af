"""The painted films that are bundled: which finding each shows, and the mask of what was painted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ALIKE = frozenset(
    {frozenset(("pneumothorax", "tension_pneumothorax")), frozenset(("pleural_effusion", "hemothorax"))}
)  # the second of each is one of the first: on its film neither is asked for in the other's place


@dataclass(frozen=True, slots=True)
class TeachingFilm:
    """A film with its answers: whether a finding is there, by key; findings that nobody knows of are left out.

    ``mask`` is a picture that is white where the finding is, None where there is none. ``painted``: it is synthetic.
    """

    path: Path
    answers: dict[str, bool]
    mask: Path | None = None
    painted: bool = False


def painted_films(folder: Path, keys: tuple[str, ...]) -> tuple[TeachingFilm, ...]:
    """The films of a folder with a ``films.toml``; each shows one of the findings ``keys``, or none of them."""
    listed = tomllib.loads((folder / "films.toml").read_text(encoding="utf-8"))["films"]
    return tuple(
        TeachingFilm(
            folder / row["film"],
            {key: key == row["finding"] for key in keys if frozenset((key, row["finding"])) not in ALIKE},
            folder / row["mask"] if row["mask"] else None,
            painted=True,
        )
        for row in listed
    )
