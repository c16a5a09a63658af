"""The annotated report of one film as PNG: pages whose text chunk says how they came to be."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.files.generated_files import CHUNK, PICTURE, SEVERAL
from inference.report.page.film.report import FilmReport, film_report
from inference.report.page.options import ReportOptions
from inference.report.page.rasterize import rasterize, theme_of

__all__ = [
    "CHUNK",
    "ReportOptions",
    "encode_picture",
    "page_png",
    "picture_png",
    "pixels_hash",
    "report_png",
    "report_pngs",
    "several_films_png",
]

STRIP = 256  # rows
COMPRESSION = 6
AT_ONCE = 2  # pages: each takes 20 MB, and a processor of its own, since what compresses it does not hold Python's lock


def report_png(film: Radiograph, analysis: Analysis, options: ReportOptions) -> bytes:
    """The first page of a report as PNG bytes; see :func:`report_pngs`."""
    return page_png(film_report(film, analysis, options), 0, options)


def report_pngs(report: FilmReport, options: ReportOptions) -> Generator[bytes, None, None]:
    """Every page of a report as PNG bytes, in order; the next is drawn while one is taken."""
    with ThreadPoolExecutor(AT_ONCE, "page") as pool:
        yield from pool.map(partial(page_png, report, options=options), range(len(report.pages)))


def page_png(report: FilmReport, place: int, options: ReportOptions) -> bytes:
    """A page of a report as PNG bytes.

    Its text chunk ``ThoraCAM`` is JSON: ``provenance.report_facts``, with ``report`` (their hash, also in the QR code)
    and ``pixels`` (the hash of the rasterized page). On the first page ``panes`` is ``[left, top, width, height]`` of
    film and overlay in page pixels, and ``magnification`` page pixels a film pixel of the film alone; a further page
    says its number as ``page``, and leads back to the film as well.
    """
    picture = rasterize(report.pages[place], theme_of(options.form))
    chunks = PngImagePlugin.PngInfo()
    more: dict[str, object] = {"report": report.hash, "pixels": pixels_hash(picture)}
    if place:
        more["page"] = place + 1
    else:
        more["panes"] = {name: list(area) for name, area in report.areas.items()}
        more["magnification"] = report.magnification
    chunks.add_itxt(CHUNK, json.dumps({**report.facts, **more}, ensure_ascii=False))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", pnginfo=chunks, compress_level=COMPRESSION)
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


def picture_png(picture: NDArray[np.uint8] | NDArray[np.uint16], what: str, *, keyword: str = PICTURE) -> bytes:
    """A picture, RGB or grey uint8, or grey uint16, as PNG; its text chunk says what it shows.

    An overlay or a plot is taken for no film by the ``keyword`` of that chunk; one of a plain film is ``FILM``.
    """
    chunks = PngImagePlugin.PngInfo()
    chunks.add_itxt(keyword, what)
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", pnginfo=chunks, compress_level=4)
    return buffer.getvalue()


def encode_picture(picture: NDArray[np.uint8]) -> bytes:
    """Grey (rows, columns) or RGB (rows, columns, 3) uint8 as plain PNG bytes without any metadata."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
