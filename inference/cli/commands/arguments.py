"""What several commands share: how one is added with its examples, the pack, and the kinds of values."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from inference.core.findings import BY_KEY, FINDINGS, Finding

if TYPE_CHECKING:
    from inference.model_pack import Prevalence

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it
Arguments = argparse._ActionsContainer  # noqa: SLF001 - a parser, or a group of its options
Example = tuple[str, str]
WIDTH = 79
MOST_JOBS = 64
RESULTS, REPORTS, ALONE = ONLY = ("results", "reports", "table")  # what analyze may write alone


def add_command(
    commands: Commands[argparse.ArgumentParser],
    name: str,
    *,
    summary: str,
    examples: Sequence[Example],
    description: str = "",
) -> argparse.ArgumentParser:
    """A command with its help: one line for the list, a paragraph, and examples, each what it does and its line."""
    return commands.add_parser(
        name,
        help=summary,
        description=textwrap.fill(description or f"{summary[0].upper()}{summary[1:]}.", WIDTH, break_on_hyphens=False),
        epilog=examples_text(examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def examples_text(examples: Sequence[Example]) -> str:
    """Examples as they end a command's help, ready to be copied."""
    lines = [line for what, command in examples for line in (f"  # {what}", f"  {command}")]
    return "\n".join(["examples:", *lines])


def add_pack(command: Arguments, words: str = "the model pack to use") -> None:
    """Add ``--model``."""
    command.add_argument("--model", type=Path, default=resources.DEFAULT_PACK, metavar="PACK", help=words)


def between(low: float, high: float) -> Callable[[str], float]:
    """A number from ``low`` to ``high``, both included; an argparse type."""

    def number(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must lie between {low:g} and {high:g}")
        return value

    return number


def share(text: str) -> float:
    """A part of a whole, neither none nor all of it; an argparse type."""
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError("must lie between 0 and 1")
    return value


def count(text: str) -> int:
    """A whole number, at least 1; an argparse type."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def count_or_none(text: str) -> int:
    """A whole number, at least 0; an argparse type."""
    return 0 if text.strip() == "0" else count(text)


def jobs(text: str) -> int:
    """How many films may be written at once; an argparse type."""
    value = int(text)
    if not 1 <= value <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"must lie between 1 and {MOST_JOBS}")
    return value


def findings_of(text: str) -> tuple[Finding, ...]:
    """The findings named by their keys, separated by commas; an argparse type."""
    keys = [key.strip() for key in text.split(",") if key.strip()]
    unknown = [key for key in keys if key not in BY_KEY]
    if unknown or not keys:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'none'}: the findings are {', '.join(BY_KEY)}")
    return tuple(finding for finding in FINDINGS if finding.key in keys)


def prevalence(text: str) -> tuple[Finding | None, float]:
    """A share, or ``finding=share``; an argparse type."""
    key, equals, number = text.rpartition("=")
    if equals and key not in BY_KEY:
        raise argparse.ArgumentTypeError(f"{key or 'nothing'}: the findings are {', '.join(BY_KEY)}")
    return BY_KEY[key] if equals else None, share(number)


def prevalence_of(asked: Sequence[tuple[Finding | None, float]]) -> Prevalence:
    """What was asked for, the last word on each counting."""
    from inference.model_pack import Prevalence  # what it checks packs with is not for every command

    shares = dict(asked)
    return Prevalence(shares.pop(None, None), tuple((one, share) for one, share in shares.items() if one is not None))
