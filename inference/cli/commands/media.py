"""``thoracam media``: films and results as a folder that any DICOM viewer opens."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.terminal import warn, write_text

EXAMPLES = (
    ("Films and the results of a run", "thoracam media films reports --out media"),
    ("Results alone", "thoracam media reports/*/dicom --out media"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``media``."""
    summary = "put DICOM films and results into a folder with a DICOMDIR, which any viewer opens"
    words = (
        "Put all DICOM objects below the paths into a folder with a DICOMDIR, in explicit VR little endian: objects in "
        "that transfer syntax are copied byte for byte, others are converted without loss."
    )
    command = add_command(commands, "media", summary=summary, description=words, examples=EXAMPLES)
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="DICOM files, or folders of them")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the media folder goes")
    command.add_argument("--overwrite", action="store_true", help="replace a media folder that is there already")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write it, and say what is on it and what is not."""
    from inference.report.dicom.media import write_media  # DICOM writers take a second to import

    made = write_media(options.out, list(_files(options.paths)), overwrite=options.overwrite)
    for note in made.notes:
        warn(note)
    converted = f", {made.converted} converted to explicit VR little endian" if made.converted else ""
    write_text(f"{made.objects} objects of {made.patients} patients in {options.out}{converted}\n")
    return 1 if made.notes else 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those below the folders named, in a fixed order."""
    for path in paths:
        yield from sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
