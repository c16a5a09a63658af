"""What comes out of reads: tables for other programs, areas, differences, calls, times, the report."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from inference.core.study_errors import TruthMalformed
from inference.site.reader_study.comparison import compared
from inference.site.reader_study.exporting import imrmc_csv, imrmc_file, mrmcaov_csv, scores, write_exports
from inference.site.reader_study.merging import read_all
from inference.site.reader_study.report import html_report, text_report
from inference.site.reader_study.results_file import Results
from inference.site.reader_study.study_file import Study
from inference.site.reader_study.truth import missing, read_truth, write_truth
from tests.inference.site.reader_study.studies import AI_SECOND, UNAIDED, read_all_sessions, study_of, truths_of

READERS = ("R1", "R2")


@pytest.fixture
def study() -> Study:
    return study_of(20, (UNAIDED, AI_SECOND), washout_days=0)


@pytest.fixture
def reads(tmp_path: Path, study: Study) -> Results:
    return read_all([read_all_sessions(tmp_path / "s.toml", study, reader) for reader in READERS], study)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_imrmc_gets_a_row_of_truth_for_each_case_and_a_row_for_each_score(study: Study, reads: Results) -> None:
    found = rows(imrmc_csv(scores(study, reads, truths_of(study))))
    truth = [row for row in found if row["readerID"] == "truth"]
    assert list(found[0]) == ["readerID", "caseID", "modalityID", "score"]
    assert [(row["caseID"], row["score"]) for row in truth] == [
        (str(case), str(int(case % 2 == 0))) for case in range(1, 21)
    ]
    assert len(found) - len(truth) == 2 * 3 * 20
    assert {row["modalityID"] for row in found} == {"truth", "Unaided", "AI second (before)", "AI second"}


def test_imrmcs_own_file_states_its_counts_before_the_data(study: Study, reads: Results) -> None:
    lines = imrmc_file(study, scores(study, reads, truths_of(study))).splitlines()
    assert {"N0: 10", "N1: 10", "NR: 2", "NM: 3"} <= set(lines[: lines.index("BEGIN DATA:")])
    data = [line.split(",") for line in lines[lines.index("BEGIN DATA:") + 1 :]]
    assert all(len(row) == 4 and row[1].isdigit() for row in data)
    assert sum(row[0] == "-1" for row in data) == 20


def test_mrmcaov_gets_its_long_data_frame(study: Study, reads: Results) -> None:
    found = rows(mrmcaov_csv(scores(study, reads, truths_of(study))))
    assert list(found[0]) == ["reader", "treatment", "case", "truth", "rating"]
    assert len(found) == 120
    assert {row["truth"] for row in found} == {"0", "1"}
    assert all(int(row["truth"]) == (int(row["case"]) % 2 == 0) for row in found)


def test_exports_leave_out_what_nobody_knows_the_truth_of(tmp_path: Path, study: Study, reads: Results) -> None:
    assert [path.name for path in write_exports(tmp_path / "a", study, reads, {})] == ["reads.csv"]
    names = {path.name for path in write_exports(tmp_path / "b", study, reads, truths_of(study))}
    assert names == {"reads.csv", *(f"pneumothorax.{kind}" for kind in ("imrmc", "imrmc.csv", "mrmcaov.csv"))}
    told = rows((tmp_path / "b" / "reads.csv").read_text("utf-8"))
    assert len(told) == 120
    assert {row["model"] for row in told if row["stage"] == "unaided"} == {""}


def test_areas_calls_and_differences_are_those_of_the_ratings(study: Study, reads: Results) -> None:
    found = compared(study, reads, truths_of(study))
    by_way = {(row.reader, row.modality): row for row in found.rows}
    unaided, aided = by_way["R1", "Unaided"], by_way["R1", "AI second"]
    assert (unaided.sensitivity.hits, unaided.sensitivity.count) == (8, 10)  # films 10 and 20 are rated the wrong way
    assert (unaided.specificity.hits, unaided.specificity.count) == (8, 10)
    assert unaided.area is not None
    assert unaided.area.value == pytest.approx(0.8)
    assert aided.area is not None
    assert (aided.area.value, aided.area.newcombe) == (1.0, True)
    difference = next(
        row for row in found.differences if row.reader == "R1" and (row.one, row.other) == ("AI second", "Unaided")
    )
    assert difference.difference is not None
    assert difference.films == 20
    assert difference.difference.value == pytest.approx(0.2)
    assert difference.difference.low < 0.2 < difference.difference.high


def test_the_area_under_the_drawn_curve_is_the_area_that_is_told(study: Study, reads: Results) -> None:
    for row in compared(study, reads, truths_of(study)).rows:
        x, y = np.array(row.curve).T
        assert row.area is not None
        assert np.sum(np.diff(x) * (y[1:] + y[:-1]) / 2) == pytest.approx(row.area.value)


def test_a_cut_decides_what_counts_as_called(study: Study, reads: Results) -> None:
    laxest = compared(study, reads, truths_of(study), cut=1).rows[0]
    assert (laxest.sensitivity.value, laxest.specificity.value) == (1.0, 0.0)


def test_the_report_says_how_many_films_each_figure_rests_on(study: Study, reads: Results) -> None:
    text = text_report(study, compared(study, reads, truths_of(study)), READERS)
    assert "8 of 10: 0.80 (0.49 to 0.94)" in text
    assert "1.000*" in text
    assert "Newcombe" in text
    assert "iMRMC" in text
    assert "20 films, 2 readers: R1, R2" in text


def test_without_truth_the_report_tells_times_alone(study: Study, reads: Results) -> None:
    text = text_report(study, compared(study, reads, {}), READERS)
    assert "Seconds a film" in text
    assert "AUC" not in text.replace("An AUC needs", "")
    assert "No truth was given" in text


def test_the_page_stands_alone_and_draws_each_reader(study: Study, reads: Results) -> None:
    page = html_report(study, compared(study, reads, truths_of(study)), READERS).decode()
    assert page.count("<figure>") == 2
    assert page.count("<polyline") == 6
    assert "://" not in page  # letters alone may come of a picture


def test_truth_is_read_by_case_or_by_film_and_written_by_case(tmp_path: Path, study: Study) -> None:
    (tmp_path / "by_film.csv").write_text("film,pneumothorax\n2.dcm,1\nfilms/3.dcm,0\n4.dcm,\nother.dcm,1\n", "utf-8")
    known = read_truth(tmp_path / "by_film.csv", study)
    assert known == {(2, "pneumothorax"): True, (3, "pneumothorax"): False}
    assert missing(study, known) == 18
    write_truth(tmp_path / "by_case.csv", study, known)
    assert read_truth(tmp_path / "by_case.csv", study) == known


@pytest.mark.parametrize(
    "text", ["", "film,pneumothorax\n2.dcm,perhaps\n", "film,pneumothorax\nother.dcm,1\n", "\x00\xff"]
)
def test_a_table_of_truth_that_says_nothing_is_refused(tmp_path: Path, study: Study, text: str) -> None:
    (tmp_path / "t.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(TruthMalformed):
        read_truth(tmp_path / "t.csv", study)
