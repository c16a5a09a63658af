"""``thoracam evaluate``: one page that holds it all, tables that read back, pictures in the seed's folders."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from inference.cli import main
from inference.reading import scan
from tests.inference.model_pack.packs import write_tiny_pack
from tests.inference.report.output.said_pictures import films_on, said_by
from tests.inference.training.training_runs import labelled_films, table

# Keras 3.15 asks NumPy 2 to copy TensorFlow's variables in the old way; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def evaluate(root: Path, *words: str) -> int:
    """``thoracam evaluate`` on the films below ``root`` by a network that calls what is bright a pneumothorax."""
    pack = root / "tiny"
    if not pack.exists():
        write_tiny_pack(pack, gain=12.0, bias=0.0)
    given = ["--labels", str(root / "labels.csv"), "--films", str(root / "films"), "--out", str(root / "out")]
    return main.main(["evaluate", *given, "--model", str(pack), "--override", *words])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_one_page_holds_it_all_and_opens_offline(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    assert evaluate(tmp_path, "--masks", str(tmp_path / "masks")) == 0
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    for heading in (
        "Figures",
        "What a call means",
        "Curves",
        "Where heatmaps lie",
        "What scores rest on",
        "Films worth",
    ):
        assert f"<h2>{heading}" in page
    assert page.count("data:image/png;base64,") > 3
    assert "://" not in page  # letters alone may come of a picture
    assert page.count("<img") == page.count('src="data:')


def test_each_finding_has_the_seeds_three_columns(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    evaluate(tmp_path, "--faithfulness", "0")
    rows = rows_of(tmp_path / "out" / "pneumothorax.csv")
    assert list(rows[0]) == ["path", "probability", "predicted"]
    assert [row["path"] for row in rows] == [f"ward/{number}.png" for number in range(24)]
    assert {int(float(row["probability"]) >= 0.5) == int(row["predicted"]) for row in rows} == {True}
    assert (tmp_path / "out" / "pleural_effusion.csv").exists()


def test_pictures_lie_in_the_folder_of_what_was_called(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    evaluate(tmp_path, "--faithfulness", "0")
    called = {row["path"] for row in rows_of(tmp_path / "out" / "pneumothorax.csv") if row["predicted"] == "1"}
    cams = tmp_path / "out" / "cam" / "pneumothorax"
    assert {path.name for path in (cams / "Abnormal(1)").glob("*.png")} == {name.replace("/", "-") for name in called}
    assert len(list(cams.rglob("*.png"))) == 24
    assert not scan([tmp_path / "out"]).studies  # overlays and plots are no films
    first = next(cams.rglob("*.png"))
    assert said_by(first)["overlay"]["findings"] == ["pneumothorax"]
    with Image.open(first) as picture:
        assert picture.height > films_on(first)["overlay"].shape[0] + 60  # the strip that says what it is


def test_heatmaps_are_held_against_masks_and_chance(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    evaluate(tmp_path, "--masks", str(tmp_path / "masks"), "--faithfulness", "0")
    [places] = rows_of(tmp_path / "out" / "places.csv")
    assert places["films with a mask"] == "12"
    assert places["hit rate"].startswith("1.00 ")
    assert float(places["chance"]) < 0.9
    assert float(places["overlap (IoU)"].split()[0]) > float(places["chance of overlap"])


def test_figures_come_with_subgroups_and_values_at_several_prevalences(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    evaluate(tmp_path, "--no-heatmaps", "--faithfulness", "0")
    found = {(row["finding"], row["group"]): row for row in rows_of(tmp_path / "out" / "figures.csv")}
    assert found["Pneumothorax", "all"]["films"] == "24"
    assert found["Pneumothorax", "all"]["AUC"].startswith("1.00 ")
    assert ("Pneumothorax", "view PA") in found
    assert ("Pneumothorax", "age 40 to 64") in found
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert all(f"<td>{share}</td>" in page for share in ("2%", "10%", "30%"))
    assert not (tmp_path / "out" / "cam").exists()


def test_only_the_validation_side_counts_where_a_split_is_given(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    sides = [(f"p{number}", "validation" if number < 6 else "training") for number in range(24)]
    split = table(tmp_path / "split.csv", sides, ("patient", "side"))
    evaluate(tmp_path, "--split", str(split), "--faithfulness", "0")
    assert len(rows_of(tmp_path / "out" / "pneumothorax.csv")) == 6


def test_films_that_the_check_refuses_or_nobody_can_read_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = labelled_films(tmp_path)
    with labels.open("a", encoding="utf-8") as stream:
        stream.write("ward/lost.png,q,1,0,0,PA,F,1\n")
    assert evaluate(tmp_path, "--faithfulness", "0") == 1
    assert "ward/lost.png: FileMissing" in capsys.readouterr().err
    assert "ward/lost.png: FileMissing" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_films_of_one_kind_have_no_area_and_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labelled_films(tmp_path)
    table(tmp_path / "labels.csv", [(f"ward/{n}.png", n, 1) for n in range(4)], ("path", "patient", "pneumothorax"))
    assert evaluate(tmp_path, "--faithfulness", "0") == 0
    assert "no AUC: all films are of one kind" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--labels", "nowhere.csv"), "There is no file nowhere.csv"),
        (("--films", "nowhere"), "There is no folder of films at nowhere"),
        (("--masks", "nowhere"), "There is no folder of masks at nowhere"),
        (("--split", "nowhere.csv"), "There is no file nowhere.csv"),
    ],
)
def test_what_is_not_there_is_refused_in_words(
    tmp_path: Path, words: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    assert evaluate(tmp_path, *words) == 2
    assert said in capsys.readouterr().err


def test_labels_of_findings_that_the_pack_does_not_judge_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled_films(tmp_path)
    table(tmp_path / "labels.csv", [("ward/1.png", "a", 1)], ("path", "patient", "Rib fracture"))
    assert evaluate(tmp_path) == 2
    assert "name no finding that Tiny test network looks for" in capsys.readouterr().err


def test_a_page_is_not_written_over_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labelled_films(tmp_path)
    evaluate(tmp_path, "--faithfulness", "0", "--no-heatmaps")
    assert evaluate(tmp_path, "--faithfulness", "0", "--no-heatmaps") == 2
    assert "is already there" in capsys.readouterr().err
    assert evaluate(tmp_path, "--faithfulness", "0", "--no-heatmaps", "--overwrite") == 0


def test_boxes_say_whether_the_hottest_point_and_the_heat_lie_inside(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    boxes = table(
        tmp_path / "boxes.csv",
        [(f"ward/{number}.png", "Pneumothorax", 0, 0, 1000, 1000) for number in range(6)],
        ("file", "finding", "x", "y", "width", "height"),
    )
    evaluate(tmp_path, "--boxes", str(boxes), "--faithfulness", "0", "--no-heatmaps")
    [found] = rows_of(tmp_path / "out" / "boxes.csv")
    assert found["films with boxes"] == "6"
    assert found["share of heat inside"].startswith("1.00 ")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Where heatmaps lie to boxes" in page
    assert hashlib.sha256(boxes.read_bytes()).hexdigest() in page


def test_a_table_without_boxes_is_wrong_usage(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    boxes = table(tmp_path / "boxes.csv", [("ward/0.png", 1)], ("file", "x"))
    assert evaluate(tmp_path, "--boxes", str(boxes)) == 2


def test_the_page_names_its_labels_lists_its_parts_and_leads_to_whole_pictures(tmp_path: Path) -> None:
    labels = labelled_films(tmp_path)
    evaluate(tmp_path, "--faithfulness", "0")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert hashlib.sha256(labels.read_bytes()).hexdigest() in page
    wanted = set(re.findall('href="#([^"]+)"', page))
    assert {"figures", "curves", "films", "films-1", "left-out"} <= wanted
    assert wanted <= set(re.findall('id="([^"]+)"', page))
    pictures = [unquote(link) for link in re.findall('<a href="([^#"]+)"><img', page)]
    assert pictures
    assert all((tmp_path / "out" / link).is_file() for link in pictures)


def test_what_experts_list_counts_where_they_read(tmp_path: Path) -> None:
    labelled_films(tmp_path)
    listed = [("Effusion;Abnormal" if number % 2 else "none", number) for number in range(12)] + [("", 12), ("", 13)]
    rows = [(f"ward/{number}.png", number, cell) for cell, number in listed]
    table(tmp_path / "labels.csv", rows, ("file", "patient", "experts"))
    evaluate(tmp_path, "--labels-column", "experts", "--faithfulness", "0", "--no-heatmaps")
    [found] = [row for row in rows_of(tmp_path / "out" / "figures.csv") if row["group"] == "all"]
    assert (found["finding"], found["positives"], found["negatives"]) == ("Pleural effusion", "6", "6")
