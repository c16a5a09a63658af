"""From a user's labels and films to a pack: read, split by patient, train in two phases, measure, write."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.core.errors import AlreadyThere, UsageError
from inference.files.atomic_file import make_folder, write_whole
from inference.files.atomic_folder import remove_named
from inference.model_pack import MANIFEST, sha256_of
from inference.training.data.augment import BROAD
from inference.training.data.label_files import read_labels
from inference.training.fitting.checkpoint import BEST, FILE
from inference.training.fitting.fit import CHECKS, StepReport
from inference.training.fitting.imagenet import IMAGENET, check_imagenet
from inference.training.fitting.network import NetworkOptions
from inference.training.fitting.networks import NetworkPlan
from inference.training.fitting.run_log import TENSORBOARD, RunLog
from inference.training.fitting.train import PHASES, TrainOptions, train
from inference.training.run import pack
from inference.training.run.data import TrainingData, matched, training_data, write_records
from inference.training.run.description import write_trained_pack
from inference.training.run.start import seen_by

RECORD = "run.json"
WORK_FILES = (
    *(f"{phase}/{re.escape(name)}" for phase in PHASES for name in (FILE, BEST, CHECKS)),
    rf"{TENSORBOARD}/events\.out\.tfevents\.\d+\.\d+\.thoracam",
)


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """What a run is asked to do; ``command`` is the command line without folders, as the pack records it."""

    labels: Path
    films: Path
    out: Path
    work: Path
    options: TrainOptions
    share: float = 0.2
    resume: bool = False
    overwrite: bool = False
    mixed_precision: bool = False
    command: str = ""


@dataclass(frozen=True, slots=True)
class RunListener:
    """Who hears of a run: the data before the training, films read (of how many), and steps of a phase."""

    data: Callable[[TrainingData], None]
    films: Callable[[int, int], None]
    step: Callable[[str, StepReport], None]


def make_pack(run: TrainingRun, plan: NetworkPlan, listener: RunListener) -> tuple[pack.ValidatedFinding, ...]:
    """Do it all; says what was measured of each finding.

    Raises UsageError where labels, films and network do not match, AlreadyThere where an earlier pack is in the way,
    LabelError for a table that cannot be read, StartError for first weights that do not fit.
    """
    _check_out(run)
    table = matched(read_labels(run.labels, run.films), plan)
    settings, options = settings_of(run), run.options
    if options.start == IMAGENET:
        check_imagenet(plan, options.side)
    _take_folder(run, settings)
    data = training_data(
        table,
        run.films,
        options.side,
        share=run.share,
        seed=options.seed,
        progress=listener.films,
        seen=seen_by(options.start),
    )
    write_records(run.work, data)
    listener.data(data)
    model = _trained(run, data, listener)
    shape = NetworkOptions(options.side, outputs=len(data.films.table.names), dropout=options.dropout)
    kept = pack.packed(model, plan, shape, len(data.keys))
    found = pack.validated_findings(kept, plan, options.side, data.films, data.keys)
    write_trained_pack(run.out, kept, plan, data, found, {"command": run.command, **settings})
    return found


def settings_of(run: TrainingRun) -> dict[str, Any]:
    """Everything that decides the result, by names and hashes, without folders: for the pack, and for resuming."""
    import keras

    options = run.options
    return {
        "labels": run.labels.name,
        "labels_sha256": sha256_of(run.labels),
        "network": options.network,
        **_start(options.start),
        "side": options.side,
        "batch": options.batch,
        "steps_head": options.head.steps,
        "steps_whole": options.whole.steps,
        "rate_head": options.head.rate,
        "rate_whole": options.whole.rate,
        "seed": options.seed,
        "split_seed": options.seed,
        "share": run.share,
        "augmentation": "broad" if options.augmentation == BROAD else "seed",
        "mixed_precision": run.mixed_precision,
        "backend": str(keras.backend.backend()),
    }


def _start(start: Path | str | None) -> dict[str, str]:
    if start is None or isinstance(start, str):
        return {"start": start} if start else {}
    return {"start": start.name, **({"start_sha256": sha256_of(start)} if start.is_file() else {})}


@contextmanager
def computing(*, mixed: bool) -> Iterator[None]:
    """Compute in bfloat16 with float32 weights where asked: it has float32's range, so no loss needs scaling."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16" if mixed else "float32")
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def _trained(run: TrainingRun, data: TrainingData, listener: RunListener) -> Any:
    steps = dict(zip(PHASES, (run.options.head.steps, run.options.whole.steps), strict=True))
    with closing(RunLog(run.work, steps)) as log, computing(mixed=run.mixed_precision):

        def watch(phase: str, step_report: StepReport) -> None:
            log.add(phase, step_report)
            listener.step(phase, step_report)

        return train(data.films, run.options, run.work, resume=run.resume, watch=watch)


def _check_out(run: TrainingRun) -> None:
    """Refuse to write over anything but a pack, and over a pack only when asked."""
    if not run.films.is_dir():
        raise UsageError(f"There is no folder of films at {run.films}.")
    if not run.out.exists():
        return
    if not run.overwrite:
        raise AlreadyThere(run.out)
    if not run.out.is_dir() or (any(run.out.iterdir()) and not (run.out / MANIFEST).is_file()):
        raise UsageError(f"{run.out} is no model pack, so it is not replaced.")


def _take_folder(run: TrainingRun, settings: dict[str, Any]) -> None:
    """Make the folder of the run, or go on in it where the settings are those it was begun with."""
    record = run.work / RECORD
    begun = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else None
    if run.resume:
        _check_same(run.work, begun, settings)
        return
    if begun is not None and not run.overwrite:
        raise UsageError(f"A run was begun in {run.work}: go on with --resume, or begin anew with --overwrite.")
    if begun is not None:
        remove_named(run.work, WORK_FILES)  # an earlier run's; nobody else's
    make_folder(run.work)
    write_whole(record, (json.dumps(settings, indent=1) + "\n").encode("utf-8"), overwrite=True)


def begun_network(work: Path) -> str:
    """The name of the network that the run in a folder was begun with; empty where there is no such run."""
    try:
        return str(json.loads((work / RECORD).read_text(encoding="utf-8"))["network"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _check_same(work: Path, begun: dict[str, Any] | None, settings: dict[str, Any]) -> None:
    if begun is None:
        raise UsageError(f"There is no run to go on with in {work}: leave --resume out.")
    other = sorted(name for name in {*begun, *settings} if begun.get(name) != settings.get(name))
    if other:
        said = ", ".join(f"{name.replace('_', ' ')} was {begun.get(name)}" for name in other)
        raise UsageError(f"The run in {work} was begun otherwise ({said}); repeat its options, or use --overwrite.")
