"""Checkpoints: everything a run needs to go on as if it had never stopped, written whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.files.atomic_file import atomic_file

FILE = "checkpoint.npz"
BEST = "best.npz"
PARTS = ("model", "optimizer", "average")


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """The state after a step: the network's variables (its random states too), the optimiser's, the averages.

    ``loss`` is the smoothed loss, ``checks`` the record so far as JSON.
    """

    step: int
    loss: float
    checks: str
    model: tuple[NDArray[Any], ...]
    optimizer: tuple[NDArray[Any], ...]
    average: tuple[NDArray[Any], ...]


def taken(model: Any, step: int, loss: float, checks: str, average: Iterable[NDArray[Any]]) -> Checkpoint:
    """The state of a compiled model after a step."""
    own, optimizer = _values(model.variables), _values(model.optimizer.variables)
    return Checkpoint(step, loss, checks, own, optimizer, tuple(average))


def restore(model: Any, checkpoint: Checkpoint) -> None:
    """Put a compiled model back into the state of a checkpoint; raises ValueError when its shape is another."""
    model.optimizer.build(model.trainable_variables)
    _assign(model.variables, checkpoint.model)
    _assign(model.optimizer.variables, checkpoint.optimizer)


def write(folder: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint to its place in a run's folder, whole."""
    arrays = {f"{part}_{number:04d}": value for part in PARTS for number, value in enumerate(getattr(checkpoint, part))}
    with atomic_file(folder / FILE) as file:
        np.savez(file, step=checkpoint.step, loss=checkpoint.loss, checks=checkpoint.checks, **arrays)


def read(folder: Path) -> Checkpoint | None:
    """The checkpoint of a run, or None when there is none."""
    if not (folder / FILE).exists():
        return None
    with np.load(folder / FILE, allow_pickle=False) as archive:
        parts = {
            part: tuple(archive[name] for name in sorted(archive.files) if name.startswith(f"{part}_"))
            for part in PARTS
        }
        return Checkpoint(int(archive["step"]), float(archive["loss"]), str(archive["checks"]), **parts)


def write_weights(folder: Path, weights: Iterable[NDArray[Any]]) -> None:
    """Write the best weights so far, whole."""
    with atomic_file(folder / BEST) as file:
        np.savez(file, *weights)


def read_weights(folder: Path) -> list[NDArray[Any]]:
    """The best weights of a run, in the order of ``model.get_weights()``."""
    with np.load(folder / BEST, allow_pickle=False) as archive:
        return [archive[f"arr_{number}"] for number in range(len(archive.files))]


def _values(variables: Iterable[Any]) -> tuple[NDArray[Any], ...]:
    import keras

    return tuple(np.array(keras.ops.convert_to_numpy(variable)) for variable in variables)


def _assign(variables: list[Any], values: tuple[NDArray[Any], ...]) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
