"""Folders of a run are named so that people can match them: by patient and date, or by a number with a key table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from inference.batch.film_names import key_table, names_by_number, names_by_patient
from inference.core.errors import ExportError
from inference.core.film import Identity

KIM = Identity(patient_name="Kim^Ada", patient_id="P1", study_date="2026-01-05")


def test_a_folder_is_called_after_patient_and_date() -> None:
    assert names_by_patient([Path("x/1.dcm")], {Path("x/1.dcm"): KIM}) == {Path("x/1.dcm"): "Kim Ada P1 2026-01-05"}


def test_films_of_a_patient_and_day_have_their_files_names_too_and_nobodys_film_has_that_alone() -> None:
    films = [Path("x/pa.dcm"), Path("x/lateral.dcm"), Path("x/nobody.png")]
    names = names_by_patient(films, {films[0]: KIM, films[1]: KIM})
    assert list(names.values()) == ["Kim Ada P1 2026-01-05 pa", "Kim Ada P1 2026-01-05 lateral", "nobody"]


def test_a_film_keeps_its_folder_when_another_of_the_day_joins_it_and_not_when_it_is_another_patients(
    tmp_path: Path,
) -> None:
    table = tmp_path / "results.csv"
    table.write_text('film,folder\nx/pa.dcm,Kim Ada P1 2026-01-05\nx/old.dcm,"Lee Ann"\n', encoding="utf-8")
    films = [Path("x/lateral.dcm"), Path("x/pa.dcm"), Path("x/old.dcm")]
    names = names_by_patient(films, {films[0]: KIM, films[1]: KIM}, table)
    assert list(names.values()) == ["Kim Ada P1 2026-01-05 lateral", "Kim Ada P1 2026-01-05", "old"]
    table.write_bytes(b"\xff\xfe no table")
    assert names_by_patient(films[:1], {films[0]: KIM}, table) == {films[0]: "Kim Ada P1 2026-01-05"}


def test_names_that_never_end_keep_the_date_and_no_two_are_the_same() -> None:
    films = [Path(f"{place}/{'n' * 90}.dcm") for place in range(3)]
    who = {path: Identity(patient_name="가" * 200, study_date="2026-01-05") for path in films}
    names = names_by_patient(films, who)
    assert len(set(names.values())) == 3
    assert all("2026-01-05" in name and len(name.encode()) < 200 for name in names.values())


@pytest.mark.parametrize("name", ["../../etc", "CON", "a/b\\c", "\u202eevil", " . "])
def test_a_name_in_a_header_leads_nowhere_else(name: str) -> None:
    [made] = names_by_patient([Path("1.dcm")], {Path("1.dcm"): Identity(patient_name=name)}).values()
    assert made.strip(". ")
    assert not set("/\\\u202e:") & set(made)


def test_without_identity_films_are_numbered_and_the_key_lies_beside_the_folder(tmp_path: Path) -> None:
    out, films = tmp_path / "out", [tmp_path / "b.dcm", tmp_path / "=a.dcm"]
    assert list(names_by_number(films, out).values()) == ["film-0001", "film-0002"]
    assert key_table(out) == tmp_path / "out-key.csv"
    with key_table(out).open(encoding="utf-8", newline="") as handle:
        assert {row["folder"]: row["file"] for row in csv.DictReader(handle)} == {
            "film-0001": str(films[0]),
            "film-0002": str(films[1]),
        }


def test_numbers_stay_when_a_run_is_gone_on_with_and_films_came_or_went(tmp_path: Path) -> None:
    out, films = tmp_path / "out", [tmp_path / f"{name}.dcm" for name in "abcd"]
    names_by_number(films[1:3], out)
    assert names_by_number([films[0], films[2], films[3]], out) == {
        films[0]: "film-0003",
        films[2]: "film-0002",
        films[3]: "film-0004",
    }
    assert names_by_number(films[1:2], out) == {films[1]: "film-0001"}


@pytest.mark.parametrize("content", [b"mine", b"folder,file\nfilm-x,1\n", b"", b"\xff\xfe", b"folder,file\nfilm-1\n"])
def test_a_file_of_the_users_own_is_never_taken_for_a_key_table(tmp_path: Path, content: bytes) -> None:
    place = key_table(tmp_path / "out")
    place.write_bytes(content)
    with pytest.raises(ExportError):
        names_by_number([tmp_path / "a.dcm"], tmp_path / "out")
    assert place.read_bytes() == content
