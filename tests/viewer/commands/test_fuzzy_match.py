"""The search of the palette."""

from __future__ import annotations

import pytest

from viewer.commands.fuzzy_match import fuzzy_score

TEXTS = (
    "Open files",
    "Open folder",
    "Export report",
    "Overlay: Pneumothorax",
    "Overlay: Tension pneumothorax",
    "Invert",
)


def best(query: str) -> str:
    scored = [(score, text) for text in TEXTS if (score := fuzzy_score(query, text)) is not None]
    return max(scored)[1]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("inv", "Invert"),
        ("exre", "Export report"),
        ("opfo", "Open folder"),
        ("tens", "Overlay: Tension pneumothorax"),
        ("EXPORT", "Export report"),
    ],
)
def test_a_few_letters_find_the_command(query: str, text: str) -> None:
    assert best(query) == text


def test_letters_that_stand_together_win_over_scattered_ones() -> None:
    together, scattered = fuzzy_score("film", "Next film"), fuzzy_score("film", "Fit in large mode")
    assert together is not None
    assert scattered is not None
    assert together > scattered


def test_letters_in_another_order_do_not_fit() -> None:
    assert fuzzy_score("trevni", "Invert") is None


def test_nothing_typed_fits_everything() -> None:
    assert fuzzy_score("", "Invert") is not None


def test_korean_is_found_by_its_syllables() -> None:
    assert fuzzy_score("보고", "보고서 내보내기") is not None
