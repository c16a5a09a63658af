"""The command line: ``thoracam COMMAND``; exit 0 all done, 1 some films failed and the rest are done, 2 wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import inference
import resources
from inference.cli.commands import analyze, info, render, self_test
from inference.cli.commands.limit_options import add_limits
from inference.cli.model_commands import add_model_commands
from inference.cli.training_commands import add_training_commands
from inference.core.analysis import Method
from inference.core.errors import ThoraCamError
from inference.core.findings import FINDINGS
from inference.engine.keras.runtime.device_and_precision import Device, Precision
from inference.imaging.colormap import COLORMAPS, DEFAULT_COLORMAP, DEFAULT_OPACITY
from inference.text.messages import message_for

DONE, SOME_FAILED, WRONG_USAGE = 0, 1, 2
MOST_JOBS = 64
EPILOG = """\
Without a command, or with `view`, the viewer opens films, folders, or the bundled sample study.
Exit status: 0 all done, 1 some films failed and the rest are done, 2 wrong usage.
Research use only. Not a medical device."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    options = parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except ThoraCamError as error:
        return _complain(error)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. What was written is whole.\n")
        return 130
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
    _add_view(commands)
    _add_open(commands)
    _add_analyze(commands)
    _add_render(commands)
    _add_info(commands)
    add_model_commands(commands)
    add_training_commands(commands)
    test = commands.add_parser("self-test", help="is this installation whole? use every part of it once")
    _add_pack(test)
    test.set_defaults(run=self_test.run)
    return top


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def _add_view(commands: Commands[argparse.ArgumentParser]) -> None:
    view = commands.add_parser("view", help="open the viewer, or in the one that is open (also without any command)")
    view.add_argument("--new-window", action="store_true", help="a window of its own beside the one that is open")
    view.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="films and folders")


def _add_open(commands: Commands[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("open", help="open the viewer on the film of a PNG report, shown as the report does")
    command.add_argument("report", type=Path, metavar="REPORT.png", help="a report that this program wrote")
    command.add_argument(
        "places", nargs="*", type=Path, metavar="PATH", help="where its film may be, besides beside it"
    )


def _add_analyze(commands: Commands[argparse.ArgumentParser]) -> None:
    keys = ", ".join(finding.key for finding in FINDINGS)
    command = commands.add_parser(
        "analyze",
        help="analyse films and folders without a window",
        description="Write a report, heatmaps and numbers for each film, and one results.csv for all.",
    )
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="films and folders")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the reports")
    _add_pack(command)
    command.add_argument("--findings", type=analyze.findings_of, default=FINDINGS, metavar="A,B", help=f"of: {keys}")
    command.add_argument("--no-heatmaps", action="store_true", help="numbers and originals, no overlays")
    command.add_argument("--alpha", type=_opacity, default=DEFAULT_OPACITY, metavar="0..1", help="opacity (0.4)")
    command.add_argument("--colormap", choices=sorted(COLORMAPS), default=DEFAULT_COLORMAP, help="colours")
    command.add_argument("--method", choices=[str(method) for method in Method], help="how heatmaps are made (gradcam)")
    command.add_argument("--device", choices=[str(device) for device in Device], default="auto", help="what computes")
    formats = [str(precision) for precision in Precision]
    command.add_argument("--precision", choices=formats, default="auto", help="number format of the network")
    command.add_argument("--faithfulness", action="store_true", help="test each positive heatmap (11 runs a finding)")
    _add_formats(command)
    words = "with the marks and verdicts that readers left on the films in the window"
    command.add_argument("--marks", action="store_true", help=words)
    command.add_argument("--signed-by", default="", metavar="NAME", help="the reader who answers for these reports")
    command.add_argument("--organization", default="", metavar="NAME", help="whom the reader speaks for")
    command.add_argument("--jobs", type=_count, default=1, metavar="N", help="films written at once (1)")
    command.add_argument("--resume", action="store_true", help="skip films that an earlier run finished")
    command.add_argument("--anyway", action="store_true", help="analyse also what does not look like a chest film")
    command.add_argument("--anonymize", action="store_true", help="leave the patient's identity out of everything")
    command.add_argument("--overwrite", action="store_true", help="replace reports that are there already")
    add_limits(command)
    command.set_defaults(run=analyze.run)


def _add_formats(command: argparse.ArgumentParser) -> None:
    command.add_argument("--pdf", action="store_true", help="also the report as PDF")
    command.add_argument("--heatmaps", action="store_true", help="also each heatmap as 16-bit PNG and as NPY")
    command.add_argument("--dicom", action="store_true", help="also DICOM: report, overlays, structured report")
    words = "also a report of each study of several films (PDF, PNG)"
    command.add_argument("--studies", action="store_true", help=words)
    command.add_argument(
        "--summary", action="store_true", help="also all films on pages (HTML, PDF, PNG), the worst first"
    )
    command.add_argument("--seed-csv", action="store_true", help="also path, probability, predicted: a CSV a finding")
    words = "also the overlays in folders Normal(0) and Abnormal(1) of each finding"
    command.add_argument("--sort-normal-abnormal", action="store_true", help=words)


def _add_render(commands: Commands[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("render", help="write films as 8-bit PNG in their default display, without overlay")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="films")
    command.add_argument("--out", type=Path, required=True, metavar="PNG|DIR", help="a .png file, or a folder")
    command.add_argument("--overwrite", action="store_true", help="replace a file that is there already")
    add_limits(command)
    command.set_defaults(run=render.run)


def _add_info(commands: Commands[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("info", help="say what the viewer knows of a film, or of this computer")
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="films")
    words = "this computer instead: processor, GPU, CUDA libraries, and which device is used and why"
    command.add_argument("--system", action="store_true", help=words)
    command.add_argument("--json", action="store_true", help="as JSON")
    add_limits(command)
    command.set_defaults(run=info.run)


def _add_pack(command: argparse.ArgumentParser) -> None:
    default = resources.DEFAULT_PACK
    command.add_argument("--model", type=Path, default=default, metavar="PACK", help="the model pack to use")


def _opacity(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("must lie between 0 and 1")
    return value


def _count(text: str) -> int:
    value = int(text)
    if not 1 <= value <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"must lie between 1 and {MOST_JOBS}")
    return value


def _complain(error: ThoraCamError) -> int:
    message = message_for(error)
    sys.stderr.write(f"{message.title}. {message.text} {message.hint}\n")
    return WRONG_USAGE
