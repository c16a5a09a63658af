"""The annotated PNG report of one film: a page whose text chunk says how it came to be."""

from __future__ import annotations

import hashlib
import io
import json

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.files.generated_files import CHUNK, PICTURE, SEVERAL
from inference.report.page.options import ReportOptions
from inference.report.page.page import ReportPage, report_page
from inference.report.page.rasterize import rasterize

__all__ = [
    "CHUNK",
    "ReportOptions",
    "encode_picture",
    "page_png",
    "picture_png",
    "pixels_hash",
    "report_png",
    "several_films_png",
]

STRIP = 256  # rows


def report_png(film: Radiograph, analysis: Analysis, options: ReportOptions) -> bytes:
    """The report as PNG bytes; see :func:`page_png`."""
    return page_png(report_page(film, analysis, options))


def page_png(page: ReportPage) -> bytes:
    """A page as PNG bytes.

    Its text chunk ``ThoraCAM`` is JSON: ``provenance.report_facts``, with ``report`` (their hash, also in the QR code),
    ``pixels`` (the hash of the rasterized page), ``panes`` (``[left, top, width, height]`` of each viewport in page
    pixels) and ``magnification`` (page pixels a film pixel).
    """
    picture = rasterize(page.display_list)
    chunks = PngImagePlugin.PngInfo()
    more = {
        "report": page.hash,
        "pixels": pixels_hash(picture),
        "panes": {name: list(area) for name, area in page.areas.items()},
        "magnification": page.magnification,
    }
    chunks.add_itxt(CHUNK, json.dumps({**page.facts, **more}, ensure_ascii=False))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", pnginfo=chunks, compress_level=4)
    return buffer.getvalue()


def pixels_hash(picture: Image.Image) -> str:
    """SHA-256 over size and RGB values of a picture."""
    digest = hashlib.sha256(b"%d x %d RGB\n" % picture.size)
    for top in range(0, picture.height, STRIP):  # a page whole, once more in memory, is as much as the engine takes
        strip = picture.crop((0, top, picture.width, min(top + STRIP, picture.height)))
        digest.update(strip.convert("RGB").tobytes())
    return digest.hexdigest()


def several_films_png(page: Image.Image, what: str) -> bytes:
    """A rasterized page of several films as PNG bytes; its text chunk says no more than that, so that it is no film."""
    chunks = PngImagePlugin.PngInfo()
    chunks.add_itxt(CHUNK, json.dumps({SEVERAL: what}))
    buffer = io.BytesIO()
    page.save(buffer, "PNG", pnginfo=chunks, compress_level=4)
    return buffer.getvalue()


def picture_png(picture: NDArray[np.uint8], what: str) -> bytes:
    """An overlay or a plot, RGB uint8, as PNG; its text chunk says what it shows, so that it is taken for no film."""
    chunks = PngImagePlugin.PngInfo()
    chunks.add_itxt(PICTURE, what)
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", pnginfo=chunks, compress_level=4)
    return buffer.getvalue()


def encode_picture(picture: NDArray[np.uint8]) -> bytes:
    """Grey (rows, columns) or RGB (rows, columns, 3) uint8 as plain PNG bytes without any metadata."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
