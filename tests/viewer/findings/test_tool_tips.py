"""Words from files in tool tips: shown as they are, never drawn as rich text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import viewer
from inference.core.findings import PNEUMOTHORAX
from inference.core.reader_annotations import Assessment, ReaderAnnotations
from viewer.findings.assessment_buttons import AssessmentButtons
from viewer.style.rich_text import set_tool_tip

FORGED = '<img src="//server/share/a.png"><b>seen</b>'


def test_a_forged_note_is_literal_in_its_tool_tip(qtbot: QtBot) -> None:
    buttons = AssessmentButtons(PNEUMOTHORAX)
    qtbot.addWidget(buttons)
    reading = ReaderAnnotations(assessments={PNEUMOTHORAX.key: Assessment(note=FORGED)})
    buttons.show_reading(reading, calling=False, judged=True, open_film=True, keys="")
    assert "<img" not in buttons.note.toolTip()
    assert "&lt;img" in buttons.note.toolTip()


@pytest.mark.parametrize(
    "text", [FORGED, "<br>", "<!doctype html>x", "a\n<table>", "Score < 0.5 & above", "a &lt;b&gt; c"]
)
def test_what_could_be_taken_for_rich_text_is_literal_in_every_tool_tip(qtbot: QtBot, text: str) -> None:
    widget = QLabel()
    qtbot.addWidget(widget)
    set_tool_tip(widget, text)
    assert Qt.mightBeRichText(widget.toolTip())
    drawn = QTextDocument()
    drawn.setHtml(widget.toolTip())
    assert drawn.toPlainText() == text


def test_only_one_module_sets_tool_tips() -> None:
    folder = Path(viewer.__file__).parent
    loose = re.compile(r"setToolTip\((?!.*tip_text)|showText\((?!.*tip_text)")
    found = [path.name for path in folder.rglob("*.py") if loose.search(path.read_text("utf-8"))]
    assert found == []
