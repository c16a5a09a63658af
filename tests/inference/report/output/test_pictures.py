"""Pictures that leave say what they are: below the film in words and colours, and in their text chunk as data."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.core.analysis import Analysis, Familiarity, ScoreState
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Identity, Orientation, Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.core.reader_annotations import ReaderAnnotations
from inference.files.generated_files import FILM, GeneratedFiles
from inference.imaging.spatial_transform import CLOCKWISE, FLIP_ACROSS, UPRIGHT, SpatialTransform
from inference.report.output.pictures import film_png, overlay_keys, overlay_png, shown_picture, viewports_png
from inference.report.page.display_list import DisplayList, PageImage, TextLine
from inference.report.page.film.strip import LEAST_WIDTH, strip_of
from inference.report.page.options import PageForm, ReportOptions, overlaid_picture, plain_picture, transformed
from tests.builders import phantom, radiograph
from tests.inference.report.output.said_pictures import films_on, said_by
from tests.inference.report.page.report_pages import analysis_with, overlaps, positive

KEY = PNEUMOTHORAX.key
WHO = Identity(patient_name="WINTERBOTTOM^JANE", patient_id="ID-4711", study_date="2026-01-05")


def film_of(rows: int = 600, columns: int = 500, **fields: object) -> Radiograph:
    known = {"orientation": Orientation("L", "F"), "identity": WHO, "source": Path("WINTERBOTTOM.dcm"), **fields}
    return radiograph(phantom(rows, columns), **known)


def analysed(film: Radiograph) -> Analysis:
    return analysis_with(film, positive(PNEUMOTHORAX))


def words(strip: DisplayList) -> str:
    return " ".join(item.text for item in strip.items if isinstance(item, TextLine))


def strip(
    film: Radiograph, analysis: Analysis, options: ReportOptions | None = None, *, viewports: int = 1
) -> DisplayList:
    made = strip_of(viewports * film.shape[1], viewports, film, analysis, (KEY,), options or ReportOptions())
    assert overlaps(made) == []
    return made


def test_the_strip_names_program_finding_numbers_method_and_scale() -> None:
    film = film_of()
    analysis = analysed(film)
    made = strip(film, analysis)
    said = words(made)
    for word in (
        "AI overlay: Pneumothorax",
        "ThoraCAM",
        "Research use only",
        "above (operating point",
        "weak",
        "strong",
    ):
        assert word in said
    result = analysis.result(PNEUMOTHORAX)
    assert f"{result.probability:.0%}".replace("%", " %") in said
    assert analysis.provenance.pack_version in said
    assert sum(isinstance(item, PageImage) for item in made.items) == 1  # the bar of colours


@pytest.mark.parametrize(
    ("transform", "left", "right", "told"),
    [(UPRIGHT, "R", "L", ""), (FLIP_ACROSS, "L", "R", "Flipped left to right"), (CLOCKWISE, "F", "H", "Rotated 90°")],
)
def test_sides_stand_below_the_edges_and_what_is_mirrored_or_rotated_is_said(
    transform: SpatialTransform, left: str, right: str, told: str
) -> None:
    film = film_of()
    made = strip(film, analysed(film), ReportOptions(transform=transform))
    markers = {item.text: item.x for item in made.items if isinstance(item, TextLine) and item.text in "RLHF"}
    assert markers[left] < 60
    assert markers[right] > film.shape[1] - 60
    assert told in words(made)


def test_sides_that_nobody_knows_are_said_to_be_unknown() -> None:
    film = film_of(orientation=None)
    assert "sides not stated in the file" in words(strip(film, analysed(film)))


def test_a_film_unlike_those_the_model_knows_is_doubted_on_its_pictures() -> None:
    film = film_of()
    analysis = replace(analysed(film), familiarity=Familiarity(99.99, 9.0, 99.9))
    assert "do not trust the numbers" in words(strip(film, analysis))


def test_the_strip_speaks_korean() -> None:
    film = film_of()
    said = words(strip(film, analysed(film), ReportOptions(form=PageForm(language="ko"))))
    assert "AI overlay" not in said
    assert "기흉" in said


@pytest.mark.parametrize("shape", [(96, 40), (3032, 2520), (200, 1600)])
def test_films_of_any_size_keep_their_pixels_above_a_strip_that_can_be_read(
    shape: tuple[int, int], tmp_path: Path
) -> None:
    film = film_of(*shape)
    analysis, options = analysed(film), ReportOptions(transform=FLIP_ACROSS)
    path = tmp_path / "a.png"
    path.write_bytes(overlay_png(film, analysis, KEY, options))
    expected = transformed(overlaid_picture(film, analysis, (KEY,), options), options)
    assert np.array_equal(films_on(path)["overlay"], expected)
    with Image.open(path) as picture:
        assert picture.width == max(shape[1], LEAST_WIDTH)
        assert picture.height >= shape[0] + 100
    path.write_bytes(viewports_png(film, analysis, options))
    assert np.array_equal(films_on(path)["overlay"], expected)
    assert strip(film, analysis, viewports=2)


def test_the_chunk_has_the_facts_of_a_report_and_keeps_pictures_from_being_films(tmp_path: Path) -> None:
    film = film_of()
    path = tmp_path / "picture.png"
    path.write_bytes(overlay_png(film, analysed(film), KEY, ReportOptions()))
    facts = said_by(path)
    assert facts["film"] == "WINTERBOTTOM.dcm"
    assert facts["film_hash"] == film.film_hash
    assert facts["overlay"]["findings"] == [KEY]
    assert facts["picture"] == "overlay"
    assert GeneratedFiles().hold(path)


def test_without_identity_no_picture_names_anybody(tmp_path: Path) -> None:
    film, options = film_of(), ReportOptions(anonymize=True, annotated=True)
    text = Annotation(0, AnnotationKind.TEXT, ((10.0, 20.0),), text="WINTERBOTTOM")
    analysis = replace(analysed(film), reader=ReaderAnnotations(annotations=(text,), impression="of WINTERBOTTOM"))
    made = (overlay_png(film, analysis, KEY, options), viewports_png(film, analysis, options))
    for data in (*made, film_png(film, analysis, options)):
        assert b"WINTERBOTTOM" not in data
        assert analysis.provenance.created.encode() not in data


def test_annotations_that_are_not_shown_are_not_in_the_data_either() -> None:
    film = film_of()
    analysis = replace(analysed(film), reader=ReaderAnnotations(impression="my own words"))
    assert b"my own words" not in overlay_png(film, analysis, KEY, ReportOptions())
    assert b"my own words" in overlay_png(film, analysis, KEY, ReportOptions(annotated=True))


def test_a_plain_film_has_no_strip_says_nothing_of_the_model_and_opens_as_a_film(tmp_path: Path) -> None:
    film = film_of()
    path = tmp_path / "film.png"
    path.write_bytes(film_png(film, analysed(film), ReportOptions()))
    assert np.array_equal(np.asarray(Image.open(path)), plain_picture(film, ReportOptions()))
    facts = said_by(path, FILM)
    assert facts["film_hash"] == film.film_hash
    assert not {"findings", "overlay", "pack", "reader"} & set(facts)
    assert not GeneratedFiles().hold(path)


def test_a_copy_with_an_overlay_has_the_strip_and_one_without_is_the_film() -> None:
    film = film_of()
    analysis = analysed(film)
    assert shown_picture(film, analysis, ReportOptions(keys=())).shape == (*film.shape, 3)
    assert shown_picture(film, analysis, ReportOptions(keys=(KEY,))).shape[0] > film.shape[0] + 100


def test_overlays_are_of_findings_above_or_not_sure_or_shown_unless_all_are_asked_for() -> None:
    film = film_of()
    known = analysed(film)
    heat = known.result(PNEUMOTHORAX).heatmap
    assert heat is not None
    states = (ScoreState.ABOVE, ScoreState.NOT_SURE, ScoreState.BELOW, ScoreState.BELOW)
    results = [
        replace(one, state=state, heatmap=replace(heat, finding=one.finding))
        for one, state in zip(known.results, states, strict=False)
    ]
    analysis = replace(known, results=(*results, *known.results[4:]))
    keys = [one.finding.key for one in results]
    assert overlay_keys(analysis, ReportOptions())[:4] == (*keys[:2],)
    assert overlay_keys(analysis, ReportOptions(keys=(keys[3],)))[:4] == (*keys[:2], keys[3])
    assert overlay_keys(analysis, ReportOptions(all_overlays=True))[:4] == tuple(keys)


def test_an_overlay_of_a_run_is_no_finer_than_asked() -> None:
    film = film_of(3032, 2520)
    with Image.open(io.BytesIO(overlay_png(film, analysed(film), KEY, ReportOptions(), 1024))) as picture:
        assert picture.width == round(2520 * 1024 / 3032)
