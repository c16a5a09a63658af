"""Films for training: prepared as samples, and put together as augmented batches ahead of the optimiser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec, prepare
from inference.training.data.augment import Augmentation, augment

Floats = NDArray[np.float32]
Stack = NDArray[np.uint8]
MOST_WORKERS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One film as it is learnt from: input (rows, columns, channels), targets beside their weights (k, 2).

    ``maps`` (h, w, k) says where findings are, where that is learnt too.
    """

    inputs: Floats
    targets: Floats
    maps: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What one step learns from: the samples' parts, stacked."""

    inputs: Floats
    targets: Floats
    maps: Floats | None = None


Sampler = Callable[[int, np.random.Generator], Sample]


def display(film: Stack) -> Floats:
    """Grey levels as display values, float32 0..1."""
    return np.asarray(film, dtype=np.float32) / np.float32(255.0)


def inputs_of(stack: Sequence[Stack] | Stack, indices: Sequence[int] | NDArray[np.int64], spec: InputSpec) -> Floats:
    """The network's inputs for these films as they are, through the engine's own preparation."""
    return np.stack([prepare(display(stack[index]), spec)[0] for index in indices])


@dataclass(frozen=True, slots=True, eq=False)
class PreparedLater:
    """The network's inputs for all films of a stack, made a slice at a time when asked: they may not fit in memory."""

    stack: Sequence[Stack] | Stack
    spec: InputSpec

    def __len__(self) -> int:
        return len(self.stack)

    def __getitem__(self, part: slice) -> Floats:
        return inputs_of(self.stack, range(*part.indices(len(self.stack))), self.spec)


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
class FilmSampler:
    """Samples of a stack: a film is changed at random and enters the network as the engine lets it in.

    ``stack`` holds grey levels, uint8 (rows, columns) a film; ``targets`` is float32 (films, k, 2).
    """

    stack: Sequence[Stack] | Stack
    targets: Floats
    spec: InputSpec
    augmentation: Augmentation

    def __call__(self, index: int, rng: np.random.Generator) -> Sample:
        """A sample of the film at ``index``."""
        film = augment(display(self.stack[index]), rng, self.augmentation)
        return Sample(prepare(film, self.spec)[0], self.targets[index])


def workers() -> int:
    """Threads that make batches: enough for a fast device, and one core left for what drives it."""
    return max(1, min(MOST_WORKERS, (os.cpu_count() or 1) - 1))


@dataclass(frozen=True, slots=True, eq=False)
class DataLoader:
    """Makes batches of samples: ``often`` says how often each film is drawn per round."""

    sampler: Sampler
    often: Floats
    size: int = 16
    threads: int = field(default_factory=workers)

    def batches(self, seed: int, first: int = 0) -> Iterator[Batch]:
        """Batches from number ``first`` on, made ahead of use; batch ``n`` depends on the seed and n alone."""
        dealt, ahead = draws(self.often, self.size, np.random.default_rng(seed)), self.threads + 2
        for _ in range(first):
            next(dealt)
        with ThreadPoolExecutor(self.threads) as pool:
            waiting = [pool.submit(self._batch, next(dealt), seed, first + n) for n in range(ahead)]
            number = first + ahead
            while True:
                yield waiting.pop(0).result()
                waiting.append(pool.submit(self._batch, next(dealt), seed, number))
                number += 1

    def _batch(self, indices: NDArray[np.int64], seed: int, number: int) -> Batch:
        rng = np.random.default_rng((seed, number))
        samples = [self.sampler(int(index), rng) for index in indices]
        maps = [sample.maps for sample in samples if sample.maps is not None]
        inputs, targets = (np.stack([getattr(one, part) for one in samples]) for part in ("inputs", "targets"))
        return Batch(inputs, targets, np.stack(maps) if maps else None)
