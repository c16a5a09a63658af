"""What the reader says on a report: the impression, assessments of the model's word, measurements, the signature."""

from __future__ import annotations

from collections.abc import Iterator

from inference.annotations.export import annotation_label
from inference.annotations.wording import disagreement_text, impression_author, reader_text
from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.report.page.display_list import PageColour
from inference.report.page.options import ReportOptions
from inference.report.page.page_parts import signed_text
from inference.report.page.sheets import Sheets
from inference.report.page.structure import Role
from inference.report.page.text_layout import LEAST
from inference.text.wording import Translate

IMPRESSION, WORD, DRAWN = (
    "Impression of the reader",
    "The reader on the model",
    "Measurements and annotations of the reader",
)
_INDENT = 36  # units, where words beside a number begin


def translatable() -> list[str]:
    """Every heading of this module: what a translation has to know."""
    return [IMPRESSION, WORD, DRAWN]


def reader_height(sheets: Sheets, film: Radiograph, analysis: Analysis, options: ReportOptions) -> int:
    """How many pixels of a page the reader's part takes; more than a page where it needs several."""
    scratch = Sheets(options.form.paper, sheets.unit)
    top = scratch.y
    draw_reader(scratch, film, analysis, options)
    return scratch.y - top + (len(scratch.pages) - 1) * scratch.height


def draw_reader(sheets: Sheets, film: Radiograph, analysis: Analysis, options: ReportOptions) -> None:
    """All that a reader said and drew; nothing where nobody did."""
    reader, t = analysis.reader, options.translate
    if reader is not None and reader.impression:
        whose = impression_author(reader, t)
        sheets.heading(t(IMPRESSION), whose)
        sheets.words(reader.impression, size=21)
        sheets.space(12)
    if reader is not None:
        _draw_words(sheets, list(_words_on_findings(reader, analysis, t)), t)
        _draw_annotations(sheets, film, reader, t)
    if options.signer is not None:
        sheets.words(signed_text(options.signer, t), bold=True)


def _words_on_findings(reader: ReaderAnnotations, analysis: Analysis, t: Translate) -> Iterator[str]:
    """Whether unaided calls and model agree, then what was said of each finding."""
    if reader.calls and reader.revealed:
        yield disagreement_text(reader, analysis, t)
    for result in analysis.results:
        said = reader_text(reader, result.finding.key, t)
        if said:
            yield f"{t(result.finding.title)}: {said}"


def _draw_words(sheets: Sheets, lines: list[str], t: Translate) -> None:
    if not lines:
        return
    sheets.heading(t(WORD))
    for line in lines:
        sheets.words(line)
    sheets.space(12)


def _draw_annotations(sheets: Sheets, film: Radiograph, reader: ReaderAnnotations, t: Translate) -> None:
    """A line an annotation: its number on the pictures, its kind and figures."""
    if not reader.annotations:
        return
    sheets.heading(t(DRAWN))
    with sheets.structure.within(Role.LIST):
        for number, words in enumerate(annotation_label(film, reader, t), start=1):
            sheets.hanging(str(number), words, _INDENT, size=LEAST + 1, colour=PageColour.INK)
    sheets.space(12)
