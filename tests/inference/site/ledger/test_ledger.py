"""The ledger counts what readers and models said: right to the film, arms apart, and what stands behind each number."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from inference.cli.site.ledger_text import figures_text
from inference.core.errors import LedgerUnusable, TruthUnusable
from inference.site.ledger import counts
from inference.site.ledger.counts import Cell, Question, Split
from inference.site.ledger.figures import Figures, figures
from inference.site.ledger.sight import Arm, Read, Region
from inference.site.ledger.store import Ledger
from inference.site.ledger.table import table
from inference.site.ledger.truth import bring_truth, forget_truth
from tests.inference.site.simulated import PACK_HASH, film_hash, sight, simulated

KEY = "pneumothorax"


@pytest.fixture(scope="module")
def simulation() -> tuple[Ledger, Counter[tuple[str, str, str, str]]]:
    sights, known = simulated(2000)
    ledger = Ledger(None)
    ledger.keep(sights)
    ledger.keep(sights[:100])  # films that are opened again count once
    return ledger, known


def read(word: str, arm: Arm = Arm.UNAIDED, choice: str = "") -> tuple[Read, ...]:
    return (Read(KEY, arm, word, choice or word),)


def of_key(ledger: Ledger, asked: Question | None = None) -> Figures:
    rows = figures(counts.counts(ledger, asked or Question()))
    return next(one for one in rows if one.finding == KEY)


def test_a_ledger_in_memory_is_closed_with_its_last_holder() -> None:
    ledger = Ledger(None)
    with ledger.opened() as file:
        assert file.execute("select 1").fetchone() == (1,)
    del ledger
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        file.execute("select 1")


@pytest.mark.parametrize("arm", Arm)
def test_two_thousand_reads_are_counted_right_to_the_film(
    simulation: tuple[Ledger, Counter[tuple[str, str, str, str]]], arm: Arm
) -> None:
    ledger, known = simulation
    found = {
        (arm.value, one.finding, word, state): films
        for one in figures(counts.counts(ledger, Question(arm)))
        for (word, state), films in one.cells.items()
    }
    assert found == {place: films for place, films in known.items() if place[0] == arm}


@pytest.mark.parametrize("split", Split)
def test_groups_add_up_to_all_films(
    simulation: tuple[Ledger, Counter[tuple[str, str, str, str]]], split: Split
) -> None:
    ledger, known = simulation
    rows = [one for one in figures(counts.counts(ledger, Question(Arm.UNAIDED, split=split))) if one.finding == KEY]
    assert sum(one.films for one in rows) == sum(
        films for (arm, key, *_), films in known.items() if (arm, key) == (Arm.UNAIDED, KEY)
    )
    assert {Split.VIEW: ["AP", "PA"], Split.DEVICE: ["Maker One", "Maker Two"]}.get(
        split, [one.group for one in rows]
    ) == [one.group for one in rows]


def test_the_films_behind_a_number_are_as_many_as_it_says(
    simulation: tuple[Ledger, Counter[tuple[str, str, str, str]]],
) -> None:
    ledger, _ = simulation
    asked = Question(Arm.UNAIDED, split=Split.VIEW)
    one = next(row for row in figures(counts.counts(ledger, asked)) if row.finding == KEY and row.group == "AP")
    films = counts.films_behind(ledger, asked, Cell(KEY, "AP", ("absent",), ("above",)))
    assert len(films) == one.false_calls.count > 0
    assert {(film.word, film.state) for film in films} == {("absent", "above")}
    assert len({film.film_hash for film in films}) == len(films)


def test_shares_are_of_the_films_they_name() -> None:
    ledger, number = Ledger(None), 0
    for word, state, films in (("present", "above", 3), ("absent", "below", 5), ("absent", "above", 2)):
        for _ in range(films):
            number += 1
            ledger.keep([sight(number, states={KEY: state}, reads=read(word))])
    ledger.keep([sight(90, reads=read("present")), sight(91, states={KEY: "not_sure"}, reads=read("absent"))])
    found = of_key(ledger)
    assert (found.agreement.count, found.agreement.of) == (8, 11)
    assert (found.false_calls.count, found.misses.count, found.unsure.count, found.films) == (2, 1, 1, 12)
    assert found.agreement.interval == pytest.approx((0.434, 0.903), abs=1e-3)  # Wilson's, as R's binom gives it


def test_what_a_reader_takes_back_goes() -> None:
    ledger = Ledger(None)
    ledger.keep([sight(1, reads=read("present"))])
    ledger.keep([sight(1)])
    assert counts.counts(ledger, Question()) == []


def test_an_assessment_of_one_model_is_none_of_another() -> None:
    ledger, other = Ledger(None), ("other 2.0.0", "b" * 64)
    assessed, called = read("present", Arm.AIDED, "accept"), read("absent")
    ledger.keep([sight(1, states={KEY: "above"}, reads=assessed + called)])
    ledger.keep([sight(1, reads=read("absent", Arm.AIDED, "accept") + called, pack=other)])  # opened with another model
    assert [one.word for one in counts.counts(ledger, Question(Arm.AIDED))] == ["present"]
    assert len(counts.counts(ledger, Question(Arm.UNAIDED, "b" * 64))) == 1  # an unaided call is of no model
    ledger.keep([sight(1, reads=read("present", Arm.AIDED, "reject"), pack=other)])
    assert [one.word for one in counts.counts(ledger, Question(Arm.AIDED, "b" * 64))] == ["present"]


def test_models_are_listed_the_one_used_last_first() -> None:
    ledger = Ledger(None)
    ledger.keep([sight(1), sight(2, pack=("newer 2.0.0", "b" * 64))])
    assert [one.pack for one in counts.packs(ledger)] == ["newer 2.0.0", "made-up 1.0.0"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_of_truth_gives_sensitivity_and_specificity(tmp_path: Path, kind: str) -> None:
    ledger = Ledger(None)
    states = ["above", "above", "below", "above", "below", "below"]
    ledger.keep([sight(n, states={KEY: state}, reads=read("present")) for n, state in enumerate(states)])
    path = tmp_path / f"truth.{kind}"
    films = [*([f"x/{n}.DCM", "yes"] for n in range(3)), *([f"{n}", "0"] for n in (3, 4))]
    rows = [["File name", "Pneumothorax"], *films]
    if kind == "csv":
        path.write_text("\n".join(",".join(row) for row in [*rows, ["99.dcm", "1"], ["5", ""]]))
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    brought = bring_truth(ledger, path)
    assert (brought.films, brought.ambiguous) == (5, 0)
    assert brought.unknown == (1 if kind == "csv" else 0)
    found = of_key(ledger)
    assert (found.sensitivity(of_reader=False).count, found.sensitivity(of_reader=False).of) == (2, 3)
    assert (found.specificity(of_reader=False).count, found.specificity(of_reader=False).of) == (1, 2)
    assert found.specificity(of_reader=True).count == 0
    assert found.films == 6  # agreement counts them all
    forget_truth(ledger)
    assert not of_key(ledger).outcomes


def test_films_are_found_by_accession_number_which_is_not_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.keep([sight(1, reads=read("present"), accession="ACC-77")])
    path = tmp_path / "truth.csv"
    path.write_text("accession;pneumothorax\nACC-77;1\n")
    assert bring_truth(ledger, path).films == 1
    assert b"ACC-77" not in (tmp_path / "ledger.sqlite").read_bytes()


def test_a_name_that_two_films_bear_is_left_out(tmp_path: Path) -> None:
    ledger, twin = Ledger(None), sight(2)
    ledger.keep([sight(1), replace(twin, film=replace(twin.film, path="/elsewhere/1.dcm"))])
    path = tmp_path / "truth.csv"
    path.write_text("film,pneumothorax\n1.dcm,1\n")
    assert bring_truth(ledger, path).ambiguous == 1


@pytest.mark.parametrize(
    ("text", "why"), [("a,b\n1,2\n", "no column that names films"), ("film,b\n1,2\n", "no column of a finding")]
)
def test_a_table_without_films_or_findings_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "truth.csv"
    path.write_text(text)
    with pytest.raises(TruthUnusable, match=why):
        bring_truth(Ledger(None), path)


def test_the_table_says_each_number_with_its_interval(
    simulation: tuple[Ledger, Counter[tuple[str, str, str, str]]],
) -> None:
    ledger, _ = simulation
    asked = Question(Arm.UNAIDED)
    lines = table(asked, figures(counts.counts(ledger, asked))).decode().split("\r\n")
    row = dict(zip(lines[0].split(","), lines[2].split(","), strict=True))
    assert row["finding"] == KEY
    assert float(row["agreement_low"]) < float(row["agreement"]) < float(row["agreement_high"])
    assert row["model_sensitivity"] == ""


def test_the_file_is_its_owners_alone_and_can_be_emptied(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "site" / "ledger.sqlite")
    ledger.keep([sight(1, reads=read("present"))])
    assert (tmp_path / "site" / "ledger.sqlite").stat().st_mode & 0o077 == 0
    ledger.empty()
    assert counts.span(ledger) == ("", "", 0)
    assert film_hash(1).encode() not in (tmp_path / "site" / "ledger.sqlite").read_bytes()


def test_a_damaged_ledger_is_said(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(LedgerUnusable):
        Ledger(path)


def test_scores_for_tuning_are_those_of_unaided_calls() -> None:
    ledger = Ledger(None)
    ledger.keep([sight(1, reads=read("absent")), sight(2, reads=read("absent", Arm.AIDED, "reject"))])
    assert counts.scores_of(ledger, PACK_HASH, KEY, "absent") == [0.1]


def region(number: int, arm: Arm = Arm.UNAIDED, *, hit: bool = True, overlap: float | None = 0.5) -> Region:
    return Region(KEY, arm, number, hit, overlap)


def drawn(ledger: Ledger, arm: Arm, pack_hash: str | None = None) -> list[bool]:
    return [one.hit for one in counts.regions(ledger, Question(arm, pack_hash))]


def test_regions_are_counted_with_hits_and_their_median_overlap() -> None:
    ledger = Ledger(None)
    three = region(1, overlap=0.2), region(2, overlap=0.6), region(3, hit=False, overlap=0.4)
    ledger.keep([sight(1, reads=read("present"), regions=(*three, region(4, overlap=None)))])  # an arrow is the last
    ledger.keep([sight(2, regions=(region(1, Arm.AIDED),))])  # drawn, and nothing said
    found, aided = (
        figures(counts.counts(ledger, Question(arm)), counts.regions(ledger, Question(arm)))[0] for arm in Arm
    )
    assert (found.hits.count, found.hits.of) == (3, 4)
    assert found.overlap == pytest.approx(0.4)
    assert found.hits.interval == pytest.approx((0.301, 0.954), abs=1e-3)  # Wilson's, as R's binom gives it
    assert (aided.films, aided.hits.of) == (0, 1)
    assert [film.word for film in counts.films_behind(ledger, Question(Arm.AIDED), Cell(KEY, regions=True))] == [""]
    behind = counts.films_behind(ledger, Question(), Cell(KEY, regions=True))
    assert [film.word for film in behind] == ["present"]  # once, however many regions
    head, row = table(Question(), [found]).decode().split("\r\n")[:2]
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert (cells["heatmap_hits"], cells["heatmap_hits_of"], cells["heatmap_overlap_median"]) == (
        *("0.7500", "4"),
        "0.4000",
    )
    text = figures_text(Arm.UNAIDED, [found], truth=False)
    assert "75 (30–95)" in text
    assert "Median overlap" in text


def test_what_is_drawn_or_moved_after_the_model_was_shown_is_not_unaided() -> None:
    ledger, called = Ledger(None), read("present")
    ledger.keep([sight(1, reads=called, regions=(region(1), region(2)))])
    ledger.keep([sight(1, reads=called, regions=(region(1), region(2, overlap=0.9), region(3)))])
    assert (len(drawn(ledger, Arm.UNAIDED)), len(drawn(ledger, Arm.AIDED))) == (1, 2)
    other = ("other 2.0.0", "b" * 64)
    ledger.keep([sight(1, reads=called, regions=(region(1, hit=False), region(3)), pack=other)])
    assert drawn(ledger, Arm.UNAIDED, "b" * 64) == [False]
    assert drawn(ledger, Arm.AIDED, "b" * 64) == [True]
    for _ in range(2):  # moved with the other model, and kept twice
        ledger.keep([sight(1, reads=called, regions=(region(1, overlap=0.1),), pack=other)])
    assert drawn(ledger, Arm.UNAIDED, "b" * 64) == []
    ledger.keep([sight(1, reads=called)])
    assert drawn(ledger, Arm.UNAIDED, PACK_HASH) == []


def test_a_ledger_of_the_first_form_keeps_opening_and_counts_regions_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path).keep([sight(1, reads=read("present"))])
    with closing(sqlite3.connect(path)) as file:
        file.execute("drop table regions")  # as the first form had none
    ledger = Ledger(path)
    assert [one.word for one in counts.counts(ledger, Question())] == ["present"]
    ledger.keep([sight(2, reads=read("present"), regions=(region(1),))])
    assert drawn(ledger, Arm.UNAIDED) == [True]
    ledger.empty()
    assert drawn(ledger, Arm.UNAIDED) == []
