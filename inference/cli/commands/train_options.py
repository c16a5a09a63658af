"""What ``thoracam train`` takes; the work is imported when it is asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command, count, share
from inference.cli.commands.needs_training import need_tensorflow

EXAMPLES = (
    (
        "From the bundled pack, on films of your own",
        "thoracam train --labels labels.csv --films films --start resources/models/thoracam --out my-pack",
    ),
    (
        "The seed's network, one finding, stronger changes of films",
        "thoracam train --labels seed.xlsx --films films --network xception --side 1024 --augment broad --out net",
    ),
    (
        "Go on where that run stopped",
        "thoracam train --labels labels.csv --films films --start resources/models/thoracam --out my-pack --resume",
    ),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``train``."""
    command = add_command(
        commands,
        "train",
        summary="train a network on labelled films of your own, and make a pack of it",
        description="Labels: the seed's spreadsheet (Serial No and a column per finding), a table with the columns "
        "path, patient and one of 0, 1 or blank per finding, or ChestX-ray14's; .csv or .xlsx. The variable "
        "KERAS_BACKEND says what Keras runs on. `thoracam help training` has the rest.",
        examples=EXAMPLES,
    )
    add_data(command)
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    _add_network(command)
    _add_fitting(command)
    command.add_argument("--work", type=Path, metavar="DIR", help="folder for checkpoints and curves (PACK.work)")
    command.add_argument("--resume", action="store_true", help="go on where an earlier run stopped")
    words = "begin anew, and replace a pack that is there already"
    command.add_argument("--overwrite", action="store_true", help=words)
    command.set_defaults(run=_run)


def add_data(command: argparse.ArgumentParser) -> None:
    """Add the table of labels and the films it names."""
    command.add_argument("--labels", type=Path, required=True, metavar="TABLE", help="labels of the films")
    words = "where the table's paths or serials lie"
    command.add_argument("--films", type=Path, required=True, metavar="DIR", help=words)


def _add_network(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--network",
        metavar="NAME",
        help="efficientnet-lite0-multi, mobilenetv2-multi, xception (the seed's, one finding), xception-multi, or any "
        "of keras.applications (default: the network of the pack to begin from; mobilenetv2-multi for imagenet; else "
        "efficientnet-lite0-multi)",
    )
    command.add_argument(
        "--start",
        type=_start,
        metavar="FILE",
        help="first weights: .weights.h5, .h5, .keras, .tflite, a pack, or the word imagenet for those that Keras "
        "keeps or fetches, the one thing here that may use a network",
    )
    command.add_argument("--side", type=_side, default=384, help="side of the network's input in pixels (384)")


def _add_fitting(command: argparse.ArgumentParser) -> None:
    command.add_argument("--steps", type=count, default=1000, help="batches to learn from, at most (1000)")
    command.add_argument("--batch", type=count, default=16, help="films in a batch (16)")
    command.add_argument("--seed", type=int, default=0, help="decides split, first weights and order (0)")
    command.add_argument("--augment", choices=["seed", "broad"], default="seed", help="how films are changed at random")
    command.add_argument("--share", type=share, default=0.2, help="patients put aside for validation (0.2)")
    command.add_argument("--mixed-precision", action="store_true", help="compute in bfloat16, for GPUs that have it")


def _run(options: argparse.Namespace) -> int:
    need_tensorflow("Training")
    from inference.cli.commands.train import run

    return run(options)


def _start(text: str) -> Path | str:
    return text if text == "imagenet" else Path(text)


def _side(text: str) -> int:
    value = int(text)
    if not 32 <= value <= 2048 or value % 32:
        raise argparse.ArgumentTypeError("must be a multiple of 32 from 32 to 2048")
    return value
