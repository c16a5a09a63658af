"""Films learnt from a second by Keras's backends: one training step of the bundled network, float32 and bfloat16.

``uv run --group jax --with torch python -m tests.benchmarks.keras_backends [--side 320] [--batch 8] [--steps 6]``

The step is the recipe's: network, both losses, AdamW, frozen first layers; the batch is noise. Every backend that is
installed gets a process of its own for each precision, on one core and with one thread. The first step, which traces
and compiles, is told apart. The last lines are ``name: value``.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.recipes.bundled_pack import lite_network, places
from inference.recipes.bundled_pack.sampling import CELL, Recipe
from inference.recipes.bundled_pack.targets import KEYS, NAMES
from inference.training.fitting import fit

Floats = NDArray[np.float32]
BACKENDS = ("tensorflow", "jax", "torch")
PRECISIONS = {"float32": "float32", "bfloat16": "mixed_bfloat16"}
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    "CUDA_VISIBLE_DEVICES": "",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Seconds of a process: the first step, and the median of the others by the clock and by processor time."""

    first: float
    wall: float
    processor: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all backends that are installed, or in a process of its own the one that Keras was told to use."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.keras_backends", description=__doc__)
    parser.add_argument("--side", type=int, default=320, help="pixels of the square input (default 320)")
    parser.add_argument("--batch", type=int, default=8, help="films a step (default 8)")
    parser.add_argument("--steps", type=int, default=6, help="steps after the first (default 6)")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.only:
        tell(chosen.only, chosen.batch, measured(Recipe(chosen.side, chosen.steps + 1, batch=chosen.batch)))
        return 0
    sizes = [f"--{name}={getattr(chosen, name)}" for name in ("side", "batch", "steps")]
    installed = [name for name in BACKENDS if importlib.util.find_spec(name)]
    return max(apart(backend, precision, sizes) for backend in installed for precision in PRECISIONS)


def apart(backend: str, precision: str, sizes: list[str]) -> int:
    """The exit code of a process that measures one backend in one precision and prints what it found."""
    command = [sys.executable, "-m", "tests.benchmarks.keras_backends", f"--only={backend} {precision}", *sizes]
    policy = {"KERAS_BACKEND": backend, "BENCHMARK_PRECISION": PRECISIONS[precision]}
    return subprocess.run(command, env={**os.environ, **ONE_THREAD, **policy}, check=False).returncode


def measured(recipe: Recipe) -> StepTimes:
    """The times of a recipe's steps on one core, by the backend and precision of this process."""
    import keras

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    keras.config.set_dtype_policy(os.environ["BENCHMARK_PRECISION"])
    keras.utils.set_random_seed(0)
    model = lite_network.training_network(recipe.network)
    lite_network.freeze_first(model, recipe.frozen)
    both = places.with_class_maps(model)
    fit.ready(both, fit.FitOptions(recipe.steps), localisation=(recipe.places, places.places_loss))
    inputs, wanted = noise(recipe)
    times = [timed(lambda: both.train_on_batch(inputs, wanted)) for _ in range(recipe.steps)]
    walls, processors = zip(*times[1:], strict=True)
    return StepTimes(times[0][0], statistics.median(walls), statistics.median(processors))


def noise(recipe: Recipe) -> tuple[Floats, list[Floats]]:
    """A batch: inputs, and targets beside their weights with the places of findings."""
    random, cells = np.random.default_rng(0), recipe.side // CELL
    inputs = random.uniform(-1, 1, (recipe.batch, recipe.side, recipe.side, 1)).astype(np.float32)
    targets = random.uniform(0, 1, (recipe.batch, len(NAMES), 2)).astype(np.float32)
    where = random.integers(0, 2, (recipe.batch, cells, cells, 2 * len(KEYS))).astype(np.float32)
    return inputs, [targets, where]


def timed(step: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of processor time."""
    wall, processor = time.perf_counter(), time.process_time()
    step()
    return time.perf_counter() - wall, time.process_time() - processor


def tell(name: str, batch: int, found: StepTimes) -> None:
    """Print what was measured."""
    key = name.replace(" ", "_")
    say(f"{key}_first_step_seconds: {found.first:.1f}")
    say(f"{key}_films_per_second: {batch / found.wall:.2f}")
    say(f"{key}_films_per_processor_second: {batch / found.processor:.2f}")


def say(line: str) -> None:
    """Print a line of the result."""
    print(line, flush=True)  # noqa: T201 (a benchmark's output)


if __name__ == "__main__":
    raise SystemExit(main())
