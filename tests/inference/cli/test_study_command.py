"""``thoracam study``: made, checked, exported, reported and merged from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.cli.main import main
from inference.site.reader_study.study_file import read_study
from inference.site.reader_study.truth import read_truth
from tests.builders import phantom, write_dicom
from tests.inference.site.reader_study.studies import read_all_sessions


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A study of six films, with its truth beside it."""
    (tmp_path / "films").mkdir()
    for number in range(6):
        write_dicom(tmp_path / "films" / f"{number}.dcm", phantom(rows=64 + number), InstanceNumber=number + 1)
    table = "film,pneumothorax\n" + "".join(f"{number}.dcm,{number % 2}\n" for number in range(6))
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    words = ["--arm", "unaided", "--arm", "ai_first+heat=With AI", "--finding", "pneumothorax", "--washout", "0"]
    study = tmp_path / "study.toml"
    command = ["study", "new", str(tmp_path / "films"), "--out", str(study), "--truth", str(tmp_path / "table.csv")]
    assert main([*command, *words]) == 0
    return study


def test_a_study_is_made_with_its_truth_apart(made: Path) -> None:
    study = read_study(made)
    assert [(arm.name, arm.kind.value, arm.heat) for arm in study.arms] == [
        ("unaided", "unaided", False),
        ("With AI", "ai_first", True),
    ]
    assert len(study.films) == 6
    assert not Path(study.films[0].path).is_absolute()
    assert "truth" not in made.read_text("utf-8")
    assert made.with_name("study.truth.csv").read_text("utf-8").startswith("case,pneumothorax\n")


def test_check_names_the_film_that_changed(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "check", str(made)]) == 0
    (made.parent / "films" / "3.dcm").write_bytes(b"something else")
    assert main(["study", "check", str(made)]) == 1
    assert "3.dcm" in capsys.readouterr().err


def test_reads_are_exported_reported_and_merged(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(read_all_sessions(made, read_study(made), reader)) for reader in ("R1", "R2")]
    assert main(["study", "export", str(made), *files, "--out", str(made.parent / "tables")]) == 0
    assert (made.parent / "tables" / "pneumothorax.mrmcaov.csv").exists()
    assert main(["study", "report", str(made), *files, "--html", str(made.parent / "report.html")]) == 0
    assert "With AI" in capsys.readouterr().out
    assert main(["study", "merge", str(made), *files, "--out", str(made.parent / "all.reads.jsonl")]) == 0
    assert main(["study", "report", str(made), str(made.parent / "all.reads.jsonl")]) == 0


@pytest.mark.parametrize("gone", ["study", "reads", "truth"])
def test_a_file_of_a_study_that_is_not_there_is_not_taken_for_a_damaged_one(
    gone: str, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "study": made,
        "reads": read_all_sessions(made, read_study(made), "R1"),
        "truth": made.parent / "table.csv",
    }
    files[gone].unlink()
    assert main(["study", "report", str(files["study"]), str(files["reads"]), "--truth", str(files["truth"])]) == 1
    assert f"“{files[gone].name}” is not there" in capsys.readouterr().err


def test_a_study_without_arms_or_films_is_wrong_usage(tmp_path: Path, made: Path) -> None:
    assert main(["study", "new", str(tmp_path / "films"), "--out", str(tmp_path / "x.toml")]) == 2
    (tmp_path / "empty").mkdir()
    assert main(["study", "new", str(tmp_path / "empty"), "--out", str(tmp_path / "x.toml"), "--arm", "unaided"]) == 2
    assert main(["study", "check", str(tmp_path / "none.toml")]) == 1


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("case,pneumothorax\n²,1\n", "none of its rows"),
        (f"case,pneumothorax\n{'9' * 5000},1\n", "none of its rows"),
        ("case,pneumothorax\n1,1\n1,0\n", "line 3 says of pneumothorax the opposite"),
    ],
)
def test_a_table_of_truth_that_makes_no_sense_is_refused(
    made: Path, table: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (made.parent / "odd.csv").write_text(table, encoding="utf-8")
    reads = str(read_all_sessions(made, read_study(made), "R1"))
    assert main(["study", "report", str(made), reads, "--truth", str(made.parent / "odd.csv")]) == 1
    assert why in capsys.readouterr().err.replace("None of", "none of").replace("Line 3", "line 3")


def test_a_table_of_truth_with_semicolons_is_understood(made: Path) -> None:
    (made.parent / "semi.csv").write_text("case;pneumothorax\n1;1\n2;0\n", encoding="utf-8")
    assert read_truth(made.parent / "semi.csv", read_study(made)) == {
        (1, "pneumothorax"): True,
        (2, "pneumothorax"): False,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [('"case":1,', '"case":77,'), ('"arm":"unaided"', '"arm":"zz"'), (":5}", ":99}"), ('x":1}', 'y":1}')],
)
def test_reads_that_the_study_does_not_ask_for_are_refused(
    made: Path, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reads = read_all_sessions(made, read_study(made), "R1")
    text = reads.read_text("utf-8")
    assert old in text
    reads.write_text(text.replace(old, new), "utf-8")
    assert main(["study", "export", str(made), str(reads), "--out", str(made.parent / "tables")]) == 1
    assert "Reads not understood" in capsys.readouterr().err
    assert not (made.parent / "tables").exists()


def test_a_study_is_not_made_where_its_truth_is_there_already(made: Path) -> None:
    other = made.with_name("other.toml")
    other.with_name("other.truth.csv").write_text("mine", encoding="utf-8")
    line = ["study", "new", str(made.parent / "films"), "--out", str(other), "--arm", "unaided"]
    assert main([*line, "--washout", "9" * 12]) == 1
    assert main([*line, "--finding", "pneumothorax", "--truth", str(made.parent / "table.csv")]) == 2
    assert not other.exists()
