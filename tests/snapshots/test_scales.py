"""Dense screens: the window with a device pixel ratio of 2, and moved from a common screen to a dense one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from viewer.state import settings
from viewer.state.settings import Settings

ROOT = Path(__file__).parents[2]


def told(folder: Path, **environment: str) -> Any:
    """What the window saw in a process with this environment."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.snapshots.at_scale", str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


def assert_is_right(seen: dict[str, Any], ratio: float) -> None:
    """1:1 is a film pixel on a pixel of the screen, and what the mouse measures is what lies under it."""
    assert seen["ratio"] == ratio
    assert seen["zoom"].endswith(" 100 %")
    assert seen["exact"]
    assert seen["length"] == pytest.approx(60 * ratio, abs=0.01)
    assert seen["real"] == pytest.approx(1, abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "percent"), [("en", 100), ("ko", 200)])
def test_with_a_scale_factor_of_two_all_fits_and_every_pixel_of_the_film_is_there(
    tmp_path: Path, language: str, percent: int
) -> None:
    settings.save(Settings(language=language, text_percent=percent), tmp_path / "settings.toml")
    window = told(tmp_path, QT_SCALE_FACTOR="2")
    assert window["faults"] == []
    assert window["fine"]
    assert_is_right(window["first"], 2)


@pytest.mark.slow
def test_a_window_moved_to_a_dense_screen_is_drawn_for_it(tmp_path: Path) -> None:
    common = {"width": 3840, "height": 2400, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1, "y": 0}
    screens = [{**common, "name": "one", "x": 0}, {**common, "name": "two", "x": 3840}]
    desk = tmp_path / "screens.json"
    desk.write_text(json.dumps({"synchronousWindowSystemEvents": True, "screens": screens}), encoding="utf-8")
    window = told(
        tmp_path, QT_QPA_PLATFORM=f"offscreen:configfile={desk}", QT_SCREEN_SCALE_FACTORS="one=1;two=2"
    )  # what a platform does for screens of two densities
    assert window["faults"] == []
    assert window["fine"]
    assert window["fine there"]
    assert_is_right(window["first"], 1)
    assert_is_right(window["second"], 2)
