"""The overlay in words, colours and film coordinates: captions, outlines along cells, hottest regions. No widget."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

from inference.core.analysis import Analysis, FindingResult, Heatmap, Placement, ScoreState
from inference.imaging.colormap import FADE, HALF
from inference.imaging.heatmap_contours import Loop, Stroke, hot_cells, outline_of, stroke_of
from viewer.state.overlay import Overlay
from viewer.style.translation import tr

HOTTEST = 0.5  # of a map's own peak: what belongs to its hottest region


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """A line of what is drawn, with a sample of its outline where there is one."""

    text: str
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The hot cells of one finding's map; ``path`` runs along their edges, in film units."""

    stroke: Stroke
    path: QPainterPath


def captions(analysis: Analysis | None, overlay: Overlay) -> tuple[CaptionLine, ...]:
    """What is drawn over the film, in words; also which findings have nothing to draw, or that there are none."""
    drawn = _drawn(analysis, overlay)
    if analysis is not None and overlay.asked and not drawn:
        above = any(result.state is ScoreState.ABOVE for result in analysis.results)
        return () if above else (CaptionLine(tr("AI: no finding above")),)
    empty = [result for result in drawn if result.heatmap is None or result.heatmap.empty]
    shown = [result for result in drawn if result not in empty]
    lines: list[CaptionLine] = []
    if shown and overlay.draws_outlines:
        lines.append(CaptionLine(tr("AI outlines, from a quarter of full scale:")))
        lines += [_legend_line(result) for result in shown]
    elif shown:
        lines.append(CaptionLine(f"AI: {' + '.join(tr(result.finding.title) for result in shown)}"))
    lines += [
        _warning(result)
        for result in shown
        if result.evidence_location is not None and result.evidence_location.outside
    ]
    if empty:
        names = ", ".join(tr(result.finding.title) for result in empty)
        lines.append(CaptionLine(tr("No evidence map: {findings}").format(findings=names)))
    return tuple(lines)


def outlines(
    analysis: Analysis | None, overlay: Overlay, shape: tuple[int, int], pixel_aspect: float
) -> tuple[Outline, ...]:
    """The outlines to draw over a film of ``shape`` (rows, columns): of each finding, or of half strength over heat."""
    if analysis is None:
        return ()
    found, least = [], FADE if overlay.draws_outlines else HALF
    for result in _drawn(analysis, overlay):
        if result.heatmap is not None and (loops := outline_of(result.heatmap, analysis.placement, shape, least)):
            found.append(Outline(stroke_of(result.finding.key), _path(loops, pixel_aspect)))
    return tuple(found)


def hottest_region(analysis: Analysis, heatmap: Heatmap, pixel_aspect: float) -> QRectF | None:
    """The cells joined to the hottest one that are at least half as hot, in film units; None without evidence."""
    if heatmap.empty:
        return None
    values = heatmap.values
    _, parts = cv2.connectedComponents((values >= values.max() * HOTTEST).astype(np.uint8), connectivity=4)
    top = np.unravel_index(int(values.argmax()), values.shape)
    rows, columns = np.nonzero(parts == parts[top])
    across, down = int(columns.min()), int(rows.min())
    cells = QRectF(across, down, int(columns.max()) + 1 - across, int(rows.max()) + 1 - down)
    return _grid_to_film(analysis.placement, values.shape, pixel_aspect).mapRect(cells)


def _drawn(analysis: Analysis | None, overlay: Overlay) -> list[FindingResult]:
    results = analysis.all_results if analysis is not None else ()
    return [result for result in results if result.finding.key in overlay.drawn]


def _warning(result: FindingResult) -> CaptionLine:
    return CaptionLine(tr("⚠ {finding}: most evidence outside").format(finding=tr(result.finding.title)))


def _legend_line(result: FindingResult) -> CaptionLine:
    assert result.heatmap is not None
    if hot_cells(result.heatmap).any():
        return CaptionLine(tr(result.finding.title), stroke_of(result.finding.key))
    return CaptionLine(tr("{finding} (nowhere so strong)").format(finding=tr(result.finding.title)))


def _path(loops: tuple[Loop, ...], pixel_aspect: float) -> QPainterPath:
    path = QPainterPath()
    for loop in loops:
        path.addPolygon(QPolygonF([QPointF(x, y * pixel_aspect) for x, y in loop]))
        path.closeSubpath()
    return path


def _grid_to_film(place: Placement, grid: tuple[int, ...], pixel_aspect: float) -> QTransform:
    """From heatmap cells (x right, y down) to film units."""
    across = place.input_shape[1] / grid[1] / place.scale_x
    down = place.input_shape[0] / grid[0] / place.scale_y * pixel_aspect
    left, top = -place.offset_x / place.scale_x, -place.offset_y / place.scale_y * pixel_aspect
    return QTransform(across, 0, 0, down, left, top)
