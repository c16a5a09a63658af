"""The pages on keys and commands say what the table of actions and the parser say."""

from __future__ import annotations

import re

from inference.cli.main import parser
from tests.docs.renew import COMMANDS, KEYS, action_title, renewed
from viewer.commands.action_table import ACTIONS

ROW = re.compile(r"^\| (.*) \| (.*) \| `(\w+)` \|$", re.MULTILINE)


def test_the_keys_of_the_manual_are_those_of_the_table_of_actions() -> None:
    found = {name: (keys, does) for keys, does, name in ROW.findall(KEYS.read_text("utf-8"))}
    wanted = {spec.name: (", ".join(f"`{key}`" for key in spec.shortcuts), action_title(spec)) for spec in ACTIONS}
    assert found == wanted


def test_both_pages_are_renewed() -> None:
    for path, text in renewed().items():
        assert path.read_text("utf-8") == text, f"{path.name}: run `uv run python -m tests.docs.renew`"


def test_every_command_and_option_is_on_the_page_of_commands() -> None:
    page = COMMANDS.read_text("utf-8")
    for name in ("analyze", "model new", "train", "evaluate", "help"):
        assert f"\n## thoracam {name}\n" in page
    usage = parser().format_usage()
    assert usage.startswith("usage: thoracam")
    assert {"--override", "--anyway", "--annotations", "--opacity"} <= set(re.findall(r"--[a-z-]+", page))
