"""The command line: ``thoracam COMMAND``. Each command is a module of ``commands``, which adds its parser and runs it.

Exit status: 0 all done; 1 some films failed and the rest are done, or the work could not be done (a full disk, a broken
pack); 2 wrong usage; 130 stopped by Ctrl+C or a request to end.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from inference.cli.commands.arguments import examples_text
from inference.cli.commands.terminal import warn
from inference.cli.interrupts import ended_from_outside
from inference.core.errors import AlreadyThere, BadName, PackMissing, ThoraCamError, UsageError
from inference.core.software import SOFTWARE
from inference.files.atomic_file import typed_errors
from inference.text.messages import message_for
from inference.text.one_line import one_line

_MISUSED = (UsageError, AlreadyThere, BadName, PackMissing)
DONE, SOME_FAILED, WRONG_USAGE, STOPPED = 0, 1, 2, 130
COMMANDS = {
    **dict.fromkeys(("view", "open"), "commands.view"),
    "analyze": "commands.analyze_options",
    "merge": "archive.merge",
    **{name: f"commands.{name}" for name in ("render", "info", "media", "model")},
    **{name: f"commands.{name}_options" for name in ("train", "evaluate")},
    **{name: f"network.{name}" for name in ("node", "send", "receive", "query", "fetch", "watch")},
    **{name: f"site.{name}" for name in ("ledger", "tune", "study", "record")},
    "self-test": "commands.self_test",
    "help": "commands.help_topics",
}
"""Where the module of each command lies, in the order of the help."""
EXAMPLES = (
    ("The window, on the bundled synthetic study", "thoracam"),
    ("The same job without a window", "thoracam analyze films --out reports"),
    ("The manual", "thoracam help"),
)
EPILOG = f"""\
{examples_text(EXAMPLES)}

Without a command, or with `view`, the viewer opens films, folders, or the bundled sample study.
`thoracam COMMAND --help` explains a command and shows examples.
Exit status: 0 all done, 1 some films failed and the rest are done, or the work could not be done (a full disk, a
broken pack), 2 wrong usage, 130 stopped by Ctrl+C or a request to end.
Research use only. Not a medical device."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    options = parser(next(iter(arguments), "")).parse_args(arguments)
    try:
        with ended_from_outside():
            status: int = options.run(options)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. What was written is whole.\n")
        return STOPPED
    except BrokenPipeError:
        return SOME_FAILED
    except (ThoraCamError, OSError, MemoryError, RecursionError, ImportError) as error:
        return _complain(error)
    return status


def parser(command: str = "") -> argparse.ArgumentParser:
    """The whole command line, for help and for parsing; where a command is named, that one alone.

    What the others need takes longer to import than a film to be analysed. Only ``help`` knows them all.
    """
    top = _Parser(
        prog="thoracam",
        description="Chest films, seven findings, and a heatmap for each.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=SOFTWARE)
    commands = top.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    alone = command in COMMANDS and command != "help"
    for place in [COMMANDS[command]] if alone else dict.fromkeys(COMMANDS.values()):
        import_module(f"inference.cli.{place}").add_parser(commands)
    return top


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line without the control characters that were typed."""

    def error(self, message: str) -> NoReturn:
        """Say it and end with the status of wrong usage."""
        super().error(one_line(message))


def _complain(error: Exception) -> int:
    """Say what ended the command; returns its exit status."""
    message = message_for(_typed(error) if isinstance(error, OSError) else error)
    warn(f"{message.title}. {message.text} {message.hint}")
    return WRONG_USAGE if isinstance(error, _MISUSED) else SOME_FAILED


def _typed(error: OSError) -> ThoraCamError:
    """An error of the system that nobody expected at its place."""
    try:
        with typed_errors(Path(str(error.filename or "?"))):
            raise error
    except ThoraCamError as known:
        return known
