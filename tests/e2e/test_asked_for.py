"""A run writes what was asked for and no more, under names that people can match, in folders that are small."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from tests.builders import phantom, write_dicom
from tests.e2e.film_folders import of
from tests.e2e.hot_corner import hot_corner, viewports_of
from tests.e2e.test_analyze_formats import published_schema
from viewer.__main__ import main


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    for name in ("one", "two"):
        write_dicom(folder / f"{name}.dcm", hot_corner(), PatientName=f"WINTERBOTTOM^{name}", StudyDate="20260105")
    return folder


def analyze(films: Path, pack: Path, out: Path, *more: str) -> int:
    return main(["analyze", str(films), "--out", str(out), "--model", str(pack), "--anyway", *more])


def written(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_results_alone_are_tables(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    assert analyze(films, tiny_pack, tmp_path / "out", "--only", "results") == 0
    assert written(tmp_path / "out") == {"results.csv", "result.json"}
    facts = json.loads((of(tmp_path / "out", "one") / "result.json").read_text("utf-8"))
    jsonschema.validate(facts, published_schema())
    assert facts["report"] is None


def test_reports_alone_are_pages_with_their_overlays(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    assert analyze(films, tiny_pack, tmp_path / "out", "--only", "reports") == 0
    assert written(tmp_path / "out") == {"report.png", "report-2.png", "result.json"}
    page = next((tmp_path / "out").glob("*/report.png"))
    _, facts = viewports_of(page)
    assert facts["overlay"]["findings"]  # type: ignore[index]  # a dictionary
    before = page.stat().st_mtime_ns
    assert analyze(films, tiny_pack, tmp_path / "out", "--only", "reports", "--resume") == 0
    assert page.stat().st_mtime_ns == before


@pytest.mark.parametrize("more", [("results", "--pdf"), ("results", "--all-overlays"), ("reports", "--seed-csv")])
def test_what_contradicts_itself_is_wrong_usage(
    films: Path, tiny_pack: Path, tmp_path: Path, more: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert analyze(films, tiny_pack, tmp_path / "out", "--only", *more) == 2
    assert f"{more[1]} exclude each other" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_folders_are_called_after_patient_and_date(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    assert analyze(films, tiny_pack, tmp_path / "out") == 0
    names = {path.parent.name for path in (tmp_path / "out").glob("*/result.json")}
    assert names == {"WINTERBOTTOM one T-1 2026-01-05", "WINTERBOTTOM two T-1 2026-01-05"}


def test_without_identity_a_key_table_beside_the_folder_says_which_is_which_and_numbers_stay(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert analyze(films, tiny_pack, out, "--anonymize") == 0
    assert "out-key.csv" in capsys.readouterr().err
    with (tmp_path / "out-key.csv").open(newline="", encoding="utf-8") as handle:
        key = {row["folder"]: Path(row["file"]).name for row in csv.DictReader(handle)}
    assert key == {"film-0001": "one.dcm", "film-0002": "two.dcm"}
    assert not any("key" in name for name in written(out))
    before = (out / "film-0002" / "report.png").stat().st_mtime_ns
    (films / "one.dcm").rename(films / "new.dcm")
    assert analyze(films, tiny_pack, out, "--anonymize", "--resume") == 0
    assert (out / "film-0002" / "report.png").stat().st_mtime_ns == before
    assert (out / "film-0003").is_dir()
    assert b"WINTERBOTTOM" not in b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())


def test_with_several_models_the_one_key_table_stands_beside_the_whole_folder(
    films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    asked = ("--anonymize", "--only", "results", "--model", str(tiny_pack))
    assert analyze(films, tiny_pack, out, *asked) == 0
    assert {path.name for path in tmp_path.glob("*-key.csv")} == {"out-key.csv"}
    assert not any("key" in name for name in written(out))
    assert len(list(out.glob("*/film-0002/result.json"))) == 2


def test_the_folder_of_a_large_film_has_five_megabytes_at_most(tiny_pack: Path, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 12, (3032, 2520))
    pixels = np.clip(phantom(3032, 2520) * 0.9 + noise, 0, 4095).astype(np.uint16)
    film = write_dicom(tmp_path / "film.dcm", pixels, bits_stored=12)
    assert analyze(film, tiny_pack, tmp_path / "out", "--all-overlays") == 0
    sizes = [path.stat().st_size for path in of(tmp_path / "out", "film").iterdir()]
    assert 100_000 < sum(sizes) <= 5_000_000
