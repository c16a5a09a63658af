"""``thoracam render``: films as 8-bit PNG in their default display."""

from __future__ import annotations

import argparse

from inference.commands.limit_options import limits_of
from inference.commands.terminal import complain, say
from inference.display import render
from inference.errors import ThoraCamError, UsageError
from inference.messages import incomplete_film
from inference.reading import read_film
from inference.report.files import write_whole
from inference.report.names import folder_names
from inference.report.png import encode_picture


def run(options: argparse.Namespace) -> int:
    """Render every file; one that fails, or is shown in part, is said and the rest go on."""
    one_file = options.out.suffix.lower() == ".png"
    if one_file and len(options.files) > 1:
        raise UsageError("Several films need a folder: give --out a name that does not end in .png.")
    names = folder_names(options.files)
    failed, limits = 0, limits_of(options)
    for path in options.files:
        target = options.out if one_file else options.out / f"{names[path]}.png"
        try:
            film = read_film(path, limits=limits)
            write_whole(target, encode_picture(render(film)), overwrite=options.overwrite)
        except ThoraCamError as error:
            complain(path, error)
            failed += 1
            continue
        if film.gap is not None:
            say(path, incomplete_film(film))
            failed += 1
    return 1 if failed else 0
