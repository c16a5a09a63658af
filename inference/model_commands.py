"""``thoracam model check | info | import-seed``: packs on the command line; each takes argparse's options."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from inference.calibration import Isotonic
from inference.cancel import CancelToken
from inference.findings import FINDINGS
from inference.model_pack import FindingSpec, ModelPack, load_pack


def add_model_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``model`` and its three sub-commands to a parser; each sets ``run``."""
    model = commands.add_parser("model", help="check, describe or import a model pack")
    inner = model.add_subparsers(title="commands", dest="model_command", required=True, metavar="COMMAND")
    check_parser = inner.add_parser("check", help="verify a pack, load it and run it once on a blank film")
    check_parser.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    check_parser.add_argument("--files-only", action="store_true", help="verify files and promises, load nothing")
    check_parser.set_defaults(run=check)
    info_parser = inner.add_parser("info", help="say what a pack promises")
    info_parser.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    info_parser.set_defaults(run=info)
    import_parser = inner.add_parser(
        "import-seed", help="make a pack of the seed notebook's weights, one HDF5 a finding"
    )
    import_parser.add_argument("folder", type=Path, metavar="DIR", help="folder of the HDF5 files")
    import_parser.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    import_parser.set_defaults(run=import_seed)


def check(options: argparse.Namespace) -> int:
    """Verify a pack; raises ``PackError`` where it cannot be used."""
    from inference.keras_engine.numerics import Device, Precision, first_choice
    from inference.keras_engine.room import open_backend

    pack = load_pack(options.pack)
    _say(f"{pack.title}, version {pack.version}: {len(pack.files)} files as promised.")
    if not options.files_only:
        backend = open_backend(pack, first_choice(Device.AUTO, Precision.AUTO))
        spec = pack.input
        blank = np.zeros((spec.rows, spec.columns, spec.channels), np.float32)
        evidence = backend.look(blank, CancelToken(), lambda progress: None)
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
    from inference.keras_engine.seed import import_seed as make_pack

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
