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
from inference.report.page.display_list import PageImage, TextLine
from inference.report.page.options import ReportOptions, overlaid_picture, plain_picture
from inference.report.page.page import report_page
from inference.report.page.page_parts import QR_PREFIX
from inference.report.page.page_tiles import hottest_region
from inference.report.page.png import CHUNK, pixels_hash, report_png
from inference.report.page.provenance import report_hash
from inference.report.page.rasterize import rasterize
from tests.builders import phantom, radiograph
from tests.inference.report.page.report_pages import (
    KOREAN,
    LONG,
    UNBROKEN,
    analysis_with,
    everything,
    heat_at,
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
    display_list = report_page(film, analysis, ReportOptions(**options)).display_list
    return "\n".join(item.text for item in display_list.items if isinstance(item, TextLine))


def opened(data: bytes) -> tuple[Image.Image, dict[str, Any]]:
    page = Image.open(io.BytesIO(data))
    return page.convert("RGB"), json.loads(page.text[CHUNK])  # type: ignore[attr-defined]  # a PNG has text chunks


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("anonymize", [False, True])
def test_nothing_lies_over_anything_else_or_is_cut_off(name: str, *, anonymize: bool) -> None:
    display_list = report_page(*CASES[name](), ReportOptions(anonymize=anonymize)).display_list
    assert overlaps(display_list) == []
    assert outside(display_list) == []


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"annotated by a reader"}))
def test_the_viewports_are_the_film_at_no_less_than_its_own_resolution(name: str) -> None:
    film, analysis = CASES[name]()
    options = ReportOptions(keys=("pneumothorax",), opacity=0.7)
    page, facts = opened(report_png(film, analysis, options))
    times = facts["magnification"]
    shown = {
        "film": plain_picture(film, options),
        "overlay": overlaid_picture(film, analysis, options.keys or (), options),
    }
    for viewport, picture in shown.items():
        left, top, width, height = facts["panes"][viewport]
        part = np.asarray(page.crop((left, top, left + width, top + height)))
        assert width == film.shape[1] * times
        if film.pixel_aspect == 1:
            expected = picture if picture.ndim == 3 else np.repeat(picture[:, :, None], 3, axis=2)
            assert np.array_equal(part[::times, ::times], expected)
            assert np.array_equal(part[times - 1 :: times, times - 1 :: times], expected)
        else:
            assert height == pytest.approx(film.shape[0] * film.pixel_aspect * times, abs=1)


@pytest.mark.parametrize("invert", [False, True])
def test_the_film_is_drawn_in_the_window_asked_for(*, invert: bool) -> None:
    film, analysis = shaped(120, 100)()
    options = ReportOptions(voi=VoiWindow(1500, 700), invert=invert)
    page, facts = opened(report_png(film, analysis, options))
    left, top, width, height = facts["panes"]["film"]
    part = np.asarray(page.crop((left, top, left + width, top + height)))[:: facts["magnification"], :, 0]
    assert np.array_equal(part[:, :: facts["magnification"]], plain_picture(film, options))
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
    assert "Pneumothorax  93 %, above" in said
    assert "Hemothorax  93 %, above" in said
    assert said.count("Its overlay; the hottest place") == 1
    assert "No evidence map" in said


def test_a_positive_finding_keeps_its_tile_when_its_overlay_is_hidden() -> None:
    film = radiograph(phantom())
    analysis = analysis_with(film, positive(PNEUMOTHORAX), positive(HEMOTHORAX))
    said = words(film, analysis, keys=("hemothorax",))
    assert "Pneumothorax  93 %, above" in said
    assert "Overlay: Hemothorax" in said


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


def test_the_code_on_the_page_is_the_hash_of_what_the_page_carries() -> None:
    film, analysis = shaped(200, 160, film_hash="f" * 64)()
    page, facts = opened(report_png(film, analysis, ReportOptions()))
    items = report_page(film, analysis, ReportOptions()).display_list.items
    code = [item for item in items if isinstance(item, PageImage)][-1]
    part = page.crop((code.x, code.y, code.x + code.width, code.y + code.height))
    found, _, _ = cv2.QRCodeDetector().detectAndDecode(np.asarray(part))
    assert found == QR_PREFIX + facts["report"].upper()
    more = ("report", "pixels", "panes", "magnification")
    assert report_hash({name: fact for name, fact in facts.items() if name not in more}) == facts["report"]
    assert pixels_hash(page) == facts["pixels"]


def test_the_picture_is_the_display_list() -> None:
    film, analysis = shaped(200, 160)()
    page, _ = opened(report_png(film, analysis, ReportOptions()))
    display_list = report_page(film, analysis, ReportOptions()).display_list
    assert np.array_equal(np.asarray(page), np.asarray(rasterize(display_list)))
    assert page.size == (display_list.width, display_list.height)


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
    display_list = report_page(film, analysis, ReportOptions()).display_list
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
    assert "Incomplete film: the file ends after 3000 of 6000 bytes" in said
    assert "50 % of the film is missing" in said


def test_the_page_says_how_the_film_lay_on_the_screen() -> None:
    film, analysis = shaped(200, 160)()
    assert "rotated 90° right" in words(film, analysis, transform=CLOCKWISE).replace("\n", " ")
    assert "turned" not in words(film, analysis)
