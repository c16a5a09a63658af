"""The training loop: masked weighted loss, AdamW on a cosine, a running average of the weights, checkpoints."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.training.films import Batch

Floats = NDArray[np.float32]
Judge = Callable[[Any], dict[str, float]]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How long and how fast: steps, warm-up steps, peak rate, decay, gradient norm, average, steps between checks."""

    steps: int
    warm_up: int = 60
    rate: float = 4e-4
    weight_decay: float = 1e-4
    clip: float = 5.0
    average: float = 0.995
    check_every: int = 200


@dataclass(frozen=True, slots=True)
class Check:
    """What a look at the averaged network said after a step."""

    step: int
    loss: float
    figures: dict[str, float] = field(default_factory=dict)


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


def ready(model: Any, options: FitOptions) -> None:
    """Compile a model for the loop."""
    import keras

    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, max(1, options.steps - options.warm_up), warmup_target=options.rate, warmup_steps=options.warm_up
    )
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=options.weight_decay, global_clipnorm=options.clip)
    jit = keras.backend.backend() != "tensorflow"  # XLA on the CPU is several times slower in TensorFlow
    model.compile(optimizer=optimizer, loss=masked_loss, jit_compile=jit)


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
            average += (1.0 - momentum) * (value - average)

    def judged(self, judge: Judge) -> dict[str, float]:
        """What ``judge`` says of the model with the averages in place of its weights."""
        own = self._model.get_weights()
        self._model.set_weights(self._values)
        try:
            return judge(self._model)
        finally:
            self._model.set_weights(own)


def fit(model: Any, batches: Iterator[Batch], options: FitOptions, judge: Judge, folder: Path) -> tuple[Check, ...]:
    """Train a readied model; it ends with the averaged weights, and ``folder`` holds a checkpoint and the checks."""
    average = RunningAverage(model, options.average)
    checks: list[Check] = []
    loss, started = 0.0, time.monotonic()
    for step in range(1, options.steps + 1):
        batch = next(batches)
        now = float(model.train_on_batch(batch.inputs, batch.targets))
        loss = now if step == 1 else 0.98 * loss + 0.02 * now
        average.update(step)
        if step % options.check_every == 0 or step == options.steps:
            checks.append(Check(step, loss, average.judged(judge)))
            save(folder, average.values, checks)
            log.info("%s", _progress(checks[-1], options.steps, time.monotonic() - started))
    model.set_weights(average.values)
    return tuple(checks)


def save(folder: Path, values: list[Floats], checks: list[Check]) -> None:
    """Write the averaged weights and the checks so far, whole: temporary name, then rename."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / "average.partial.npz"
    np.savez(partial, *values)
    partial.replace(folder / "average.npz")
    rows = [{"step": check.step, "loss": check.loss, **check.figures} for check in checks]
    (folder / "checks.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


def saved(folder: Path) -> list[Floats]:
    """The averaged weights that ``save`` wrote."""
    with np.load(folder / "average.npz") as archive:
        return [archive[f"arr_{index}"] for index in range(len(archive.files))]


def _progress(check: Check, steps: int, seconds: float) -> str:
    left = seconds / check.step * (steps - check.step) / 60
    figures = " ".join(f"{name} {value:.3f}" for name, value in check.figures.items())
    return f"step {check.step}/{steps} loss {check.loss:.4f} {figures} left {left:.0f} min"
