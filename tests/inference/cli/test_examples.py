"""Every command shows examples in its help, and each can be typed as it stands."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator

import pytest

from inference.cli.main import parser
from viewer.__main__ import COMMANDS

TYPED_WITHOUT_COMMAND: list[list[str]] = [[]]  # `thoracam` alone is the viewer, which the parser does not know


class Helps(argparse.HelpFormatter):
    """Finds the commands below a parser where its help would list them."""

    found: list[argparse.ArgumentParser]

    def add_arguments(self, actions: Iterator[argparse.Action]) -> None:  # type: ignore[override]  # any iterable
        Helps.found += [
            command for action in actions if isinstance(action.choices, dict) for command in action.choices.values()
        ]


def below(command: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The command and all below it."""
    Helps.found, before = [], command.formatter_class
    command.formatter_class = Helps
    command.format_help()
    command.formatter_class = before
    return [command, *(one for inner in list(Helps.found) for one in below(inner))]


PARSERS = below(parser())


def examples(command: argparse.ArgumentParser) -> list[list[str]]:
    lines = [line.strip() for line in str(command.epilog).split("\n")]
    return [shlex.split(line)[1:] for line in lines if line.split(" ")[0] == "thoracam"]


@pytest.mark.parametrize("command", PARSERS, ids=lambda command: command.prog)
def test_help_ends_with_two_to_four_examples_that_can_be_typed(command: argparse.ArgumentParser) -> None:
    found = examples(command)
    assert 2 <= len(found) <= 4
    for words in found:
        if words not in TYPED_WITHOUT_COMMAND:
            assert parser().parse_args(words).command == words[0]


@pytest.mark.parametrize("command", PARSERS[1:], ids=lambda command: command.prog)
def test_examples_are_of_the_command_itself_or_of_its_family(command: argparse.ArgumentParser) -> None:
    name = command.prog.split()[1]
    assert all(words[0] == name for words in examples(command))


@pytest.mark.parametrize("command", PARSERS, ids=lambda command: command.prog)
def test_help_fits_a_terminal(command: argparse.ArgumentParser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    words = command.format_help().split("examples:")[0]
    assert max(map(len, words.split("\n"))) <= 80


def test_every_command_is_started_by_the_program() -> None:
    names = {command.prog.split()[1] for command in PARSERS[1:]}
    assert names - {"view", "open"} == {name for name in COMMANDS if not name.startswith("-")}


def test_help_documents_every_exit_status() -> None:
    assert "Exit status: 0 all done, 1 some films failed" in PARSERS[0].format_help()
    assert "2 wrong usage, 130 stopped" in PARSERS[0].format_help()


@pytest.mark.parametrize("command", PARSERS[1:], ids=lambda command: command.prog)
def test_a_command_read_alone_is_that_of_the_whole_line(command: argparse.ArgumentParser) -> None:
    name = command.prog.split()[1]
    alone = {one.prog: one.format_help() for one in below(parser(name))}
    assert alone[command.prog] == command.format_help()
