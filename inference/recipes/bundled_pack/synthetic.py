"""A pool of films with simulated findings, made once and kept: grey levels, masks, and what lies where."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.findings import BY_KEY, FINDINGS, RIB_FRACTURE
from inference.engine.anatomy import NoThorax, Thorax, find_thorax
from inference.files.atomic_file import atomic_file
from inference.recipes.simulate import Simulated, simulate
from inference.training.data.films import Stack, display

Floats = NDArray[np.float32]
MASK_SIDE = 128
LEAST_SEVERITY = 0.15  # what is milder cannot be seen at the pool's resolution
TRIES = 6
EVERY = tuple(finding.key for finding in FINDINGS)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticFilms:
    """Simulated films in one order: uint8 (n, rows, columns) and (n, 128, 128), the finding, and the film below it.

    A mask holds the share of each of its pixels that the finding covers, 0..255.
    """

    stack: Stack
    masks: Stack
    keys: NDArray[np.str_]
    bases: NDArray[np.int64]
    fractured: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.keys)

    def based(self, bases: NDArray[np.int64]) -> SyntheticFilms:
        """The same films, the ones below them counted otherwise."""
        return replace(self, bases=bases)


def cached(
    cache: Path,
    stack: Stack,
    bases: Sequence[int],
    count: int,
    *,
    seed: int,
    workers: int = 2,
    keys: Sequence[str] = EVERY,
) -> SyntheticFilms:
    """``count`` simulated films of each finding of ``keys`` from ``cache``, simulated first when it is missing.

    ``bases`` says which films of ``stack`` to paint on, in turn; films without clear lungs are passed over.
    """
    if not (cache / "facts.npz").exists():
        _write(cache, _simulated(stack, bases, dict.fromkeys(keys, count), seed, workers))
    return load(cache)


def load(cache: Path) -> SyntheticFilms:
    """Simulated films as they lie in a folder; raises FileNotFoundError where there are none."""
    with np.load(cache / "facts.npz") as facts:
        found = {name: facts[name] for name in ("keys", "bases", "fractured")}
    return SyntheticFilms(
        np.load(cache / "films.npy", mmap_mode="r"), np.load(cache / "masks.npy", mmap_mode="r"), **found
    )


def paint_on(film: Stack, seed: int, counts: dict[str, int]) -> list[tuple[str, Stack, Stack, bool]]:
    """A film with each finding simulated so many times: finding, film, mask, whether a rib was broken too.

    Nothing for a film whose lungs are not clear.
    """
    cv2.setNumThreads(0)
    grey = display(film)
    try:
        thorax = find_thorax(grey)
    except NoThorax:
        return []
    random = np.random.default_rng(seed)
    found = []
    for key, count in counts.items():
        for simulated in _tried(grey, key, thorax, count, random):
            levels = np.asarray(np.rint(simulated.film * 255.0), np.uint8)
            broken = key == RIB_FRACTURE.key or " with " in simulated.description
            found.append((key, levels, small_mask(simulated.mask), broken))
    return found


def small_mask(mask: NDArray[np.bool_]) -> Stack:
    """A mask as uint8 (128, 128): the share of each pixel that it covers, 255 for all of it."""
    small = cv2.resize(mask.astype(np.float32), (MASK_SIDE, MASK_SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(np.ceil(small * 255.0), np.uint8)


def _tried(grey: Floats, key: str, thorax: Thorax, count: int, random: np.random.Generator) -> Iterator[Simulated]:
    done = 0
    for _ in range(TRIES * count):
        if done == count:
            return
        try:
            simulated = simulate(grey, BY_KEY[key], random, thorax=thorax)
        except NoThorax:
            continue
        if simulated.severity >= LEAST_SEVERITY:
            done += 1
            yield simulated


def _simulated(
    stack: Stack, bases: Sequence[int], wanted: dict[str, int], seed: int, workers: int
) -> list[tuple[str, int, Stack, Stack, bool]]:
    """Round after round over the films until every finding was simulated often enough."""
    counts = {key: max(1, -(-count // max(1, len(bases)))) for key, count in wanted.items()}
    done: dict[str, int] = dict.fromkeys(wanted, 0)
    found: list[tuple[str, int, Stack, Stack, bool]] = []
    order = np.random.default_rng(seed).permutation(np.asarray(bases))
    fresh = get_context("spawn")  # a fork beside TensorFlow's threads may never come to life
    with ProcessPoolExecutor(workers, mp_context=fresh) as pool:
        jobs = pool.map(
            partial(paint_on, counts=counts), (stack[base] for base in order), (seed * 100_003 + int(b) for b in order)
        )
        for number, (base, films) in enumerate(zip(order, jobs, strict=True)):
            for key, film, mask, broken in films:
                if done[key] < wanted[key]:
                    done[key] += 1
                    found.append((key, int(base), film, mask, broken))
            if number % 50 == 0:
                log.info("painted on %d of %d films: %s", number + 1, len(order), done)
            if done == wanted:
                pool.shutdown(cancel_futures=True)
                break
    return found


def _write(cache: Path, found: list[tuple[str, int, Stack, Stack, bool]]) -> None:
    """Films and masks first, the facts last: without them the pool is made anew."""
    for place, name in ((2, "films.npy"), (3, "masks.npy")):
        with atomic_file(cache / name, private=True) as file:
            np.save(file, np.stack([item[place] for item in found]))
    facts = {
        "keys": np.array([item[0] for item in found]),
        "bases": np.array([item[1] for item in found]),
        "fractured": np.array([item[4] for item in found]),
    }
    with atomic_file(cache / "facts.npz", private=True) as file:
        np.savez(file, **facts)  # type: ignore[arg-type]  # numpy's stub takes its own options for them
