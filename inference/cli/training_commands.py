"""``thoracam train | evaluate``: what they take; the work is imported when it is asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

import resources


def add_training_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both to a parser; each sets ``run``."""
    _add_train(commands)
    _add_evaluate(commands)


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "train",
        help="train a network on labelled films of your own, and make a pack of it",
        description="Labels: the seed's spreadsheet (Serial No and a column per finding), a table with the columns "
        "path, patient and one of 0, 1 or blank per finding, or ChestX-ray14's; .csv or .xlsx. The variable "
        "KERAS_BACKEND says what Keras runs on.",
    )
    _add_data(command)
    command.add_argument(
        "--network",
        default="mobilenetv2-multi",
        metavar="NAME",
        help="mobilenetv2-multi (default), "
        "xception (the seed's, one finding), xception-multi, or any of keras.applications",
    )
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    command.add_argument(
        "--start",
        type=_start,
        metavar="FILE",
        help="first weights: .weights.h5, .h5, .keras, .tflite, a pack, or the word imagenet for those that Keras "
        "keeps or fetches, the one thing here that may use a network",
    )
    command.add_argument("--side", type=_side, default=384, help="side of the network's input in pixels (384)")
    command.add_argument("--steps", type=_count, default=1000, help="batches to learn from, at most (1000)")
    command.add_argument("--batch", type=_count, default=16, help="films in a batch (16)")
    command.add_argument("--seed", type=int, default=0, help="decides split, first weights and order (0)")
    command.add_argument("--augment", choices=["seed", "broad"], default="seed", help="how films are changed at random")
    command.add_argument("--share", type=_share, default=0.2, help="patients put aside for validation (0.2)")
    command.add_argument("--work", type=Path, metavar="DIR", help="folder for checkpoints and curves (PACK.work)")
    command.add_argument("--resume", action="store_true", help="go on where an earlier run stopped")
    command.add_argument(
        "--overwrite", action="store_true", help="begin anew, and replace a pack that is there already"
    )
    command.add_argument("--mixed-precision", action="store_true", help="compute in bfloat16, for GPUs that have it")
    command.set_defaults(run=_train)


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "evaluate",
        help="judge a model pack on labelled films",
        description="Figures with intervals, curves, subgroups, heatmaps and a page that shows it all; labels as for "
        "train. A mask lies at DIR/FINDING/<path of the film>, a PNG that is white where the finding is.",
    )
    _add_data(command)
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the page and all else")
    command.add_argument("--model", type=Path, default=resources.DEFAULT_PACK, metavar="PACK", help="the pack to judge")
    command.add_argument("--split", type=Path, metavar="FILE", help="a training's split.csv: its validation side alone")
    command.add_argument(
        "--prevalence", type=_share, metavar="0..1", help="what probabilities are stated for, if not as the pack says"
    )
    command.add_argument(
        "--masks", type=Path, metavar="DIR", help="outlines of findings, to measure where heatmaps lie"
    )
    command.add_argument(
        "--faithfulness",
        type=_count_or_none,
        default=20,
        metavar="FILMS",
        help="called positives of a finding whose heatmap is tested (20; 0 for none)",
    )
    command.add_argument("--no-heatmaps", action="store_true", help="no pictures of heatmaps")
    command.add_argument("--anyway", action="store_true", help="judge also what does not look like a chest film")
    command.add_argument("--device", choices=["auto", "cpu", "gpu"], default="auto", help="what computes")
    command.add_argument("--overwrite", action="store_true", help="replace a page that is there already")
    command.set_defaults(run=_evaluate)


def _add_data(command: argparse.ArgumentParser) -> None:
    command.add_argument("--labels", type=Path, required=True, metavar="TABLE", help="labels of the films")
    command.add_argument(
        "--films", type=Path, required=True, metavar="DIR", help="where the table's paths or serials lie"
    )


def _train(options: argparse.Namespace) -> int:
    from inference.cli.commands.train import run

    return run(options)


def _evaluate(options: argparse.Namespace) -> int:
    from inference.cli.commands.evaluate import run

    return run(options)


def _start(text: str) -> Path | str:
    return text if text == "imagenet" else Path(text)


def _side(text: str) -> int:
    value = int(text)
    if not 32 <= value <= 2048 or value % 32:
        raise argparse.ArgumentTypeError("must be a multiple of 32 from 32 to 2048")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def _count_or_none(text: str) -> int:
    return 0 if text.strip() == "0" else _count(text)


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError("must lie between 0 and 1")
    return value
