"""What lies under the cursor: pixel, values, heat; lines of steady width for the corner of a viewport."""

from __future__ import annotations

import math

import numpy as np

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.imaging.display_pipeline import apply_voi, choose_voi
from inference.imaging.heat_on_film import heat_at
from inference.text.wording import strength_text
from viewer.state.session import GrayscaleState
from viewer.style.translation import tr

FIGURE_SPACE = "\u2007"  # as wide as a digit
Point = tuple[float, float]  # column and row on the film, in continuous pixel coordinates


def pixel_text(film: Radiograph, grayscale: GrayscaleState, at: Point) -> str:
    """Column and row (from 0), stored value, modality value and grey (0..255) as shown; empty outside the film."""
    rows, columns = film.shape
    column, row = math.floor(at[0]), math.floor(at[1])
    if not (0 <= row < rows and 0 <= column < columns):
        return ""
    value = float(film.pixels[row, column])
    place = f"x {_wide(f'{column}', len(str(columns)))}  y {_wide(f'{row}', len(str(rows)))}"
    if film.truncated is not None and film.truncated.mask[row, column]:
        return "  ".join((place, tr("missing")))
    digits = len(str(2**film.bits))
    stored = tr("stored {value}").format(value=_wide(_stored(film, value), digits)) if film.rescale else ""
    measured = tr("value {value}").format(value=f"{_wide(f'{value:.6g}', digits)} {film.unit}".rstrip(" "))
    shown = tr("shown {value}").format(value=_wide(f"{shown_grey(film, grayscale, row, column)}", 3))
    return "  ".join(filter(None, (place, stored, measured, shown)))


def shown_grey(film: Radiograph, grayscale: GrayscaleState, row: int, column: int) -> int:
    """The grey (0..255) of one pixel as it is on the screen, black behind the shutter."""
    if film.shutter is not None and not film.shutter[row, column]:
        return 0
    shown = float(apply_voi(film.pixels[row : row + 1, column], choose_voi(film, grayscale.voi))[0])
    return int(np.rint((1.0 - shown if film.inverted != grayscale.invert else shown) * 255))


def heat_lines(film: Radiograph, analysis: Analysis | None, drawn: frozenset[str], at: Point) -> tuple[str, ...]:
    """How strong the evidence of each shown heatmap is at a point: in a word, and as a part of the full scale."""
    rows, columns = film.shape
    if analysis is None or not (0 <= at[1] < rows and 0 <= at[0] < columns):
        return ()
    lines = []
    for result in analysis.all_results:
        if result.heatmap is not None and result.finding.key in drawn:
            value = heat_at(result.heatmap.values, analysis.placement, at[1], at[0])
            share = min(max(value / result.heatmap.full_scale, 0.0), 1.0)
            full = tr("{share} % of the full scale").format(share=_wide(f"{share * 100:.0f}", 3))
            lines.append("  ".join((tr(result.finding.title), *((full,) if share else ()), strength_text(share, tr))))
    return tuple(lines)


def _stored(film: Radiograph, value: float) -> str:
    assert film.rescale is not None
    slope, intercept = film.rescale
    stored = (value - intercept) / slope
    return f"{round(stored)}" if math.isfinite(stored) else "–"


def _wide(text: str, width: int) -> str:
    return text.rjust(width, FIGURE_SPACE)
