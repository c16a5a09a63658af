"""Evaluating a pack through the engine: unknown truth left out, subgroups when large enough, one page for it all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from inference.core.analysis import Analysis, FindingResult, Placement, Provenance, ScoreState
from inference.core.cancel import CancelToken
from inference.core.errors import EmptyFilm
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS, PLEURAL_EFFUSION
from inference.core.ports import ProgressCallback, no_progress
from inference.core.statistics.metrics import Interval
from inference.training.data.column_names import keys_of
from inference.training.data.label_files import read_labels
from inference.training.data.labels import UNKNOWN, LabelledFilm, LabelTable
from inference.training.evaluation import pack_evaluation
from inference.training.evaluation.evaluation_report import write_report

KEYS = {"Effusion": "pleural_effusion", "Mass": "pneumothorax"}


class BrightnessEngine:
    """Says that a film has an effusion as surely as it is bright; knows no other finding."""

    def warm_up(self) -> None:
        pass

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        if float(radiograph.pixels.max()) == float(radiograph.pixels.min()):
            raise EmptyFilm(radiograph.source)
        results = tuple(
            FindingResult(finding, ScoreState.BELOW, float(radiograph.pixels.mean()) / 255, 0.5, 0.5)
            if finding == PLEURAL_EFFUSION
            else FindingResult(finding, ScoreState.NOT_ANALYSED, reason="not asked")
            for finding in FINDINGS
        )
        provenance = Provenance("", "", "", "", "", "", "", "", "", 0.0)
        return Analysis("", results, Placement(1, 1, 0, 0, (1, 1)), provenance)


def evaluated(folder: Path, count: int = 24) -> pack_evaluation.Evaluation:
    films = []
    for number in range(count):
        grey = 40 + 160 * (number % 2) + number % 3
        picture = np.full((8, 8), grey, np.uint8)
        picture[0, 0] = 255
        cv2.imwrite(str(folder / f"{number}.png"), picture)
        traits = {"view": "AP" if number < 12 else "PA", "sex": "F" if number == 0 else "M", "age": "060Y"}
        films.append(LabelledFilm(f"{number}.png", str(number), (float(number % 2), 0.0), traits=traits))
    cv2.imwrite(str(folder / "empty.png"), np.zeros((8, 8), np.uint8))
    films.append(LabelledFilm("empty.png", "e", (1.0, 0.0)))
    films.append(LabelledFilm("0.png", "u", (UNKNOWN, 0.0)))
    return pack_evaluation.evaluate_pack(
        BrightnessEngine(), LabelTable(("Effusion", "Mass"), tuple(films)), folder, KEYS, rounds=50
    )


def test_only_findings_that_were_analysed_are_measured_and_unknown_truth_is_left_out(tmp_path: Path) -> None:
    result = evaluated(tmp_path)
    assert [item.key for item in result.findings] == ["pleural_effusion"]
    assert len(result.findings[0].films) == 24
    assert result.metrics[0].auc is not None
    assert result.metrics[0].auc.value == 1.0
    assert result.metrics[0].accuracy == 1.0


def test_a_film_that_cannot_be_analysed_is_said_not_counted(tmp_path: Path) -> None:
    assert [row.reason for row in evaluated(tmp_path).skipped] == ["empty.png: EmptyFilm"]


def test_subgroups_with_too_few_films_get_no_figure(tmp_path: Path) -> None:
    assert [item.group for item in evaluated(tmp_path).metrics] == [
        "all",
        "view AP",
        "view PA",
        "sex M",
        "age 40 to 64",
    ]


def test_films_of_one_kind_only_have_no_area(tmp_path: Path) -> None:
    item = evaluated(tmp_path).findings[0]
    metrics = pack_evaluation.group_metrics(item.subgroup(item.truth), "positives", rounds=10)
    assert metrics.auc is None
    assert metrics.negatives == 0


def test_the_page_stands_alone_and_escapes_what_it_quotes(tmp_path: Path) -> None:
    files = write_report(tmp_path / "out", evaluated(tmp_path), "Pack <first>")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert {path.name for path in files} == {path.name for path in (tmp_path / "out").iterdir()}
    assert "Pack &lt;first&gt;" in page
    assert page.count("data:image/png;base64,") == 3
    assert "://" not in page  # letters alone may come of a picture
    assert "empty.png: EmptyFilm" in page
    assert len((tmp_path / "out" / "films.csv").read_text(encoding="utf-8").splitlines()) == 25


def test_a_figure_that_cannot_be_had_is_a_dash_on_the_page_and_empty_in_the_table(tmp_path: Path) -> None:
    found, none = evaluated(tmp_path), float("nan")
    first = replace(found.metrics[0], accuracy=none, average_precision=none, calibration_error=none)
    first = replace(first, sensitivity=Interval(none, none, none))
    write_report(tmp_path / "out", replace(found, metrics=(first, *found.metrics[1:])), "Pack")
    page, table = ((tmp_path / "out" / name).read_text("utf-8") for name in ("index.html", "figures.csv"))
    assert ">nan" not in page
    assert "nan (" not in page
    assert "<td>–</td>" in page
    assert "nan" not in table


def test_the_layout_of_labels_is_told_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "nih.csv").write_text("file,patient,nih_labels\na.jpg,1,Effusion\n")
    (tmp_path / "plain.csv").write_text("path,patient,pneumothorax,weather\na.jpg,1,0,1\n")
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "a.dcm").write_bytes(b"\0" * 128 + b"DICM")
    (tmp_path / "seed.csv").write_text("Serial No,Rib fracture\n1,1\n")
    keys = {path.stem: keys_of(read_labels(path, tmp_path).names) for path in sorted(tmp_path.glob("*.csv"))}
    assert keys["nih"] == {"Pneumothorax": "pneumothorax", "Effusion": "pleural_effusion"}
    assert keys["plain"] == {"pneumothorax": "pneumothorax"}
    assert keys["seed"] == {"rib_fracture": "rib_fracture"}
