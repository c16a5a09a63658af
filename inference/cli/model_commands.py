"""``thoracam model check | info | new | import-seed``: packs on the command line; each takes argparse's options."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from inference.core.calibration import Isotonic
from inference.core.cancel import CancelToken
from inference.core.errors import UsageError
from inference.core.findings import BY_KEY, FINDINGS, Finding
from inference.imaging.model_input import Fit, InputSpec, Normalise
from inference.model_pack import FindingSpec, ModelPack, load_pack

NO_FINDING = "none"  # on the command line, for an output that is none


def add_model_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``model`` and its four sub-commands to a parser; each sets ``run``."""
    model = commands.add_parser("model", help="check, describe or make a model pack")
    inner = model.add_subparsers(title="commands", dest="model_command", required=True, metavar="COMMAND")
    check_parser = inner.add_parser("check", help="verify a pack, load it and run it once on a blank film")
    check_parser.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    check_parser.add_argument("--files-only", action="store_true", help="verify files and promises, load nothing")
    check_parser.set_defaults(run=check)
    info_parser = inner.add_parser("info", help="say what a pack promises")
    info_parser.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    info_parser.set_defaults(run=info)
    _add_new(inner.add_parser("new", help="make a pack of a Keras file"))
    import_parser = inner.add_parser(
        "import-seed", help="make a pack of the seed notebook's weights, one HDF5 a finding"
    )
    import_parser.add_argument("folder", type=Path, metavar="DIR", help="folder of the HDF5 files")
    import_parser.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    import_parser.set_defaults(run=import_seed)


def _add_new(command: argparse.ArgumentParser) -> None:
    command.description = "Say how films enter the network as it was trained; the file itself does not tell."
    command.add_argument("file", type=Path, metavar="FILE.keras", help="what model.save wrote")
    command.add_argument(
        "--findings",
        type=_outputs,
        required=True,
        metavar="A,B",
        help=f"of its outputs, in their order; none for one that is no finding. Of: {', '.join(BY_KEY)}",
    )
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    command.add_argument(
        "--range",
        type=float,
        nargs=2,
        default=(0.0, 1.0),
        metavar=("BLACK", "WHITE"),
        help="what black and white become (0 1)",
    )
    command.add_argument(
        "--fit", choices=list(map(str, Fit)), default="stretch", help="how a film fills the input (stretch)"
    )
    command.add_argument(
        "--normalise",
        choices=list(map(str, Normalise)),
        default="minmax",
        help="what counts as black and white: the film's "
        "extremes (minmax), its 1st and 99th percentile, or its display (fixed)",
    )
    command.add_argument(
        "--target-layer", default="", metavar="NAME", help="where heatmaps are taken, if not at the last map"
    )
    command.add_argument("--side", type=int, metavar="PIXELS", help="of the input, where the network takes any")
    command.add_argument("--title", default="", help="what the window calls it")
    command.set_defaults(run=new)


def _outputs(text: str) -> tuple[Finding | None, ...]:
    """The finding of each output, None for ``none``; an argparse type."""
    keys = [key.strip() for key in text.split(",")]
    unknown = [key for key in keys if key not in BY_KEY and key != NO_FINDING]
    if unknown or not set(keys) - {NO_FINDING}:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'none'}: the findings are {', '.join(BY_KEY)}")
    return tuple(BY_KEY.get(key) for key in keys)


def new(options: argparse.Namespace) -> int:
    """Make a pack of a Keras file; raises ``UsageError``, ``AlreadyThere`` or ``PackError``."""
    from inference.engine.keras.pack_from_keras import NewPack, make_pack

    low, high = options.range
    if low == high:
        raise UsageError("Black and white must become two different numbers.")
    normalise = Normalise(options.normalise)
    spec = InputSpec(0, 0, fit=Fit(options.fit), normalise=normalise, range=(low, high))
    wanted = NewPack(options.findings, spec, options.target_layer, options.side, options.title)
    layer, (rows, columns) = make_pack(options.file, options.out, wanted)
    _say(f"{options.out}: target layer {layer}, heatmaps of {rows} x {columns} cells.")
    _say(f"Films enter it by {options.fit}, {options.normalise}, black {low:g}, white {high:g}: as it was trained?")
    _say("Its operating points are guesses (0.5): thoracam evaluate measures it on films of your own.")
    return 0


def check(options: argparse.Namespace) -> int:
    """Verify a pack; raises ``PackError`` where it cannot be used."""
    from inference.engine.keras.runtime.device_and_precision import Device, Precision, first_choice
    from inference.engine.keras.runtime.runtime import open_backend

    pack = load_pack(options.pack)
    _say(f"{pack.title}, version {pack.version}: {len(pack.files)} files as promised.")
    if not options.files_only:
        backend = open_backend(pack, first_choice(Device.AUTO, Precision.AUTO))
        spec = pack.input
        blank = np.zeros((spec.rows, spec.columns, spec.channels), np.float32)
        evidence = backend.forward(blank, CancelToken(), lambda progress: None)
        rows, columns = evidence.groups[0].views[0].features.shape[:2]
        _say(f"It runs on {backend.device} in {backend.precision}; heatmaps have {rows} x {columns} cells.")
        _say(f"Target layer: {backend.target_layer}.")
    _say("OK")
    return 0


def info(options: argparse.Namespace) -> int:
    """Say what a pack promises; raises ``PackError`` where it is none."""
    _say(info_text(load_pack(options.pack)))
    return 0


def import_seed(options: argparse.Namespace) -> int:
    """Make a pack of the seed's weights; raises ``UsageError`` or ``PackMismatch``."""
    from inference.engine.keras.seed_import import import_seed as make_pack

    found = make_pack(options.folder, options.out)
    _say(f"{options.out}: {', '.join(finding.title for finding in found)}.")
    missing = [finding.title for finding in FINDINGS if finding not in found]
    if missing:
        _say(f"Not there, and so not analysed: {', '.join(missing)}.")
    _say("Its operating points are guesses (0.5): nothing was measured.")
    return 0


def info_text(pack: ModelPack) -> str:
    """A pack in words, several lines."""
    spec = pack.input
    lines = [
        f"{pack.title} ({pack.name} {pack.version}, {pack.kind})",
        f"Hash: {pack.pack_hash}",
        f"Licence: {pack.licence}",
        f"Input: {spec.rows} x {spec.columns} x {spec.channels}, {spec.fit}, {spec.normalise}, "
        f"{spec.range[0]:g} to {spec.range[1]:g}" + (", mean with the mirror image" if spec.flip_average else ""),
        f"Target layer: {pack.network.target_layer or 'the last map before pooling'}",
        *(f"Source: {citation}" for citation in pack.citations),
        "",
        *(line for finding in pack.findings for line in _finding_lines(finding)),
        *(f"{item.title}: not analysed. {pack.reason(item)}" for item in FINDINGS if pack.spec(item) is None),
    ]
    return "\n".join(lines)


def _finding_lines(spec: FindingSpec) -> list[str]:
    band = f", not sure from {spec.grey_band[0]:g} to {spec.grey_band[1]:g}" if spec.grey_band else ""
    kind = "isotonic" if isinstance(spec.calibration, Isotonic) else "temperature"
    mark = " (experimental)" if spec.experimental else ""
    lines = [f"{spec.finding.title}{mark}: operating point {spec.operating_point:g}{band}, {kind} calibration"]
    lines += [f"  Trained on {spec.trained_on}."] if spec.trained_on else []
    lines += [f"  {text}" for text in (_measured(spec), spec.limits) if text]
    return lines


def _measured(spec: FindingSpec) -> str:
    found = spec.measured
    if found.auc is None:
        return ""
    interval = f" ({found.auc_interval[0]:.3f} to {found.auc_interval[1]:.3f})" if found.auc_interval else ""
    counts = f" on {found.positives} with and {found.negatives} without" if found.positives is not None else ""
    return f"AUC {found.auc:.3f}{interval}{counts}."


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
