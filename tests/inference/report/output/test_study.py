"""The report of a study: its own pages, those of its films behind them, whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from inference.core.analysis import Analysis
from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import AlreadyThere, DiskFull
from inference.core.film import Identity, Orientation, Radiograph
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX
from inference.files.atomic_file import write_whole
from inference.report.output import study_files
from inference.report.output.study_files import Load, study_done, write_study_report
from inference.report.page.display_list import TextLine
from inference.report.page.options import PageForm, Paper, ReportOptions, plain_picture
from inference.report.page.png import CHUNK
from inference.report.page.study_page import UNIT, study_film, study_pages
from tests.builders import phantom, radiograph
from tests.e2e.hot_corner import unlike
from tests.inference.report.page.report_pages import KOREAN, analysis_with, everything, nothing, overlaps, positive

LIES = Orientation("L", "F")
Pair = tuple[Radiograph, Analysis]


def two_films() -> list[Pair]:
    who = Identity(patient_name=KOREAN, patient_id="ID-4711", study_description="Thorax", view_position="PA")
    films = [
        radiograph(
            phantom(800 + place, 700), source=Path(f"{place}.dcm"), identity=who, orientation=Orientation("L", "F")
        )
        for place in range(2)
    ]
    findings = (PNEUMOTHORAX, PLEURAL_EFFUSION)
    return [(film, analysis_with(film, positive(finding))) for film, finding in zip(films, findings, strict=True)]


def loads(pairs: Sequence[Pair]) -> list[Load]:
    return [lambda pair=pair: (*pair, None) for pair in pairs]  # type: ignore[misc]  # a default that keeps the pair


def words_of(pdf: PdfReader, page: int) -> str:
    return pdf.pages[page].extract_text().replace("\0", "").replace("\n", " ")


def test_a_study_has_a_page_of_its_own_and_one_for_each_film(tmp_path: Path) -> None:
    pairs = two_films()
    write_study_report(tmp_path / "study", loads(pairs), ReportOptions(), missing=1)
    names = sorted(path.name for path in (tmp_path / "study").iterdir())
    films = ["film-1-2.png", "film-1.png", "film-2-2.png", "film-2.png"]
    assert names == [*films, "report.pdf", "report.png", "study.json"]
    pdf = PdfReader(tmp_path / "study" / "report.pdf")
    facts = json.loads((tmp_path / "study" / "study.json").read_text("utf-8"))
    assert len(pdf.pages) == 5
    first = words_of(pdf, 0)
    assert "2 films, and 1 that could not be read or analysed" in first
    assert "Pneumothorax (film 1); Pleural effusion (film 2)" in first.replace("  ", " ")
    assert "Kim Cheolsu (金 哲洙, 김 철수)" in first
    assert facts["report"] in first
    assert pdf.metadata is not None
    assert pdf.metadata.subject == f"sha256:{facts['report']}"
    for number, (film, _) in enumerate(pairs, start=1):
        assert film.film_hash in words_of(pdf, 2 * number)
        with Image.open(tmp_path / "study" / f"film-{number}.png") as page:
            left, top, wide, high = json.loads(page.text[CHUNK])["panes"]["film"]  # type: ignore[attr-defined]  # a PNG
            viewport = np.asarray(page.convert("RGB"))[top : top + high, left : left + wide]
        assert unlike(viewport, plain_picture(film, ReportOptions())) < 3


def test_nothing_lies_over_anything_whatever_is_in_a_study() -> None:
    for pairs in ([everything(), nothing()] * 3, [nothing()], two_films()):
        films = [study_film(film, analysis, ReportOptions()) for film, analysis in pairs]
        for form in (PageForm(), PageForm(paper=Paper.LETTER, language="ko")):
            pages = study_pages(films, ReportOptions(form=form))
            assert [overlaps(page) for page in pages] == [[]] * len(pages)
            assert all(page.height <= form.paper.units[1] * UNIT * 1.001 for page in pages)


def test_an_anonymous_study_names_nobody(tmp_path: Path) -> None:
    pairs = two_films()
    write_study_report(tmp_path / "study", loads(pairs), ReportOptions(anonymize=True))
    said = words_of(PdfReader(tmp_path / "study" / "report.pdf"), 0)
    films = [study_film(film, analysis, ReportOptions(anonymize=True)) for film, analysis in pairs]
    drawn = " ".join(
        item.text
        for page in study_pages(films, ReportOptions(anonymize=True))
        for item in page.items
        if isinstance(item, TextLine)
    )
    for word in ("Kim", "김", "ID-4711", "Thorax ", "0.dcm"):
        assert word not in said
        assert word not in drawn
        assert word not in (tmp_path / "study" / "study.json").read_text("utf-8")


def test_a_study_is_done_only_with_the_same_films_and_pack(tmp_path: Path) -> None:
    pairs = two_films()
    hashes = [film.film_hash for film, _ in pairs]
    assert not study_done(tmp_path / "study", hashes, "0" * 64)
    write_study_report(tmp_path / "study", loads(pairs), ReportOptions())
    assert study_done(tmp_path / "study", hashes, "0" * 64)
    assert not study_done(tmp_path / "study", hashes[:1], "0" * 64)
    assert not study_done(tmp_path / "study", hashes, "1" * 64)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report of both films, to be copied."""
    folder = tmp_path_factory.mktemp("earlier")
    write_study_report(folder / "study", loads(two_films()), ReportOptions())
    return folder


@pytest.mark.parametrize("failing", range(8))
def test_a_full_disk_leaves_the_earlier_report_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: Path, failing: int
) -> None:
    pairs = two_films()
    shutil.copytree(earlier, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out" / "study").iterdir()}
    other = [(film, replace(analysis, override=True)) for film, analysis in pairs]
    with pytest.raises(AlreadyThere):
        write_study_report(tmp_path / "out" / "study", loads(other), ReportOptions())
    written: list[Path] = []

    def write(path: Path, data: bytes) -> Path:
        if len(written) == failing:
            raise DiskFull(path)
        written.append(path)
        return write_whole(path, data)

    monkeypatch.setattr(study_files, "write_whole", write)
    try:
        write_study_report(tmp_path / "out" / "study", loads(other), ReportOptions(overwrite=True))
    except DiskFull:
        assert {path.name: path.read_bytes() for path in (tmp_path / "out" / "study").iterdir()} == before
    else:
        assert failing == 7
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["study"]


def test_a_cancelled_report_leaves_nothing(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        write_study_report(tmp_path / "out" / "study", loads(two_films()), ReportOptions(), token=token)
    assert not list((tmp_path / "out").glob("*"))
