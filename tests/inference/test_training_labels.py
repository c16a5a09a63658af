"""Labels: blanks stay unknown, bad rows are named, and no patient is on both sides of a split."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.training.labels import LabelError, LabelledFilm, LabelTable, read_nih, read_plain
from inference.training.split import Split, read_split, split_by_patient, write_split

HEADER = "file,patient,view,sex,age,nih_labels,extra\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def table_of(patients: dict[str, tuple[float, bool]], films: int = 2) -> LabelTable:
    rows = [
        LabelledFilm(f"{patient}_{number}.png", patient, (target,), normal)
        for patient, (target, normal) in patients.items()
        for number in range(films)
    ]
    return LabelTable(("Effusion",), tuple(rows))


def test_nih_labels_become_targets_and_normal_films_are_known(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "a.jpg,1,PA,F,60,Effusion;Mass,\nb.jpg,2,AP,M,50,No Finding,\n")
    table = read_nih(path, ("Effusion", "Pneumothorax"))
    assert table.targets().tolist() == [[1.0, 0.0], [0.0, 0.0]]
    assert [film.normal for film in table.films] == [False, True]
    assert table.films[1].traits["view"] == "AP"


def test_bad_rows_are_left_out_and_named_by_line(tmp_path: Path) -> None:
    twice = "a.jpg,1,PA,F,60,Effusion,\na.jpg,1,PA,F,60,Mass,\n"
    rows = twice + "b.jpg,,PA,F,60,Mass,\nc.jpg,3,PA,F,60,Gout,\nd.jpg,4,PA,F,60,,\n"
    table = read_nih(written(tmp_path, HEADER + rows))
    assert len(table.films) == 1
    assert [(row.line, row.reason) for row in table.skipped] == [
        (3, "the file is listed twice"),
        (4, "no file or no patient"),
        (5, "unknown label Gout"),
        (6, "no labels"),
    ]


def test_a_blank_cell_is_unknown_not_absent(tmp_path: Path) -> None:
    table = read_plain(written(tmp_path, "path,patient,pneumothorax,rib_fracture\na.dcm,1,1,\nb.dcm,2,0,maybe\n"))
    assert table.targets()[0, 0] == 1.0
    assert np.isnan(table.targets()[0, 1])
    assert table.skipped[0].reason == "'maybe' is neither 0 nor 1 nor blank"


def test_a_film_with_unknowns_is_not_called_normal(tmp_path: Path) -> None:
    table = read_plain(written(tmp_path, "path,patient,pneumothorax,rib_fracture\na.dcm,1,0,\nb.dcm,2,0,0\n"))
    assert [film.normal for film in table.films] == [False, True]


def test_a_missing_column_refuses_the_table(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="no column patient"):
        read_plain(written(tmp_path, "path,pneumothorax\na.dcm,1\n"))


def test_a_short_row_is_left_out_not_a_crash(tmp_path: Path) -> None:
    table = read_nih(written(tmp_path, HEADER + "a.jpg,1\n"))
    assert [row.reason for row in table.skipped] == ["no labels"]


def test_split_keeps_patients_whole_and_strata_in_proportion() -> None:
    patients = {f"p{n}": (1.0, False) for n in range(20)} | {f"n{n}": (0.0, True) for n in range(50)}
    split = split_by_patient(table_of(patients), ("Effusion",), share=0.2, seed=3)
    assert not split.training & split.validation
    assert sum(name.startswith("p") for name in split.validation) == 4
    assert sum(name.startswith("n") for name in split.validation) == 10


def test_split_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    table = table_of({f"p{n}": (float(n % 2), False) for n in range(40)})
    assert split_by_patient(table, ("Effusion",), seed=1) == split_by_patient(table, ("Effusion",), seed=1)
    assert split_by_patient(table, ("Effusion",), seed=1) != split_by_patient(table, ("Effusion",), seed=2)


def test_a_written_split_reads_back(tmp_path: Path) -> None:
    split = Split(frozenset({"a", "b"}), frozenset({"c"}))
    write_split(tmp_path / "split.csv", split)
    assert read_split(tmp_path / "split.csv") == split


def test_a_patient_on_both_sides_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "split.csv").write_text("patient,side\na,training\na,validation\n", encoding="utf-8")
    with pytest.raises(LabelError, match="both sides"):
        read_split(tmp_path / "split.csv")
