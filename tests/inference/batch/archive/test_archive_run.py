"""A run over an archive: tables as streams, resumed exactly, and several of them merged."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference.batch.archive.keys import KeyTable
from inference.batch.archive.merge import Whole, merge
from inference.batch.archive.record import Asked, Counts, Record
from inference.batch.archive.run import ArchiveRun, Plan, path_name
from inference.batch.archive.tables import films_of
from inference.batch.shards.film_list import FilmList
from inference.batch.shards.shard import Shard
from inference.batch.workers.in_process import InProcess
from inference.batch.workers.local import LocalProcesses
from inference.batch.workers.port import Done, Workers
from inference.cli.archive.many import expand
from inference.core.errors import DiskFull, ExportError, UsageError
from tests.inference.batch.archive.work import ASKED, FakeOpener, Heard, words

NAMES = [f"film-{number}" for number in range(9)]


@pytest.fixture
def films(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text("".join(f"{name}\n" for name in [*NAMES, "bad-1", NAMES[0]]))
    return path


def run(
    films: Path, out: Path, *, asked: Asked = ASKED, workers: Workers | None = None, resume: bool = False, **more: Any
) -> Counts:
    plan = replace(Plan(FilmList([films], expand), out, path_name, words, resume=resume), **more)
    record = Record(out, replace(asked, shard=str(plan.shard)), "test")
    return ArchiveRun(plan, workers or InProcess(FakeOpener(out, out)), record, Heard()).run()


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def films_in(out: Path) -> list[str]:
    return [Path(film.film).name for film in films_of(out / "results.csv")]


def record_of(out: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((out / "run.json").read_text("utf-8"))
    return facts


class Dies(InProcess):
    """Raises what a run cannot go on after, once so many films are done."""

    def __init__(self, out: Path, after: int) -> None:
        super().__init__(FakeOpener(out, out))
        self._after = after

    def over(self, *args: Any, **more: Any) -> Generator[Done, None, None]:
        for number, done in enumerate(super().over(*args, **more)):
            if number == self._after:
                raise KeyboardInterrupt
            yield done


def test_a_run_writes_each_film_once_and_says_what_failed(films: Path, tmp_path: Path) -> None:
    counts = run(films, tmp_path / "out")
    assert sorted(films_in(tmp_path / "out")) == NAMES
    assert (counts.listed, counts.done, counts.failed, counts.twice) == (11, 9, 1, 1)
    assert [row["kind"] for row in table(tmp_path / "out" / "failures.csv")] == ["DamagedFilm"]
    rows = table(tmp_path / "out" / "results.csv")
    assert all((tmp_path / "out" / row["folder"] / "result.json").is_file() for row in rows)
    assert {row["folder"].split("/")[0] for row in rows} == {"films"}


def test_a_run_says_what_was_asked_where_it_ran_and_how_far_it_came(films: Path, tmp_path: Path) -> None:
    run(films, tmp_path / "out")
    facts = record_of(tmp_path / "out")
    assert facts["complete"]
    assert facts["counts"] | {"done": 9, "kinds": {"DamagedFilm": 1}} == facts["counts"]
    assert facts["options"]["opacity"] == 0.4
    assert facts["pack"]["hash"] == "0" * 64
    here = {"name": "here", "cores": 2, "versions": {"thoracam": "test"}, "notice": "", "workers": 1}
    assert facts["hosts"] == [here]


def test_names_of_machines_can_be_left_out(films: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "out", tmp_path
    plan = Plan(FilmList([films], expand), out, path_name, words)
    ArchiveRun(plan, InProcess(FakeOpener(out, folder)), Record(out, ASKED, "test", name_hosts=False), Heard()).run()
    assert "here" not in json.dumps(record_of(out)["hosts"])


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_run_that_was_stopped_goes_on_and_is_as_one_that_was_not(films: Path, tmp_path: Path, after: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(films, tmp_path / "out", workers=Dies(tmp_path / "out", after))
    assert not record_of(tmp_path / "out")["complete"]
    counts = run(films, tmp_path / "out", resume=True)
    run(films, tmp_path / "whole")
    assert sorted(map(str, table(tmp_path / "out" / "results.csv"))) == sorted(
        map(str, table(tmp_path / "whole" / "results.csv"))
    )
    assert counts.done + counts.done_before == 9
    assert len(table(tmp_path / "out" / "failures.csv")) == 1


@pytest.mark.parametrize("workers", [InProcess, lambda opener: LocalProcesses(opener, 1)])
def test_a_full_disk_stops_the_run_and_is_no_fault_of_films(
    films: Path, tmp_path: Path, workers: Callable[[FakeOpener], Workers]
) -> None:
    out = tmp_path / "out"
    films.write_text(f"{films.read_text()}full-1\n")
    with pytest.raises(DiskFull):
        run(films, out, workers=workers(FakeOpener(out, out)))
    assert not record_of(out)["complete"]
    assert "DiskFull" not in {row["kind"] for row in table(out / "failures.csv")}
    films.write_text(films.read_text().replace("full-1", "roomy-1"))
    run(films, out, resume=True)
    assert sorted(films_in(out)) == [*NAMES, "roomy-1"]
    assert record_of(out)["complete"]


@pytest.mark.parametrize("left", [1, 40, 200, 1000])
def test_a_table_that_a_killed_run_left_torn_is_mended(films: Path, tmp_path: Path, left: int) -> None:
    run(films, tmp_path / "out")
    results = tmp_path / "out" / "results.csv"
    whole = sorted(map(str, table(results)))
    results.write_bytes(results.read_bytes()[:left])
    (half := tmp_path / "out" / "films" / "00" / ".thoracam-0123456789abcdef.part").mkdir(parents=True)
    run(films, tmp_path / "out", resume=True)
    assert sorted(map(str, table(results))) == whole
    assert not half.exists()


def test_a_run_is_not_gone_on_with_when_something_else_is_asked_for(films: Path, tmp_path: Path) -> None:
    run(films, tmp_path / "out")
    other = replace(ASKED, options={**ASKED.options, "opacity": 0.5})
    with pytest.raises(UsageError, match=r"--opacity was 0\.4 in the run that is there, and is 0\.5 now"):
        run(films, tmp_path / "out", asked=other, resume=True)
    with pytest.raises(UsageError, match="the pack was 000000000000"):
        run(films, tmp_path / "out", asked=replace(ASKED, pack={"hash": "1" * 64}), resume=True)
    with pytest.raises(UsageError, match="--shard was 1/1"):
        run(films, tmp_path / "out", resume=True, shard=Shard(1, 2))


def test_a_list_that_grew_has_its_new_films_done(films: Path, tmp_path: Path) -> None:
    run(films, tmp_path / "out")
    films.write_text(films.read_text() + "film-new\n")
    assert run(films, tmp_path / "out", resume=True).done == 2  # the last film of a table is always done again
    assert sorted(films_in(tmp_path / "out")) == [*NAMES, "film-new"]


def test_without_folders_there_is_a_table_alone(films: Path, tmp_path: Path) -> None:
    run(films, tmp_path / "out", folders=False)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"results.csv", "failures.csv", "run.json"}


def test_names_that_say_nothing_are_explained_beside_the_folder(films: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    keys = KeyTable(out)
    run(films, out, name=keys, explain=keys.explain)
    names = {film.film for film in films_of(out / "results.csv")}
    assert all(name.startswith("film-") and not name.startswith("film-0.") for name in names)
    assert names.isdisjoint(NAMES)
    assert not [path for path in out.rglob("*") if path.name in NAMES]
    known = {row["folder"]: Path(row["file"]).name for row in table(tmp_path / "out-key.csv")[1:]}
    assert {known[name] for name in names} == set(NAMES)
    assert KeyTable(out)(tmp_path / "film-1") == keys(tmp_path / "film-1")
    assert KeyTable(tmp_path / "other")(tmp_path / "film-1") != keys(tmp_path / "film-1")


# -- several runs ---------------------------------------------------------------------------------------------------


@pytest.fixture
def parts(films: Path, tmp_path: Path) -> list[Path]:
    outs = [tmp_path / f"part-{number}" for number in (1, 2, 3)]
    for number, out in enumerate(outs, start=1):
        run(films, out, shard=Shard(number, 3))
    return outs


def test_shards_merged_are_one_run(films: Path, parts: list[Path], tmp_path: Path) -> None:
    into = tmp_path / "all"
    into.mkdir()
    merged = merge(parts, into, whole=Whole(FilmList([films], expand), path_name))
    assert sorted(films_in(into)) == NAMES
    assert (merged.films, merged.rows, merged.failed, merged.twice, merged.missing) == (9, 18, 1, 0, 0)
    assert all((into / row["folder"] / "result.json").is_file() for row in table(into / "results.csv"))


def test_files_of_a_folder_that_were_passed_over_are_not_missing_and_a_film_that_came_later_is(tmp_path: Path) -> None:
    folder, outs, into = tmp_path / "films", [tmp_path / f"part-{number}" for number in (1, 2)], tmp_path / "all"
    for place in (folder, into):
        place.mkdir()
    for name in (*NAMES, "other-1", "other-2"):
        (folder / name).touch()
    for number, out in enumerate(outs, start=1):
        run(folder, out, shard=Shard(number, 2))
    whole = Whole(FilmList([folder], expand), path_name)
    merged = merge(outs, into, whole=whole)
    assert (merged.films, merged.failed, merged.passed_over, merged.missing) == (9, 0, 2, 0)
    (folder / "later").touch()
    assert merge(outs, into, whole=whole).missing == 3
    assert {Path(row["of"]).name for row in table(into / "missing.csv")} == {"other-1", "other-2", "later"}
    (folder / "other-1").unlink()  # as many as before, and not the same
    assert merge(outs, into, whole=whole).missing == 2
    (folder / "later").rename(folder / "other-1")
    assert merge(outs, into, whole=whole).missing == 0


def test_what_is_missing_is_named(films: Path, parts: list[Path], tmp_path: Path) -> None:
    into = tmp_path / "all"
    into.mkdir()
    facts = record_of(parts[0])
    (parts[0] / "run.json").write_text(json.dumps({**facts, "complete": False}))
    merged = merge(parts[:2], into, whole=Whole(FilmList([films], expand), path_name))
    rows = table(into / "missing.csv")
    assert [(row["what"], row["of"]) for row in rows[:2]] == [("shard", "3/3"), ("run", str(parts[0]))]
    third = {Path(row["of"]).name for row in rows[2:]}
    assert third == {name for name in [*NAMES, "bad-1"] if Shard(3, 3).holds(name)}
    assert merged.missing == len(rows)


def test_what_is_there_twice_is_taken_once_and_named(films: Path, parts: list[Path], tmp_path: Path) -> None:
    whole, into = tmp_path / "whole", tmp_path / "all"
    run(films, whole)
    into.mkdir()
    merged = merge([whole, parts[0]], into, mixed=True)
    assert sorted(films_in(into)) == NAMES
    assert merged.twice == len(films_in(parts[0]))
    assert {(row["kept of"], row["left out of"]) for row in table(into / "twice.csv")} == {(str(whole), str(parts[0]))}
    assert merged.failed == 1


def test_runs_of_other_packs_or_options_are_merged_only_where_that_is_said(
    films: Path, parts: list[Path], tmp_path: Path
) -> None:
    other = replace(ASKED, options={**ASKED.options, "only": "table"})
    run(films, tmp_path / "other", asked=other, shard=Shard(1, 3))
    into = tmp_path / "all"
    into.mkdir()
    with pytest.raises(UsageError, match=r"--only is results in .*part-1 and table in .*other"):
        merge([parts[0], tmp_path / "other"], into)
    assert merge([parts[0], tmp_path / "other"], into, mixed=True).films == len(films_in(parts[0]))


def test_a_folder_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no run\.json"):
        merge([tmp_path], tmp_path / "all")


def test_a_run_json_that_does_not_say_what_was_passed_over_is_merged(films: Path, tmp_path: Path) -> None:
    run(films, tmp_path / "one")
    record = record_of(tmp_path / "one")
    for name in ("passed_over", "passed_over_digest"):
        del record["counts"][name]
    (tmp_path / "one" / "run.json").write_text(json.dumps(record), "utf-8")
    (tmp_path / "all").mkdir()
    assert merge([tmp_path / "one"], tmp_path / "all").films == 9


@pytest.mark.parametrize("name", ["pack", "shard", "counts", "complete"])
def test_a_damaged_run_json_is_refused(films: Path, tmp_path: Path, name: str) -> None:
    run(films, tmp_path / "one")
    record = json.loads((tmp_path / "one" / "run.json").read_text("utf-8"))
    (tmp_path / "one" / "run.json").write_text(json.dumps({**record, name: []}), "utf-8")
    if name == "complete":
        (tmp_path / "one" / "run.json").write_text("[]", "utf-8")
    with pytest.raises(UsageError, match=r"run\.json is not understood"):
        merge([tmp_path / "one"], tmp_path / "all")


def test_a_run_without_its_table_leaves_an_earlier_merge_as_it_was(films: Path, tmp_path: Path) -> None:
    run(films, tmp_path / "one")
    (tmp_path / "all").mkdir()
    merge([tmp_path / "one"], tmp_path / "all")
    before = (tmp_path / "all" / "results.csv").read_bytes()
    (tmp_path / "one" / "results.csv").unlink()
    with pytest.raises(ExportError):
        merge([tmp_path / "one"], tmp_path / "all")
    assert (tmp_path / "all" / "results.csv").read_bytes() == before


def test_a_film_that_another_run_did_is_no_failure(films: Path, tmp_path: Path) -> None:
    run(films, tmp_path / "one")
    films.write_text(films.read_text().replace("bad-1", "film-good"))
    run(films, tmp_path / "two")
    results = (tmp_path / "two" / "results.csv").read_text("utf-8").replace("film-good", "bad-1")
    (tmp_path / "two" / "results.csv").write_text(results, "utf-8")
    (tmp_path / "all").mkdir()
    merged = merge([tmp_path / "one", tmp_path / "two"], tmp_path / "all")
    assert (merged.films, merged.failed) == (10, 0)
