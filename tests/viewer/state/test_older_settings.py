"""An update keeps what the user chose: settings files as each earlier version wrote them, and as a later one may."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from tests.viewer.hands import Build
from viewer.state import settings
from viewer.state.settings import Settings

OLDER = sorted((Path(__file__).parent / "older_settings").glob("*.toml"))  # written by the versions of those dates
RETIRED = ("anonymize",)  # asked each time now: kept in the file, and not heeded
NEWER = {"theme": "sunlight", "seating": "three panes", "limits": {"frame_pixels": 7_000_000, "tiles": 9}}


def written(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def settings_file(folder: Path, content: str) -> Path:
    path = folder / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("older", OLDER, ids=lambda path: path.stem)
def test_what_was_chosen_in_an_older_version_is_kept_when_read_and_when_saved(older: Path, tmp_path: Path) -> None:
    path = settings_file(tmp_path, older.read_text("utf-8"))
    chosen, before = settings.load(path), written(older)
    for name, value in before.items():
        if name not in RETIRED:
            assert settings.to_toml(chosen)[name] == value
    settings.save(replace(chosen, institution="New"), path)
    assert written(path) == {**settings.to_toml(Settings()), **before, "institution": "New"}


def test_there_is_a_fixture_for_every_setting_there_ever_was() -> None:
    known = {name for path in OLDER for name in written(path)}
    assert known >= set(settings.to_toml(Settings()))


def test_settings_of_a_newer_version_outlive_a_visit_of_this_one(build: Build, tmp_path: Path) -> None:
    path = settings_file(tmp_path, tomli_w.dumps(NEWER))
    program = build()
    assert (program.settings.now.theme, program.settings.now.limits.frame_pixels) == ("dark", 7_000_000)
    program.close()
    assert NEWER.items() <= written(path).items()


def test_a_choice_of_this_version_takes_the_place_of_one_it_does_not_know(tmp_path: Path) -> None:
    path = settings_file(tmp_path, tomli_w.dumps(NEWER))
    settings.save(replace(settings.load(path), theme="dim"), path)
    assert written(path) == {**settings.to_toml(Settings()), **NEWER, "theme": "dim"}
