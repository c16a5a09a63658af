"""What several models say of the same films, in one table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from inference.batch.opinions import OPINIONS, opinions
from inference.cli.main import main
from inference.report.output.csv_json import Row
from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner
from tests.inference.model_pack.packs import write_compiled_pack, write_tiny_pack


def row(finding: str, state: str, probability: str = "0.5") -> Row:
    return {
        "film": "a.dcm",
        "frame": "",
        "finding": finding,
        "state": state,
        "probability": probability,
        "operating_point": "0.5",
    }


def rows_of(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8"))))


def test_calls_that_both_made_agree_or_do_not() -> None:
    one = [row("pneumothorax", "above"), row("hemothorax", "not_analysed"), row("pleural_effusion", "below")]
    other = [row("pneumothorax", "below"), row("hemothorax", "above"), row("pleural_effusion", "below")]
    found = opinions({"a": one, "b": other})
    assert [item["agree"] for item in rows_of(found.table)] == ["no", "", "yes"]
    assert (found.shared, found.agree) == (2, 1)


def test_what_one_model_alone_judges_has_its_cells_alone() -> None:
    found = rows_of(opinions({"a": [row("extra_nodule", "above", "0.7")], "b": []}).table)
    assert found[0]["a probability"] == "0.7"
    assert found[0]["b state"] == ""


def test_two_packs_are_run_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = tmp_path / "films" / "one.dcm"
    film.parent.mkdir()
    write_dicom(film, hot_corner())
    first = write_compiled_pack(tmp_path / "first")
    second = write_tiny_pack(tmp_path / "second", name="other", bias=-40.0)
    arguments = ["--model", str(first), "--model", str(second), "--only", "results", "--override"]
    assert main(["analyze", str(film.parent), *arguments, "--out", str(tmp_path / "out")]) == 0
    assert {"tiny", "other", OPINIONS} <= {path.name for path in (tmp_path / "out").iterdir()}
    table = rows_of((tmp_path / "out" / OPINIONS).read_bytes())
    assert {item["agree"] for item in table} == {"yes", "no", ""}
    assert "agree in 1 of 2 calls" in capsys.readouterr().out
