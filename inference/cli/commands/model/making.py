"""``thoracam model new | import-seed | import-xrv | compile``: packs of networks from elsewhere."""

from __future__ import annotations

import argparse

from inference.cli.commands.model.checking import tell_form
from inference.cli.commands.needs_training import need_tensorflow
from inference.cli.commands.terminal import tell
from inference.core.errors import UsageError
from inference.core.findings import FINDINGS
from inference.imaging.model_input import Fit, InputSpec, Normalise
from inference.model_pack import MANIFEST, load_pack
from inference.model_pack.new_pack import NewPack

HOW_MADE = {
    "linear": "Its head is pooling and one dense layer: Grad-CAM in closed form.",
    "gradients": "Its head has further steps: Grad-CAM by its gradients, which are part of the graph.",
    "rounded": "Its head rounds its numbers: Grad-CAM by gradients that pass straight through the rounding.",
    "none": "Its head has no gradients that are known ({missing}): heatmaps are Eigen-CAM, the same for all findings.",
}


def new(options: argparse.Namespace) -> int:
    """Make a pack of an ONNX or Keras file; raises ``UsageError``, ``AlreadyThere`` or ``PackError``."""
    low, high = options.range
    if low == high:
        raise UsageError("Black and white must become two different numbers.")
    if 0 in options.deviation:
        raise UsageError("A deviation of 0 divides by nothing.")
    spec = InputSpec(0, 0, fit=Fit(options.fit), normalise=Normalise(options.normalise), range=(low, high))
    wanted = NewPack(options.findings, spec, options.target_layer, options.side, options.title)
    words = _new_of_keras(options, wanted) if options.file.suffix == ".keras" else _new_of_onnx(options, wanted)
    tell(words)
    tell(f"Films enter it by {options.fit}, {options.normalise}, black {low:g}, white {high:g}: as it was trained?")
    tell_form(options.out)
    tell("Its operating points are guesses (0.5): thoracam evaluate measures it on films of your own.")
    return 0


def _new_of_keras(options: argparse.Namespace, wanted: NewPack) -> str:
    """Make the pack; says where heatmaps are taken."""
    need_tensorflow("Making a pack of a Keras file")
    from inference.engine.keras.pack_from_keras import make_pack

    if options.mean or options.deviation:
        raise UsageError("--mean and --deviation are for ONNX files; a Keras network normalises by a layer of its own.")
    layer, grid = make_pack(options.file, options.out, wanted)
    return f"{options.out}: target layer {layer}, heatmaps of {grid[0]} x {grid[1]} cells."


def _new_of_onnx(options: argparse.Namespace, wanted: NewPack) -> str:
    from inference.engine.openvino.importing.new_onnx import OnnxPack, make_pack
    from inference.engine.openvino.importing.read_onnx import FilmScaling

    made = make_pack(options.file, options.out, OnnxPack(wanted, FilmScaling(options.mean, options.deviation)))
    return (
        f"{options.out}: target layer {made.target_layer}, heatmaps of {made.grid[0]} x {made.grid[1]} cells. "
        + HOW_MADE[made.kind].format(missing=made.missing)
    )


def import_seed(options: argparse.Namespace) -> int:
    """Make a pack of the seed's weights; raises ``UsageError`` or ``PackMismatch``."""
    need_tensorflow("Making a pack")
    from inference.engine.keras.seed_import import import_seed as make_pack

    found = make_pack(options.folder, options.out)
    tell(f"{options.out}: {', '.join(finding.title for finding in found)}.")
    missing = [finding.title for finding in FINDINGS if finding not in found]
    if missing:
        tell(f"Not there, and so not analysed: {', '.join(missing)}.")
    tell_form(options.out)
    tell("Its operating points are guesses (0.5): nothing was measured.")
    return 0


def compile_form(options: argparse.Namespace) -> int:
    """Add the compiled form to a pack; raises ``PackError`` and ``CannotCompile``."""
    pack = load_pack(options.pack) if (options.pack / MANIFEST).is_file() else None
    if pack is not None and (pack.members or not pack.network.of_keras):
        tell("Its networks are there in their compiled form alone, or are its members': there is nothing to compile.")
        return 0
    need_tensorflow("Compiling a model")
    from inference.engine.keras.compiling.compile_pack import compile_pack

    compile_pack(options.pack)
    tell_form(options.pack)
    return 0


def import_xrv(options: argparse.Namespace) -> int:
    """Make a pack of torchxrayvision's weights; raises ``UsageError``, ``AlreadyThere`` or ``PackError``."""
    from inference.engine.openvino.importing.xrv.import_xrv import make_pack

    made = make_pack(options.file, options.out, options.weights)
    pack = load_pack(options.out)
    tell(f"{options.out}: {pack.title}, heatmaps of {made.grid[0]} x {made.grid[1]} cells.")
    tell(f"Findings: {', '.join(spec.finding.title for spec in pack.findings)}.")
    if pack.extra:
        tell(f"Further rows: {', '.join(spec.finding.title for spec in pack.extra)}.")
    missing = [finding.title for finding in FINDINGS if pack.spec(finding) is None]
    if missing:
        tell(f"Not analysed by it: {', '.join(missing)}.")
    tell_form(options.out)
    tell("Its numbers are indices, 0.5 at its makers' operating points: thoracam evaluate measures it on your films.")
    return 0


def ensemble(options: argparse.Namespace) -> int:
    """Make one pack of several; raises ``UsageError``, ``AlreadyThere`` or ``PackError``."""
    from inference.engine.ensemble.new_ensemble import make_ensemble

    seconds, memory = make_ensemble(options.packs, options.out, options.title)
    pack = load_pack(options.out)
    tell(f"{options.out}: {pack.title}.")
    size = f", and {memory} MB of memory at its peak" if memory else ""
    tell(f"Each film is run through {len(pack.members)} networks: here that takes {seconds:.2f} s a film{size}.")
    tell("Its numbers are indices, half where the mean of the members' operating points lies; nothing was measured.")
    return 0
