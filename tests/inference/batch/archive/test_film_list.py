"""Lists and folders as streams, and films shared out between shards."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from inference.batch.archive.merge import MISSING, MISSING_COLUMNS
from inference.batch.archive.tables import FAILURE_COLUMNS, FAILURES, RESULTS, line
from inference.batch.shards import digest_set, walk
from inference.batch.shards.digest_set import DigestSet
from inference.batch.shards.film_list import FilmList
from inference.batch.shards.shard import Shard, shard_of
from inference.cli.archive.many import expand
from inference.core.errors import FileMissing, FilmError, UsageError
from inference.report.output.csv_json import COLUMNS as RESULT_COLUMNS

MEDIUM = Path(__file__).parents[3] / "bugs" / "dicomdir_with_extensions"


def keys_of(*sources: Path, column: str = "") -> list[str]:
    return [listed.key for listed in FilmList(sources, expand, column).films()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "films"
    for name in ("film 10.png", "film 9.png", "b/film 2.dcm", "b/.hidden", "a/film 1.dcm", "__MACOSX/x.png"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    (top / "round").symlink_to(top)
    return top


def test_a_folder_is_gone_through_in_natural_order_its_own_files_first(folder: Path) -> None:
    assert keys_of(folder) == ["film 9.png", "film 10.png", "a/film 1.dcm", "b/film 2.dcm"]


def test_a_folder_of_very_many_files_is_never_sorted_as_a_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "SORTED", 2)
    assert sorted(keys_of(folder)) == ["a/film 1.dcm", "b/film 2.dcm", "film 10.png", "film 9.png"]


def test_films_of_several_folders_are_told_apart_by_their_folders(folder: Path) -> None:
    assert keys_of(folder / "a", folder / "b") == [f"{folder}/a/film 1.dcm", f"{folder}/b/film 2.dcm"]


def test_a_folder_that_is_not_there_anymore_is_said(tmp_path: Path) -> None:
    heard: list[FilmError] = []
    listed = FilmList([tmp_path / "list.txt"], expand)
    (tmp_path / "list.txt").write_text("gone/\nfilm.dcm\n")
    assert [one.key for one in listed.films(heard.append)] == ["film.dcm"]
    assert [(type(one), one.path.name) for one in heard] == [(FileMissing, "gone")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", "a/one.dcm\n\nb/two three.dcm\r\n"),
        ("list.csv", "age,film\n1,a/one.dcm\n2,b/two three.dcm\n"),
        ("list.tsv", "FILE\tage\na/one.dcm\t1\nb/two three.dcm\t2\n"),
        ("list.csv", "\ufeffa/one.dcm\nb/two three.dcm\n"),
        ("list.csv", "path;age\na/one.dcm;1\nb/two three.dcm;2,5\n"),
        ("list.csv", 'File;age\n"a/one.dcm";1\nb/two three.dcm;2\n'),
        ("list.csv", "age\tpath\n1\ta/one.dcm\n2\tb/two three.dcm\n"),
        ("list.tsv", "age,path\n1,a/one.dcm\n2,b/two three.dcm\n"),
        ("list.csv", "sep=;\r\npath;age\r\na/one.dcm;1\r\nb/two three.dcm;2\r\n"),
        ("list.csv", 'age, "path"\n1, a/one.dcm\n2, "b/two three.dcm"\n3,\n'),
        ("list.csv", "Bild\na/one.dcm\nb/two three.dcm\n"),
        ("list.txt", '  a/one.dcm \n   \n"b/two three.dcm"\r\n'),
        ("results.csv", "film,finding\na/one.dcm,x\na/one.dcm,y\nb/two three.dcm,x\nb/two three.dcm,y\n"),
    ],
)
def test_a_list_is_text_or_csv_its_paths_as_given_from_its_own_folder(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    films = list(FilmList([tmp_path / name], expand).films())
    assert [one.key for one in films] == ["a/one.dcm", "b/two three.dcm"]
    assert [one.path for one in films] == [tmp_path / "a/one.dcm", tmp_path / "b/two three.dcm"]
    assert all(one.named for one in films)


def test_a_column_is_taken_by_its_name_or_missed_by_it(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("film,place\nx,a/one.dcm\n")
    assert keys_of(tmp_path / "list.csv", column="Place") == ["a/one.dcm"]
    with pytest.raises(UsageError, match="no column “where”; it has film, place"):
        keys_of(tmp_path / "list.csv", column="where")


def test_a_file_is_found_by_the_spaces_quotes_and_semicolons_it_is_called_by(tmp_path: Path) -> None:
    for name in (" one.dcm", '"two.dcm"', "IM000001;1"):
        (tmp_path / name).touch()
    (tmp_path / "list.txt").write_text(' one.dcm\n"two.dcm"\n')
    (tmp_path / "disc.csv").write_text("IM000001;1\nIM000002;1\n")
    assert keys_of(tmp_path / "list.txt") == [" one.dcm", '"two.dcm"']
    assert keys_of(tmp_path / "disc.csv") == ["IM000001;1", "IM000002;1"]


def test_films_without_a_header_may_have_more_beside_them(tmp_path: Path) -> None:
    (tmp_path / "one.dcm").touch()
    (tmp_path / "list.csv").write_text("one.dcm;1\ntwo.dcm;0\n")
    assert keys_of(tmp_path / "list.csv") == ["one.dcm", "two.dcm"]


@pytest.mark.parametrize("head", ["patient,image", "patient;image", "patient; image"])
def test_of_several_columns_that_nobody_knows_none_is_guessed(tmp_path: Path, head: str) -> None:
    (tmp_path / "list.csv").write_text(f"{head}\n")
    with pytest.raises(UsageError, match=r"no column called film, path, .* it has patient, image\. Name it with --col"):
        FilmList([tmp_path / "list.csv"], expand).check_lists()


def test_tables_of_earlier_runs_name_films_from_where_the_runs_were_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tables = [(RESULTS, RESULT_COLUMNS, ""), (FAILURES, FAILURE_COLUMNS, ""), (MISSING, MISSING_COLUMNS, "of")]
    for name, columns, column in tables:
        (out := tmp_path / "out" / name).parent.mkdir(exist_ok=True)
        row = {column or "film": "films/one.dcm"}
        out.write_text(line(columns) + line([row.get(of, "") for of in columns]))
        assert [one.path for one in FilmList([out], expand, column).films()] == [Path("films/one.dcm")]


def test_a_dicomdir_is_what_it_lists_and_nothing_more_within_its_folder() -> None:
    assert keys_of(MEDIUM / "DICOMDIR") == [f"{MEDIUM}/DICOMDIR/PT000000/ST000000/SE000000/IM000000.dcm"]
    assert keys_of(MEDIUM) == ["PT000000/ST000000/SE000000/IM000000.dcm"]


def test_an_archive_is_what_is_in_it(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a" / "more.zip", "w") as archive:
        archive.writestr("in/film.dcm", b"")
    assert keys_of(folder / "a") == ["film 1.dcm", "more.zip/in/film.dcm"]


def test_shards_hold_each_film_once_and_keep_it_when_the_list_grows() -> None:
    shards = [Shard(number, 7) for number in range(1, 8)]
    keys = [f"ward/{number}.dcm" for number in range(2000)]
    parts = {shard.number: [key for key in keys if shard.holds(key)] for shard in shards}
    assert sorted(key for part in parts.values() for key in part) == sorted(keys)
    assert all(200 < len(part) < 380 for part in parts.values())
    assert Shard(2, 16).holds("ward/40.dcm")  # it stays so: runs of other days and machines rest on it


def test_a_shard_is_one_of_its_number() -> None:
    assert shard_of("3/16") == Shard(3, 16)
    for text in ("0/4", "5/4", "4", "a/b", "1/0"):
        with pytest.raises(ValueError, match="is "):
            shard_of(text)


def test_a_set_of_digests_knows_what_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_set, "_RECENT", 16)
    seen = DigestSet()
    assert all(seen.add(f"film {number}") for number in range(1000))
    assert not any(seen.add(f"film {number}") for number in range(1000))
    assert len(seen) == 1000
    assert "film 1000" not in seen
