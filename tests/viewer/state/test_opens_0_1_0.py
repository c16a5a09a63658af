"""Settings and what was open, as 0.1.0 wrote them, are taken up and written on as they were."""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.viewer.state.test_older_settings import RETIRED
from viewer.app.session_file import SessionFile
from viewer.state import settings
from viewer.state.saved_session import to_dict

FIXTURES = Path(__file__).parents[2] / "fixtures_0_1_0"


def expected(area: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / area / "expected.json").read_text("utf-8"))
    return found


def test_all_settings_are_what_was_chosen() -> None:
    found = settings.load(FIXTURES / "settings" / "settings.toml")
    before = {name: value for name, value in expected("settings")["settings"].items() if name not in RETIRED}
    assert settings.to_toml(found) == {**settings.to_toml(settings.Settings()), **before}


def test_settings_are_written_on_with_the_one_that_changed(tmp_path: Path) -> None:
    path = Path(shutil.copy(FIXTURES / "settings" / "settings.toml", tmp_path))
    before = tomllib.loads(path.read_text("utf-8"))
    settings.save(replace(settings.load(path), theme="dark"), path)
    later = settings.to_toml(settings.Settings())
    assert tomllib.loads(path.read_text("utf-8")) == {**later, **before, "theme": "dark"}


def test_every_choice_there_was_is_one_still() -> None:
    known = json.loads((FIXTURES / "stored_keys.json").read_text("utf-8"))["settings"]
    defaults = {name: value for name, value in known["defaults"].items() if name not in RETIRED}
    assert settings.to_toml(settings.Settings()).items() >= defaults.items()
    for name, choices in known["choices"].items():
        if name in RETIRED:
            continue
        for choice in choices:
            assert settings.to_toml(settings.from_toml({name: choice}))[name] == choice


@pytest.mark.parametrize("name", ["session.json", "session-crashed.json"])
def test_what_was_open_comes_back_as_it_was(name: str) -> None:
    was, found = expected("session")[name], SessionFile(FIXTURES / "session" / name).read()
    assert json.loads(json.dumps({"ended": found.ended, **to_dict(found.was)})) == was


@pytest.mark.parametrize("name", ["session.json", "session-crashed.json"])
def test_what_was_open_is_written_on_under_the_same_keys(name: str, tmp_path: Path) -> None:
    SessionFile(tmp_path / name).write(SessionFile(FIXTURES / "session" / name).read())
    written, before = ((folder / name).read_text("utf-8") for folder in (tmp_path, FIXTURES / "session"))
    assert json.loads(written) == json.loads(before)
