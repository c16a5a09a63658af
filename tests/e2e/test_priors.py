"""A run compares a film with the prior of its patient that lies in the same folder, by the window's rule and words."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pypdf import PdfReader

from tests.builders import phantom, write_dicom
from tests.e2e.film_folders import of
from tests.e2e.hot_corner import hot_corner
from tests.e2e.test_analyze_formats import published_schema
from viewer.__main__ import main


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """A film that comes first by its name, its prior, and a film of somebody else with the same name."""
    folder = tmp_path / "films"
    folder.mkdir()
    who: dict[str, Any] = {"PatientName": "WINTERBOTTOM^JANE", "PatientSex": "F"}
    write_dicom(folder / "a-now.dcm", hot_corner(), PatientID="P1", StudyDate="20260105", **who)
    write_dicom(folder / "b-old.dcm", phantom(80, 70), PatientID="P1", StudyDate="20250103", **who)
    write_dicom(folder / "c-other.dcm", phantom(90, 70), PatientID="P2", StudyDate="20240103", **who)
    return folder


def analyze(films: Path, pack: Path, out: Path, *more: str) -> int:
    return main(["analyze", str(films), "--out", str(out), "--model", str(pack), "--anyway", *more])


def facts_of(folder: Path) -> dict[str, dict[str, str] | None]:
    facts: dict[str, dict[str, str] | None] = json.loads((folder / "result.json").read_text("utf-8"))
    jsonschema.validate(facts, published_schema())
    return facts


def words_of(folder: Path) -> str:
    pages = PdfReader(folder / "report.pdf").pages
    return " ".join("".join(page.extract_text() for page in pages).replace("\0", "").split())


def test_the_prior_in_the_folder_is_compared_with_and_nobody_elses(
    films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert analyze(films, tiny_pack, out, "--pdf", "--jobs", "2") == 0
    now, old, other = (of(out, name) for name in ("a-now", "b-old", "c-other"))
    assert "Film of 2025-01-03: " in words_of(now)
    assert " points." in words_of(now)
    assert "Film of" not in words_of(old) + words_of(other)
    before = facts_of(old)["film"]
    assert before is not None
    assert facts_of(now)["prior"] == {"hash": before["hash"], "day": "2025-01-03"}
    assert facts_of(old)["prior"] is None
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        films_in_order = list(dict.fromkeys(Path(row["film"]).name for row in csv.DictReader(handle)))
    assert films_in_order == ["a-now.dcm", "b-old.dcm", "c-other.dcm"]


def test_without_identity_the_prior_has_no_day(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert analyze(films, tiny_pack, out, "--pdf", "--anonymize", "--language", "ko") == 0
    prior = facts_of(out / "film-0001")["prior"]
    assert prior is not None
    assert prior["day"] == ""
    assert "2025" not in words_of(out / "film-0001")


def test_a_film_is_done_again_when_its_prior_comes_and_not_otherwise(
    films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    out, prior = tmp_path / "out", films / "b-old.dcm"
    prior.rename(tmp_path / "away.dcm")
    assert analyze(films, tiny_pack, out) == 0
    (tmp_path / "away.dcm").rename(prior)
    pages = [of(out, name) / "report.png" for name in ("a-now", "c-other")]
    times = [page.stat().st_mtime_ns for page in pages]
    assert analyze(films, tiny_pack, out, "--resume") == 0
    assert [page.stat().st_mtime_ns == time for page, time in zip(pages, times, strict=True)] == [False, True]
    times = [page.stat().st_mtime_ns for page in pages]
    assert analyze(films, tiny_pack, out, "--resume") == 0
    assert [page.stat().st_mtime_ns for page in pages] == times


@pytest.mark.parametrize("anonymize", [False, True])
def test_a_run_that_0_1_began_is_gone_on_with_and_not_written_anew(
    films: Path, tiny_pack: Path, tmp_path: Path, *, anonymize: bool
) -> None:
    out, more = tmp_path / "out", ["--anonymize"] if anonymize else []
    (films / "b-old.dcm").unlink()
    assert analyze(films, tiny_pack, out, *more) == 0
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:  # as 0.1 left it: folders by the files, or by the hash, and a table that does not say which
        folder = out / row.pop("folder")
        if folder.exists():
            name = f"film-{json.loads((folder / 'result.json').read_text('utf-8'))['film']['hash'][:12]}"
            folder.rename(out / (name if anonymize else Path(row["film"]).stem))
    with (out / "results.csv").open("w", newline="", encoding="utf-8") as handle:
        table = csv.DictWriter(handle, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    (tmp_path / "out-key.csv").unlink(missing_ok=True)
    times = {page.stat().st_mtime_ns for page in out.glob("*/report.png")}
    assert analyze(films, tiny_pack, out, "--resume", *more) == 0
    assert {page.stat().st_mtime_ns for page in out.glob("*/report.png")} == times
    folders = {path.name for path in out.iterdir() if path.is_dir()}
    assert folders == ({"film-0001", "film-0002"} if anonymize else {"a-now", "c-other"})
