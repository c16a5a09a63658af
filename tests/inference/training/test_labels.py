"""Labels: blanks stay unknown, bad rows are named, and no patient is on both sides of a split."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.training.data.column_names import keys_of
from inference.training.data.label_files import read_labels
from inference.training.data.labels import LabelError, LabelledFilm, LabelTable, read_listed, read_nih, read_plain
from inference.training.data.split import Split, read_split, split_by_patient, write_split

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


def test_the_nihs_own_headings_and_separators_are_understood(tmp_path: Path) -> None:
    head = "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position\n"
    table = read_nih(written(tmp_path, head + "a.png,Effusion|Mass,0,1,60,F,PA\n"), ("Effusion", "Pneumothorax"))
    assert table.targets().tolist() == [[1.0, 0.0]]
    assert table.films[0].traits == {"age": "60", "sex": "F", "view": "PA"}


def test_view_sex_and_age_tell_of_a_film_and_are_no_targets(tmp_path: Path) -> None:
    table = read_plain(written(tmp_path, "path;patient;Pneumothorax;Sex;age\na.dcm;1;1;F;60\n"))
    assert table.names == ("Pneumothorax",)
    assert table.films[0].traits == {"sex": "F", "age": "60"}


def test_columns_that_name_findings_come_first_in_the_programs_order(tmp_path: Path) -> None:
    path = written(tmp_path, "path,patient,Drain,Pleural effusion,Haemothorax,Rib fractures\na.dcm,1,0,1,,0\n")
    table = read_labels(path, tmp_path)
    assert table.names == ("Rib fractures", "Haemothorax", "Pleural effusion", "Drain")
    assert list(keys_of(table.names).values()) == ["rib_fracture", "hemothorax", "pleural_effusion"]
    assert table.films[0].targets[2] == 1.0


def test_two_columns_for_one_finding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="two columns are for pneumothorax"):
        read_labels(written(tmp_path, "path,patient,Pneumothorax,pneumothorax\na.dcm,1,0,1\n"), tmp_path)


def test_a_table_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes("path,patient,기흉\na.dcm,1,0\n".encode("cp949"))
    with pytest.raises(LabelError, match="save it as CSV in UTF-8"):
        read_labels(path, tmp_path)


def test_a_split_that_is_no_table_is_said(tmp_path: Path) -> None:
    path = tmp_path / "split.csv"
    path.write_bytes(b"\xff\xfe\x00 no text")
    with pytest.raises(LabelError, match=r"split\.csv is not a table of text"):
        read_split(path)


def test_what_experts_listed_is_known_and_what_they_did_not_read_is_left_out(tmp_path: Path) -> None:
    rows = "a.png,1,Mass,Effusion; Pneumothorax\nb.png,2,Effusion,none\nc.png,3,Effusion,\nd.png,4,,Effusion\n"
    table = read_listed(written(tmp_path, f"file,patient,nih_labels,experts\n{rows}"), "experts")
    assert table.names == ("Effusion", "Pneumothorax")
    assert [(film.file, film.targets, film.normal) for film in table.films] == [
        ("a.png", (1, 1), False),
        ("b.png", (0, 0), True),
        ("d.png", (1, 0), False),
    ]
    assert table.skipped == ()


def test_a_column_of_experts_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="no column experts"):
        read_listed(written(tmp_path, "file,patient,nih_labels\na.png,1,Mass\n"), "experts")


def test_blank_cells_of_a_plain_table_are_unknown_finding_by_finding(tmp_path: Path) -> None:
    path = written(tmp_path, "path,patient,pneumothorax,pleural_effusion\na.png,1,1,\nb.png,2,,0\n")
    table = read_labels(path, tmp_path)
    assert np.isfinite(table.targets()).tolist() == [[True, False], [False, True]]
    assert not any(film.normal for film in table.films)
