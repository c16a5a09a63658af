"""Copies of a film and its analysis that are as fine as a page can show: drawn fast, in the same greys and colours."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.core.analysis import Analysis
from inference.core.film import Radiograph, Spacing, TruncatedPixels, read_only
from inference.core.reader_annotations import ReaderAnnotations
from inference.report.page.film.hottest_place import Region


def cropped(film: Radiograph, analysis: Analysis, region: Region) -> tuple[Radiograph, Analysis]:
    """Film and analysis of a part of the film alone, at the film's own resolution."""
    place = analysis.placement
    moved = replace(
        place,
        offset_x=place.offset_x + region.left * place.scale_x,
        offset_y=place.offset_y + region.top * place.scale_y,
    )
    truncated = film.truncated
    if truncated is not None:
        mask = np.ascontiguousarray(region.of(truncated.mask))
        mask.setflags(write=False)
        truncated = replace(truncated, mask=mask)
    pixels = read_only(np.ascontiguousarray(region.of(film.pixels)))
    part = replace(film, pixels=pixels, overlay_planes=(), shutter=None, truncated=truncated)
    return part, replace(analysis, placement=moved)


def reduced(film: Radiograph, analysis: Analysis, side: int) -> tuple[Radiograph, Analysis]:
    """Film and analysis at ``side`` pixels at most; themselves where they are no larger."""
    copy = reduced_film(film, side)
    if copy is film:
        return film, analysis
    (rows, columns), size = film.shape, copy.shape[::-1]
    place = analysis.placement
    small = replace(place, scale_x=place.scale_x * columns / size[0], scale_y=place.scale_y * rows / size[1])
    reader = _reduced_annotations(analysis.reader, size[0] / columns, size[1] / rows)
    return copy, replace(analysis, placement=small, reader=reader)


def reduced_film(film: Radiograph, side: int) -> Radiograph:
    """The film at ``side`` pixels at most; itself where it is no larger."""
    rows, columns = film.shape
    factor = side / max(rows, columns)
    if factor >= 1:
        return film
    size = (max(1, round(columns * factor)), max(1, round(rows * factor)))
    pixels = cv2.resize(film.pixels, size, interpolation=cv2.INTER_AREA)
    return replace(
        film,
        pixels=read_only(np.asarray(pixels, np.float32)),
        overlay_planes=(),
        shutter=None,
        truncated=_reduced_truncation(film.truncated, size),
        spacing=_reduced_spacing(film.spacing, columns / size[0], rows / size[1]),
    )


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


def placed(picture: NDArray[np.uint8], aspect: float, place: tuple[float, float]) -> Image.Image:
    """A picture with its pixels made square, about as fine as a place of so many pixels (width, height) shows.

    What is far coarser is magnified by a whole number, so that every film pixel stays one.
    """
    rows, columns = picture.shape[0] * aspect, picture.shape[1]
    scale = min(place[0] / columns, place[1] / rows)
    image = Image.fromarray(np.ascontiguousarray(picture))
    if scale > 1:
        times = int(scale)
        image = image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST)
        scale = float(times)
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def no_finer(picture: Image.Image, size: tuple[float, float]) -> Image.Image:
    """The picture at so many pixels (width, height) at most."""
    if picture.width <= size[0]:
        return picture
    return picture.resize((max(1, round(size[0])), max(1, round(size[1]))), Image.Resampling.LANCZOS)


def fitted(picture: Image.Image, place: tuple[float, float]) -> tuple[int, int]:
    """How large a picture is drawn in a place of so many pixels (width, height)."""
    scale = min(place[0] / picture.width, place[1] / picture.height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
