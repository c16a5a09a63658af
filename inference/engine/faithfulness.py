"""Whether the heatmap shows what the score rests on: its hottest place is blurred away and the film scored again."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, Faithfulness, FindingResult, ScoreState
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.findings import Finding
from inference.core.ports import Progress, ProgressCallback, no_progress
from inference.imaging.heat_on_film import to_film

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

SHARE = 0.05  # of the film's pixels
REGIONS = 10
REACH = 0.05  # of the film's longer side: how far the surrounding blurs into the region


class Scorer(Protocol):
    """What gives probabilities for a film."""

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        """The calibrated probability of each finding that is judged."""


def faithfulness(
    scorer: Scorer,
    film: Radiograph,
    analysis: Analysis,
    *,
    token: CancelToken,
    progress: ProgressCallback = no_progress,
    seed: int = 0,
) -> tuple[Faithfulness, ...]:
    """One figure for each finding above its operating point that has an evidence map; the same for the same seed.

    Costs a forward for each place looked at, eleven a finding. Raises as the scorer does.
    """
    asked = [result for result in analysis.results if can_be_tested(result)]
    found = []
    for place, result in enumerate(asked):
        progress(Progress(place / len(asked), f"Testing the heatmap for {result.finding.title.lower()}"))
        found.append(faithfulness_of(scorer, film, analysis, result, token=token, seed=seed))
    progress(Progress(1.0, "Done"))
    return tuple(found)


def faithfulness_of(
    scorer: Scorer, film: Radiograph, analysis: Analysis, result: FindingResult, *, token: CancelToken, seed: int = 0
) -> Faithfulness:
    """The figure of one finding that :func:`can_be_tested`; raises as the scorer does."""
    return _of_finding(scorer, film, analysis, result, token, np.random.default_rng(seed))


def with_faithfulness(
    scorer: Scorer,
    film: Radiograph,
    analysis: Analysis,
    *,
    token: CancelToken,
    progress: ProgressCallback = no_progress,
) -> Analysis:
    """The analysis with the figures of :func:`faithfulness` on its results."""
    found = {item.finding: item for item in faithfulness(scorer, film, analysis, token=token, progress=progress)}
    results = tuple(replace(result, faithfulness=found.get(result.finding)) for result in analysis.results)
    return replace(analysis, results=results)


def hottest(heat: Floats, share: float = SHARE) -> Mask:
    """The hottest ``share`` of the pixels of a map (rows, columns); exactly that many, ties broken by place."""
    count = max(1, round(share * heat.size))
    mask = np.zeros(heat.size, dtype=np.bool_)
    mask[np.argpartition(-heat, count - 1, axis=None)[:count]] = True
    return mask.reshape(heat.shape)


def without(film: Radiograph, mask: Mask) -> Radiograph:
    """The film with the pixels under ``mask`` replaced by their blurred surrounding."""
    pixels = film.pixels.copy()
    pixels[mask] = surrounding(film.pixels, mask, REACH * max(film.shape))[mask]
    digest = hashlib.sha256(film.film_hash.encode() + np.packbits(mask).tobytes()).hexdigest()
    return replace(film, pixels=read_only(pixels), film_hash=digest)


def surrounding(pixels: Floats, mask: Mask, reach: float) -> Floats:
    """What the pixels around the mask say of those under it: a blur that looks at the former only, float32.

    ``reach`` is the blur's sigma in pixels. Far inside, where the blur sees nothing, a wider one speaks, at last the
    mean of all. Only what stands under the mask has a meaning.
    """
    outside = (~mask).astype(np.float32)
    filled = np.empty_like(pixels)
    open_still = mask.copy()
    for times in (1, 2, 4):
        sigma = reach * times
        weight = _blur(outside, sigma)
        seen = open_still & (weight > 1e-3)
        filled[seen] = (_blur(pixels * outside, sigma)[seen]) / weight[seen]
        open_still &= ~seen
        if not open_still.any():
            return filled
    filled[open_still] = float(pixels[~mask].mean())
    return filled


def elsewhere(mask: Mask, random: np.random.Generator) -> Iterator[Mask]:
    """Masks of the same size and shape at random other places, turned over at random, wrapping at the edges."""
    while True:
        turned = mask[:: random.choice((-1, 1)), :: random.choice((-1, 1))]
        yield np.roll(turned, (random.integers(mask.shape[0]), random.integers(mask.shape[1])), axis=(0, 1))


def can_be_tested(result: FindingResult) -> bool:
    """Whether a result is above its operating point and has an evidence map."""
    return result.state is ScoreState.ABOVE and result.heatmap is not None and not result.heatmap.empty


def _of_finding(
    scorer: Scorer,
    film: Radiograph,
    analysis: Analysis,
    result: FindingResult,
    token: CancelToken,
    random: np.random.Generator,
) -> Faithfulness:
    assert result.heatmap is not None
    assert result.probability is not None
    region = hottest(to_film(result.heatmap.values, analysis.placement, film.shape))
    before = result.probability

    def drop(mask: Mask) -> float:
        token.raise_if_cancelled()
        return before - scorer.probabilities(without(film, mask), token)[result.finding]

    others = [drop(mask) for mask, _ in zip(elsewhere(region, random), range(REGIONS), strict=False)]
    return Faithfulness(result.finding, before, drop(region), statistics.median(others), SHARE, REGIONS)


def _blur(values: Floats, sigma: float) -> Floats:
    """A Gaussian blur, computed on a smaller film where it is wide: float32 of the same shape."""
    step = max(1, int(sigma / 4))
    rows, columns = max(1, values.shape[0] // step), max(1, values.shape[1] // step)
    small = cv2.resize(values, (columns, rows), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(sigma / step, 0.3))
    back = cv2.resize(soft, (values.shape[1], values.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(back, dtype=np.float32)
