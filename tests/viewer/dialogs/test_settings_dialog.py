"""The dialog of settings: which prevalence probabilities are stated for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from inference.core.limits import DEFAULT_LIMITS, Limits
from viewer.dialogs.settings_dialog import SettingsDialog
from viewer.state.settings import Settings


def dialog(qtbot: QtBot, prevalence: float) -> SettingsDialog:
    made = SettingsDialog(replace(Settings(), prevalence=prevalence))
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


def test_limits_can_be_changed_and_set_back(qtbot: QtBot) -> None:
    made = dialog(qtbot, 0.0)
    made.limits.fields["decoded_bytes"].setValue(8)
    made.save.click()
    assert made.chosen.limits == Limits(decoded_bytes=8_000_000_000)
    made.usual_limits.click()
    made.save.click()
    assert made.chosen.limits == DEFAULT_LIMITS


def test_a_limit_that_no_field_can_show_stays_to_the_byte(qtbot: QtBot) -> None:
    made = SettingsDialog(replace(Settings(), limits=Limits(frame_pixels=1_234_567_891, nesting=1000)))
    qtbot.addWidget(made)
    made.save.click()
    assert made.chosen.limits == Limits(frame_pixels=1_234_567_891, nesting=1000)


def test_a_setting_is_found_by_its_name_or_by_what_it_can_be(qtbot: QtBot) -> None:
    made = dialog(qtbot, 0.0)
    made.show()
    made.search.setText("jpeg-ls")
    assert made.dicom_pictures.isVisible()
    assert not made.language.isVisible()
    made.search.setText("appearance")
    assert made.language.isVisible()
    assert not made.dicom_pictures.isVisible()
    made.search.setText("no such thing")
    assert made.nothing.isVisible()
    made.search.clear()
    assert made.language.isVisible()
    assert made.dicom_pictures.isVisible()
    assert not made.nothing.isVisible()
