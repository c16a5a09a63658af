"""What ``thoracam analyze`` writes beside the report: PDF, heatmaps as numbers, the seed's tables and folders."""

from __future__ import annotations

import base64
import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import cv2
import jsonschema
import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread
from pypdf import PdfReader

import resources
from inference.annotations.store import FolderAnnotationStore, annotations_folder
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.cancel import CancelToken
from inference.core.errors import NotAReport
from inference.core.reader_annotations import ReaderAnnotations
from inference.engine.factory import open_engine
from inference.imaging.heatmap_overlay import combined_heat
from inference.reading import read_film, scan
from inference.report.output.reopen import read_report
from inference.report.output.summary_html import THUMBNAIL
from inference.report.output.summary_page import UNIT
from inference.report.page.options import Paper
from inference.report.page.png import CHUNK, several_films_png
from inference.text.messages import message_for
from tests.builders import write_dicom, write_png
from tests.e2e.film_folders import of
from tests.e2e.hot_corner import hot_corner
from tests.inference.report.output.said_pictures import films_on
from viewer.__main__ import main

POSITIVE, NEGATIVE = "pneumothorax", "hemothorax"


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    write_dicom(folder / "one.dcm", hot_corner(), PatientName="WINTERBOTTOM^JANE")
    write_dicom(folder / "=two.dcm", hot_corner(260, 330, row=200, column=270))
    return folder


def analyze(films: Path, pack: Path, out: Path, *options: str) -> int:
    return main(["analyze", str(films), "--out", str(out), "--model", str(pack), "--anyway", *options])


def facts_of(folder: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((folder / "result.json").read_text("utf-8"))
    return facts


def published_schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(resources.path("schemas/result.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


@pytest.mark.parametrize("options", [(), ("--anonymize",), ("--findings", "pneumothorax"), ("--faithfulness",)])
def test_every_result_is_what_the_published_schema_says(
    films: Path, tiny_pack: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert analyze(films, tiny_pack, tmp_path / "out", *options) == 0
    found = list((tmp_path / "out").glob("*/result.json"))
    assert len(found) == 2
    for path in found:
        jsonschema.validate(json.loads(path.read_text("utf-8")), published_schema())


def test_the_schema_refuses_what_is_no_result(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    analyze(films, tiny_pack, tmp_path / "out")
    good = facts_of(of(tmp_path / "out", "one"))
    analysed = next(place for place, item in enumerate(good["findings"]) if item["probability"] is not None)
    for change in ({"probability": 1.5}, {"state": "sure"}, {"probability": None}, {"finding": "gout"}, {"more": 1}):
        findings = [dict(item) for item in good["findings"]]
        findings[analysed].update(change)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**good, "findings": findings}, published_schema())


def test_a_refused_film_is_a_result_too(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    main(["analyze", str(films), "--out", str(tmp_path / "out"), "--model", str(tiny_pack)])
    facts = facts_of(of(tmp_path / "out", "one"))
    assert facts["check"]["verdict"] == "refuse"
    jsonschema.validate(facts, published_schema())


def test_the_pdf_and_the_result_name_the_hash_of_the_report(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert analyze(films, tiny_pack, out, "--pdf") == 0
    with Image.open(of(out, "one") / "report.png") as page:
        chunk = json.loads(page.text[CHUNK])  # type: ignore[attr-defined]  # a PNG has text chunks
    pdf = PdfReader(of(out, "one") / "report.pdf")
    assert pdf.metadata is not None
    assert pdf.metadata.subject == f"sha256:{chunk['report']}"
    assert facts_of(of(out, "one"))["report"] == chunk["report"]
    assert chunk["report"] in pdf.pages[-1].extract_text().replace("\0", "")


def test_heatmaps_as_numbers_are_those_of_the_engine(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert analyze(films, tiny_pack, out, "--heatmaps") == 0
    film = read_film(films / "one.dcm")
    analysis = open_engine(tiny_pack, cache_bytes=0).override().analyse(film, token=CancelToken())
    for result in analysis.results:
        key = result.finding.key
        if result.heatmap is None:
            assert not list((of(out, "one")).glob(f"heatmap-{key}*"))
            continue
        raw = np.load(of(out, "one") / f"heatmap-{key}.npy", allow_pickle=False)
        assert raw.dtype == np.float32
        assert raw == pytest.approx(result.heatmap.values, abs=1e-4)
        fine = cv2.imread(str(of(out, "one") / f"heatmap-{key}-16bit.png"), cv2.IMREAD_UNCHANGED)
        heat = combined_heat(analysis, (key,), film.shape)
        assert fine is not None
        assert heat is not None
        assert fine.dtype == np.uint16
        assert fine.shape == film.shape
        assert fine / 65535 == pytest.approx(heat, abs=1e-3)


def test_the_seeds_tables_hold_path_probability_and_prediction(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (films / "broken.dcm").write_bytes((films / "one.dcm").read_bytes()[:2000])
    assert analyze(films, tiny_pack, out, "--seed-csv") == 1
    with (out / f"seed-{POSITIVE}.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == ["path", "probability", "predicted"]
    by_name = {Path(row["path"]).name: row for row in rows}
    assert set(by_name) == {"one.dcm", "=two.dcm", "broken.dcm"}
    assert by_name["broken.dcm"]["predicted"] == by_name["broken.dcm"]["probability"] == ""
    [item] = [item for item in facts_of(of(out, "one"))["findings"] if item["finding"] == POSITIVE]
    assert float(by_name["one.dcm"]["probability"]) == pytest.approx(item["probability"], abs=1e-6)
    assert by_name["one.dcm"]["predicted"] == str(int(item["probability"] >= item["operating_point"]))
    with (out / f"seed-{NEGATIVE}.csv").open(newline="", encoding="utf-8") as handle:
        assert {row["predicted"] for row in csv.DictReader(handle)} == {""}  # not analysed is not normal


def test_pictures_are_sorted_into_the_seeds_folders(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert analyze(films, tiny_pack, out, "--sort-normal-abnormal", "--all-overlays") == 0
    name = f"{of(out, 'one').name}.png"
    assert sorted(path.name for path in (out / "sorted").iterdir()) == ["pleural_effusion", POSITIVE]
    for item in facts_of(of(out, "one"))["findings"]:
        if item["probability"] is None:
            continue
        positive = item["probability"] >= item["operating_point"]
        found = [path.relative_to(out / "sorted") for path in (out / "sorted" / item["finding"]).rglob(name)]
        assert found == [Path(item["finding"]) / ("Abnormal(1)" if positive else "Normal(0)") / name]
        picture = (out / "sorted" / found[0]).read_bytes()
        assert picture == (of(out, "one") / f"heatmap-{item['finding']}.png").read_bytes()
    assert list((out / "sorted").rglob("*.png"))
    assert not scan([out]).studies  # overlays are no films, wherever they lie


def test_a_resumed_run_adds_the_formats_that_were_not_asked_for_before(
    films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    asked = ("--pdf", "--heatmaps", "--sort-normal-abnormal")
    assert analyze(films, tiny_pack, out) == 0
    assert analyze(films, tiny_pack, out, "--resume", *asked) == 0
    written = [of(out, "one") / "report.pdf", of(out, "one") / f"heatmap-{POSITIVE}.npy"]
    times = [path.stat().st_mtime_ns for path in written]
    assert list((out / "sorted").rglob(f"{of(out, 'one').name}.png"))
    assert analyze(films, tiny_pack, out, "--resume", *asked) == 0
    assert [path.stat().st_mtime_ns for path in written] == times


def test_overwriting_leaves_nothing_of_the_earlier_run_and_all_that_is_not_ours(
    films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert analyze(films, tiny_pack, out, "--pdf", "--dicom", "--heatmaps") == 0
    note = of(out, "one") / "my notes.txt"
    note.write_text("keep", encoding="utf-8")
    assert analyze(films, tiny_pack, out, "--overwrite", "--no-heatmaps") == 0
    left = sorted(str(path.relative_to(of(out, "one"))) for path in of(out, "one").rglob("*") if path.is_file())
    assert left == ["my notes.txt", "report-2.png", "report.png", "result.json"]
    assert note.read_text("utf-8") == "keep"


def test_several_films_written_at_once_are_the_same_films(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    for number in range(4):
        write_dicom(films / f"{number}.dcm", hot_corner(300 + number, 240))
    assert analyze(films, tiny_pack, tmp_path / "a") == 0
    assert analyze(films, tiny_pack, tmp_path / "b", "--jobs", "3") == 0
    assert list((tmp_path / "a").rglob("heatmap-*.png"))
    for path in (tmp_path / "a").rglob("heatmap-*.png"):  # beside the film stands when it was made
        again = films_on(tmp_path / "b" / path.relative_to(tmp_path / "a"))
        assert np.array_equal(films_on(path)["overlay"], again["overlay"])

    def order(folder: Path) -> list[str]:
        with (folder / "results.csv").open(newline="", encoding="utf-8") as handle:
            return [row["film"] for row in csv.DictReader(handle)]

    assert order(tmp_path / "a") == order(tmp_path / "b")


class Table(HTMLParser):
    """The cells of each row of the page, the links and the thumbnails."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.pictures: list[bytes] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "a":
            self.links.append(unquote(known["href"]))
        elif tag == "img":
            self.pictures.append(base64.b64decode(known["src"].removeprefix("data:image/png;base64,")))

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def test_the_summary_shows_all_films_the_worst_first(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_dicom(films / "<script>alert(1)&.dcm", hot_corner(310, 250))
    (films / "broken.dcm").write_bytes((films / "one.dcm").read_bytes()[:2000])
    assert analyze(films, tiny_pack, out, "--summary") == 1
    page = (out / "summary.html").read_text("utf-8")
    assert "<script" not in page
    assert "://" not in page  # nothing comes from elsewhere
    shown = Table(page)
    assert len(shown.rows) == 5
    assert len(shown.rows[0]) == 2 + 7
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    worst = {row["film"]: -2.0 for row in rows}
    for row in rows:
        if row["probability"]:
            above = float(row["probability"]) - float(row["operating_point"])
            worst[row["film"]] = max(worst[row["film"]], above)
    folders = {row["film"]: row["folder"] for row in rows}
    names = {f"{film}{folder}": film for film, folder in folders.items()}  # the folder stands below the film
    order = [worst[names[row[1]]] for row in shown.rows[1:]]
    assert order == sorted(order, reverse=True)
    assert shown.rows[-1][1].endswith("broken.dcm")
    assert "failed" in shown.rows[-1]
    assert len(shown.links) == 2 * len(shown.pictures) == 6
    assert {*shown.links} == {f"{name}/{end}" for name in folders.values() if name for end in ("report.png", "")}
    assert all((out / link).exists() for link in shown.links)
    for data in shown.pictures:
        with Image.open(io.BytesIO(data)) as picture:
            assert max(picture.size) == THUMBNAIL


def test_the_summary_is_there_to_print_and_as_pictures_too(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    stale = out / "summary-7.png"
    out.mkdir()
    stale.write_bytes(several_films_png(Image.new("RGB", (8, 8)), "summary"))
    mine = {write_png(out / name, hot_corner()) for name in ("summary-mine.png", "summary-8.png")}
    (films / "broken.dcm").write_bytes((films / "one.dcm").read_bytes()[:2000])
    assert analyze(films, tiny_pack, out, "--summary") == 1
    pdf = PdfReader(out / "summary.pdf")
    assert len(pdf.pages) == 1
    words = pdf.pages[0].extract_text().replace("\0", "")
    assert "3 films; with a finding above its operating point: 2." in words.replace("\n", " ")
    assert "failed" in words
    assert "Research use only" in words
    assert len(pdf.pages[0].images) == 2
    with Image.open(out / "summary.png") as page:
        assert page.width == round(Paper.A4.units[0] * UNIT)
        assert len(page.getcolors(1 << 20) or []) > 50  # thumbnails and letters
    with pytest.raises(NotAReport) as refused:
        read_report(out / "summary.png")
    assert "several films" in message_for(refused.value).text
    assert {film.path for study in scan([out]).studies for film in study.films} == mine
    assert not stale.exists()


def test_a_signature_on_anonymous_reports_is_wrong_usage(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert analyze(films, tiny_pack, tmp_path / "out", "--anonymize", "--signed-by", "Lee^Ann") == 2
    assert "--signed-by" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_marks_and_signature_are_in_what_leaves(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    film = read_film(films / "one.dcm")
    line = Annotation(1, AnnotationKind.LENGTH, ((10.0, 20.0), (40.0, 60.0)))
    FolderAnnotationStore(annotations_folder()).save(film.film_hash, ReaderAnnotations(annotations=(line,)))
    out = tmp_path / "out"
    assert analyze(films, tiny_pack, out, "--dicom", "--marks", "--signed-by", "Lee^Ann", "--pdf") == 0
    assert facts_of(of(out, "one"))["marks"][0]["points"] == [[10.0, 20.0], [40.0, 60.0]]
    made = dcmread(of(out, "one") / "dicom" / "results-sr.dcm")
    assert made.VerificationFlag == "VERIFIED"
    assert made.VerifyingObserverSequence[0].VerifyingObserverName == "Lee^Ann"
    words = PdfReader(of(out, "one") / "report.pdf").pages[0].extract_text().replace("\0", "")
    assert "Read and signed by Lee Ann" in words
    store = FolderAnnotationStore(annotations_folder())
    for marks, again in (((line,), False), ((line, replace(line, number=2)), True)):  # the same, and one more
        store.save(film.film_hash, ReaderAnnotations(annotations=marks))
        before = (of(out, "one") / "report.png").stat().st_mtime_ns
        assert analyze(films, tiny_pack, out, "--dicom", "--marks", "--resume") == 0
        assert ((of(out, "one") / "report.png").stat().st_mtime_ns != before) == again
    assert len(facts_of(of(out, "one"))["marks"]) == 2
    assert analyze(films, tiny_pack, tmp_path / "without") == 0
    assert facts_of(of(tmp_path / "without", "one"))["marks"] == []


def test_studies_of_several_films_get_a_report_of_their_own(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in range(2):
        tags: dict[str, Any] = {"StudyInstanceUID": "1.2.3.4", "InstanceNumber": number}
        write_dicom(films / f"pair-{number}.dcm", hot_corner(300 + number, 240), **tags)
    assert analyze(films, tiny_pack, out, "--studies") == 0
    folders = [path.name for path in out.iterdir() if path.name.startswith("study-")]
    assert folders == [f"study-{of(out, 'pair-0').name}"]
    report = out / folders[0] / "report.pdf"
    assert len(PdfReader(report).pages) == 5
    written = report.stat().st_mtime_ns
    assert analyze(films, tiny_pack, out, "--studies", "--resume") == 0
    assert report.stat().st_mtime_ns == written
    (of(out, "pair-1") / "result.json").unlink()
    assert analyze(films, tiny_pack, out, "--studies", "--resume") == 0
    assert report.stat().st_mtime_ns != written
    assert len(PdfReader(report).pages) == 5


def test_an_anonymous_summary_names_nobody(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    (films / "one.dcm").rename(films / "WINTERBOTTOM.dcm")
    assert analyze(films, tiny_pack, tmp_path / "out", "--summary", "--anonymize") == 0
    page = (tmp_path / "out" / "summary.html").read_text("utf-8")
    assert "WINTERBOTTOM" not in page
    assert str(films) not in page
    links = Table(page).links
    assert links == ["film-0001/report.png", "film-0001/", "film-0002/report.png", "film-0002/"]


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "1000"])
def test_a_senseless_number_of_jobs_is_wrong_usage(films: Path, tmp_path: Path, jobs: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["analyze", str(films), "--out", str(tmp_path / "out"), "--jobs", jobs])
    assert stopped.value.code == 2


def test_a_folder_that_takes_no_files_is_said(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.write_text("a file where the folder should be", encoding="utf-8")
    assert analyze(films, tiny_pack, out) == 1
    assert "out" in capsys.readouterr().err
    assert out.is_file()
