"""``thoracam render``: films as 8-bit PNG in their default display."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.limit_options import add_limits, limits_of
from inference.cli.commands.terminal import complain, say
from inference.core.errors import ThoraCamError, UsageError
from inference.files.atomic_file import write_whole
from inference.files.names import folder_names
from inference.imaging.display_pipeline import render
from inference.reading.files.reader_process import ReaderProcess
from inference.report.page.png import encode_picture
from inference.text.messages import incomplete_film

EXAMPLES = (
    ("One film", "thoracam render film.dcm --out film.png"),
    ("Several, into a folder", "thoracam render films/1.dcm films/2.dcm --out pictures --overwrite"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``render``."""
    summary = "write films as 8-bit PNG in their default display, without overlay"
    words = "Write films in their native size as they open in the viewer: window, polarity and padding applied, 8 bit."
    command = add_command(commands, "render", summary=summary, description=words, examples=EXAMPLES)
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="films")
    command.add_argument("--out", type=Path, required=True, metavar="PNG|DIR", help="a .png file, or a folder")
    command.add_argument("--overwrite", action="store_true", help="replace a file that is there already")
    add_limits(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Render every file; one that fails, or is shown in part, is said and the rest go on."""
    one_file = options.out.suffix.lower() == ".png"
    if one_file and len(options.files) > 1:
        raise UsageError("Several films need a folder: give --out a name that does not end in .png.")
    names = folder_names(options.files)
    targets = {path: options.out if one_file else options.out / f"{names[path]}.png" for path in options.files}
    with closing(ReaderProcess(limits=limits_of(options))) as reader:
        whole = [_rendered(reader, path, targets[path], overwrite=options.overwrite) for path in options.files]
    return 0 if all(whole) else 1


def _rendered(reader: ReaderProcess, path: Path, target: Path, *, overwrite: bool) -> bool:
    """Write one film; answers whether it is there and whole, and says so where it is not."""
    try:
        film = reader.read(path)
        write_whole(target, encode_picture(render(film)), overwrite=overwrite)
    except ThoraCamError as error:
        complain(path, error)
        return False
    if film.truncated is not None:
        say(path, incomplete_film(film))
    return film.truncated is None
