"""``thoracam analyze`` over an archive and ``thoracam merge``, as they are typed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from inference.cli.archive.many import ASKED, OF_THE_RUN, SECRET, TOLD_OTHERWISE
from inference.cli.main import parser
from tests import needs
from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner
from viewer.__main__ import main

SEVEN = 7  # rows of a film


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    write_dicom(folder / "one.dcm", hot_corner(), PatientName="WINTERBOTTOM^JANE")
    write_dicom(folder / "two.dcm", hot_corner(260, 330, row=200, column=270), PatientName="ROE^RICHARD")
    write_dicom(folder / "flat.dcm", np.full((80, 80), 7, np.uint16))
    (folder / "notes.txt").write_text("no film")
    return folder


def analyze(out: Path, pack: Path, *more: str | Path) -> int:
    return main(["analyze", *map(str, more), "--out", str(out), "--model", str(pack), "--override"])


def table(folder: Path, name: str = "results.csv") -> list[dict[str, str]]:
    with (folder / name).open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def numbers(folder: Path) -> dict[tuple[str, str], str]:
    return {(Path(row["film"]).name, row["finding"]): row["probability"] for row in table(folder)}


def test_shards_merged_say_what_one_run_says(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    analyze(tmp_path / "plain", tiny_pack, films)
    for part in ("1", "2"):
        analyze(tmp_path / part, tiny_pack, films, "--only", "results", "--shard", f"{part}/2")
    outs = [str(tmp_path / part) for part in ("1", "2")]
    assert main(["merge", *outs, "--out", str(tmp_path / "all"), "--list", str(films)]) == 0  # notes.txt is no film
    plain = {key: value for key, value in numbers(tmp_path / "plain").items() if key[0] != "flat.dcm"}
    assert numbers(tmp_path / "all") == plain
    assert [row["kind"] for row in table(tmp_path / "all", "failures.csv")] == ["EmptyFilm"]
    assert table(tmp_path / "all", "missing.csv") == []
    assert "2 films with 14 rows, 1 films that failed." in capsys.readouterr().out
    folders = {tmp_path / "all" / row["folder"] for row in table(tmp_path / "all")}
    assert all({path.name for path in folder.iterdir()} == {"result.json"} for folder in folders)


def test_processes_of_this_machine_do_a_list_and_say_what_it_cost(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text("number,film\n1,films/one.dcm\n2,films/two.dcm\n3,films/gone.dcm\n")
    more = ("--only", "table", "--on", "local:1", "--profile", "--no-hosts", "--anonymize")
    assert analyze(tmp_path / "out", tiny_pack, tmp_path / "list.csv", *more) == 1
    rows = table(tmp_path / "out")
    assert len(rows) == 2 * SEVEN
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"results.csv", "failures.csv", "run.json"}
    whole = "".join(path.read_text("utf-8") for path in (tmp_path / "out").iterdir())
    assert "one.dcm" not in whole.replace("gone.dcm", "")
    assert "WINTERBOTTOM" not in whole
    said = capsys.readouterr()
    assert "2 films done, 1 failed" in said.out
    assert "processor time" in said.out
    assert "name" not in json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["hosts"][0]
    known = {row["folder"] for row in table(tmp_path, "out-key.csv")}
    assert {row["film"] for row in rows} <= known


def test_results_are_parquet_too(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    needs.module("pyarrow", "--extra=parquet")
    from pyarrow import parquet

    analyze(tmp_path / "out", tiny_pack, films / "one.dcm", "--only", "table", "--parquet")
    found = parquet.read_table(tmp_path / "out" / "results.parquet").to_pylist()
    assert [row["finding"] for row in found] == [row["finding"] for row in table(tmp_path / "out")]
    assert {type(row["probability"]) for row in found if row["state"] != "not_analysed"} == {float}
    assert {row["probability"] for row in found if row["state"] == "not_analysed"} == {None}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--shard", "5/4"], "is one of 1/4 to 4/4"),
        (["--on", "moon"], "is local:N, ray"),
        (["--on", "local:2", "--summary"], "--summary needs all films at once"),
        (["--on", "local:2", "--dicom", "--anonymize"], "one key for all films"),
        (["--on", "ray://head", "--annotations"], "--annotations and --on a cluster exclude each other"),
        (["--on", "local:2", "--workers", "2"], "--workers goes with --on ray"),
        (["--profile"], "--profile goes with --on, --shard or a list"),
        (["--only", "table", "--pdf"], "--only table and --pdf exclude each other"),
    ],
)
def test_what_a_run_over_an_archive_cannot_is_said(
    asked: list[str], said: str, films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = analyze(tmp_path / "out", tiny_pack, films, *asked)
    except SystemExit as left:
        status = int(left.code or 0)
    assert status == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_table_is_not_written_over_and_goes_on_only_as_it_began(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    analyze(out, tiny_pack, films, "--only", "table")
    before = (out / "results.csv").read_bytes()
    assert analyze(out, tiny_pack, films, "--only", "table") == 2
    assert "--resume goes on with the run that wrote it, --overwrite begins anew" in capsys.readouterr().err
    assert analyze(out, tiny_pack, films, "--only", "table", "--resume", "--method", "hirescam") == 2
    assert "--method was null in the run that is there, and is hirescam now" in capsys.readouterr().err
    assert (out / "results.csv").read_bytes() == before


def test_results_that_lie_among_the_films_are_no_films(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    analyze(films / "reports", tiny_pack, films / "one.dcm", "--dicom")
    analyze(tmp_path / "out", tiny_pack, films, "--only", "table")
    assert {Path(row["film"]).name for row in table(tmp_path / "out")} == {"one.dcm", "two.dcm"}


def test_each_option_of_analyze_is_one_that_changes_films_or_one_that_does_not() -> None:
    options = parser().parse_args(["analyze", "films", "--out", "out"])
    known = {*ASKED, *SECRET, *TOLD_OTHERWISE, *OF_THE_RUN, "command", "run", "beside"}
    assert set(vars(options)) == known


@pytest.mark.parametrize(("name", "text"), [("gone.csv", None), ("list.csv", "a,b\n"), ("list.txt", "\xff\xfea")])
def test_nothing_is_written_for_a_list_that_is_none(
    name: str, text: str | None, films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="latin-1")
    assert analyze(tmp_path / "out", tiny_pack, tmp_path / name, "--only", "table")
    assert not (tmp_path / "out").exists()
    analyze(tmp_path / "whole", tiny_pack, films, "--only", "table")
    assert main(["merge", str(tmp_path / "whole"), "--out", str(tmp_path / "all"), "--list", str(tmp_path / name)])
    assert not (tmp_path / "all").exists()


def test_what_is_no_run_and_what_names_no_film_is_said_with_what_to_do(
    films: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.txt").write_text("films\n")
    assert analyze(Path("out"), tiny_pack, "list.txt", "--only", "table") == 1
    assert "“films” is a folder. End its line in the list with “/”" in table(Path("out"), "failures.csv")[0]["sentence"]
    Path("none.txt").touch()
    assert analyze(Path("empty"), tiny_pack, "none.txt", "--only", "table") == 0
    assert "No film of none.txt was to be done" in capsys.readouterr().err
    main(["merge", "out", "empty", "--out", "all"])
    for wrong, said in (("all", "What all holds was merged already"), ("films", "no run.json in films: it is no")):
        assert main(["merge", "out", wrong, "--out", "more"]) == 2
        assert said in capsys.readouterr().err
    assert analyze(Path("out"), tiny_pack, films, "--only", "table", "--resume") == 2
    assert "PATH was list.txt in the run" in capsys.readouterr().err


def test_a_list_that_cannot_be_read_is_said_in_a_sentence(
    tiny_pack: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wide.txt").write_text("one.dcm\n", encoding="utf-16")
    assert analyze(tmp_path / "out", tiny_pack, tmp_path / "wide.txt", "--shard", "1/1", "--only", "table") == 2
    said = capfd.readouterr().err
    assert "UTF-16" in said
    assert "Traceback" not in said
