"""``thoracam model check | info``: whether a pack is what it promises, and what that is."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from inference.cli.commands.model.facts import count_text
from inference.cli.commands.pack_text import pack_text
from inference.cli.commands.terminal import tell, write_text
from inference.core.cancel import CancelToken
from inference.core.errors import PackMismatch
from inference.model_pack import ModelPack, load_pack, read_reference_films
from inference.model_pack.facts import sheet_of

if TYPE_CHECKING:  # TensorFlow takes seconds
    from inference.engine.activations import ActivationsAndGradients, Backend
    from inference.engine.sanity.shuffled_weights import Likeness


def check(options: argparse.Namespace) -> int:
    """Verify a pack; raises ``PackError`` where it cannot be used."""
    pack = load_pack(options.pack)
    tell(f"{pack.title}, version {pack.version}: {len(pack.files)} files as promised.")
    for member in () if options.files_only else pack.members or (pack,):
        if pack.members:
            tell(f"Member {member.title}, version {member.version}:")
        _check_running(member, options.most_seconds)
    if options.stability:
        _tell_stability(options.pack, options.stability)
    tell("OK")
    return _deep(pack) if options.deep else 0


def _check_running(pack: ModelPack, most_seconds: float | None) -> None:
    """Load a pack's networks and run them once; raises ``PackError``."""
    from inference.engine.familiarity import familiarity_of, features_of
    from inference.engine.keras.runtime.time_bound import within_time

    backend, activations = within_time(pack, lambda: _run_once(pack), most_seconds)
    if not np.isfinite(activations.log_odds).all():
        raise PackMismatch(pack.folder, "The network gives no finite number for a blank film.")
    rows, columns = activations.groups[0].views[0].features.shape[:2]
    tell(f"It runs on {backend.device} in {backend.precision}; heatmaps have {rows} x {columns} cells.")
    tell(f"Target layer: {backend.target_layer}.")
    if known := read_reference_films(pack):
        familiarity_of(features_of(activations), pack, known)
        tell(f"It tells films unlike its own, by {known.distances.size} of them.")
    tell_form(pack.folder)


def _deep(pack: ModelPack) -> int:
    """Say whether heatmaps answer to the weights, and how many items of the facts sheet are known; 1 where not."""
    from inference.engine.sanity.shuffled_weights import MOST_CORRELATION, MOST_SIMILARITY, passes, shuffled_likeness

    tell("Heatmaps on the check films while weights are shuffled from the top, against the pack's own:")
    failed = False
    for member in pack.members or (pack,):
        if pack.members:
            tell(f"Member {member.title}, version {member.version}:")
        found = shuffled_likeness(member, done=_tell_likeness)
        failed |= not passes(found)
    rule = f"rank correlation at most {MOST_CORRELATION:g} and SSIM at most {MOST_SIMILARITY:g}"
    tell(f"{'FAIL' if failed else 'PASS'}: with all layers shuffled, {rule} on the mean.")
    tell(f"{count_text(sheet_of(pack))} thoracam model facts shows them.")
    return int(failed)


def _tell_likeness(found: Likeness) -> None:
    what = f"the topmost {found.layers} of {found.total} layers" if found.layers else "the head alone"
    tell(f"  {what}: rank correlation {found.correlation:.2f}, SSIM {found.similarity:.2f} ({found.maps} maps)")


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
    token = CancelToken()
    seen = engine.override().analyse(film, token=token)
    for found in stability(engine, film, seen.all_results, seen.placement, token=token):
        low, high = found.low_high
        maps = "" if found.overlap is None else f"; heatmaps agree to {found.overlap:.2f}"
        tell(
            f"{found.finding.title}: {found.probability:.3f}, in {len(found.views)} small views {low:.3f} to "
            f"{high:.3f} (standard deviation {found.deviation:.3f}){maps}; {found.changes} change the call."
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
