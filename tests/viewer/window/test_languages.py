"""English and Korean: every sentence is translated, compiled, fits the font, and is what the window says."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from inference.core.errors import DamagedFilm
from inference.core.findings import FINDINGS
from inference.text.messages import message_for, translatable
from tests.languages import renew
from tests.viewer.hands import Build, analysed
from viewer.app.application import Application
from viewer.state import settings
from viewer.state.settings import Settings
from viewer.style.translation import spoken, tr, use_language

KOREAN = resources.path("languages/ko.ts")
ROOT = Path(__file__).parents[3]


@pytest.fixture
def korean(qtbot: QtBot) -> Iterator[None]:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    use_language(qt, "ko")
    yield
    use_language(qt, "en")


@pytest.fixture
def window_in_korean(build: Build, korean: None, films: Path, qtbot: QtBot, tmp_path: Path) -> Application:
    settings.save(Settings(language="ko"), tmp_path / "config" / "settings.toml")
    made = build()
    made.window.files.open_paths((films,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    return made


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_sentence_of_the_program_is_translated(tmp_path: Path) -> None:
    fresh = tmp_path / "ko.ts"
    shutil.copy(KOREAN, fresh)
    renew.collect(fresh)
    assert [text for text, translation in renew.translations(fresh).items() if not translation] == []
    assert set(renew.translations(fresh)) == set(renew.translations(KOREAN))


def test_the_compiled_catalogue_is_that_of_the_source(tmp_path: Path) -> None:
    renew.compiled(KOREAN, tmp_path / "ko.qm")
    assert (tmp_path / "ko.qm").read_bytes() == KOREAN.with_suffix(".qm").read_bytes()


def test_translations_keep_the_places_that_are_filled_in() -> None:
    wrong = [text for text, korean in renew.translations(KOREAN).items() if places(text) != places(korean)]
    assert wrong == []


def test_the_bundled_fonts_have_every_letter_of_the_catalogue(qtbot: QtBot) -> None:
    fonts = [
        QRawFont(str(resources.path(f"fonts/{name}")), 13) for name in ("NotoSansKR-Regular.otf", "DejaVuSans.ttf")
    ]
    letters = set("".join(renew.translations(KOREAN).values())) - {"\n"}
    assert sorted(letter for letter in letters if not any(font.supportsCharacter(ord(letter)) for font in fonts)) == []


def test_no_sentence_is_looked_up_where_the_collector_cannot_see_it() -> None:
    hidden = []
    for path in sorted((ROOT / "viewer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
                named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "tr"]
                hidden += [path.name for call in named if isinstance(call.args[0], ast.Constant)]
    assert hidden == []


@pytest.mark.usefixtures("korean")
def test_failures_are_said_in_korean_with_the_name_of_the_file() -> None:
    said = spoken(message_for(DamagedFilm("/x/film.dcm", "5 of 8 bytes are there")))
    assert said.title == "손상된 영상"
    assert "film.dcm" in said.text
    assert "5 of 8" in said.text
    assert said.hint == tr("Copy or send the film again from where it came.")


@pytest.mark.usefixtures("korean")
def test_every_failure_sentence_and_finding_has_its_korean() -> None:
    assert [text for text in translatable() if tr(text) == text] == []
    assert [finding.title for finding in FINDINGS if tr(finding.title) == finding.title] == []


def test_the_window_speaks_korean(window_in_korean: Application) -> None:
    window = window_in_korean.window
    assert [action.text() for action in window.menuBar().actions()] == [
        *("&파일", "&보기", "&영상", "&오버레이", "&측정", "&이동", "&도구", "&도움말")
    ]
    row = window.findings.rows["pneumothorax"]
    assert row.name.text() == "기흉"
    assert row.state.text().startswith("기준 이상")
    window.commands.run("overlay_pneumothorax")
    assert "기흉" in window.viewports.overlay.texts.caption[0].text


def test_the_language_changes_at_once_and_the_film_stays(window_in_korean: Application) -> None:
    before = window_in_korean.controller.session.current
    window_in_korean.window.commands.run("settings")
    dialog = window_in_korean.window.options.dialog
    assert dialog is not None
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    dialog.save.click()
    assert window_in_korean.window.findings.rows["pneumothorax"].name.text() == "Pneumothorax"
    assert window_in_korean.controller.session.current == before


def test_a_film_has_one_name_in_korean() -> None:
    for path in (resources.path("languages/ko.ts"), resources.path("installer/thoracam.desktop")):
        assert "필름" not in path.read_text("utf-8"), path.name  # 영상, as Korean radiologists say
