"""The dialog of settings: which prevalence probabilities are stated for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from viewer.dialogs.settings_dialog import SettingsDialog
from viewer.state.settings import Settings


def dialog(qtbot: QtBot, prevalence: float) -> SettingsDialog:
    made = SettingsDialog(replace(Settings(), prevalence=prevalence), ())
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(("prevalence", "words"), [(0.0, "As the model states it"), (0.05, "5 %"), (0.037, "3.7 %")])
def test_the_prevalence_that_was_chosen_is_shown_and_kept(qtbot: QtBot, prevalence: float, words: str) -> None:
    made = dialog(qtbot, prevalence)
    assert made.prevalence.currentText() == words
    made.save.click()
    assert made.chosen.prevalence == prevalence


def test_another_prevalence_can_be_chosen(qtbot: QtBot) -> None:
    made = dialog(qtbot, 0.0)
    made.prevalence.setCurrentIndex(made.prevalence.findText("2 %"))
    made.save.click()
    assert made.chosen.prevalence == 0.02
