"""What ``thoracam evaluate`` takes; the work is imported when it is asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command, add_pack, count_or_none, share
from inference.cli.commands.train_options import add_data

EXAMPLES = (
    ("The bundled pack on films of your own", "thoracam evaluate --labels labels.csv --films films --out evaluated"),
    (
        "A pack you trained, on the patients it did not learn from",
        "thoracam evaluate --labels labels.csv --films films --split my-pack.work/split.csv --model my-pack --out mine",
    ),
    (
        "With outlines of findings, at a prevalence of 5 %",
        "thoracam evaluate --labels labels.csv --films films --masks masks --prevalence 0.05 --out evaluated",
    ),
    (
        "By what experts list in a column of their own, with boxes around findings",
        "thoracam evaluate --labels labels.csv --labels-column experts --boxes boxes.csv --films films --out evaluated",
    ),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``evaluate``."""
    command = add_command(
        commands,
        "evaluate",
        summary="evaluate a model pack on labelled films",
        description="Figures with intervals, curves, subgroups, heatmaps and a page that shows it all; labels as for "
        "train. A mask lies at DIR/FINDING/<path of the film>, a PNG that is white where the finding is.",
        examples=EXAMPLES,
    )
    add_data(command)
    words = "the column of the table in which experts list findings: none is read and clear, empty is not read"
    command.add_argument("--labels-column", default="", metavar="NAME", help=words)
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the page and all else")
    add_pack(command, "the pack to evaluate")
    command.add_argument("--split", type=Path, metavar="FILE", help="a training's split.csv: its validation side alone")
    words = "what probabilities are stated for, if not as the pack says"
    command.add_argument("--prevalence", type=share, metavar="0..1", help=words)
    words = "outlines of findings, to measure where heatmaps lie"
    command.add_argument("--masks", type=Path, metavar="DIR", help=words)
    words = "boxes around findings (file, finding, x, y, width, height in film pixels), to measure where heatmaps lie"
    command.add_argument("--boxes", type=Path, metavar="TABLE", help=words)
    command.add_argument(
        "--faithfulness",
        type=count_or_none,
        default=20,
        metavar="FILMS",
        help="positive films of a finding whose heatmap is tested (20; 0 for none)",
    )
    command.add_argument("--no-heatmaps", action="store_true", help="no pictures of heatmaps")
    words = "evaluate also films that the film check refuses (--anyway in 0.1.0)"
    command.add_argument("--override", "--anyway", action="store_true", help=words)
    command.add_argument("--device", choices=["auto", "cpu", "gpu", "npu"], default="auto", help="what computes (auto)")
    command.add_argument("--overwrite", action="store_true", help="replace a page that is there already")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from inference.cli.commands.evaluate import run

    return run(options)
