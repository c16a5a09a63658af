"""A film as large as it is, on one sheet of paper or on several that overlap, with a ruler on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.imaging.spatial_transform import transform_text
from inference.report.deidentify.identity import without_free_text
from inference.report.film_info import orientation_markers
from inference.report.page.annotation_drawing import with_labelled_annotations
from inference.report.page.display_list import DisplayList, PageColour
from inference.report.page.film.films import NO_SIDES
from inference.report.page.options import ReportOptions, plain_picture, transformed
from inference.report.page.page_parts import draw_running_head
from inference.report.page.structure import Role
from inference.report.page.text_layout import LEAST, Page
from inference.text.wording import RESEARCH_USE

UNIT = 2.0  # pixels a unit: 300 to the inch
MM = 150 / 25.4  # units a millimetre
OVERLAP = 10.0  # mm that sheets of one film share
_LETTERS = 1.4  # times as large as on a screen
_HEAD, _FOOT = 130, 110  # units above and below the film
_TITLE = "Film in real size: {across} × {down} mm, {origin}. Print at 100 %, and hold a ruler against the one below."
_SHEET = "Sheet {number} of {count}: row {row}, column {column}; neighbours share {overlap} mm."


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    return [_TITLE, _SHEET]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A part of the film as it lies, in millimetres, and where it is among the others, from 1."""

    left: float
    top: float
    width: float
    height: float
    row: int
    column: int


def real_size_pages(
    film: Radiograph, options: ReportOptions, reader: ReaderAnnotations | None = None
) -> tuple[DisplayList, ...]:
    """The film in its window and as it lies, every millimetre one on paper to a tenth; its spacing must be known.

    With the reader's annotations where there are any.
    """
    assert film.spacing is not None
    if options.anonymize:
        film = without_free_text(film)
    spacing = film.spacing
    assert spacing is not None
    picture = Image.fromarray(transformed(plain_picture(film, options), options))
    size = options.transform.size(film.shape[1] * spacing.column_mm, film.shape[0] * spacing.row_mm)
    if reader is not None and reader.annotations:
        unit = _LETTERS * picture.width / size[0] / MM
        picture = with_labelled_annotations(picture, film, reader, options.transform, unit)
    sheets = list(_sheets(size, options))
    told = [_told(number, sheet, len(sheets), size, film, options) for number, sheet in enumerate(sheets, start=1)]
    return tuple(_page(*pair, picture, size, film, options) for pair in zip(sheets, told, strict=True))


def _room(options: ReportOptions) -> tuple[float, float]:
    """How much of a film a sheet takes, in millimetres."""
    page = Page(options.form.paper.units[0], 1.0)
    return page.inner / MM, (options.form.paper.units[1] - _HEAD - _FOOT) / MM


def _sheets(size: tuple[float, float], options: ReportOptions) -> Iterator[_Sheet]:
    rooms = _room(options)
    across, down = (list(_pieces(length, room)) for length, room in zip(size, rooms, strict=True))
    for row, (top, height) in enumerate(down, start=1):
        for column, (left, width) in enumerate(across, start=1):
            yield _Sheet(left, top, width, height, row, column)


def _pieces(length: float, room: float) -> Iterator[tuple[float, float]]:
    """Where pieces of a length begin and how long they are, none longer than the room, neighbours overlapping."""
    start = 0.0
    while True:
        yield start, min(room, length - start)
        if start + room >= length:
            return
        start += room - OVERLAP


def _told(
    number: int, sheet: _Sheet, count: int, size: tuple[float, float], film: Radiograph, options: ReportOptions
) -> tuple[str, ...]:
    """What stands above the film on a sheet: how large it is and by what, its sides, and which sheet this is."""
    t, markers = options.translate, orientation_markers(film, options.transform)
    assert film.spacing is not None
    title = t(_TITLE).format(across=f"{size[0]:.0f}", down=f"{size[1]:.0f}", origin=t(film.spacing.origin))
    sides = f"{markers.left} ← → {markers.right}" if markers.left else t(NO_SIDES)
    whole = "  ·  ".join(filter(None, (title, sides, t(transform_text(options.transform)))))
    if count == 1:
        return (whole,)
    place = {"number": number, "count": count, "row": sheet.row, "column": sheet.column}
    return whole, t(_SHEET).format(**place, overlap=f"{OVERLAP:.0f}")


def _page(
    sheet: _Sheet,
    told: tuple[str, ...],
    picture: Image.Image,
    size: tuple[float, float],
    film: Radiograph,
    options: ReportOptions,
) -> DisplayList:
    wide, high = (round(length * UNIT) for length in options.form.paper.units)
    page = Page(wide, UNIT)
    y = draw_running_head(page, page.px(30), film, options)
    for line in told:
        y = page.text(page.margin, y, line, size=LEAST, colour=PageColour.QUIET, width=page.inner)
    area = (page.px(sheet.width * MM), page.px(sheet.height * MM))
    with page.structure.within(Role.FIGURE, told[-1]):
        page.picture(page.margin, page.px(_HEAD), _part(picture, sheet, size), area, photo=True)
    with page.structure.within(Role.ARTIFACT):
        _draw_ruler(page, high - page.px(_FOOT - 14), min(sheet.width, 150.0))
    words, y = options.translate(RESEARCH_USE), high - page.px(38)
    page.text(page.margin, y, words, size=LEAST, bold=True, colour=PageColour.ACCENT, width=page.inner)
    return page.finished(high)


def _part(picture: Image.Image, sheet: _Sheet, size: tuple[float, float]) -> Image.Image:
    """The part of the picture on a sheet, resampled to the sheet so that its edges lie between pixels."""
    across, down = picture.width / size[0], picture.height / size[1]
    box = (
        sheet.left * across,
        sheet.top * down,
        min((sheet.left + sheet.width) * across, picture.width),
        min((sheet.top + sheet.height) * down, picture.height),
    )
    pixels = (max(1, round(sheet.width * MM * UNIT)), max(1, round(sheet.height * MM * UNIT)))
    return picture.resize(pixels, Image.Resampling.BICUBIC, box=box)


def _draw_ruler(page: Page, y: int, length: float) -> None:
    """A ruler from the left edge of the film: a tick a millimetre, a number a centimetre."""
    page.box(page.margin, y, page.margin + length * MM * UNIT, y + 2, PageColour.INK)
    for millimetre in np.arange(int(length) + 1):
        high = page.px(26 if millimetre % 10 == 0 else 18 if millimetre % 5 == 0 else 11)
        x = page.margin + millimetre * MM * UNIT
        page.box(x - 1, y, x + 1, y + high, PageColour.INK)
        if millimetre % 10 == 0:
            words = f"{millimetre // 10}" + (" cm" if millimetre + 10 > length else "")
            page.text(x, y + page.px(27), words, size=LEAST, width=page.px(60), align="middle")
