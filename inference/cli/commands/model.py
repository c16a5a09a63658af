"""``thoracam model check | info | new | import-seed | compile``: packs on the command line."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from inference.cli.commands.arguments import Commands, add_command, count
from inference.cli.commands.needs_training import need_tensorflow
from inference.cli.commands.pack_text import pack_text
from inference.cli.commands.terminal import tell, write_text
from inference.core.calibration import state_of
from inference.core.cancel import CancelToken
from inference.core.errors import PackMismatch, UsageError
from inference.core.findings import BY_KEY, FINDINGS, Finding
from inference.imaging.model_input import Fit, InputSpec, Normalise
from inference.model_pack import ModelPack, load_pack, read_reference_films

if TYPE_CHECKING:  # TensorFlow takes seconds
    from inference.engine.activations import ActivationsAndGradients, Backend

NO_FINDING = "none"  # on the command line, for an output that is none


EXAMPLES = (
    ("Does a pack load and run here?", "thoracam model check my-pack"),
    ("What does the bundled pack promise?", "thoracam model info resources/models/thoracam"),
    ("A pack of a Keras file", "thoracam model new net.keras --findings pneumothorax,pleural_effusion --out my-pack"),
    ("A pack of the seed notebook's seven files", "thoracam model import-seed weights --out seed-pack"),
)
CHECK_EXAMPLES = (
    ("Verify, load, and run once on a blank film", "thoracam model check my-pack"),
    ("How steady are its probabilities on a film?", "thoracam model check my-pack --stability film.dcm"),
    ("Files and promises alone, in a second", "thoracam model check --files-only my-pack"),
)
INFO_EXAMPLES = (
    ("Findings, operating points, figures, limits", "thoracam model info my-pack"),
    ("The bundled pack", "thoracam model info resources/models/thoracam"),
)
NEW_EXAMPLES = (
    (
        "Two findings; black and white entered training as -1 and 1",
        "thoracam model new net.keras --findings pneumothorax,pleural_effusion --range -1 1 --out my-pack",
    ),
    (
        "A softmax over normal and pneumothorax, films letterboxed",
        "thoracam model new net.keras --findings none,pneumothorax --fit letterbox --out my-pack",
    ),
)
COMPILE_EXAMPLES = (
    ("For a pack that was made by another program", "thoracam model compile my-pack"),
    ("Then see whether it runs", "thoracam model check my-pack"),
)
IMPORT_EXAMPLES = (
    ("A folder with one HDF5 file for each finding", "thoracam model import-seed weights --out seed-pack"),
    ("Then see whether it runs", "thoracam model check seed-pack"),
)


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``model`` and its five sub-commands; each sets ``run``."""
    model = add_command(commands, "model", summary="check, describe or make a model pack", examples=EXAMPLES)
    inner = model.add_subparsers(title="commands", dest="model_command", required=True, metavar="COMMAND")
    _add_check(inner)
    _add_info(inner)
    _add_new(inner)
    _add_import(inner)
    _add_compile(inner)


def _add_check(inner: Commands[argparse.ArgumentParser]) -> None:
    summary = "verify a pack, load it and run it once on a blank film"
    command = add_command(inner, "check", summary=summary, examples=CHECK_EXAMPLES)
    command.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    words = "ten small views of a film (shifted, scaled, of other contrast, noisy): the spread of each probability"
    command.add_argument("--stability", type=Path, metavar="FILM", help=words)
    command.add_argument("--files-only", action="store_true", help="verify files and promises, load nothing")
    words = "give up a pack that takes longer to load and to run once (300)"
    command.add_argument("--most-seconds", type=count, metavar="N", help=words)
    command.set_defaults(run=check)


def _add_info(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(inner, "info", summary="say what a pack promises", examples=INFO_EXAMPLES)
    command.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    command.set_defaults(run=info)


def _add_new(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        inner,
        "new",
        summary="make a pack of a Keras file",
        description="Say how films enter the network as it was trained; the file itself does not tell.",
        examples=NEW_EXAMPLES,
    )
    command.add_argument("file", type=Path, metavar="FILE.keras", help="what model.save wrote")
    words = f"of its outputs, in their order; none for one that is no finding. Of: {', '.join(BY_KEY)}"
    command.add_argument("--findings", type=_outputs, required=True, metavar="A,B", help=words)
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    _add_input(command)
    words = "where heatmaps are taken, if not at the last map"
    command.add_argument("--target-layer", default="", metavar="NAME", help=words)
    command.add_argument("--title", default="", help="what the window calls it")
    command.set_defaults(run=new)


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


def _add_import(inner: Commands[argparse.ArgumentParser]) -> None:
    summary = "make a pack of the seed notebook's weights, one HDF5 a finding"
    command = add_command(inner, "import-seed", summary=summary, examples=IMPORT_EXAMPLES)
    command.add_argument("folder", type=Path, metavar="DIR", help="folder of the HDF5 files")
    command.add_argument("--out", type=Path, required=True, metavar="PACK", help="new folder for the pack")
    command.set_defaults(run=import_seed)


def _add_compile(inner: Commands[argparse.ArgumentParser]) -> None:
    command = add_command(
        inner,
        "compile",
        summary="add the compiled form, which runs without TensorFlow, to a pack",
        description="Packs that this program makes have it; those of 0.1.0 and of other makers may not.",
        examples=COMPILE_EXAMPLES,
    )
    command.add_argument("pack", type=Path, metavar="PACK", help="folder of the model pack")
    command.set_defaults(run=compile_form)


def _outputs(text: str) -> tuple[Finding | None, ...]:
    """The finding of each output, None for ``none``; an argparse type."""
    keys = [key.strip() for key in text.split(",")]
    unknown = [key for key in keys if key not in BY_KEY and key != NO_FINDING]
    if unknown or not set(keys) - {NO_FINDING}:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'none'}: the findings are {', '.join(BY_KEY)}")
    return tuple(BY_KEY.get(key) for key in keys)


def new(options: argparse.Namespace) -> int:
    """Make a pack of a Keras file; raises ``UsageError``, ``AlreadyThere`` or ``PackError``."""
    need_tensorflow("Making a pack")
    from inference.engine.keras.pack_from_keras import NewPack, make_pack

    low, high = options.range
    if low == high:
        raise UsageError("Black and white must become two different numbers.")
    normalise = Normalise(options.normalise)
    spec = InputSpec(0, 0, fit=Fit(options.fit), normalise=normalise, range=(low, high))
    wanted = NewPack(options.findings, spec, options.target_layer, options.side, options.title)
    layer, (rows, columns) = make_pack(options.file, options.out, wanted)
    tell(f"{options.out}: target layer {layer}, heatmaps of {rows} x {columns} cells.")
    tell(f"Films enter it by {options.fit}, {options.normalise}, black {low:g}, white {high:g}: as it was trained?")
    tell_form(options.out)
    tell("Its operating points are guesses (0.5): thoracam evaluate measures it on films of your own.")
    return 0


def check(options: argparse.Namespace) -> int:
    """Verify a pack; raises ``PackError`` where it cannot be used."""
    from inference.engine.familiarity import familiarity_of, features_of
    from inference.engine.keras.runtime.time_bound import within_time

    pack = load_pack(options.pack)
    tell(f"{pack.title}, version {pack.version}: {len(pack.files)} files as promised.")
    if not options.files_only:
        backend, activations = within_time(pack, lambda: _run_once(pack), options.most_seconds)
        if not np.isfinite(activations.log_odds).all():
            raise PackMismatch(pack.folder, "The network gives no finite number for a blank film.")
        rows, columns = activations.groups[0].views[0].features.shape[:2]
        tell(f"It runs on {backend.device} in {backend.precision}; heatmaps have {rows} x {columns} cells.")
        tell(f"Target layer: {backend.target_layer}.")
        if known := read_reference_films(pack):
            familiarity_of(features_of(activations), pack, known)
            tell(f"It tells films unlike its own, by {known.distances.size} of them.")
        tell_form(options.pack)
    if options.stability:
        _tell_stability(options.pack, options.stability)
    tell("OK")
    return 0


def compile_form(options: argparse.Namespace) -> int:
    """Add the compiled form to a pack; raises ``PackError`` and ``CannotCompile``."""
    need_tensorflow("Compiling a model")
    from inference.engine.keras.compiling.compile_pack import compile_pack

    compile_pack(options.pack)
    tell_form(options.pack)
    return 0


def tell_form(folder: Path) -> None:
    """Say whether a pack brings its compiled form."""
    form = load_pack(folder).network.compiled
    without = "It has no compiled form: the first start on a computer makes one, or TensorFlow runs it."
    tell(f"Compiled form: {form}; it agrees with the network on the check films." if form else without)


def _tell_stability(folder: Path, path: Path) -> None:
    """Say how far each probability moves over small views of a film, and how many of them change the call."""
    from inference.engine.factory import open_engine
    from inference.engine.stability import stability
    from inference.reading.files.reader_process import ReaderProcess

    with closing(ReaderProcess()) as reader:
        film = reader.read(path)
    engine = open_engine(folder)
    for found in stability(engine, film, token=CancelToken()):
        spec = engine.pack.spec(found.finding)
        assert spec is not None
        calls = [state_of(value, spec.operating_point, spec.grey_band) for value in (found.probability, *found.views)]
        changed = sum(call is not calls[0] for call in calls)
        low, high = found.low_high
        tell(
            f"{found.finding.title}: {found.probability:.3f}, in {len(found.views)} small views {low:.3f} to "
            f"{high:.3f} (standard deviation {found.deviation:.3f}); {changed} change the call."
        )


def _run_once(pack: ModelPack) -> tuple[Backend, ActivationsAndGradients]:
    """The loaded networks, and what they say of a blank film."""
    from inference.engine.factory import open_backend

    backend = open_backend(pack)
    spec = pack.input
    blank = np.zeros((spec.rows, spec.columns, spec.channels), np.float32)
    return backend, backend.forward(blank, CancelToken(), lambda progress: None)


def info(options: argparse.Namespace) -> int:
    """Say what a pack promises; raises ``PackError`` where it is none."""
    write_text(pack_text(load_pack(options.pack)) + "\n")
    return 0


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
