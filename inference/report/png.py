"""The annotated PNG report of one film: a page with film and overlay side by side and seven findings below."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from inference.cancel import CancelToken
from inference.report.drawn_marks import draw_mark_words, with_marks
from inference.report.files import write_whole
from inference.report.page_parts import draw_findings, draw_footer, draw_header, draw_panes
from inference.report.picture import ReportOptions, drawn_keys, marked_picture, plain_picture
from inference.report.type_setting import Page
from inference.types import Analysis, Radiograph

__all__ = ["ReportOptions", "report_png", "write_report"]

NARROWEST_PANE = 640  # smaller films are magnified by a whole number, every film pixel staying a square
SIDE = 30  # layout units beside a pane, where its side letters stand
CHUNK = "ThoraCAM"


def write_report(
    path: Path, film: Radiograph, analysis: Analysis, options: ReportOptions, *, token: CancelToken | None = None
) -> Path:
    """Write the report whole; raises ``ExportError`` and its kin, or ``Cancelled`` before anything is written."""
    data = report_png(film, analysis, options)
    if token is not None:
        token.raise_if_cancelled()
    return write_whole(path, data, overwrite=options.overwrite)


def report_png(film: Radiograph, analysis: Analysis, options: ReportOptions) -> bytes:
    """The report as PNG bytes.

    Its text chunk ``ThoraCAM`` is JSON: software, pack and film hash, states, and where the panes are
    (``[left, top, width, height]`` in page pixels, ``magnification`` page pixels a film pixel).
    """
    keys = drawn_keys(analysis, options)
    panes = (plain_picture(film, options), marked_picture(film, analysis, keys, options))
    times = max(1, -(-NARROWEST_PANE // film.shape[1]))
    pictures = [_square(Image.fromarray(pane), film.pixel_aspect, times) for pane in panes]
    reader = analysis.reader if analysis.reader is not None and analysis.reader.marks else None
    if reader is not None:
        pictures = [with_marks(picture, film, reader) for picture in pictures]
    page = _page(pictures[0].width)
    y = draw_header(page, film, anonymize=options.anonymize, institution=options.institution)
    areas, y = draw_panes(page, y, film, analysis, options, keys, (pictures[0], pictures[1]), page.px(SIDE))
    if reader is not None:
        y = draw_mark_words(page, y, film, reader)
    y = draw_findings(page, y, analysis)
    draw_footer(page, y, film, analysis)
    return _encoded(page.finished(), _provenance(film, analysis, options, keys, areas, times))


def _page(pane_width: int) -> Page:
    unit = max(1.0, pane_width / 720)
    side, gap = round(unit * SIDE), round(unit * 28)
    return Page(2 * pane_width + 4 * side + gap + 2 * round(unit * 28), unit)


def _square(picture: Image.Image, aspect: float, times: int) -> Image.Image:
    """Every film pixel as ``times`` x ``times`` page pixels; pixels that are not square are made so."""
    larger = picture.resize((picture.width * times, picture.height * times), Image.Resampling.NEAREST)
    if aspect == 1:
        return larger
    return larger.resize((larger.width, max(1, round(larger.height * aspect))), Image.Resampling.BICUBIC)


def _provenance(
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    keys: tuple[str, ...],
    areas: dict[str, tuple[int, int, int, int]],
    times: int,
) -> str:
    made = analysis.provenance
    facts = {
        "software": made.software,
        "pack": {"name": made.pack_name, "version": made.pack_version, "hash": made.pack_hash},
        "film_hash": film.film_hash,
        "anonymized": options.anonymize,
        "overlay": {"findings": list(keys), "opacity": options.opacity, "colormap": options.colormap},
        "panes": {name: list(area) for name, area in areas.items()},
        "magnification": times,
        "findings": {
            result.finding.key: {"state": str(result.state), "probability": result.probability}
            for result in analysis.results
        },
        "created": made.created,
    }
    return json.dumps(facts, ensure_ascii=False)


def _encoded(page: Image.Image, provenance: str) -> bytes:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_itxt(CHUNK, provenance)
    buffer = io.BytesIO()
    page.save(buffer, "PNG", pnginfo=chunks, compress_level=4)
    return buffer.getvalue()


def encode_picture(picture: NDArray[np.uint8]) -> bytes:
    """Grey (rows, columns) or RGB (rows, columns, 3) uint8 as plain PNG bytes without any metadata."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
