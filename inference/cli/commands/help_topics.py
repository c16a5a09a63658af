"""``thoracam help``: the topics of the manual, or one of them as plain text."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Container

from inference.cli.commands.arguments import Commands, add_command
from inference.cli.commands.terminal import write_text
from inference.core.errors import UsageError
from inference.text.manual import Topic, near, topics
from inference.text.plain_markdown import MOST_WIDE, plain

EXAMPLES = (
    ("All topics", "thoracam help"),
    ("Keys and mouse of the viewer", "thoracam help keys"),
    ("What the model can do and what it cannot", "thoracam help model"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``help``."""
    command = add_command(
        commands,
        "help",
        summary="the manual: its topics, or one of them",
        description="The manual that the viewer shows under Help > Manual, as plain text.",
        examples=EXAMPLES,
    )
    command.add_argument("topic", nargs="?", metavar="TOPIC", help="one of the topics that `thoracam help` lists")
    command.set_defaults(run=run, commands=commands.choices)


def run(options: argparse.Namespace) -> int:
    """Write the list of topics, or a topic; raises ``UsageError`` where there is none of that name."""
    found = topics()
    write_text(_listed(found) if options.topic is None else _shown(options.topic, found, options.commands))
    return 0


def _listed(found: tuple[Topic, ...]) -> str:
    rows = "\n".join(f"| {topic.name} | {topic.summary} |" for topic in found)
    table = f"| | |\n|---|---|\n{rows}"
    return plain(f"Topics, each shown by thoracam help TOPIC:\n\n{table}", _width())


def _shown(name: str, found: tuple[Topic, ...], commands: Container[str]) -> str:
    for topic in found:
        if topic.name == name.casefold():
            return plain(topic.text, _width())
    if name.casefold() in commands:
        raise UsageError(f"“{name}” is a command and no topic: thoracam {name.casefold()} --help explains it.")
    others = near(name, found)
    hint = f"Did you mean {' or '.join(others)}?" if others else "thoracam help lists all topics."
    raise UsageError(f"The manual has no topic “{name}”. {hint}")


def _width() -> int:
    """Letters in a line: as wide as the terminal, but no wider than is read well."""
    return min(MOST_WIDE, shutil.get_terminal_size().columns) if sys.stdout.isatty() else MOST_WIDE
