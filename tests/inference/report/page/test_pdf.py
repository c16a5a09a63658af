"""The report as PDF, read back by other programs' libraries."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from inference.core.analysis import Analysis
from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import AlreadyThere
from inference.core.film import Identity, Radiograph
from inference.core.findings import FINDINGS, PNEUMOTHORAX
from inference.report.output.export import Part, write_export
from inference.report.page.display_list import TextLine
from inference.report.page.film.conclusion import HEADING
from inference.report.page.film.films import TITLE as FILMS
from inference.report.page.film.report import film_report
from inference.report.page.film.tables import BARS, LIMITS, ORIGIN
from inference.report.page.film.tiles import TITLE as TILES
from inference.report.page.fonts import FontSet
from inference.report.page.options import PageForm, Paper, ReportOptions, overlaid_picture, plain_picture
from inference.report.page.pdf import report_pdf
from inference.text.catalogue import translator
from tests.builders import phantom, radiograph
from tests.e2e.hot_corner import unlike
from tests.inference.report.page.report_pages import KOREAN, analysis_with, everything, lines_of, positive
from tests.needs import program

WHO = Identity(patient_name=KOREAN, patient_id="4711-QX", institution="서울대학교병원 Größenklinik")


def one_finding() -> tuple[Radiograph, Analysis]:
    film = radiograph(phantom(200, 160), identity=WHO)
    return film, analysis_with(film, positive(PNEUMOTHORAX, limits="Small ones are missed.", experimental=True))


def read(film: Radiograph, analysis: Analysis, *, anonymize: bool = False) -> PdfReader:
    options = ReportOptions(anonymize=anonymize)
    return PdfReader(io.BytesIO(report_pdf(film_report(film, analysis, options), options)))


def text_of(found: PdfReader) -> str:
    """The text; pypdf takes each two-byte code of a font with a CMap of its own for two letters, the first NUL."""
    return "\n".join(page.extract_text() for page in found.pages).replace("\0", "")


def stretches_of(found: PdfReader) -> list[tuple[float, float, str]]:
    """Each stretch of text with the place of its left end, its glyphs in the order in which they are put down."""
    fonts: Any = found.pages[0]["/Resources"]["/Font"]  # type: ignore[index]  # a dictionary
    stretches, letters, place = [], {}, (0.0, 0.0)
    for operands, operator in ContentStream(found.pages[0].get_contents(), found).operations:
        if operator == b"Tf":
            unicode = fonts[operands[0]]["/ToUnicode"].get_data().decode()
            letters = {
                int(code, 16): chr(int(letter, 16)) for code, letter in re.findall("<(....)> <(....)>\n", unicode)
            }
        elif operator == b"Td":
            place = (float(operands[0]), float(operands[1]))
        elif operator == b"Tj":
            codes = np.frombuffer(operands[0].original_bytes, ">u2")
            stretches.append((*place, "".join(letters[int(code)] for code in codes)))
    return stretches


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_words_of_the_pages_are_text() -> None:
    film, analysis = one_finding()
    found = letters(text_of(read(film, analysis)))
    for line in lines_of(film_report(film, analysis, ReportOptions()).pages):
        assert letters(line) in found
    assert "金哲洙" in found
    assert "서울대학교병원Größenklinik" in found
    assert all(letters(finding.title) in found for finding in FINDINGS)


def test_film_and_overlay_are_photographs_of_at_most_300_dots_to_the_inch() -> None:
    film = radiograph(phantom(1900, 1600), identity=WHO)
    analysis = analysis_with(film, positive(PNEUMOTHORAX))
    options = ReportOptions()
    data = report_pdf(film_report(film, analysis, options), options)
    images = [image.image for image in PdfReader(io.BytesIO(data)).pages[0].images]
    found = [image for image in images if image is not None and image.height > 100]
    plain, overlaid = sorted(found, key=lambda image: image.mode)  # grey, then in colour
    assert unlike(np.asarray(plain.convert("RGB")), plain_picture(film, options)) < 3
    assert unlike(np.asarray(overlaid), overlaid_picture(film, analysis, ["pneumothorax"], options)) < 3
    assert 1000 < max(overlaid.size) <= 2 * Paper.A4.units[0]
    assert len(data) < 3_000_000


@pytest.mark.parametrize("paper", Paper)
def test_its_pages_are_the_paper_from_edge_to_edge(paper: Paper) -> None:
    options = ReportOptions(form=PageForm(paper=paper))
    pages = PdfReader(io.BytesIO(report_pdf(film_report(*everything(), options), options))).pages
    assert len(pages) > 2
    for page in pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(paper.points, abs=0.01)
    sizes: list[float] = []
    pages[1].extract_text(visitor_text=lambda text, _cm, _tm, _font, size: sizes.append(size) if text.strip() else None)
    assert min(sizes) > 7.9


def test_its_outline_leads_to_the_parts_and_it_says_its_language() -> None:
    film, analysis = one_finding()
    options = ReportOptions(form=PageForm(language="ko"))
    found = PdfReader(io.BytesIO(report_pdf(film_report(film, analysis, options), options)))
    titles = [entry.title for entry in found.outline]  # type: ignore[union-attr]  # no part has parts of its own
    assert titles == [translator("ko")(title) for title in (HEADING, FILMS, TILES, BARS, LIMITS, ORIGIN)]
    assert [found.get_destination_page_number(entry) for entry in found.outline] == [0, 0, 1, 1, 1, 1]  # type: ignore[arg-type]
    assert str(found.root_object["/Lang"]) == "ko"


@program("qpdf", "qpdf")
@program("pdftotext", "poppler-utils")
def test_other_programs_find_no_fault_and_the_words(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(film_report(*everything(), ReportOptions()), ReportOptions()))
    for command in (["qpdf", "--check", str(path)], ["pdftotext", str(path), "-"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    assert "All seven findings" in done.stdout


@pytest.mark.parametrize("anonymize", [False, True])
def test_its_metadata_name_the_report_and_never_the_patient(*, anonymize: bool) -> None:
    film, analysis = one_finding()
    found = read(film, analysis, anonymize=anonymize)
    page = film_report(film, analysis, ReportOptions(anonymize=anonymize))
    assert found.metadata is not None
    assert found.metadata.subject == f"sha256:{page.hash}"
    assert found.metadata.title == "ThoraCAM report"
    assert found.metadata.author is None
    for secret in ("Kim", "철수", "4711-QX", "film.dcm"):
        assert secret not in str(dict(found.metadata))


def test_without_identity_no_word_of_it_is_in_the_file() -> None:
    film, analysis = one_finding()
    found = read(film, analysis, anonymize=True)
    text = letters(text_of(found))
    assert "Identityleftout" in text
    for secret in ("Kim", "철수", "4711-QX", "서울"):
        assert secret not in text


def test_names_of_every_script_are_set_in_the_fonts_of_the_page() -> None:
    film = radiograph(phantom(), identity=Identity(patient_name="Доу 洪吉洞 قباني"))
    found = read(film, analysis_with(film))
    text = unicodedata.normalize("NFKC", letters(text_of(found)))  # joined letters, which pypdf reads from the right
    assert "Доу洪吉洞قباني" in text
    fonts = str([font["/BaseFont"] for font in found.pages[0]["/Resources"]["/Font"].values()])  # type: ignore[index]
    assert "DejaVuSans" in fonts
    assert "NotoSansCJKKR" in fonts


@pytest.mark.parametrize(
    ("name", "seen"),
    [("כהן 123 לוי", "יול 123 ןהכ"), ("أحمد 12 علي", "\ufef2\ufee0\ufecb 12 \ufeaa\ufee4\ufea3\ufe83")],
)
def test_a_name_with_a_number_stands_in_the_order_of_the_eye(name: str, seen: str) -> None:
    """As in the raster, glyph by glyph from left to right: each stretch of the page lies where the PDF puts it."""
    film = radiograph(phantom(), identity=Identity(patient_name=name))
    page = film_report(film, analysis_with(film), ReportOptions())
    [title] = [item for item in page.pages[0].items if isinstance(item, TextLine) and item.text == name]
    runs = FontSet(title.size, bold=title.bold).runs(title.text, title.direction)
    assert "".join(run.text for run in runs) == seen
    stretches = stretches_of(PdfReader(io.BytesIO(report_pdf(page, ReportOptions()))))
    line = {y for _, y, text in stretches if text == runs[0].text}
    assert "".join(text for _, y, text in sorted(stretches) if y in line) == seen


def test_letters_that_no_font_has_are_said_in_words_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    film = radiograph(phantom(), identity=Identity(patient_name="Доу สมชาย Jane"))
    with caplog.at_level(logging.DEBUG):
        text = text_of(read(film, analysis_with(film)))
    assert "Доу[5Thailetters]Jane" in letters(text)
    assert "Jane" not in caplog.text


def test_it_is_written_whole_and_not_over_another(tmp_path: Path) -> None:
    film, analysis = one_finding()
    path, parts = tmp_path / "보고서.pdf", frozenset({Part.REPORT_PDF})
    write_export(path, film, analysis, ReportOptions(), parts)
    before = path.read_bytes()
    assert before.startswith(b"%PDF-")
    with pytest.raises(AlreadyThere):
        write_export(path, film, analysis, ReportOptions(), parts)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        write_export(path, film, analysis, ReportOptions(overwrite=True), parts, token=token)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
