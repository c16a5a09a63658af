"""The manual's Markdown as a terminal shows it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inference.text.plain_markdown import inline, plain

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=40)


def test_markup_goes_and_words_stay() -> None:
    assert inline("**Bold**, *leaning* and `code --x`") == "Bold, leaning and code --x"
    assert inline("`<film>.csv` in `cam/*`, 3 * 4 * 5") == "<film>.csv in cam/*, 3 * 4 * 5"


def test_a_link_to_a_topic_says_how_to_see_it() -> None:
    assert inline("see [keys](keys.md)") == "see keys (thoracam help keys)"
    assert inline("the [card](../models/thoracam/MODEL_CARD.md)") == "the card"
    assert inline("[there](https://example.org/a)") == "there (https://example.org/a)"


def test_a_table_is_set_in_columns_and_an_empty_head_is_left_out() -> None:
    assert plain("| | |\n|---|---|\n| a | one |\n| long | `x\\|y` |") == "a     one\nlong  x|y\n"
    assert plain("| Key | Is |\n|---|---|\n| a | one |") == "Key  Is\na    one\n"


def test_the_widest_column_gives_way() -> None:
    shown = plain("| | |\n|---|---|\n| name | one two three four five |", width=20)
    assert shown == "name  one two three\n      four five\n"


def test_lists_hang_and_code_keeps_its_lines() -> None:
    assert plain("- one two three four", width=16) == "  - one two\n    three four\n"
    assert plain("1. one\n2. two") == "  1. one\n  2. two\n"
    assert plain("```\nthoracam  x\n\ny\n```") == "    thoracam  x\n\n    y\n"


def test_headings_stand_out_and_a_picture_is_said() -> None:
    assert plain("# A title\n\n## Part") == "A TITLE\n\nPart\n----\n"
    assert plain("![A film](film.png)") == "[Picture: A film]\n"


@given(WORDS, st.integers(20, 100))
def test_no_line_is_wider_than_asked_and_no_word_is_lost(words: list[str], width: int) -> None:
    shown = plain(" ".join(words), width)
    assert shown.split() == words
    assert max(map(len, shown.split("\n"))) <= width


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), st.integers(40, 100))
def test_no_table_is_wider_than_asked_and_no_word_is_lost(rows: list[tuple[list[str], list[str]]], width: int) -> None:
    lines = [f"| {' '.join(one)} | {' '.join(other)} |" for one, other in rows]
    shown = plain("\n".join(["| | |", "|---|---|", *lines]), width)
    assert sorted(shown.split()) == sorted(word for row in rows for cell in row for word in cell)
    assert max(map(len, shown.split("\n"))) <= width
