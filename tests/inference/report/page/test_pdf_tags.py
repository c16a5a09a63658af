"""A report that is read out: every word belongs to an element, in its order, and pictures say what they show."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from inference.core.findings import FINDINGS
from inference.report.page.display_list import DisplayList
from inference.report.page.film.conclusion import HEADING
from inference.report.page.film.films import TITLE as FILMS
from inference.report.page.film.report import film_report
from inference.report.page.film.tables import BARS, CODE, LIMITS, ORIGIN
from inference.report.page.film.tiles import TITLE as TILES
from inference.report.page.options import PageForm, Paper, ReportOptions
from inference.report.page.page_parts import FILM_TITLE
from inference.report.page.pdf import About, pages_pdf, report_pdf
from inference.report.page.sheets import Sheets
from inference.text.catalogue import translator
from tests.inference.report.page.report_pages import everything
from tests.needs import program


def read(pages: tuple[DisplayList, ...], language: str = "en") -> PdfReader:
    data = pages_pdf(pages, About("A report", "", "ThoraCAM", ""), PageForm(language=language))
    return PdfReader(io.BytesIO(data))


def report_of_everything(language: str = "en") -> PdfReader:
    options = ReportOptions(form=PageForm(language=language))
    return PdfReader(io.BytesIO(report_pdf(film_report(*everything(), options), options)))


def elements(found: PdfReader) -> Iterator[tuple[int, dict[str, Any]]]:
    """Depth and dictionary of each structure element, in the order in which they are read."""

    def below(element: Any, depth: int) -> Iterator[tuple[int, dict[str, Any]]]:
        yield depth, element
        for kid in element["/K"]:
            one = kid.get_object()
            if isinstance(one, dict) and "/S" in one:
                yield from below(one, depth + 1)

    root: Any = found.root_object["/StructTreeRoot"]
    yield from below(root["/K"][0].get_object(), 0)


def words_by_element(found: PdfReader) -> dict[int, str]:
    """The words of each element by the number of its object, by way of the marks in the pages."""
    root: Any = found.root_object["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    said: dict[int, str] = {}
    page: Any
    for page in found.pages:
        owners = numbers[2 * page["/StructParents"] + 1]
        for mark, words in page_words(found, page).items():
            number = owners[mark].idnum
            said[number] = said.get(number, "") + words
    return said


def page_words(found: PdfReader, page: Any) -> dict[int, str]:
    """The words of a page by their marks; fails where something is drawn outside of any mark."""
    marks: dict[int, str] = {}
    open_mark: int | None = None
    inside = False
    fonts, font = page["/Resources"]["/Font"], ""
    for operands, operator in ContentStream(page.get_contents(), found).operations:
        if operator in (b"BDC", b"BMC"):
            assert not inside
            inside, open_mark = True, operands[1]["/MCID"] if operator == b"BDC" else None
            if open_mark is not None:
                assert open_mark == len(marks)
                marks[open_mark] = ""
        elif operator == b"EMC":
            inside = False
        elif operator == b"Tf":
            font = operands[0]
        elif operator in (b"Tj", b"Do", b"f", b"S", b"INLINE IMAGE"):
            assert inside, operator
            if operator == b"Tj" and open_mark is not None:
                marks[open_mark] += decoded(operands[0].original_bytes, fonts[font])
    return marks


def decoded(codes: bytes, font: Any) -> str:
    pairs = re.findall("<(....)> <(....)>\n", font["/ToUnicode"].get_data().decode())
    table = {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
    return "".join(table[int(code)] for code in np.frombuffer(codes, ">u2"))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_headings_tables_and_pictures_are_what_they_are_and_nothing_is_without_a_mark(language: str) -> None:
    found, t = report_of_everything(language), translator(language)
    root: Any = found.root_object
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/Lang"] == language
    said = words_by_element(found)
    kinds = [(element["/S"][1:], element) for _, element in elements(found)]
    heard = [(kind, said.get(element.indirect_reference.idnum, "")) for kind, element in kinds]  # type: ignore[attr-defined]
    assert kinds[0][0] == "Document"
    assert [words for kind, words in heard if kind == "H1"] == [t(FILM_TITLE)]
    parts = [t(title) for title in (HEADING, FILMS, TILES, BARS, LIMITS, ORIGIN)]
    assert [words for kind, words in heard if kind == "H2"] == [words for words in parts if words != t(FILMS)]
    assert [words for kind, words in heard if kind == "TH"] == [t(finding.title) for finding in FINDINGS]
    assert [words for kind, words in heard if kind == "Lbl"] == [t(finding.title) for finding in FINDINGS]
    figures = [str(element["/Alt"]) for kind, element in kinds if kind == "Figure"]
    assert len(figures) == 2 + 3 * len(FINDINGS) + 1
    assert all(figures)
    assert figures[-1] == t(CODE)
    for kind, element in kinds:
        assert kind != "TH" or element["/A"] == {"/O": "/Table", "/Scope": "/Row"}


def test_a_paragraph_over_two_pages_is_one_and_its_lines_do_not_run_together() -> None:
    sheets = Sheets(Paper.A4, 1.0)
    long = " ".join(f"word{place}" for place in range(3000))
    sheets.words(long)
    found = read(sheets.finished("Not for use.", "Report 1"))
    assert len(found.pages) > 1
    [said] = [words for words in words_by_element(found).values() if "word0" in words]
    assert said == long
    [paragraph] = [element for _, element in elements(found) if len(element["/K"]) > 1 and element["/S"] == "/P"]
    elsewhere = [kid.get_object() for kid in paragraph["/K"] if not isinstance(kid, int)]
    assert [kid["/Pg"].indirect_reference for kid in elsewhere] == [page.indirect_reference for page in found.pages[1:]]


def test_what_is_on_every_page_is_read_out_once() -> None:
    sheets = Sheets(Paper.A4, 1.0, lambda page, y: page.text(0, y, "Jane", width=500))
    sheets.words("first")
    sheets.turn()
    sheets.words("second")
    said = words_by_element(read(sheets.finished("Not for use.", "Report 1")))
    assert sorted(said.values()) == ["Not for use.", "first", "second"]


@program("pdfinfo", "poppler-utils")
def test_another_program_reads_the_structure(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(film_report(*everything(), ReportOptions()), ReportOptions()))
    done = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert '"Strongest evidence on the patient\'s right, middle third."' in done.stdout
    assert done.stdout.count("TR\n") == len(FINDINGS)
