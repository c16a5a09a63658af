"""Pages as PDF on white paper: words as text, boxes as vectors, films as photographs at 300 dots to the inch.

The outline leads to the parts of a report; language and title are said, and all is tagged (``structure``), so that it
is read out in its order with what pictures show; what only decorates is marked as that.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from PIL import Image

from inference.report.page.display_list import LIGHT, Box, DisplayList, Item, PageImage, TextLine, hatches
from inference.report.page.film.report import FilmReport
from inference.report.page.fonts import BOLD, OTHERS, REGULAR, FontSet, Run, font_file
from inference.report.page.options import PLAIN_PAGE, PageForm, Paper, ReportOptions
from inference.report.page.text_layout import HATCH

if TYPE_CHECKING:  # a third of a second that only a PDF is worth
    from fpdf import FPDF

    from inference.report.page.pdf_tags import StructureTree

QUALITY = 90  # of photographs, as JPEG
NO_DAY = "1970-01-01T00:00:00+00:00"
_FILLED, _OUTLINED = 0, 2  # PDF 32000, table 106
_FONTS = {REGULAR: "regular", BOLD: "bold", OTHERS: "others"}

logging.getLogger("fpdf").setLevel(logging.ERROR)  # its warnings quote the text
logging.getLogger("fontTools").setLevel(logging.ERROR)


def report_pdf(report: FilmReport, options: ReportOptions) -> bytes:
    """The report of a film as PDF bytes; see :func:`pages_pdf`. Its metadata name the program and the report's hash."""
    facts = report.facts
    about = About("ThoraCAM report", f"sha256:{report.hash}", str(facts["software"]), str(facts["created"]))
    return pages_pdf(report.pages, about, options.form)


@dataclass(frozen=True, slots=True)
class About:
    """What the metadata of a PDF say: never the patient or the file.

    ``created`` is ISO 8601, empty where identity is left out: fpdf, which wants a date, then gets one that is none.
    """

    title: str
    subject: str
    software: str
    created: str


def pages_pdf(display_lists: Iterable[DisplayList], about: About, form: PageForm = PLAIN_PAGE) -> bytes:
    """Pages as PDF bytes, each on its paper from edge to edge."""
    from fpdf import FPDF
    from fpdf.fonts import TTFFont
    from fpdf.prefs import ViewerPreferences

    from inference.report.page.pdf_tags import StructureTree

    pdf = FPDF(unit="pt", format=form.paper.points)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    for name, family in _FONTS.items():
        pdf.add_font(family, "", font_file(name))
    pdf.set_title(about.title)
    pdf.set_subject(about.subject)
    pdf.set_creator(about.software)
    pdf.set_producer("ThoraCAM")
    pdf.set_lang(form.language)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    tree = StructureTree(pdf)
    pdf.set_creation_date(datetime.fromisoformat(about.created or NO_DAY))
    try:
        for display_list in display_lists:
            pdf.add_page(format=form.paper.points)
            _PdfPage(pdf, tree, display_list, _scale(display_list, form.paper)).write()
        return bytes(pdf.output())
    finally:
        for font in pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()  # else their files stay open where a page fails


def _scale(display_list: DisplayList, paper: Paper) -> float:
    """Points a page pixel: as wide as the paper, and smaller where a page is higher than that."""
    (wide, high), size = paper.points, (display_list.width, display_list.height)
    scale = wide / size[0]
    return scale if scale * size[1] < high * 1.001 else high / size[1]


class _PdfPage:
    """Draws the items of a page in points."""

    def __init__(self, pdf: FPDF, tree: StructureTree, display_list: DisplayList, scale: float) -> None:
        self._pdf, self._tree, self._display_list, self._scale = pdf, tree, display_list, scale

    def write(self) -> None:
        """Draw everything, from the back to the front, then tell the outline what begins where."""
        for tags, items in groupby(self._display_list.items, key=lambda item: item.tags):
            with self._tree.content(tags):
                for item in items:
                    self._draw(item)
        for bookmark in self._display_list.bookmarks:
            self._pdf.set_y(bookmark.y * self._scale)
            self._pdf.start_section(bookmark.title)

    def _draw(self, item: Item) -> None:
        match item:
            case TextLine():
                self._words(item)
            case Box():
                self._box(item)
            case PageImage():
                self._picture(item)

    def _picture(self, item: PageImage) -> None:
        """Photographs as JPEG, a code or a scale of colours pixel by pixel."""
        size = (item.width * self._scale, item.height * self._scale)
        self._pdf.set_image_filter("AUTO" if item.photo else "FlateDecode")
        picture = _photo(item.image) if item.photo else item.image
        self._pdf.image(picture, self._across(item.x), item.y * self._scale, *size)

    def _across(self, x: float) -> float:
        return x * self._scale

    def _words(self, words: TextLine) -> None:
        fonts, x = FontSet(words.size, bold=words.bold), words.x
        runs = fonts.runs(words.text, words.direction)
        for place, run in enumerate(runs, start=1):
            self._run(run, x, words.y + fonts.ascent, words, " " if words.wrapped and place == len(runs) else "")
            x += run.width

    def _run(self, run: Run, x: float, baseline: float, words: TextLine, space: str) -> None:
        """One stretch in its font, and the ``space`` behind which a paragraph goes on with another line.

        Letters of a regular font in bold text are outlined as well.
        """
        pdf, colour = self._pdf, LIGHT[words.colour]
        pdf.set_font(_FONTS[run.font], "", words.size * self._scale)
        pdf.set_text_color(*colour)
        pdf.set_char_spacing(0)
        spare = run.width * self._scale - pdf.get_string_width(run.text)
        pdf.set_char_spacing(spare / len(run.text))  # as wide as it was set, which knows of kerning
        pdf.set_draw_color(*colour)
        pdf.set_line_width(2 * run.thicker * self._scale)
        pdf.text_mode = _OUTLINED if run.thicker else _FILLED
        pdf.text(self._across(x), baseline * self._scale, run.text + space)

    def _box(self, box: Box) -> None:
        left, right = self._across(box.left), self._across(box.right)
        top, bottom = box.top * self._scale, box.bottom * self._scale
        colour = LIGHT[box.colour]
        self._pdf.set_draw_color(*colour)
        self._pdf.set_fill_color(*colour)
        if box.frame:
            thick = box.frame * self._scale
            self._pdf.set_line_width(thick)
            self._pdf.rect(left + thick / 2, top + thick / 2, right - left - thick, bottom - top - thick)
        elif box.hatched:
            step = HATCH * self._display_list.unit
            self._pdf.set_line_width(step * self._scale / 3)
            for x1, y1, x2, y2 in hatches(box, step):
                self._pdf.line(self._across(x1), y1 * self._scale, self._across(x2), y2 * self._scale)
        else:
            self._pdf.rect(left, top, right - left, bottom - top, style="F")


def _photo(image: Image.Image) -> io.BytesIO:
    """A picture as JPEG, grey where it has no colour."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, subsampling=0 if image.mode == "RGB" else -1)
    buffer.seek(0)
    return buffer
