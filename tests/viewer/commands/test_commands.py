"""Every action by name and by key: the palette, the editor of keys, the page of all keys."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit

from inference.core.findings import FINDINGS
from tests.viewer.hands import Build
from viewer.app.application import Application
from viewer.commands.action_table import ACTIONS, BY_NAME
from viewer.commands.command_palette import CommandPalette
from viewer.commands.shortcut_editor import ShortcutEditor
from viewer.window.main_window import MainWindow

# of 0.1.0, as they stand in settings
NAMES = """
open_files open_folder export export_many copy print quit marks fit one_to_one real_size zoom_in zoom_out
magnifier link link_windows full_screen second_screen corners rotate rotate_left flip_across flip_down
invert region shape lighter darker histogram drag_swapped drag_up graphics reset peek outlines reset_window
reset_turn reset_overlay more_opacity less_opacity compare escape draw_length draw_angle draw_cobb
draw_cardiothoracic draw_ellipse draw_rectangle draw_polygon draw_arrow draw_text draw_calibration undo_mark
redo_mark delete_mark delete_all_marks toggle_drawn touch read_first next previous next_study previous_study
reviewed search worst_first as_opened cancel palette settings bindings shortcuts model_card system licences
about
"""


def open_palette(window: MainWindow) -> CommandPalette:
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.commands.palette is not None
    return window.commands.palette


def open_editor(window: MainWindow, action: str) -> ShortcutEditor:
    window.commands.run("bindings")
    editor = window.commands.key_editor
    assert editor is not None
    editor.list.setCurrentItem(editor.items[action])
    return editor


def test_every_action_has_its_command_and_every_command_its_action(program: Application) -> None:
    assert sorted(program.window.commands.commands) == sorted(spec.name for spec in ACTIONS)


def test_the_names_by_which_users_keep_their_own_keys_are_all_still_there() -> None:
    findings = [f"{what}_{finding.key}" for what in ("overlay", "judge") for finding in FINDINGS]
    assert {*NAMES.split(), *findings, *(f"preset_{place}" for place in range(10))} <= set(BY_NAME)


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
    assert window.exports.dialog is None


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
    assert build().window.commands.bindings["invert"] == ("Ctrl+J",)


def test_a_key_that_is_taken_names_its_owner_and_changes_hands(program: Application) -> None:
    editor = open_editor(program.window, "invert")
    editor.key.setKeySequence(QKeySequence("M"))
    assert "Show or hide AI overlays" in editor.conflict.text()
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
    assert not editor.items["invert"].isHidden()
    assert editor.items["quit"].isHidden()
    editor.search.setText("ctrl+q")
    assert not editor.items["quit"].isHidden()


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
    assert program.window.findings.foot.overlays.text() == "Show AI overlays (Ctrl+M)"


def test_the_page_of_keys_holds_every_action_that_has_one(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_Question)
    sheet = program.window.commands.cheat_sheet
    assert sheet is not None
    text = re.sub(r"\s+", " ", sheet.page.toPlainText())
    for spec in ACTIONS:
        if spec.shortcuts:
            assert BY_NAME[spec.name].text.replace("{}", spec.subject).rstrip(" …") in text


def test_the_page_of_keys_needs_no_scrolling(program: Application) -> None:
    program.window.commands.run("shortcuts")
    sheet = program.window.commands.cheat_sheet
    assert isinstance(sheet.page if sheet else None, QTextEdit)
    assert sheet is not None
    assert sheet.page.verticalScrollBar().maximum() == 0


def test_keys_that_a_hand_wrote_wrongly_are_forgotten(build: Build, tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text('opacity = 0.7\n[keys]\ninvert = ["nonsense"]\nmarks = 3\nunknown = ["Ctrl+O"]\n', encoding="utf-8")
    window = build().window
    assert window.settings.now.opacity == 0.7
    assert window.commands.bindings["invert"] == ()
    assert window.commands.bindings["open_files"] == ("Ctrl+O",)
