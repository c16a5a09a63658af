"""Films for training: decoded once into one array, then dealt out as augmented batches ahead of the optimiser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec, prepare
from inference.training.augment import Augmentation, augment, without_lower_part
from inference.training.labels import LabelError

Floats = NDArray[np.float32]
Stack = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What one step learns from: inputs (n, rows, columns, channels), and targets beside their weights (n, k, 2)."""

    inputs: Floats
    targets: Floats


def decoded(folder: Path, files: Sequence[str], side: int = 512) -> Stack:
    """The films as grey levels, uint8 (films, side, side); raises LabelError when one cannot be read."""
    stack = np.empty((len(files), side, side), dtype=np.uint8)
    for index, file in enumerate(files):
        film = cv2.imread(str(folder / file), cv2.IMREAD_GRAYSCALE)
        if film is None:
            raise LabelError(f"{file} cannot be read")
        stack[index] = (
            film if film.shape == (side, side) else cv2.resize(film, (side, side), interpolation=cv2.INTER_AREA)
        )
    return stack


def cached(cache: Path, decode: Callable[[], Stack]) -> Stack:
    """The stack from the file ``cache``, decoded and written there first when it is missing; mapped, not read."""
    if not cache.exists():
        partial = cache.with_suffix(".partial.npy")
        np.save(partial, decode())
        partial.replace(cache)
    return np.asarray(np.load(cache, mmap_mode="r"))


def display(film: Stack) -> Floats:
    """Grey levels as display values, float32 0..1."""
    return np.asarray(film, dtype=np.float32) / np.float32(255.0)


def inputs_of(stack: Sequence[Stack] | Stack, indices: Sequence[int] | NDArray[np.int64], spec: InputSpec) -> Floats:
    """The network's inputs for these films as they are, through the engine's own preparation."""
    return np.stack([prepare(display(stack[index]), spec)[0] for index in indices])


def draws(weights: Floats, size: int, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Endless batches of indices, each film as often as its weight says, spread evenly over time."""
    waiting = np.empty(0, dtype=np.int64)
    while True:
        while len(waiting) < size:
            times = np.floor(weights + rng.random(len(weights), dtype=np.float32)).astype(np.int64)
            waiting = np.concatenate([waiting, rng.permutation(np.repeat(np.arange(len(weights)), times))])
        yield waiting[:size]
        waiting = waiting[size:]


@dataclass(frozen=True, slots=True, eq=False)
class Dealer:
    """Makes batches of a stack: which films, how they are changed, and how they enter the network.

    ``stack`` holds grey levels, uint8 (rows, columns) a film. ``targets`` is float32 (films, k, 2): target beside
    weight; ``often`` says how often a film is drawn per round. With probability ``halve`` the lower part of a film is
    hidden, and every target but those of the columns ``upper`` counts as unknown.
    """

    stack: Sequence[Stack] | Stack
    targets: Floats
    often: Floats
    spec: InputSpec
    augmentation: Augmentation
    size: int = 16
    halve: float = 0.0
    upper: tuple[int, ...] = ()

    def batches(self, seed: int, first: int = 0, ahead: int = 3) -> Iterator[Batch]:
        """Batches from number ``first`` on, made ``ahead`` of use; batch ``n`` depends on the seed and n alone."""
        dealt = draws(self.often, self.size, np.random.default_rng(seed))
        for _ in range(first):
            next(dealt)
        with ThreadPoolExecutor(1) as pool:
            waiting = [pool.submit(self._batch, next(dealt), seed, first + n) for n in range(ahead)]
            number = first + ahead
            while True:
                yield waiting.pop(0).result()
                waiting.append(pool.submit(self._batch, next(dealt), seed, number))
                number += 1

    def _batch(self, indices: NDArray[np.int64], seed: int, number: int) -> Batch:
        rng = np.random.default_rng((seed, number))
        pairs = [self._film(int(index), rng) for index in indices]
        return Batch(np.stack([film for film, _ in pairs]), np.stack([targets for _, targets in pairs]))

    def _film(self, index: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        film, targets = augment(display(self.stack[index]), rng, self.augmentation), self.targets[index]
        if self.halve and rng.random() < self.halve:
            film, targets = without_lower_part(film, rng), _only(targets, self.upper)
        return prepare(film, self.spec)[0], targets


def _only(targets: Floats, columns: Sequence[int]) -> Floats:
    """Targets (k, 2) of which all but these columns weigh nothing."""
    result = targets.copy()
    result[[number for number in range(len(targets)) if number not in columns], 1] = 0.0
    return result
