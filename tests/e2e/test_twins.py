"""Films that look or are named like each other are never taken for each other: in the window, in reports, in a run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtWidgets import QApplication

from inference.imaging.display_pipeline import render
from inference.reading import read_film
from tests.builders import write_dicom
from tests.e2e.film_folders import of
from tests.e2e.hot_corner import hot_corner
from tests.e2e.user import Condition, User, analysed, analysed_anyway, export, session_of, use_pack
from viewer.__main__ import main
from viewer.window.main_window import MainWindow

ONE_UID: dict[str, Any] = {"SOPInstanceUID": "1.2.3.4", "SeriesInstanceUID": "1.2.3", "StudyInstanceUID": "1.2"}
NOBODY: dict[str, Any] = {"PatientName": "", "PatientID": "", "PatientIdentityRemoved": "YES"}


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """Two pictures under one UID, and the first of them again without its patient."""
    folder = tmp_path / "films"
    folder.mkdir()
    write_dicom(folder / "1-hot.dcm", hot_corner(), PatientName="WINTERBOTTOM^JANE", **ONE_UID)
    write_dicom(folder / "2-bright.dcm", mostly_bright(), PatientName="WINTERBOTTOM^JANE", **ONE_UID)
    write_dicom(folder / "3-twin.dcm", hot_corner(), **ONE_UID, **NOBODY)
    return folder


def mostly_bright() -> NDArray[np.uint16]:
    film = hot_corner()
    film[:, :150] = 3900
    return film


def test_the_window_shows_each_file_its_own_pixels_scores_and_patient(
    qapp: QApplication, tiny_pack: Path, films: Path, tmp_path: Path
) -> None:
    use_pack(tiny_pack)
    seen: dict[str, tuple[float, tuple[str, ...]]] = {}
    paths = [films / name for name in ("1-hot.dcm", "2-bright.dcm", "3-twin.dcm")]

    def presentation(window: MainWindow, path: Path) -> None:
        film = session_of(window).film
        assert film is not None
        assert film.analysis is not None
        assert film.entry.path == path
        for viewport in (window.viewports.film, window.viewports.overlay):
            assert np.array_equal(viewport.layers.grey, render(read_film(path)))
        result = next(item for item in film.analysis.results if item.finding.key == "pneumothorax")
        assert result.probability is not None
        seen.setdefault(path.name, (result.probability, window.viewports.film.texts.corners.top_left))
        assert seen[path.name] == (result.probability, window.viewports.film.texts.corners.top_left)

    def script(window: MainWindow) -> Iterator[Condition]:
        yield analysed(window)
        assert list(session_of(window).order) == paths
        for path in [*paths, *paths[::-1]]:  # and back, over what is kept of them
            window.controller.travel.select(path)
            yield from analysed_anyway(window)
            presentation(window, path)
        export(window, tmp_path / "first.png", anonymize=False)
        yield (tmp_path / "first.png").exists
        window.controller.travel.select(paths[2])
        yield from analysed_anyway(window)
        export(window, tmp_path / "twin.png", anonymize=False)
        yield (tmp_path / "twin.png").exists

    user = User(script)
    assert main([str(films)]) == 0
    user.check()
    assert seen["1-hot.dcm"][0] == seen["3-twin.dcm"][0]
    assert abs(seen["1-hot.dcm"][0] - seen["2-bright.dcm"][0]) > 0.05
    assert seen["1-hot.dcm"][1][0] == "WINTERBOTTOM JANE"
    assert not any("WINTERBOTTOM" in line for line in seen["3-twin.dcm"][1])
    first, twin = (np.asarray(Image.open(tmp_path / name).convert("RGB")) for name in ("first.png", "twin.png"))
    titles = [page[:200, : page.shape[1] // 2] for page in (first, twin)]
    assert not np.array_equal(titles[0], titles[1])


def test_a_run_gives_each_of_them_its_own_folder_and_numbers(films: Path, tiny_pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), "--anyway"]) == 0
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["finding"] == "pneumothorax"]
    numbers = {Path(row["film"]).name: float(row["probability"]) for row in rows}
    assert numbers["1-hot.dcm"] == numbers["3-twin.dcm"]
    assert abs(numbers["1-hot.dcm"] - numbers["2-bright.dcm"]) > 0.05
    folders = {Path(row["film"]).stem: row["folder"] for row in rows}
    who = "WINTERBOTTOM JANE T-1"
    assert folders == {"1-hot": f"{who} 1-hot", "2-bright": f"{who} 2-bright", "3-twin": "3-twin"}
    assert {path.name for path in out.iterdir() if path.is_dir()} == set(folders.values())


def test_a_film_replaced_by_its_anonymised_twin_is_not_taken_for_done(
    films: Path, tiny_pack: Path, tmp_path: Path
) -> None:
    """Its report would keep the name that was taken out of the film."""
    out = tmp_path / "out"
    asked = ["analyze", str(films / "1-hot.dcm"), "--out", str(out), "--model", str(tiny_pack), "--anyway"]
    assert main(asked) == 0
    named = (of(out, "1-hot") / "report.png").read_bytes()
    (films / "1-hot.dcm").write_bytes((films / "3-twin.dcm").read_bytes())
    assert main([*asked, "--resume"]) == 0
    folder = of(out, "1-hot")
    assert folder.name == "1-hot"
    assert (folder / "report.png").read_bytes() != named
    assert b"WINTERBOTTOM" not in (folder / "result.json").read_bytes()
    written = (folder / "report.png").stat().st_mtime_ns
    assert main([*asked, "--resume"]) == 0
    assert (folder / "report.png").stat().st_mtime_ns == written
