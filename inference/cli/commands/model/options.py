"""The options of ``thoracam model`` and its commands; each sets ``run``."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from inference.cli.commands.arguments import Commands, add_command, count
from inference.cli.commands.model import checking, examples, facts, making
from inference.core.findings import BY_KEY, Finding
from inference.engine.openvino.importing.xrv.labels import names as published_weights
from inference.imaging.model_input import Fit, Normalise

NO_FINDING = "none"  # on the command line, for an output that is none


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``model`` and its commands."""
    model = add_command(commands, "model", summary="check, describe or make a model pack", examples=examples.EXAMPLES)
    inner = model.add_subparsers(title="commands", dest="model_command", required=True, metavar="COMMAND")
    _add_check(inner)
    _add_info(inner)
    _add_facts(inner)
    _add_new(inner)
    _add_import(inner)
    _add_import_xrv(inner)
    _add_ensemble(inner)
    _add_compile(inner)


def _add_check(inner: Commands[argparse.ArgumentParser]) -> None:
    summary = "verify a pack, load it and run it once on a blank film"
    command = add_command(inner, "check", summary=summary, examples=examples.CHECK_EXAMPLES)
    command.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    words = (
        "ten small views of a film (turned, scaled, moved, of other gamma): the spread of probabilities and heatmaps"
    )
    command.add_argument("--stability", type=Path, metavar="FILM", help=words)
    words = "shuffle the weights from the top, layer by layer: heatmaps must change; and count the facts sheet"
    command.add_argument("--deep", action="store_true", help=words)
    command.add_argument("--files-only", action="store_true", help="verify files and promises, load nothing")
    words = "give up a pack that takes longer to load and to run once (300)"
    command.add_argument("--most-seconds", type=count, metavar="N", help=words)
    command.set_defaults(run=checking.check)


def _add_info(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(inner, "info", summary="say what a pack promises", examples=examples.INFO_EXAMPLES)
    command.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    command.set_defaults(run=checking.info)


def _add_facts(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        inner,
        "facts",
        summary="what is asked of a model, answered by its pack or not known",
        description="The items that regulators and radiologists' societies ask of a model (ECLAIR, CLAIM, the "
        "transparency principles of FDA, Health Canada and MHRA, Model Cards), in own words, with the pack's answers: "
        "those of its maker ([facts] in model.toml), of model.toml, or a sentence of the model card.",
        examples=examples.FACTS_EXAMPLES,
    )
    command.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--html", type=Path, metavar="FILE", help="as a page, written to a new file")
    command.set_defaults(run=facts.facts)


def _add_new(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        inner,
        "new",
        summary="make a pack of an ONNX or a Keras file",
        description="Say how films enter the network as it was trained; the file itself does not tell. An ONNX file is "
        "read without TensorFlow; PyTorch writes one with torch.onnx.export.",
        examples=examples.NEW_EXAMPLES,
    )
    command.add_argument("file", type=Path, metavar="FILE", help="NET.onnx, or NET.keras as model.save wrote it")
    words = f"of its outputs, in their order; none for one that is no finding. Of: {', '.join(BY_KEY)}"
    command.add_argument("--findings", type=_outputs, required=True, metavar="A,B", help=words)
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    _add_input(command)
    words = "where heatmaps are taken, if not at the last map"
    command.add_argument("--target-layer", default="", metavar="NAME", help=words)
    command.add_argument("--title", default="", help="what the window calls it")
    command.set_defaults(run=making.new)


def _add_input(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("how films enter the network")
    black_white, words = ("BLACK", "WHITE"), "what black and white become (0 1)"
    group.add_argument("--range", type=float, nargs=2, default=(0.0, 1.0), metavar=black_white, help=words)
    words = "how a film fills the input (stretch)"
    group.add_argument("--fit", choices=list(map(str, Fit)), default="stretch", help=words)
    group.add_argument(
        "--normalise",
        choices=list(map(str, Normalise)),
        default="minmax",
        help="what counts as black and white: the film's extremes (minmax), its 1st and 99th percentile, or its "
        "display (fixed)",
    )
    group.add_argument("--side", type=int, metavar="PIXELS", help="of the input, where the network takes any")
    words = "what each channel is then reduced by, one number or one a channel (ONNX alone)"
    group.add_argument("--mean", type=_numbers, default=(), metavar="A,B,C", help=words)
    words = "and divided by, such as 0.229,0.224,0.225 (ONNX alone)"
    group.add_argument("--deviation", type=_numbers, default=(), metavar="A,B,C", help=words)


def _add_import(inner: Commands[argparse.ArgumentParser]) -> None:
    summary = "make a pack of the seed notebook's weights, one HDF5 a finding"
    command = add_command(inner, "import-seed", summary=summary, examples=examples.IMPORT_EXAMPLES)
    command.add_argument("folder", type=Path, metavar="DIR", help="folder of the HDF5 files")
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    command.set_defaults(run=making.import_seed)


def _add_import_xrv(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        inner,
        "import-xrv",
        summary="make a pack of torchxrayvision's weights, without PyTorch",
        description="Tensors alone are read; nothing in the file is run. DenseNet and ResNet.",
        examples=examples.IMPORT_XRV_EXAMPLES,
    )
    command.add_argument("file", type=Path, metavar="FILE.pt", help="the weights as they are published")
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    words = "which published weights these are, where the file has another name"
    command.add_argument("--weights", choices=published_weights(), default="", metavar="NAME", help=words)
    command.set_defaults(run=making.import_xrv)


def _add_ensemble(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        inner,
        "ensemble",
        summary="make one pack of several, which says their mean",
        description="Each film is run through all of them: log-odds are averaged, and heatmaps in logit units.",
        examples=examples.ENSEMBLE_EXAMPLES,
    )
    command.add_argument("packs", nargs="+", type=Path, metavar="PACK", help="folders of the packs, two or more")
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    command.add_argument("--title", default="", help="what the window calls it")
    command.set_defaults(run=making.ensemble)


def _add_compile(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        inner,
        "compile",
        summary="add the compiled form, which runs without TensorFlow, to a pack",
        description="Packs that this program makes have it; those of 0.1.0 and of other makers may not.",
        examples=examples.COMPILE_EXAMPLES,
    )
    command.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    command.set_defaults(run=making.compile_form)


def _numbers(text: str) -> tuple[float, ...]:
    """Finite numbers between commas; an argparse type."""
    found = tuple(float(part) for part in text.split(","))
    if not all(map(math.isfinite, found)):
        raise argparse.ArgumentTypeError("must be finite numbers")
    return found


def _outputs(text: str) -> tuple[Finding | None, ...]:
    """The finding of each output, None for ``none``; an argparse type."""
    keys = [key.strip() for key in text.split(",")]
    unknown = [key for key in keys if key not in BY_KEY and key != NO_FINDING]
    if unknown or not set(keys) - {NO_FINDING}:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'none'}: the findings are {', '.join(BY_KEY)}")
    return tuple(BY_KEY.get(key) for key in keys)
