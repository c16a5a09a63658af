"""``thoracam info``: what the viewer knows of a film, or of this computer."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.limit_options import add_limits, limits_of
from inference.cli.commands.terminal import complain, write_json, write_text
from inference.core.errors import ThoraCamError, UsageError
from inference.reading.files.reader_process import ReaderProcess
from inference.report.film_info import film_info, info_text
from inference.system.system_info import system_facts, system_info, system_text

EXAMPLES = (
    ("What the program reads in a film", "thoracam info film.dcm"),
    ("The same for programs", "thoracam info --json films/1.dcm films/2.dcm"),
    ("Which device computes, and why", "thoracam info --system"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``info``."""
    summary = "say what the viewer knows of a film, or of this computer"
    command = add_command(commands, "info", summary=summary, examples=EXAMPLES)
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="films")
    words = "this computer instead: processor, GPU, CUDA libraries, and which device is used and why"
    command.add_argument("--system", action="store_true", help=words)
    command.add_argument("--json", action="store_true", help="as JSON")
    add_limits(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Say it for every file, as text or as JSON (a list where several files were asked for)."""
    if options.system:
        return _say_system(as_json=options.json)
    if not options.files:
        raise UsageError("Name a film, or ask for --system.")
    facts: list[dict[str, object]] = []
    failed = 0
    with closing(ReaderProcess(limits=limits_of(options))) as reader:
        for path in options.files:
            try:
                film = reader.read(path)
            except ThoraCamError as error:
                complain(path, error)
                failed += 1
                continue
            facts.append(film_info(film))
            if not options.json:
                write_text(info_text(film) + "\n")
    if options.json:
        whole = facts[0] if len(options.files) == 1 and facts else facts
        write_json(whole)
    return 1 if failed else 0


def _say_system(*, as_json: bool) -> int:
    info = system_info()
    if as_json:
        write_json(system_facts(info))
    else:
        write_text(system_text(info) + "\n")
    return 0
