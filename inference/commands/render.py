"""``thoracam render``: films as 8-bit PNG in their default display."""

from __future__ import annotations

import argparse
from pathlib import Path

from inference.commands.terminal import complain
from inference.display import render
from inference.errors import ThoraCamError, UsageError
from inference.reading import read_film
from inference.report.files import write_whole
from inference.report.names import distinct, film_name
from inference.report.png import encode_picture


def run(options: argparse.Namespace) -> int:
    """Render every file; one that fails is said and the rest go on."""
    one_file = options.out.suffix.lower() == ".png"
    if one_file and len(options.files) > 1:
        raise UsageError("Several films need a folder: give --out a name that does not end in .png.")
    taken: list[str] = []
    failed = 0
    for path in options.files:
        try:
            target = options.out if one_file else None
            taken.append(_render(path, target, options.out, taken, overwrite=options.overwrite))
        except ThoraCamError as error:
            complain(path, error)
            failed += 1
    return 1 if failed else 0


def _render(path: Path, target: Path | None, folder: Path, taken: list[str], *, overwrite: bool) -> str:
    film = read_film(path)
    name = distinct(film_name(film, anonymize=False), taken)
    write_whole(target or folder / f"{name}.png", encode_picture(render(film)), overwrite=overwrite)
    return name
