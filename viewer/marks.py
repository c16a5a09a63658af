"""The AI marks in words, colours and film coordinates: captions, outlines along cells, hottest regions. No widget."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QTransform

from inference.colour import FADE
from inference.findings import FINDINGS
from inference.types import Analysis, FindingResult, Heatmap, Placement
from viewer.language import tr
from viewer.session import Overlay

HALF = 0.5  # of a map's own peak: what belongs to its hottest region
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine)
# Okabe and Ito's colours, which colour-blind eyes tell apart, lightened for a black ground; dashes say it again
COLOURS = ("#f0e442", "#e69f00", "#e8703a", "#cc79a7", "#35b58d", "#e8edf2", "#56b4e9")


@dataclass(frozen=True, slots=True)
class Stroke:
    """How the outline of a finding is drawn."""

    colour: str
    dash: Qt.PenStyle


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """A line of what is drawn, with a sample of its outline where there is one."""

    text: str
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The cells of one finding's map above ``FADE`` of full colour; ``path`` runs along their edges, in film units."""

    stroke: Stroke
    path: QPainterPath


def stroke_of(key: str) -> Stroke:
    """The stroke of a finding, the same on every film."""
    place = next(number for number, finding in enumerate(FINDINGS) if finding.key == key)
    return Stroke(COLOURS[place], DASHES[place % len(DASHES)])


def captions(analysis: Analysis | None, overlay: Overlay) -> tuple[CaptionLine, ...]:
    """What is drawn over the film, in words; also which findings have nothing to draw."""
    drawn = _drawn(analysis, overlay)
    empty = [result for result in drawn if result.heatmap is None or result.heatmap.empty]
    shown = [result for result in drawn if result not in empty]
    lines: list[CaptionLine] = []
    if shown and overlay.outlined:
        lines.append(CaptionLine(tr("AI, outlines at a quarter of full colour:")))
        lines += [_legend_line(result) for result in shown]
    elif shown:
        lines.append(CaptionLine(f"AI: {' + '.join(tr(result.finding.title) for result in shown)}"))
    if empty:
        names = ", ".join(tr(result.finding.title) for result in empty)
        lines.append(CaptionLine(tr("No evidence map: {findings}").format(findings=names)))
    return tuple(lines)


def outlines(
    analysis: Analysis | None, overlay: Overlay, shape: tuple[int, int], pixel_aspect: float
) -> tuple[Outline, ...]:
    """The outlines to draw over a film of ``shape`` (rows, columns); none unless findings are shown as outlines."""
    if analysis is None or not overlay.outlined:
        return ()
    film = QRectF(0, 0, shape[1], shape[0] * pixel_aspect)
    found = []
    for result in _drawn(analysis, overlay):
        if result.heatmap is not None and (hot := _hot(result.heatmap)).any():
            path = _grid_to_film(analysis.placement, hot.shape, pixel_aspect).map(_cells_path(hot))
            clip = QPainterPath()
            clip.addRect(film)
            found.append(Outline(stroke_of(result.finding.key), path.intersected(clip)))
    return tuple(found)


def hottest_region(analysis: Analysis, heatmap: Heatmap, pixel_aspect: float) -> QRectF | None:
    """The cells joined to the hottest one that are at least half as hot, in film units; None without evidence."""
    if heatmap.empty:
        return None
    values = heatmap.values
    _, parts = cv2.connectedComponents((values >= values.max() * HALF).astype(np.uint8), connectivity=4)
    top = np.unravel_index(int(values.argmax()), values.shape)
    rows, columns = np.nonzero(parts == parts[top])
    across, down = int(columns.min()), int(rows.min())
    cells = QRectF(across, down, int(columns.max()) + 1 - across, int(rows.max()) + 1 - down)
    return _grid_to_film(analysis.placement, values.shape, pixel_aspect).mapRect(cells)


def _drawn(analysis: Analysis | None, overlay: Overlay) -> list[FindingResult]:
    results = analysis.results if analysis is not None else ()
    return [result for result in results if result.finding.key in overlay.drawn]


def _legend_line(result: FindingResult) -> CaptionLine:
    assert result.heatmap is not None
    if _hot(result.heatmap).any():
        return CaptionLine(tr(result.finding.title), stroke_of(result.finding.key))
    return CaptionLine(tr("{finding} (nowhere so strong)").format(finding=tr(result.finding.title)))


def _hot(heatmap: Heatmap) -> NDArray[np.bool_]:
    return np.asarray(heatmap.values >= heatmap.full_scale * FADE)


def _cells_path(hot: NDArray[np.bool_]) -> QPainterPath:
    """The edge of the marked cells, in grid units."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for row, cells in enumerate(hot):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], cells.astype(np.int8), [0]))))
        for start, end in edges.reshape(-1, 2):
            path.addRect(float(start), float(row), float(end - start), 1.0)
    return path.simplified()


def _grid_to_film(place: Placement, grid: tuple[int, ...], pixel_aspect: float) -> QTransform:
    """From heatmap cells (x right, y down) to film units."""
    across = place.input_shape[1] / grid[1] / place.scale_x
    down = place.input_shape[0] / grid[0] / place.scale_y * pixel_aspect
    left, top = -place.offset_x / place.scale_x, -place.offset_y / place.scale_y * pixel_aspect
    return QTransform(across, 0, 0, down, left, top)
