"""Every action by name and by key: the palette, the editor of keys, the page of all keys."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit

from tests.viewer.hands import Build
from viewer.app.application import Application
from viewer.commands.action_table import ACTIONS, BY_NAME
from viewer.commands.command_palette import CommandPalette
from viewer.commands.shortcut_editor import ShortcutEditor
from viewer.window.main_window import MainWindow


def open_palette(window: MainWindow) -> CommandPalette:
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.tools.palette is not None
    return window.tools.palette


def open_editor(window: MainWindow, action: str) -> ShortcutEditor:
    window.edit_bindings()
    editor = window.tools.key_editor
    assert editor is not None
    editor.list.setCurrentItem(editor._items[action])
    return editor


def test_every_action_has_an_intent_of_the_window() -> None:
    assert [spec.name for spec in ACTIONS if not callable(getattr(MainWindow, spec.intent, None))] == []


def test_three_letters_and_enter_run_a_command(program: Application) -> None:
    palette = open_palette(program.window)
    QTest.keyClicks(palette.search, "inve")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert program.controller.session.presentation.invert


def test_the_arrow_keys_travel_in_the_palette(program: Application) -> None:
    palette = open_palette(program.window)
    QTest.keyClicks(palette.search, "zoom")
    first = palette.list.currentItem()
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentItem() is not first
    QTest.keyClick(palette.search, Qt.Key.Key_Up)
    assert palette.list.currentItem() is first


def test_a_command_that_cannot_run_says_why_and_does_not_run(build: Build) -> None:
    window = build().window
    palette = open_palette(window)
    QTest.keyClicks(palette.search, "export")
    assert "No film is open." in palette.reason.text()
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert window.export_dialog is None


def test_the_palette_knows_every_other_action(program: Application) -> None:
    palette = open_palette(program.window)
    assert palette.list.topLevelItemCount() == len(ACTIONS) - 1


def test_a_new_key_works_at_once_and_after_a_restart(program: Application, build: Build) -> None:
    editor = open_editor(program.window, "invert")
    editor.key.setKeySequence(QKeySequence("Ctrl+J"))
    editor.replace.click()
    editor.accept()
    QTest.keyClick(program.window, Qt.Key.Key_I)
    assert not program.controller.session.presentation.invert
    QTest.keyClick(program.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert program.controller.session.presentation.invert
    program.close()
    assert build().window.tools.bindings["invert"] == ("Ctrl+J",)


def test_a_key_that_is_taken_names_its_owner_and_changes_hands(program: Application) -> None:
    editor = open_editor(program.window, "invert")
    editor.key.setKeySequence(QKeySequence("M"))
    assert "Show or hide overlays" in editor.conflict.text()
    editor.add.click()
    assert editor.bindings["invert"] == ("I", "M")
    assert editor.bindings["marks"] == ()


def test_one_action_or_all_are_reset(program: Application) -> None:
    editor = open_editor(program.window, "invert")
    editor.remove.click()
    assert not editor.bindings["invert"]
    editor.reset.click()
    assert editor.bindings["invert"] == ("I",)
    editor.remove.click()
    editor.reset_all.click()
    assert editor.bindings["invert"] == ("I",)


def test_the_editor_is_searched_by_name_and_by_key(program: Application) -> None:
    editor = open_editor(program.window, "invert")
    editor.search.setText("inver")
    assert not editor._items["invert"].isHidden()
    assert editor._items["quit"].isHidden()
    editor.search.setText("ctrl+q")
    assert not editor._items["quit"].isHidden()


def test_what_is_cancelled_changes_no_key(program: Application) -> None:
    editor = open_editor(program.window, "invert")
    editor.remove.click()
    editor.reject()
    QTest.keyClick(program.window, Qt.Key.Key_I)
    assert program.controller.session.presentation.invert


def test_the_panel_names_the_key_in_use(program: Application) -> None:
    editor = open_editor(program.window, "marks")
    editor.key.setKeySequence(QKeySequence("Ctrl+M"))
    editor.replace.click()
    editor.accept()
    assert program.window.findings.overlays_button.text() == "Show overlays (Ctrl+M)"


def test_the_page_of_keys_holds_every_action_that_has_one(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_Question)
    sheet = program.window.tools.cheat_sheet
    assert sheet is not None
    text = re.sub(r"\s+", " ", sheet.page.toPlainText())
    for spec in ACTIONS:
        if spec.shortcuts:
            assert BY_NAME[spec.name].text.replace("{}", spec.subject).rstrip(" …") in text


def test_the_page_of_keys_needs_no_scrolling(program: Application) -> None:
    program.window.show_shortcuts()
    sheet = program.window.tools.cheat_sheet
    assert isinstance(sheet.page if sheet else None, QTextEdit)
    assert sheet is not None
    assert sheet.page.verticalScrollBar().maximum() == 0


def test_keys_that_a_hand_wrote_wrongly_are_forgotten(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text('opacity = 0.7\n[keys]\ninvert = ["nonsense"]\nmarks = 3\nunknown = ["Ctrl+O"]\n', encoding="utf-8")
    window = build().window
    assert window.settings.opacity == 0.7
    assert window.tools.bindings["invert"] == ()
    assert window.tools.bindings["open_files"] == ("Ctrl+O",)
