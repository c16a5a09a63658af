"""The command line: ``thoracam COMMAND``. Each command is a module of ``commands``, which adds its parser and runs it.

Exit status: 0 all done; 1 some films failed and the rest are done; 2 wrong usage; 130 stopped by Ctrl+C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import inference
from inference.cli.commands import (
    analyze_options,
    evaluate_options,
    help_topics,
    info,
    model,
    render,
    self_test,
    train_options,
    view,
)
from inference.cli.commands.arguments import examples_text
from inference.cli.interrupts import ended_from_outside
from inference.core.errors import ThoraCamError
from inference.text.messages import message_for

DONE, SOME_FAILED, WRONG_USAGE, STOPPED = 0, 1, 2, 130
COMMANDS = (view, analyze_options, render, info, model, train_options, evaluate_options, self_test, help_topics)
EXAMPLES = (
    ("The window, on the bundled synthetic study", "thoracam"),
    ("The same job without a window", "thoracam analyze films --out reports"),
    ("The manual", "thoracam help"),
)
EPILOG = f"""\
{examples_text(EXAMPLES)}

Without a command, or with `view`, the viewer opens films, folders, or the bundled sample study.
`thoracam COMMAND --help` explains a command and shows examples.
Exit status: 0 all done, 1 some films failed and the rest are done, 2 wrong usage, 130 stopped by Ctrl+C.
Research use only. Not a medical device."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    options = parser().parse_args(arguments)
    try:
        with ended_from_outside():
            status: int = options.run(options)
    except ThoraCamError as error:
        return _complain(error)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. What was written is whole.\n")
        return STOPPED
    except BrokenPipeError:
        return SOME_FAILED
    return status


def parser() -> argparse.ArgumentParser:
    """The whole command line, for help and for parsing."""
    top = argparse.ArgumentParser(
        prog="thoracam",
        description="Chest films, seven findings, and a heatmap for each.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"ThoraCAM {inference.__version__}")
    commands = top.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(commands)
    return top


def _complain(error: ThoraCamError) -> int:
    message = message_for(error)
    sys.stderr.write(f"{message.title}. {message.text} {message.hint}\n")
    return WRONG_USAGE
