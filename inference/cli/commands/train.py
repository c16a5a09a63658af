"""``thoracam train``: a network trained on a user's own labelled films, and the pack it becomes."""

from __future__ import annotations

import argparse
import os
import shlex
from dataclasses import replace
from pathlib import Path

from inference.cli.commands.terminal import clear, show_progress, tell, warn, write_text
from inference.core.errors import UsageError
from inference.core.findings import BY_KEY
from inference.model_pack.trained_on import trained_network
from inference.training.data.augment import BROAD, SEED_RECIPE
from inference.training.data.labels import LabelError
from inference.training.fitting.fit import FitOptions, StepReport
from inference.training.fitting.imagenet import IMAGENET
from inference.training.fitting.networks import StartError, UnknownNetwork, plan_of
from inference.training.fitting.run_log import AREA, LOSS, checks_in, finite
from inference.training.fitting.train import PHASES, USUAL_NETWORK, TrainOptions
from inference.training.run.data import SKIPPED, TrainingData
from inference.training.run.description import sides_of, start_text
from inference.training.run.pack import ValidatedFinding
from inference.training.run.run import RunListener, TrainingRun, begun_network, make_pack

MOST_REASONS = 10
HEAD_STEPS = 100
MOST_BETWEEN = 200  # steps between two validations


def run(options: argparse.Namespace) -> int:
    """Train and write the pack; every refusal is a ``ThoraCamError``."""
    wake_keras()
    work = options.work or Path(f"{options.out}.work")
    options.network = options.network or (options.resume and begun_network(work)) or usual_network(options.start)
    try:
        plan = plan_of(options.network)
        wanted = TrainingRun(
            labels=options.labels,
            films=options.films,
            out=options.out,
            work=work,
            options=_training(options),
            share=options.share,
            resume=options.resume,
            overwrite=options.overwrite,
            mixed_precision=options.mixed_precision,
            command=command_of(options),
        )
        found = make_pack(wanted, plan, RunListener(lambda data: _say_data(data, work), _films, _step))
    except (LabelError, UnknownNetwork, StartError) as problem:
        raise UsageError(str(problem)) from problem
    except KeyboardInterrupt:
        warn(f"The run is kept in {work}; go on with it by --resume.")
        raise
    _say_result(found, wanted)
    return 0


def usual_network(start: Path | str | None) -> str:
    """The network that is meant where none is named: the start's own, where it says so or only one can take it."""
    if start == IMAGENET or Path(start or "").suffix == ".tflite":
        return "mobilenetv2-multi"
    if isinstance(start, Path) and start.is_dir():
        return trained_network(start) or USUAL_NETWORK
    return USUAL_NETWORK


def wake_keras() -> None:
    """Import Keras on the backend that KERAS_BACKEND names; TensorFlow, where it is that one, without its greeting."""
    if os.environ.setdefault("KERAS_BACKEND", "tensorflow") == "tensorflow":
        from inference.engine.keras.runtime.tensorflow_import import keras

        keras()


def command_of(options: argparse.Namespace) -> str:
    """The command line as a pack records it: files and folders by their last name alone, which may be private."""
    words = ["thoracam", "train"]
    for name, value in sorted(vars(options).items()):
        if name in {"run", "command", "resume", "overwrite", "work"} or value is None or value is False:
            continue
        words.append(f"--{name.replace('_', '-')}")
        if value is not True:
            words.append(value.name if isinstance(value, Path) else str(value))
    return shlex.join(words)


def _training(options: argparse.Namespace) -> TrainOptions:
    head = min(HEAD_STEPS, options.steps)
    chosen = TrainOptions(
        network=options.network,
        side=options.side,
        batch=options.batch,
        seed=options.seed,
        start=options.start,
        augmentation=BROAD if options.augment == "broad" else SEED_RECIPE,
    )
    return replace(chosen, head=_phase(chosen.head, head), whole=_phase(chosen.whole, options.steps))


def _phase(options: FitOptions, steps: int) -> FitOptions:
    """A phase of so many steps: a twentieth of it between validations, at most a tenth for warming up."""
    often = min(max(1, steps // 20), MOST_BETWEEN)
    return replace(options, steps=steps, check_every=often, warm_up=min(options.warm_up, max(1, steps // 10)))


def _films(done: int, total: int) -> None:
    show_progress(done, total, "reading films")


def _say_data(data: TrainingData, work: Path) -> None:
    table = data.films.table
    for row in table.skipped[:MOST_REASONS]:
        warn(f"Left out: {f'line {row.line}: ' if row.line else ''}{row.reason}.")
    if table.skipped:
        warn(f"{len(table.skipped)} rows, films or columns were left out; all are in {work / SKIPPED}.")
    write_text(sides_of(data).text() + "\n")
    if words := start_text(data):
        warn(words)
    for name, key in data.keys.items():
        with_it, without = data.counts(data.films.split.training, name)
        tell(f"{BY_KEY[key].title}: learnt from {with_it} films with it and {without} without.")
    for key, reason in data.reasons.items():
        tell(f"{BY_KEY[key].title}: not learnt, since {reason}.")
    beside = table.names[len(data.keys) :]
    if beside:
        tell(f"Learnt beside them and left out of the pack: {', '.join(beside)}.")


def _step(phase: str, step_report: StepReport) -> None:
    left = time_left(step_report.seconds_left)
    show_progress(step_report.step, step_report.steps, f"{phase}: loss {step_report.loss:.3f}, {left}")
    if step_report.check:
        areas = " ".join(f"{name} {area:.3f}" for name, area in finite(step_report.check).items())
        clear()
        tell(f"{phase} {step_report.step}/{step_report.steps}: loss {step_report.loss:.4f}, AUC {areas or '-'}, {left}")


def time_left(seconds: float) -> str:
    """How long it still takes, roughly."""
    if seconds < 90:
        return f"{seconds:.0f} s left"
    return f"{seconds / 60:.0f} min left" if seconds < 5400 else f"{seconds / 3600:.1f} h left"


def _say_result(found: tuple[ValidatedFinding, ...], wanted: TrainingRun) -> None:
    last = checks_in(wanted.work / PHASES[-1])[-1].step
    if last < wanted.options.whole.steps:
        tell(f"Stopped after {last} steps, as the AUC grew no more; the pack holds the weights of the best validation.")
    for item in found:
        if item.withheld:
            tell(f"{BY_KEY[item.key].title}: no figure is told, since the start knew the films put aside.")
            continue
        caveat = ", experimental: few films, or chance, may explain it" if item.experimental else ""
        tell(
            f"{BY_KEY[item.key].title}: AUC {item.auc.value:.2f} ({item.auc.low:.2f} to {item.auc.high:.2f}) on "
            f"{item.positives} films with and {item.negatives} without{caveat}."
        )
    tell(f"Curves: {wanted.work / LOSS}, {wanted.work / AREA}.")
    tell(f"Pack: {wanted.out}")
