"""Films with masks by hand, and how one film becomes many: bent, turned, zoomed, and as other hospitals send them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engine.anatomy.network import INPUT
from inference.imaging.model_input import prepare
from inference.recipes.anatomy_network.network import CLASSES
from inference.recipes.simulate.hospital import changed

Floats = NDArray[np.float32]
Masks = NDArray[np.uint8]
Rng = np.random.Generator


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class DrawnFilm:
    """A film (side, side) in 0..1, its mask of classes 0..3, and its cardiothoracic ratio, measured by a person."""

    film: Floats
    mask: Masks
    ratio: float
    measured: bool


def read_part(folder: Path, part: str, side: int) -> tuple[DrawnFilm, ...]:
    """The films of one part of ``anatomy.csv``, square films made ``side`` pixels wide."""
    with (folder / "anatomy.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part]
    return tuple(_read(folder, row, side) for row in rows)


def _read(folder: Path, row: dict[str, str], side: int) -> DrawnFilm:
    film, mask = (cv2.imread(str(folder / row[name]), cv2.IMREAD_GRAYSCALE) for name in ("file", "masks"))
    if film is None or mask is None:
        raise OSError(f"{row['file']} cannot be read")
    film = cv2.resize(film, (side, side), interpolation=cv2.INTER_AREA)
    mask = cv2.resize(mask, (side, side), interpolation=cv2.INTER_NEAREST)
    grey = np.asarray(film, np.float32) / np.float32(255)
    return DrawnFilm(grey, np.asarray(mask, np.uint8), float(row["ctr"]), row["measured"] == "True")


def batches(films: tuple[DrawnFilm, ...], count: int, side: int, rng: Rng) -> Iterator[tuple[Floats, Floats]]:
    """For ever: inputs (count, side, side, 1) and shares of classes (count, side / 2, side / 2, CLASSES)."""
    while True:
        order = rng.permutation(len(films))
        for start in range(0, len(order) - count + 1, count):
            made = [sample(films[index], side, rng) for index in order[start : start + count]]
            yield np.stack([film for film, _ in made]), np.stack([truth for _, truth in made])


def sample(drawn: DrawnFilm, side: int, rng: Rng) -> tuple[Floats, Floats]:
    """One input and its truth, the film moved and changed by chance."""
    film, shares = moved(drawn, side, rng)
    film = changed(film, rng, float(rng.choice((0.0, 0.6, 1.0))))
    return as_input(film, side), shares


def as_input(film: Floats, side: int) -> Floats:
    """Display values as the network takes them: (side, side, 1), the 1st to 99th percentile on -1..1."""
    from dataclasses import replace

    return prepare(film, replace(INPUT, rows=side, columns=side))[0]


def moved(drawn: DrawnFilm, side: int, rng: Rng) -> tuple[Floats, Floats]:
    """The film (side, side), turned, zoomed, stretched and bent by chance, and its shares of classes at half size."""
    at = _places(drawn.film.shape[0], side, rng)
    edge = cv2.BORDER_REPLICATE if rng.random() < 0.3 else cv2.BORDER_CONSTANT
    shade = float(rng.choice((0.0, 0.0, float(drawn.film.mean()), 1.0)))
    film = cv2.remap(drawn.film, *at, cv2.INTER_LINEAR, borderMode=edge, borderValue=shade)
    mask = cv2.remap(drawn.mask, *at, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(film, np.float32), shares_of(np.asarray(mask, np.uint8))


def shares_of(mask: Masks) -> Floats:
    """A mask of classes as shares of each class at half its size, float32 (rows / 2, columns / 2, CLASSES)."""
    one = np.eye(CLASSES, dtype=np.float32)[mask]
    size = (mask.shape[1] // 2, mask.shape[0] // 2)
    return np.asarray(cv2.resize(one, size, interpolation=cv2.INTER_AREA), np.float32)


def _places(held: int, side: int, rng: Rng) -> tuple[Floats, Floats]:
    """Where each pixel of the new film comes from, as columns and rows of the old one of ``held`` pixels a side."""
    y, x = (np.indices((side, side), dtype=np.float32) + 0.5) / side - 0.5
    angle = np.radians(rng.normal(0, 7) if rng.random() < 0.8 else rng.uniform(-25, 25))
    zoom, stretch = np.exp(rng.uniform(-0.35, 0.4)), np.exp(rng.uniform(-0.15, 0.15))
    shear, shift = rng.normal(0, 0.04), rng.uniform(-0.1, 0.1, 2)
    u = (np.cos(angle) * x + np.sin(angle) * y + shear * y) * zoom * stretch + shift[0]
    v = (np.cos(angle) * y - np.sin(angle) * x) * zoom / stretch + shift[1]
    bend = rng.normal(0, rng.uniform(0, 0.02), (2, 6, 6)).astype(np.float32)
    du, dv = (cv2.resize(field, (side, side), interpolation=cv2.INTER_CUBIC) for field in bend)
    return tuple(np.asarray((axis + 0.5) * held - 0.5, np.float32) for axis in (u + du, v + dv))  # type: ignore[return-value]
