"""Occlusion sensitivity: what becomes of the probabilities when one place of the film is blurred away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.engine.faithfulness import REACH, Scorer, surrounding

_AROUND = 3.0  # of the blur's sigma: what lies farther from a patch has no say


@dataclass(frozen=True, slots=True)
class Patch:
    """A round place on a film: centre (column, row) in continuous film pixels, radius in widths of a film pixel."""

    column: float
    row: float
    radius: float


@dataclass(frozen=True, slots=True)
class Occlusion:
    """The probabilities by finding key, with a patch of the film blurred away."""

    patch: Patch
    probabilities: Mapping[str, float]


def occlude(scorer: Scorer, film: Radiograph, patch: Patch, token: CancelToken) -> Occlusion:
    """Score a film without the place under a patch; costs one forward pass. Raises as the scorer does."""
    found = scorer.probabilities(without_patch(film, patch), token)
    return Occlusion(patch, {finding.key: value for finding, value in found.items()})


def without_patch(film: Radiograph, patch: Patch) -> Radiograph:
    """The film with the pixels whose centres lie under the patch replaced by their blurred surrounding."""
    reach = REACH * max(film.shape)
    rows = _around(patch.row, patch.radius / film.pixel_aspect + _AROUND * reach, film.shape[0])
    columns = _around(patch.column, patch.radius + _AROUND * reach, film.shape[1])
    part = film.pixels[rows, columns]
    down = (np.arange(rows.start, rows.stop) + 0.5 - patch.row) * film.pixel_aspect
    across = np.arange(columns.start, columns.stop) + 0.5 - patch.column
    mask = down[:, None] ** 2 + across[None, :] ** 2 <= patch.radius**2
    if not mask.any() or mask.all():
        return film
    pixels = film.pixels.copy()
    pixels[rows, columns][mask] = surrounding(part, mask, reach)[mask]
    digest = hashlib.sha256(f"{film.film_hash} {patch}".encode()).hexdigest()
    return replace(film, pixels=read_only(pixels), film_hash=digest)


def _around(centre: float, reach: float, size: int) -> slice:
    start = min(max(0, int(centre - reach)), size)
    return slice(start, max(start, min(size, int(centre + reach) + 1)))
