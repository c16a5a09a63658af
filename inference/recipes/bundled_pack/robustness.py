"""Whether numbers hold when a film comes otherwise: at other sizes, framed, with drains, moved a little; and sanity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.recipes.bundled_pack.decisions import Decision
from inference.recipes.bundled_pack.network_outputs import Watched
from inference.recipes.simulate.distract import drain, electrodes, line
from inference.training.data.augment import Augmentation, augmented_appearance, move
from inference.training.data.films import Stack, display

Floats = NDArray[np.float32]
SIZES = (512, 768, 1024, 2048, 3000)
QUALITY = 92
VIEWS = Augmentation(flip=0.0, degrees=2.0, scale=0.03, shift=0.02, gamma=0.05, contrast=0.05, noise=0.01)
TIMES = 10


@dataclass(frozen=True, slots=True)
class SizeMoves:
    """How far probabilities move between sizes and formats: median and 95th percentile, share of calls that flip."""

    films: int
    median: float
    high: float
    flips: float
    worst_finding_flips: float


def probabilities(logits: Floats, decisions: Sequence[Decision]) -> NDArray[np.float64]:
    """Calibrated probabilities (n, findings)."""
    return np.stack([one.calibration(logits[:, n].astype(np.float64)) for n, one in enumerate(decisions)], axis=1)


def size_moves(watched: Watched, originals: Sequence[Stack], decisions: Sequence[Decision]) -> SizeMoves:
    """Of each film, grey levels at least 1,024 pixels wide, drawn at all sizes as PNG and as JPEG."""
    found, calls = [], []
    for original in originals:
        drawn = [variant for side in SIZES for variant in _formats(_at(original, side))]
        logits = watched.films(display(film) for film in drawn).logits
        found.append(probabilities(logits, decisions))
        calls.append(np.stack([one.called(logits[:, n].astype(np.float64)) for n, one in enumerate(decisions)], axis=1))
    moves = np.abs(np.stack(found) - np.stack(found)[:, :1])[:, 1:]
    flipped = np.stack(calls)[:, 1:] != np.stack(calls)[:, :1]
    return SizeMoves(
        len(found), float(np.median(moves)), float(np.percentile(moves, 95)), float(flipped.mean()),
        float(flipped.mean(axis=(0, 1)).max()),
    )  # fmt: skip


def _at(film: Stack, side: int) -> Stack:
    how = cv2.INTER_AREA if side <= film.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(film, (side, side), interpolation=how), np.uint8)


def _formats(film: Stack) -> tuple[Stack, Stack]:
    code = cv2.imencode(".jpg", film, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))[1]
    return film, np.asarray(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE), np.uint8)


def with_devices(film: Floats, random: np.random.Generator) -> Floats:
    """A bedside film, roughly: drains, lines, electrodes, a veil, low contrast, and a tilt."""
    result = film
    for thing in (drain, line, line, electrodes):
        if random.random() < 0.7:
            result = np.clip(thing(result, random), 0, 1).astype(np.float32)
    veil = np.linspace(random.uniform(0, 0.3), random.uniform(0, 0.3), result.shape[0], dtype=np.float32)[:, None]
    result = result * random.uniform(0.5, 0.8) + veil
    matrix = cv2.getRotationMatrix2D((film.shape[1] / 2, film.shape[0] / 2), random.uniform(-12, 12), 1.1)
    moved = cv2.warpAffine(np.asarray(result, np.float32), matrix, film.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    return np.clip(moved, 0, 1).astype(np.float32)


def with_drain(film: Floats, random: np.random.Generator) -> Floats:
    """A film with a drain and a line drawn on it."""
    return np.clip(line(drain(film, random), random), 0, 1).astype(np.float32)


def without_frame(film: Floats, share: float = 0.08) -> Floats:
    """A film whose outer ``share`` of each side is its mean: letters and borders are gone."""
    edge = round(share * min(film.shape))
    result = np.full_like(film, film.mean())
    result[edge:-edge, edge:-edge] = film[edge:-edge, edge:-edge]
    return result


def changed(films: Stack, change: Callable[[Floats, np.random.Generator], Floats], seed: int = 0) -> list[Floats]:
    """Films (n, rows, columns) as display values after a change."""
    random = np.random.default_rng(seed)
    return [change(display(film), random) for film in films]


def spreads(watched: Watched, films: Stack, decisions: Sequence[Decision], seed: int = 0) -> NDArray[np.float64]:
    """Standard deviation of each probability (films, findings) over ten small views of each film."""
    random = np.random.default_rng(seed)
    found = []
    for film in films:
        views = [_viewed(display(film), random) for _ in range(TIMES)]
        found.append(probabilities(watched.films(views).logits, decisions).std(axis=0))
    return np.stack(found)


def _viewed(film: Floats, random: np.random.Generator) -> Floats:
    return augmented_appearance(move(film.shape, random, VIEWS).film(film), random, VIEWS)


def shuffled_likeness(model: Any, watched: Watched, inputs: Sequence[Floats], seed: int = 0) -> list[tuple[str, float]]:
    """How alike maps stay, mean rank correlation, as weights are shuffled from the top down; the model is put back.

    Source: Adebayo et al., Sanity checks for saliency maps, NeurIPS 2018.
    """
    random, before = np.random.default_rng(seed), model.get_weights()
    maps = watched.inputs(inputs).maps
    found = []
    layers = [layer for layer in model.layers if layer.weights]
    for share in (1, len(layers) // 4, len(layers) // 2, len(layers)):
        for layer in layers[-share:]:
            layer.set_weights([random.permutation(value.ravel()).reshape(value.shape) for value in layer.get_weights()])
        likeness = _likeness(maps, Watched(model, watched.spec).inputs(inputs).maps)
        found.append((f"{share} of {len(layers)} layers", likeness))
    model.set_weights(before)
    return found


def _likeness(one: Floats, other: Floats) -> float:
    pairs = [
        np.corrcoef(_ranks(one[n, ..., k]), _ranks(other[n, ..., k]))[0, 1]
        for n in range(len(one))
        for k in range(one.shape[-1])
    ]
    return float(np.nanmean(pairs))


def _ranks(values: Floats) -> NDArray[np.int64]:
    return np.argsort(np.argsort(values.ravel()))
