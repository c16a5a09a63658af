"""Chooses number formats by running check films: the fastest whose decisions and heatmaps agree with float32."""

from __future__ import annotations

import json
import logging
import os
import platform
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, Heatmap
from inference.engine.device_and_precision import EXACT, Device, DeviceAndPrecision, Precision
from inference.files.atomic_file import atomic_file
from inference.files.stored_types import Share

log = logging.getLogger(__name__)
Floats = NDArray[np.float32]

MOST_BYTES = 1 << 20  # of the file of earlier selections
HOTTEST = 0.2  # the share of a heatmap's cells that is compared
LEAST_OVERLAP = 0.95
EARLY_SHARES = (0.125, 0.15, 0.25, 0.375, 0.5)  # of the layers, kept float32: films lose their small differences there


@dataclass(frozen=True, slots=True, eq=False)
class PrecisionSelection:
    """How one way of running did: the time of each check film and what it said of it."""

    numerics: DeviceAndPrecision
    seconds: tuple[float, ...]
    analyses: tuple[Analysis, ...]


def candidates() -> tuple[DeviceAndPrecision, ...]:
    """What is tried against float32 on a CPU with bf16 units."""
    return tuple(DeviceAndPrecision(Device.CPU, Precision.BF16, share) for share in EARLY_SHARES)


def fastest_that_agrees(reference: PrecisionSelection, others: Iterable[PrecisionSelection]) -> DeviceAndPrecision:
    """The numerics of the fastest candidate that agrees with the reference; the reference's own if none is faster."""
    best = reference
    for candidate in others:
        if statistics.median(candidate.seconds) < statistics.median(best.seconds) and agrees(reference, candidate):
            best = candidate
    return best.numerics


def agrees(reference: PrecisionSelection, candidate: PrecisionSelection) -> bool:
    """Whether every decision is the same and the hottest fifth of every heatmap overlaps by at least 0.95."""
    pairs = zip(reference.analyses, candidate.analyses, strict=True)
    return all(_same(one, other) for one, other in pairs)


def _same(one: Analysis, other: Analysis) -> bool:
    for left, right in zip(one.results, other.results, strict=True):
        if left.state is not right.state:
            return False
        if left.heatmap and right.heatmap and not _close(left.heatmap, right.heatmap):
            return False
    return True


def _close(one: Heatmap, other: Heatmap) -> bool:
    return hottest_overlap(one.values, other.values) >= LEAST_OVERLAP


def hottest_overlap(one: Floats, other: Floats) -> float:
    """Intersection over union of the hottest fifth of the cells of two heatmaps (h, w)."""
    count = max(1, round(HOTTEST * one.size))
    left, right = (set(np.argsort(-values, axis=None, kind="stable")[:count].tolist()) for values in (one, other))
    return len(left & right) / len(left | right)


class PrecisionCache:
    """Earlier selections, in one JSON file, by pack and machine; a convenience, without which everything goes on."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get(self, pack_hash: str) -> DeviceAndPrecision | None:
        """What was decided for this pack on this machine; None where nothing readable and possible was."""
        try:
            early, precision = msgspec.convert(self._all().get(self._key(pack_hash)), tuple[Share, Precision])
        except (ValueError, OverflowError):
            return None
        known = DeviceAndPrecision(Device.CPU, precision, early)
        return known if known in (EXACT, *candidates()) else None

    def put(self, pack_hash: str, numerics: DeviceAndPrecision) -> None:
        """Keep a selection; the file is replaced whole. A disk that refuses is noted in the log, no more."""
        known = {**self._all(), self._key(pack_hash): [numerics.early, numerics.precision.value]}
        try:
            with atomic_file(self._file, private=True) as file:
                file.write(json.dumps(known, indent=1).encode("utf-8"))
        except OSError as error:
            log.warning("number formats are chosen anew at each start: %s", error.strerror)

    def _all(self) -> dict[str, object]:
        """Every selection in the file, as far as it can be read."""
        try:
            with self._file.open("rb") as file:
                value = json.loads(file.read(MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    @staticmethod
    def _key(pack_hash: str) -> str:
        return f"{pack_hash} {platform.machine()} {platform.processor()} {os.cpu_count()}"


def decide(
    run: Callable[[DeviceAndPrecision], PrecisionSelection], cache: PrecisionCache | None, pack_hash: str
) -> DeviceAndPrecision:
    """The numerics for a pack on this machine: from the cache, or selected now by calling ``run`` on each candidate."""
    known = cache.get(pack_hash) if cache else None
    if known is not None:
        return known
    chosen = fastest_that_agrees(run(EXACT), (run(item) for item in candidates()))
    if cache:
        cache.put(pack_hash, chosen)
    return chosen
