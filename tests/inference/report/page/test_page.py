"""The report page: whatever is on it, nothing lies over anything else, and what it shows is the film."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from inference.core.analysis import Analysis
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Identity, Radiograph, TruncatedPixels
from inference.core.findings import FINDINGS, HEMOTHORAX, PLEURAL_EFFUSION, PNEUMOTHORAX
from inference.core.reader_annotations import Agreement, Assessment, ReaderAnnotations, UnaidedCall
from inference.core.voi import VoiWindow
from inference.imaging.spatial_transform import CLOCKWISE
from inference.report.page.bidi import visual_order
from inference.report.page.display_list import PageImage, TextLine
from inference.report.page.film.hottest_place import hottest_region
from inference.report.page.film.report import film_report
from inference.report.page.options import (
    PageForm,
    Paper,
    ReportOptions,
    ReportTheme,
    overlaid_picture,
    plain_picture,
)
from inference.report.page.page_parts import QR_PREFIX
from inference.report.page.png import CHUNK, page_png, pixels_hash, report_png, report_pngs
from inference.report.page.provenance import PAGE_FACTS, report_hash
from inference.report.page.rasterize import rasterize, theme_of
from tests.builders import phantom, radiograph
from tests.e2e.hot_corner import unlike
from tests.inference.report.page.report_pages import (
    KOREAN,
    LONG,
    UNBROKEN,
    analysis_with,
    everything,
    heat_at,
    lines_of,
    nothing,
    outside,
    overlaps,
    positive,
)

Case = Callable[[], tuple[Radiograph, Analysis]]


def shaped(rows: int, columns: int, **fields: Any) -> Case:
    def make() -> tuple[Radiograph, Analysis]:
        film = radiograph(phantom(rows, columns), **fields)
        return film, analysis_with(film, positive(PNEUMOTHORAX), positive(HEMOTHORAX, 3))

    return make


def annotated() -> tuple[Radiograph, Analysis]:
    """As much of a reader's word as there can be."""
    film, analysis = everything()
    annotations = tuple(Annotation(n, AnnotationKind.LENGTH, ((3.0, 5.0 * n), (30.0, 5.0 * n))) for n in range(1, 5))
    assessments = {finding.key: Assessment(Agreement.REJECT, LONG * 2) for finding in FINDINGS}
    calls = {finding.key: UnaidedCall.PRESENT for finding in FINDINGS}
    note = Annotation(9, AnnotationKind.TEXT, ((9.0, 9.0),), UNBROKEN)
    return film, replace(analysis, reader=ReaderAnnotations((*annotations, note), assessments, calls, revealed=True))


CASES: dict[str, Case] = {
    "everything": everything,
    "nothing": nothing,
    "wide": shaped(40, 400),
    "tall": shaped(900, 60),
    "flat pixels": shaped(200, 160, pixel_aspect=0.4),
    "high pixels": shaped(100, 160, pixel_aspect=2.5),
    "named in Korean": shaped(200, 160, identity=Identity(patient_name=KOREAN, institution="서울대학교병원")),
    "annotated by a reader": annotated,
    "named in Russian": shaped(60, 50, identity=Identity(patient_name="Достоевский^Фёдор")),
    "odd letters": shaped(60, 50, identity=Identity(patient_name="a\x00b\u202ec\nd\u200b ﷽ 👩‍⚕️", patient_id="\t")),
}


def words(film: Radiograph, analysis: Analysis, **options: Any) -> str:
    return "\n".join(lines_of(film_report(film, analysis, ReportOptions(**options)).pages))


def opened(data: bytes) -> tuple[Image.Image, dict[str, Any]]:
    page = Image.open(io.BytesIO(data))
    return page.convert("RGB"), json.loads(page.text[CHUNK])  # type: ignore[attr-defined]  # a PNG has text chunks


FORMS = {
    "A4": PageForm(),
    "Letter in Korean": PageForm(paper=Paper.LETTER, language="ko"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_lies_over_anything_else_or_is_cut_off(name: str, form: str) -> None:
    options = ReportOptions(anonymize=name == "wide", form=FORMS[form])
    pages = film_report(*CASES[name](), options).pages
    assert [overlaps(page) for page in pages] == [[]] * len(pages)
    assert [outside(page) for page in pages] == [[]] * len(pages)
    sizes = {(round(page.width / page.unit), round(page.height / page.unit)) for page in pages}
    assert sizes == {options.form.paper.units}


@pytest.mark.parametrize("name", ["everything", "annotated by a reader"])
def test_the_smallest_letters_are_of_eight_points_on_paper(name: str) -> None:
    report = film_report(*CASES[name](), ReportOptions())
    smallest = min(item.size for page in report.pages for item in page.items if isinstance(item, TextLine))
    assert smallest / report.pages[0].width * Paper.A4.points[0] >= 8


def test_twenty_measurements_go_on_with_the_next_page_and_none_is_lost() -> None:
    film, analysis = CASES["annotated by a reader"]()
    drawn = tuple(Annotation(n, AnnotationKind.LENGTH, ((3.0, n), (30.0, n)), f"Line {n}") for n in range(1, 21))
    report = film_report(film, replace(analysis, reader=ReaderAnnotations(drawn)), ReportOptions())
    said = "\n".join(lines_of(report.pages))
    assert [said.count(f"Line {n} ") for n in range(1, 21)] == [1] * 20
    assert [overlaps(page) for page in report.pages] == [[]] * len(report.pages)


def test_every_page_has_its_number_what_it_is_not_and_whose_it_is() -> None:
    film, analysis = everything()
    pages = film_report(film, analysis, ReportOptions()).pages
    for number, page in enumerate(pages, start=1):
        said = lines_of([page])
        assert f"{number} / {len(pages)}" in said
        assert "Research use only. Not a medical device." in said
        assert any(line.startswith("Hubert Blaine") for line in said)


def test_the_date_on_further_pages_is_the_date_whatever_way_the_name_runs() -> None:
    film, analysis = everything()
    film = replace(film, identity=replace(film.identity, patient_name="أحمد^محمد"))
    for page in film_report(film, analysis, ReportOptions()).pages[1:]:
        [date] = [item for item in page.items if isinstance(item, TextLine) and item.text == "2026-01-05 10:15"]
        assert visual_order(date.text, date.direction) == date.text


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"annotated by a reader", "everything"}))
def test_film_and_overlay_are_on_the_first_page_as_they_are_shown(name: str) -> None:
    film, analysis = CASES[name]()
    options = ReportOptions(keys=("pneumothorax",), opacity=0.7)
    page, facts = opened(report_png(film, analysis, options))
    shown = {
        "film": plain_picture(film, options),
        "overlay": overlaid_picture(film, analysis, options.keys or (), options),
    }
    for viewport, picture in shown.items():
        left, top, width, height = facts["panes"][viewport]
        part = np.asarray(page.crop((left, top, left + width, top + height)))
        assert unlike(part, picture) < 8
        assert height / width == pytest.approx(film.shape[0] * film.pixel_aspect / film.shape[1], abs=2 / width)
    assert facts["panes"]["film"][2] / film.shape[1] == pytest.approx(facts["magnification"])
    assert facts["panes"]["overlay"][2] >= facts["panes"]["film"][2]


@pytest.mark.parametrize("invert", [False, True])
def test_the_film_is_drawn_in_the_window_asked_for(*, invert: bool) -> None:
    film, analysis = shaped(120, 100)()
    options = ReportOptions(voi=VoiWindow(1500, 700), invert=invert)
    page, facts = opened(report_png(film, analysis, options))
    left, top, width, height = facts["panes"]["film"]
    part = np.asarray(page.crop((left, top, left + width, top + height)))
    assert unlike(part, plain_picture(film, options)) < 4
    assert facts["window"] == {
        "kind": "window",
        "center": 1500,
        "width": 700,
        "function": "LINEAR",
        "gamma": 1.0,
        "name": "",
    }
    assert facts["inverted"] is invert


def test_a_tile_enlarges_the_hottest_place() -> None:
    film = radiograph(phantom(400, 400))
    for row, column in ((0, 0), (1, 2), (3, 3), (0, 3)):
        result = positive(PNEUMOTHORAX, heatmap=heat_at(PNEUMOTHORAX, row, column))
        region = hottest_region(film, analysis_with(film, result), "pneumothorax")
        assert region is not None
        assert region.top <= row * 100 + 50 <= region.top + region.rows
        assert region.left <= column * 100 + 50 <= region.left + region.columns
        assert region.top >= 0
        assert region.top + region.rows <= 400


def test_every_positive_finding_has_a_tile_and_an_empty_map_is_said() -> None:
    film = radiograph(phantom())
    empty = positive(HEMOTHORAX, heatmap=heat_at(HEMOTHORAX, 0, 0, peak=-1.0))
    said = words(film, analysis_with(film, positive(PNEUMOTHORAX), empty))
    assert "1  Pneumothorax  93 %, above" in said
    assert "2  Hemothorax  93 %, above" in said
    assert said.count("Its overlay; then its hottest place") == 1
    assert "No evidence map" in said


def test_a_positive_finding_keeps_its_tile_when_its_overlay_is_hidden() -> None:
    film = radiograph(phantom())
    analysis = analysis_with(film, positive(PNEUMOTHORAX), positive(HEMOTHORAX))
    said = words(film, analysis, keys=("hemothorax",))
    assert "Pneumothorax  93 %, above" in said
    assert "AI overlay: Hemothorax" in said


def test_the_page_says_every_finding_its_state_and_the_limits_of_the_card() -> None:
    film = radiograph(phantom())
    limits = "Small ones are missed."
    said = words(film, analysis_with(film, positive(PLEURAL_EFFUSION, limits=limits)))
    assert all(finding.title in said for finding in FINDINGS)
    assert "above (operating point 50 %)" in said
    assert said.count("not analysed (1)") == 6
    assert said.count("This model was not trained for it.") == 1
    assert limits in said
    assert "Research use only" in said


def test_the_code_on_the_last_page_is_the_hash_of_what_every_page_carries() -> None:
    film, analysis = shaped(200, 160, film_hash="f" * 64)()
    report = film_report(film, analysis, ReportOptions())
    pages = [opened(data) for data in report_pngs(report, ReportOptions())]
    code = [item for item in report.pages[-1].items if isinstance(item, PageImage)][-1]
    part = pages[-1][0].crop((code.x, code.y, code.x + code.width, code.y + code.height))
    found, _, _ = cv2.QRCodeDetector().detectAndDecode(np.asarray(part))
    assert found == QR_PREFIX + report.hash.upper()
    for page, facts in pages:
        assert report_hash({name: fact for name, fact in facts.items() if name not in PAGE_FACTS}) == report.hash
        assert facts["report"] == report.hash
        assert pixels_hash(page) == facts["pixels"]


def test_pages_drawn_side_by_side_are_those_drawn_one_after_the_other() -> None:
    film, analysis = shaped(200, 160)()
    report = film_report(film, analysis, ReportOptions())
    one_by_one = [page_png(report, place, ReportOptions()) for place in range(len(report.pages))]
    assert list(report_pngs(report, ReportOptions())) == one_by_one


@pytest.mark.parametrize("theme", ReportTheme)
def test_the_picture_is_the_display_list_in_the_colours_asked_for(theme: ReportTheme) -> None:
    film, analysis = shaped(200, 160)()
    options = ReportOptions(form=PageForm(theme=theme))
    page, _ = opened(report_png(film, analysis, options))
    first = film_report(film, analysis, options).pages[0]
    assert np.array_equal(np.asarray(page), np.asarray(rasterize(first, theme_of(options.form))))
    assert page.size == (first.width, first.height)
    assert (page.getpixel((3, 3)) == (255, 255, 255)) == (theme is ReportTheme.LIGHT)


def test_without_identity_the_page_and_its_chunk_name_nobody() -> None:
    film = radiograph(phantom(), identity=Identity(patient_name="Doe^Jane", patient_id="4711-QX", institution="Ward 7"))
    analysis = analysis_with(film, positive(PNEUMOTHORAX))
    said = words(film, analysis, anonymize=True)
    _, facts = opened(report_png(film, analysis, ReportOptions(anonymize=True)))
    for secret in ("Doe", "Jane", "4711-QX", "Ward 7", "film.dcm"):
        assert secret not in said
        assert secret not in json.dumps(facts)
    assert "Doe Jane" in words(film, analysis)


@pytest.mark.parametrize("name", ["Достоевский Фёдор", "金 哲洙", "김 철수", "שרון כהן"])
def test_names_are_drawn_in_their_own_script(name: str) -> None:
    film = radiograph(phantom(), identity=Identity(patient_name=name))
    analysis = analysis_with(film)
    assert name in words(film, analysis)
    display_list = film_report(film, analysis, ReportOptions()).pages[0]
    [title] = [item for item in display_list.items if isinstance(item, TextLine) and item.text == name]
    area = rasterize(display_list).crop(
        (round(title.x), round(title.y), round(title.x + title.width), round(title.y) + title.height)
    )
    assert (np.asarray(area).max(axis=(0, 2)) > 150).mean() > 0.5  # no letter is blank


def test_a_letter_that_no_font_has_is_said_in_words_and_never_left_out() -> None:
    film = radiograph(phantom(), identity=Identity(patient_name="สมชาย Somchai"))
    assert "[5 Thai letters] Somchai" in words(film, analysis_with(film))
    film = radiograph(phantom(), identity=Identity(patient_name="Žďár Gößl أحمد"))
    assert "Žďár Gößl أحمد" in words(film, analysis_with(film))


def test_a_film_with_a_part_missing_says_so_on_its_page() -> None:
    pixels = phantom(60, 50)
    mask = np.zeros(pixels.shape, bool)
    mask[30:] = True
    film = radiograph(pixels, truncated=TruncatedPixels(mask, 3000, 6000))
    said = words(film, analysis_with(film))
    said = said.replace("\n", " ")
    assert "Incomplete film: the file ends after 3000 of 6000 bytes" in said
    assert "50 % of the film is missing" in said


def test_the_page_says_how_the_film_lay_on_the_screen() -> None:
    film, analysis = shaped(200, 160)()
    assert "Rotated 90° right" in words(film, analysis, transform=CLOCKWISE).replace("\n", " ")
    assert "Rotated" not in words(film, analysis)
