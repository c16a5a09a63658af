"""Every command and option of 0.1.0 goes on working: scripts that users have need no change."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.cli.main import parser

LINES = (Path(__file__).parents[2] / "fixtures_0_1_0" / "cli.txt").read_text("utf-8").split("\n")
DATA = ("--labels", "labels.csv", "--films", "films")
NEEDED: dict[str, tuple[str, ...]] = {
    "open": ("report.png",),
    "analyze": ("film.dcm", "--out", "reports"),
    "render": ("film.dcm", "--out", "film.png"),
    "model check": ("my-pack",),
    "model info": ("my-pack",),
    "model new": ("net.keras", "--findings", "pneumothorax", "--out", "my-pack"),
    "model import-seed": ("weights", "--out", "my-pack"),
    "train": (*DATA, "--out", "my-pack"),
    "evaluate": (*DATA, "--out", "evaluated"),
}
VALUES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("--jobs", "--max-megapixels", "--max-gigabytes", "--max-nesting", "--steps"), ("3",)),
    **dict.fromkeys(("--batch", "--seed"), ("7",)),
    **dict.fromkeys(("--alpha", "--share", "--prevalence"), ("0.5",)),
    **dict.fromkeys(("--out", "--model", "--work", "--masks", "--split", "--labels", "--films"), ("name",)),
    **dict.fromkeys(("--signed-by", "--organization", "--title", "--target-layer"), ("Kim",)),
    **dict.fromkeys(("--device", "--precision"), ("auto",)),
    "--findings": ("pneumothorax,pleural_effusion",),
    "--colormap": ("viridis",),
    "--method": ("hirescam",),
    "--range": ("-1", "1"),
    "--fit": ("letterbox",),
    "--normalise": ("percentile",),
    "--side": ("64",),
    "--network": ("xception",),
    "--start": ("imagenet",),
    "--augment": ("broad",),
}
COUNTED = ("evaluate --faithfulness",)  # takes a number here, and none in `analyze`


def asked(line: str) -> list[str]:
    """The line of the fixture as somebody would type it."""
    words = line.split()
    command = " ".join(word for word in words if word[0] != "-" and word[0].islower())
    option = words[-1] if words[-1].startswith("--") else ""
    values = ("3",) if line in COUNTED else VALUES.get(option, ())
    return [*command.split(), *NEEDED.get(command, ()), *filter(None, (option,)), *values]


OPTIONS = [line for line in LINES if " --" in line and not line.endswith("--help")]
COMMANDS = [line for line in LINES if line and not {"-", "."} & set(line) and line.islower() and line != "model"]


@pytest.mark.parametrize("line", OPTIONS)
def test_every_option_is_still_taken(line: str) -> None:
    assert parser().parse_args(asked(line)).command == line.split()[0]


@pytest.mark.parametrize("line", [*COMMANDS, "model import-seed", "self-test"])
def test_every_command_is_still_there(line: str) -> None:
    assert parser().parse_args(asked(line)).command == line.split()[0]


@pytest.mark.parametrize("line", [line for line in LINES if line.endswith(("-h", "--help", "--version"))])
def test_every_help_is_still_given(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args(line.split())
    assert stopped.value.code == 0
    assert "thoracam" in capsys.readouterr().out.casefold()


def test_the_fixture_is_read() -> None:
    assert len(OPTIONS) == 77
    assert set(COMMANDS) >= {"view", "open", "analyze", "render", "info", "train", "evaluate", "model new"}


@pytest.mark.parametrize(
    ("command", "old", "new"),
    [
        ("analyze", ("--anyway",), ("--override",)),
        ("analyze", ("--marks",), ("--annotations",)),
        ("analyze", ("--alpha", "0.7"), ("--opacity", "0.7")),
        ("evaluate", ("--anyway",), ("--override",)),
    ],
)
def test_an_old_name_of_an_option_means_what_the_new_one_does(
    command: str, old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    by_old, by_new = (parser().parse_args([command, *NEEDED[command], *words]) for words in (old, new))
    plain = parser().parse_args([command, *NEEDED[command]])
    assert by_old == by_new != plain


@pytest.mark.parametrize(("command", "old"), [("analyze", "--marks"), ("analyze", "--alpha"), ("evaluate", "--anyway")])
def test_help_says_which_name_is_the_old_one(command: str, old: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([command, "--help"])
    assert f"{old} in 0.1.0)" in " ".join(capsys.readouterr().out.split())


def test_a_name_that_never_was_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args(["analyze", *NEEDED["analyze"], "--frobnicate"])
    assert stopped.value.code == 2
