"""The training loop: masked weighted loss, AdamW on a cosine, a running average of the weights, checkpoints."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.files.atomic_file import atomic_file
from inference.training.data.films import Batch
from inference.training.fitting import checkpoint

Floats = NDArray[np.float32]
Validate = Callable[[Any], dict[str, float]]
CHECKS = "checks.json"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How long and how fast: steps, warm-up steps, peak rate, decay, gradient norm, average, steps between checks.

    With ``patience`` the run stops after so many checks without a better mean figure, and ends with the best weights.
    """

    steps: int
    warm_up: int = 60
    rate: float = 4e-4
    weight_decay: float = 1e-4
    clip: float = 5.0
    average: float = 0.995
    check_every: int = 200
    patience: int = 0


@dataclass(frozen=True, slots=True)
class ValidationCheck:
    """What the averaged network was worth on the films put aside, after a step; ``figures`` by their names."""

    step: int
    loss: float
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepReport:
    """Where a run is after a step: smoothed loss, seconds left at the present pace, and the check if there was one."""

    step: int
    steps: int
    loss: float
    seconds_left: float
    check: ValidationCheck | None = None


Watcher = Callable[[StepReport], None]


def unwatched(step_report: StepReport) -> None:
    """Nobody watches."""


def with_weights(targets: Floats, label_weights: Floats, smoothing: float = 0.0) -> Floats:
    """Targets beside their weights, (films, k, 2): an unknown target (not-a-number) gets weight 0.

    ``label_weights`` (k,) are relative weights of the columns; ``smoothing`` pulls targets towards one half.
    """
    known = np.isfinite(targets)
    filled = np.where(known, targets, 0.5)
    smooth = filled * (1.0 - smoothing) + 0.5 * smoothing
    return np.stack([smooth, known * label_weights], axis=-1).astype(np.float32)


def masked_loss(targets: Any, logits: Any) -> Any:
    """Weighted mean binary cross-entropy of logits (n, k); ``targets`` (n, k, 2) hold target and weight."""
    import keras

    target, weight = targets[..., 0], targets[..., 1]
    each = keras.ops.softplus(logits) - target * logits
    return keras.ops.sum(weight * each) / keras.ops.maximum(keras.ops.sum(weight), 1e-6)


def masked_loss_of_scores(targets: Any, scores: Any) -> Any:
    """The same loss for a network that ends in a sigmoid: its scores in 0..1 are turned back into logits."""
    import keras

    safe = keras.ops.clip(scores, 1e-6, 1.0 - 1e-6)
    return masked_loss(targets, keras.ops.log(safe) - keras.ops.log1p(-safe))


def ready(
    model: Any,
    options: FitOptions,
    *,
    probabilities: bool = False,
    localisation: tuple[float, Callable[[Any, Any], Any]] | None = None,
) -> None:
    """Compile a model for the loop; ``probabilities`` says that it ends in a sigmoid.

    With ``localisation``, a weight and a loss, the model gives class maps beside its logits, judged by that loss.
    """
    import keras

    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, max(1, options.steps - options.warm_up), warmup_target=options.rate, warmup_steps=options.warm_up
    )
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=options.weight_decay, global_clipnorm=options.clip)
    jit = keras.backend.backend() == "jax"  # XLA on the CPU is several times slower in TensorFlow, torch compiles anew
    loss = masked_loss_of_scores if probabilities else masked_loss
    losses: dict[str, Any] = {"loss": loss}
    if localisation:
        losses = {"loss": [loss, localisation[1]], "loss_weights": [1.0, localisation[0]]}
    model.compile(optimizer=optimizer, jit_compile=jit, **losses)


class RunningAverage:
    """The exponentially averaged weights of a model (Polyak and Juditsky, 1992), started without bias."""

    def __init__(self, model: Any, momentum: float) -> None:
        self._model = model
        self._momentum = momentum
        self._values: list[Floats] = [np.array(value) for value in model.get_weights()]

    @property
    def values(self) -> list[Floats]:
        """The averages, in the order of ``model.get_weights()``."""
        return self._values

    def restore(self, values: list[Floats]) -> None:
        """Go on from averages that were saved."""
        self._values = [np.array(value) for value in values]

    def update(self, step: int) -> None:
        """Take the model's weights of this step in; early steps count more, so that the start is soon forgotten."""
        momentum = min(self._momentum, (1 + step) / (10 + step))
        for average, value in zip(self._values, self._model.get_weights(), strict=True):
            if average.dtype.kind == "f":
                average += (1.0 - momentum) * (value - average)
            else:  # a count that some layer keeps
                average[...] = value

    def validated(self, validate: Validate) -> dict[str, float]:
        """What ``validate`` finds of the model with the averages in place of its weights."""
        own = self._model.get_weights()
        self._model.set_weights(self._values)
        try:
            return validate(self._model)
        finally:
            self._model.set_weights(own)


def fit(
    model: Any,
    batches_from: Callable[[int], Iterator[Batch]],
    options: FitOptions,
    validate: Validate,
    folder: Path,
    *,
    resume: bool = False,
    watch: Watcher = unwatched,
) -> tuple[ValidationCheck, ...]:
    """Train a readied model; it ends with the averaged weights, and ``folder`` holds a checkpoint and the checks.

    ``batches_from(n)`` gives batches from number ``n`` on; ``watch`` hears of every step. With ``resume`` a checkpoint
    in ``folder`` is taken up where it stopped, to the same result on the same device.
    """
    average = RunningAverage(model, options.average)
    checks: list[ValidationCheck] = []
    first, loss = _resumed(model, average, checks, folder) if resume else (0, 0.0)
    batches, started = batches_from(first), time.monotonic()
    for step in range(first + 1, options.steps + 1):
        if _stops_early(checks, options):
            break
        now = _stepped(model, next(batches))
        loss = now if step == 1 else 0.98 * loss + 0.02 * now
        average.update(step)
        check = None
        if step % options.check_every == 0 or step == options.steps:
            check = ValidationCheck(step, loss, average.validated(validate))
            checks.append(check)
            _keep(folder, model, average, checks)
        left = (time.monotonic() - started) / max(step - first - 1, 1) * (options.steps - step)
        if step == first + 1:  # the first step compiles the network and says little of the others
            started = time.monotonic()
        step_report = StepReport(step, options.steps, loss, left, check)
        _log(step_report)
        watch(step_report)
    model.set_weights(checkpoint.read_weights(folder) if options.patience else average.values)
    return tuple(checks)


def _stepped(model: Any, batch: Batch) -> float:
    """The loss of one batch, after learning from it."""
    wanted = batch.targets if batch.maps is None else [batch.targets, batch.maps]
    return float(np.ravel(model.train_on_batch(batch.inputs, wanted))[0])


def _stops_early(checks: Sequence[ValidationCheck], options: FitOptions) -> bool:
    return bool(options.patience) and _stale(checks) >= options.patience


def _stale(checks: Sequence[ValidationCheck]) -> int:
    """How many checks ago the mean figure was at its best, not-a-numbers left out; 0 where nothing is measured."""
    if not any(np.isfinite(value) for check in checks for value in check.figures.values()):
        return 0
    means = [np.mean([value for value in check.figures.values() if np.isfinite(value)] or [0.0]) for check in checks]
    return len(means) - 1 - int(np.argmax(means))


def averaged(folder: Path) -> list[Floats]:
    """The averaged weights of a run's last checkpoint; raises FileNotFoundError when there is none."""
    found = checkpoint.read(folder)
    if found is None:
        raise FileNotFoundError(folder / checkpoint.FILE)
    return list(found.average)


def _resumed(model: Any, average: RunningAverage, checks: list[ValidationCheck], folder: Path) -> tuple[int, float]:
    """Step and loss of the run's checkpoint after going back to it, or of a fresh start."""
    found = checkpoint.read(folder)
    if found is None:
        return 0, 0.0
    checkpoint.restore(model, found)
    average.restore(list(found.average))
    checks.extend(ValidationCheck(**row) for row in json.loads(found.checks))
    return found.step, found.loss


def _keep(folder: Path, model: Any, average: RunningAverage, checks: list[ValidationCheck]) -> None:
    """Write the averages where they are the best so far, the checks for people, and last the checkpoint.

    A run that is killed in between goes on from the checkpoint before, and writes the same again.
    """
    record = json.dumps([asdict(check) for check in checks], indent=1)
    last = checks[-1]
    if _stale(checks) == 0:
        checkpoint.write_weights(folder, average.values)
    with atomic_file(folder / CHECKS) as file:
        file.write(record.encode("utf-8"))
    checkpoint.write(folder, checkpoint.taken(model, last.step, last.loss, record, average.values))


def _log(step_report: StepReport) -> None:
    if step_report.check:
        figures = " ".join(f"{name} {value:.3f}" for name, value in step_report.check.figures.items())
        minutes = step_report.seconds_left / 60
        log.info(
            "step %d/%d loss %.4f %s left %.0f min",
            step_report.step,
            step_report.steps,
            step_report.loss,
            figures,
            minutes,
        )
