"""A report leads back to its film, and says when it was changed."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from inference.core.cancel import CancelToken
from inference.core.errors import FileMissing, FilmOfReportMissing, NotAReport
from inference.core.film import Radiograph, read_only
from inference.core.findings import PNEUMOTHORAX
from inference.core.voi import VoiLut, VoiWindow
from inference.files.atomic_file import write_whole
from inference.files.generated_files import is_report
from inference.reading import read_film, scan
from inference.report.deidentify.uids import NewUids
from inference.report.output.export import Part, write_export
from inference.report.output.film_folder import FolderParts, write_film_folder
from inference.report.output.reopen import read_report, reopened
from inference.report.output.report_files import write_pages
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions, ViewportGrayscale
from inference.report.page.png import CHUNK, report_png, report_pngs
from inference.report.page.provenance import report_facts, window_of
from tests.builders import phantom, radiograph, write_dicom, write_png
from tests.inference.report.page.report_pages import analysis_with, positive

OLD = Path(__file__).parents[3] / "fixtures_0_1_0" / "exported"


def read(path: Path, frame: int) -> Radiograph:
    return read_film(path, frame=frame)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "films").mkdir()
    for number in range(3):
        write_dicom(tmp_path / "films" / f"other-{number}.dcm", phantom(100 + number))
    return write_dicom(tmp_path / "films" / "film.dcm", phantom(), PatientName="Doe^Jane")


def report_of(film: Path, path: Path, **options: Any) -> Path:
    shown = read_film(film)
    return write_whole(path, report_png(shown, analysis_with(shown, positive(PNEUMOTHORAX)), ReportOptions(**options)))


def edited(path: Path, /, *, pixel: bool = False, **facts: Any) -> Path:
    """The report as somebody saves it again after an edit."""
    with Image.open(path) as page:
        known = {**json.loads(page.text[CHUNK]), **facts}  # type: ignore[attr-defined]  # a PNG has text chunks
        pixels = np.asarray(page.convert("RGB")).copy()
    if pixel:
        pixels[-1, -1, 0] ^= 1
    chunks = PngImagePlugin.PngInfo()
    chunks.add_itxt(CHUNK, json.dumps(known, ensure_ascii=False))
    Image.fromarray(pixels).save(path, "PNG", pnginfo=chunks)
    return path


def test_a_report_says_how_its_film_was_shown(film: Path, tmp_path: Path) -> None:
    voi = VoiWindow(1000, 500, name="Lung", gamma=0.7)
    shown = {
        "voi": voi,
        "invert": True,
        "unlinked": ViewportGrayscale(VoiWindow(900, 300)),
        "outlined": True,
        "opacity": 0.65,
    }
    report = report_of(film, tmp_path / "r.png", keys=["pneumothorax"], **shown)
    facts, same = read_report(report)
    assert same
    assert facts["inverted"] is True
    assert window_of(read_film(film), facts) == voi
    assert window_of(read_film(film), facts["overlay"].pop("apart")) == VoiWindow(900, 300)
    known = {"findings": ["pneumothorax"], "opacity": 0.65, "colormap": "inferno", "outlined": True}
    assert facts["overlay"] == known


def test_a_lut_of_the_film_comes_back_with_the_gamma_of_the_user() -> None:
    own = VoiLut(0, read_only(np.linspace(0, 1, 4096, dtype=np.float32)), "Hard")
    shown = replace(radiograph(phantom()), vois=(VoiWindow(2000, 4000), own))
    facts = report_facts(shown, analysis_with(shown), ReportOptions(voi=replace(own, gamma=1.4)), ())
    again = window_of(shown, facts)
    assert isinstance(again, VoiLut)
    assert (again.values is own.values, again.gamma) == (True, 1.4)


@pytest.mark.parametrize(
    "window",
    [
        {"kind": "window", "center": 1, "width": 2, "function": "LINEAR", "name": ""},
        {"kind": "window", "center": "1", "width": 2, "function": "LINEAR", "name": "", "gamma": 1},
        {"kind": "window", "center": float("inf"), "width": 2, "function": "LINEAR", "name": "", "gamma": 1},
        {"kind": "window", "center": 1, "width": 2, "function": "CUBIC", "name": "", "gamma": 1},
        {"kind": "lut", "place": -1, "gamma": 1},
        {"kind": "slope"},
        3,
    ],
)
def test_a_window_that_this_program_did_not_write_is_none(window: object) -> None:
    with pytest.raises(ValueError, match="window"):
        window_of(radiograph(phantom()), {"window": window})


def test_saving_the_same_again_is_no_change(film: Path, tmp_path: Path) -> None:
    assert read_report(edited(report_of(film, tmp_path / "r.png")))[1]


def test_every_page_leads_back_to_the_film(film: Path, tmp_path: Path) -> None:
    shown, options = read_film(film), ReportOptions()
    report = film_report(shown, analysis_with(shown, positive(PNEUMOTHORAX)), options)
    first = write_pages(tmp_path / "r.png", report_pngs(report, options), token=CancelToken())
    assert [path.name for path in sorted(tmp_path.glob("*.png"))] == ["r-2.png", "r.png"]
    for page in (first, tmp_path / "r-2.png"):
        found = reopened(page, [film.parent], read)
        assert (found.film, found.unchanged) == (film, True)
        assert not read_report(edited(page, pixel=True))[1]


def test_one_changed_pixel_is_noticed(film: Path, tmp_path: Path) -> None:
    assert not read_report(edited(report_of(film, tmp_path / "r.png"), pixel=True))[1]


@pytest.mark.parametrize(
    "change",
    [
        {"findings": {}},
        {"window": {"kind": "window", "center": 1, "width": 2, "function": "LINEAR", "name": ""}},
        {"report": "0" * 64},
        {"pixels": ""},
        {"software": "Other"},
    ],
)
def test_a_changed_figure_is_noticed(film: Path, tmp_path: Path, change: dict[str, Any]) -> None:
    assert not read_report(edited(report_of(film, tmp_path / "r.png"), **change))[1]


def test_the_film_is_found_among_others_even_under_another_name(film: Path, tmp_path: Path) -> None:
    report = report_of(film, tmp_path / "reports" / "r.png")
    renamed = film.rename(film.with_name("renamed.dcm"))
    found = reopened(report, [tmp_path / "films"], read)
    assert found.film == renamed
    assert found.unchanged


def test_the_film_is_found_beside_an_anonymised_report(film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "together"
    report = report_of(film, folder / "r.png", anonymize=True)
    shutil.copy(film, folder / "x.dcm")
    assert reopened(report, [], read).film == folder / "x.dcm"


def test_a_film_with_other_pixels_is_not_taken_for_it(film: Path, tmp_path: Path) -> None:
    report = report_of(film, tmp_path / "reports" / "r.png")
    write_dicom(film, phantom()[:, ::-1].copy())
    with pytest.raises(FilmOfReportMissing):
        reopened(report, [tmp_path / "films"], read)


def test_broken_files_on_the_way_are_passed_over(film: Path, tmp_path: Path) -> None:
    report = report_of(film, tmp_path / "reports" / "r.png")
    (tmp_path / "films" / "a.dcm").write_bytes(film.read_bytes()[:3000])
    assert reopened(report, [tmp_path / "films"], read).film == film


def test_other_pictures_are_no_reports(film: Path, tmp_path: Path) -> None:
    picture = write_png(tmp_path / "film.png", phantom())
    text = tmp_path / "text.png"
    text.write_text("hello", encoding="utf-8")
    for path in (picture, text, film, tmp_path, tmp_path / "missing.png"):
        assert not is_report(path)
    with pytest.raises(NotAReport):
        read_report(picture)
    with pytest.raises(FileMissing):
        read_report(tmp_path / "missing.png")


@pytest.mark.parametrize(
    "change",
    [
        {"format": 1},
        {"format": None},
        {"frame": -1},
        {"frame": "0"},
        {"film_hash": None},
        {"film": 3},
        {"report": None},
        {"pixels": 7},
        {"panes": float("nan"), "seconds": float("nan")},
    ],
)
def test_a_description_of_another_kind_is_no_report(film: Path, tmp_path: Path, change: dict[str, Any]) -> None:
    report = edited(report_of(film, tmp_path / "r.png"), **change)
    with pytest.raises(NotAReport):
        read_report(report)


@pytest.mark.parametrize("size", [10, 200, 400, 2000, 50_000])
def test_a_report_cut_short_is_no_report_or_a_changed_one(film: Path, tmp_path: Path, size: int) -> None:
    report = report_of(film, tmp_path / "r.png")
    report.write_bytes(report.read_bytes()[:size])
    try:
        same = read_report(report)[1]
    except NotAReport:
        return
    assert not same


def test_a_folder_of_films_and_their_reports_lists_the_films_alone(film: Path, tmp_path: Path) -> None:
    report_of(film, tmp_path / "films" / "saved by hand.png")
    folder, shown = tmp_path / "films" / "film", read_film(film)
    analysis = analysis_with(shown, positive(PNEUMOTHORAX))
    parts = FolderParts(original=True, heat=True, pdf=True, dicom=NewUids())
    write_film_folder(folder, shown, analysis, ReportOptions(anonymize=True), parts)
    assert {path.name for path in folder.rglob("*")} >= {"original.png", "heatmap-pneumothorax-16bit.png", "film.dcm"}
    elsewhere = write_png(tmp_path / "films" / "original.png", np.zeros((8, 8), np.uint8))
    found = scan([tmp_path])
    listed = {entry.path for study in found.studies for entry in study.films}
    assert listed == {film, elsewhere, *(tmp_path / "films" / f"other-{number}.dcm" for number in range(3))}
    assert {path.suffix for path in found.own} == {".png", ".dcm", ".pdf", ".npy"}
    [asked] = scan([folder / "report.png"]).studies
    assert asked.films[0].path == folder / "report.png"


def test_films_of_the_users_beside_a_report_are_films_whatever_they_are_called(film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    page = report_of(film, folder / "report.png")
    names = ("report-2026.png", "report 7.png", "heatmap-of-the-ward.png", "overlay-me.png", "original.png", "film.png")
    films = {write_png(folder / name, np.full((9, 9 + place), 9, np.uint8)) for place, name in enumerate(names)}
    films.add(write_dicom(folder / "report7.dcm", phantom(90)))
    (folder / "dicom").mkdir()
    films |= {write_dicom(folder / "dicom" / name, phantom(80)) for name in ("film.dcm", "report.dcm", "overlay-1.dcm")}
    found = scan([folder])
    assert {entry.path for study in found.studies for entry in study.films} == films
    assert found.own == (page,)


def test_pictures_that_earlier_versions_left_unmarked_are_still_known_beside_their_report(tmp_path: Path) -> None:
    shutil.copy(OLD / "full-as-seen.png", tmp_path / "report.png")
    unmarked = ("original.png", "film.png", "panes.png", "heatmap-pneumothorax-16bit.png")
    for name in unmarked:
        write_png(tmp_path / name, np.zeros((8, 8), np.uint8))
    found = scan([tmp_path])
    assert {path.name for path in found.own} == {"report.png", *unmarked}
    assert found.studies == ()


def test_an_export_that_replaces_an_earlier_one_takes_no_picture_of_the_users(film: Path, tmp_path: Path) -> None:
    shown, folder = read_film(film), tmp_path / "out"
    analysis, options = analysis_with(shown, positive(PNEUMOTHORAX)), ReportOptions(overwrite=True)
    everything = frozenset({Part.REPORT_PNG, Part.VIEWPORTS, Part.OVERLAYS, Part.CSV})
    write_export(folder, shown, analysis, options, everything)
    mine = write_png(folder / "film.png", np.zeros((8, 8), np.uint8))
    write_export(folder, shown, analysis, options, frozenset({Part.CSV, Part.JSON}))
    assert {path.name for path in folder.iterdir()} == {"film.png", "result.csv", "result.json"}
    assert mine.is_file()


@pytest.mark.parametrize(
    ("name", "called"), [("film-0007-report", "film-0007"), ("winterbottom", ""), ("film-00071", "")]
)
def test_a_table_without_identity_calls_the_film_as_its_export_is_numbered(
    film: Path, tmp_path: Path, name: str, called: str
) -> None:
    shown = read_film(film)
    analysis, options = analysis_with(shown, positive(PNEUMOTHORAX)), ReportOptions(anonymize=True)
    table = write_export(tmp_path / f"{name}.csv", shown, analysis, options, frozenset({Part.CSV})).path
    with table.open(newline="", encoding="utf-8") as handle:
        assert {row["film"] for row in csv.DictReader(handle)} == {called or f"film-{shown.film_hash[:12]}"}
