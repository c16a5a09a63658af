"""Renews what the manual says of keys and commands: from the table of actions, and from the command line's parser.

Run after changing an action, a key or an option: ``uv run python -m tests.docs.renew``. What stands above the first
section of a page is written by hand, and kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import resources
from inference.cli.main import parser
from viewer.commands.action_table import ACTIONS, ActionSpec
from viewer.commands.shortcut_sheet import MOUSE

FOLDER = resources.path("docs")
KEYS, COMMANDS = FOLDER / "keys.md", FOLDER / "commands.md"
EXAMPLES = "examples:"


def main() -> None:
    """Write both pages anew."""
    for path, text in renewed().items():
        path.write_text(text, encoding="utf-8", newline="\n")


def renewed() -> dict[Path, str]:
    """Both pages as they ought to be."""
    return {KEYS: _head(KEYS) + keys_text(), COMMANDS: _head(COMMANDS) + commands_text()}


def keys_text() -> str:
    """What the mouse does, and every action of the table, menu by menu."""
    mouse = _section("Mouse", ("Hand", "Does"), MOUSE)
    menus = dict.fromkeys(spec.menu for spec in ACTIONS)
    return "\n".join([mouse, *(_section(menu, ("Keys", "Does", "Name"), _actions(menu)) for menu in menus)])


def commands_text() -> str:
    """Every command with its options and examples."""
    top = parser()
    top.formatter_class = Markdown
    return top.format_help()


class Markdown(argparse.HelpFormatter):
    """The help of a command, and of those below it, as sections of a page."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._prog_name = prog
        self._texts: list[str] = []
        self._rows: list[tuple[str, str]] = []
        self._below: list[argparse.ArgumentParser] = []

    def start_section(self, heading: str | None) -> None:
        """Groups of options are told in one table."""

    def end_section(self) -> None:
        """Nothing ends with a group."""

    def add_usage(self, *_usage: object, **_more: object) -> None:
        """The table of options says it."""

    def add_text(self, text: str | None) -> None:
        """Keep description and examples."""
        if text:
            self._texts.append(text)

    def add_arguments(self, actions: Iterable[argparse.Action]) -> None:
        """Keep options, and the commands below."""
        for action in actions:
            if isinstance(action.choices, dict):
                self._below += action.choices.values()
            elif action.help != argparse.SUPPRESS and "--help" not in action.option_strings:
                self._rows.append((_option(action), _does(action)))

    def format_help(self) -> str:
        """The sections."""
        for command in self._below:
            command.formatter_class = Markdown
        below = [command.format_help() for command in self._below]
        return "\n".join([self._own(), *below] if " " in self._prog_name else below)

    def _own(self) -> str:
        words = " ".join(self._texts[0].split())
        examples = [line for text in self._texts if text.startswith(EXAMPLES) for line in text.split("\n")[1:]]
        table = _table(("Option", "Does"), self._rows) if self._rows else []
        shown = ["```", *(line[2:] for line in examples), "```", ""]
        return "\n".join([f"## {self._prog_name}", "", words, "", *table, *shown])


def _option(action: argparse.Action) -> str:
    name = action.metavar or action.dest.upper()
    values = " ".join(name) if isinstance(name, tuple) else name
    if not action.option_strings:
        return f"`{values} ...`" if action.nargs in ("*", "+") else f"`{values}`"
    value = "" if action.nargs == 0 else f" {values}"
    return ", ".join(f"`{name}{value}`" for name in action.option_strings)


def _does(action: argparse.Action) -> str:
    choices = f"; one of {', '.join(map(str, action.choices))}" if action.choices and not action.metavar else ""
    return f"{action.help}{choices}"


def _actions(menu: str) -> Iterator[tuple[str, str, str]]:
    for spec in ACTIONS:
        if spec.menu == menu:
            yield ", ".join(f"`{key}`" for key in spec.shortcuts), action_title(spec), f"`{spec.name}`"


def action_title(spec: ActionSpec) -> str:
    """What an action is called, in English."""
    return spec.text.replace("{}", spec.subject).rstrip(" …")


def _section(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join([f"## {title}", "", *_table(heads, rows)])


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [_line(row) for row in rows]
    return [_line(heads), "|" + "---|" * len(heads), *lines, ""]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _head(path: Path) -> str:
    return path.read_text("utf-8").split("\n## ", 1)[0].rstrip("\n") + "\n\n"


if __name__ == "__main__":
    main()
