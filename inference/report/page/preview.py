"""What a report will look like, fast: the same page made from a small copy of the film."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.core.analysis import Analysis
from inference.core.film import Radiograph, Spacing, TruncatedPixels, read_only
from inference.core.reader_annotations import ReaderAnnotations
from inference.report.page.options import ReportOptions
from inference.report.page.page import report_page
from inference.report.page.rasterize import rasterize

SIDE = 640  # of the small copy, in pixels


def report_preview(film: Radiograph, analysis: Analysis, options: ReportOptions, width: int) -> NDArray[np.uint8]:
    """The report page, RGB uint8 (rows, ``width``, 3), with little detail."""
    page = rasterize(report_page(*_reduced(film, analysis), options).display_list)
    size = (width, max(1, round(page.height * width / page.width)))
    return np.asarray(page.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0), dtype=np.uint8)


def _reduced(film: Radiograph, analysis: Analysis) -> tuple[Radiograph, Analysis]:
    rows, columns = film.shape
    factor = min(1.0, SIDE / max(rows, columns))
    size = (max(1, round(columns * factor)), max(1, round(rows * factor)))
    pixels = cv2.resize(film.pixels, size, interpolation=cv2.INTER_AREA)
    place = analysis.placement
    small = replace(place, scale_x=place.scale_x * columns / size[0], scale_y=place.scale_y * rows / size[1])
    copy = replace(
        film,
        pixels=read_only(np.asarray(pixels, np.float32)),
        overlay_planes=(),
        shutter=None,
        truncated=_reduced_truncation(film.truncated, size),
        spacing=_reduced_spacing(film.spacing, columns / size[0], rows / size[1]),
    )
    reader = _reduced_annotations(analysis.reader, size[0] / columns, size[1] / rows)
    return copy, replace(analysis, placement=small, reader=reader)


def _reduced_truncation(truncated: TruncatedPixels | None, size: tuple[int, int]) -> TruncatedPixels | None:
    if truncated is None:
        return None
    mask = cv2.resize(truncated.mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    mask.setflags(write=False)
    return replace(truncated, mask=mask)


def _reduced_spacing(spacing: Spacing | None, across: float, down: float) -> Spacing | None:
    if spacing is None:
        return None
    return replace(spacing, row_mm=spacing.row_mm * down, column_mm=spacing.column_mm * across)


def _reduced_annotations(reader: ReaderAnnotations | None, across: float, down: float) -> ReaderAnnotations | None:
    if reader is None:
        return None
    annotations = (
        replace(one, points=tuple((x * across, y * down) for x, y in one.points)) for one in reader.annotations
    )
    return replace(reader, annotations=tuple(annotations))
