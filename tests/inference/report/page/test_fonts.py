"""Letters of every script on a report: in a bundled font, joined and in order, or said in words; never an empty box."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from inference.imaging.film_info import readable_name
from inference.report.page.bidi import as_seen
from inference.report.page.fonts import BOLD, OTHERS, REGULAR, FontSet, drawable, has_glyph

NAMES = (
    "홍길동 洪吉洞",
    "山田太郎 やまだたろう ヤマダ",
    "王小东 张伟 陈刘赵黄吴",
    "Иванов Пётр",
    "Διονύσιος",
    "قباني لنزار",
    "שרון",
    "Łukasz Çağ Nguyễn",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_comes_from_a_font_that_has_it(name: str, *, bold: bool) -> None:
    runs = FontSet(30, bold=bold).runs(name)
    assert len("".join(run.text for run in runs)) <= len(name)
    assert all(has_glyph(run.font, letter) for run in runs for letter in run.text)
    assert drawable(name) == name


@pytest.mark.parametrize("font", [REGULAR, BOLD, OTHERS])
def test_a_font_is_known_to_lack_what_it_draws_as_a_box(font: str) -> None:
    assert has_glyph(font, "A")
    assert has_glyph(font, " ")
    assert not has_glyph(font, "ส")
    assert not has_glyph(font, "\U00020bb7")


def test_what_no_font_has_is_said_in_words() -> None:
    assert drawable("สมชาย") == "[5 Thai letters]"
    assert drawable("A \U00020bb7野家") == "A [1 Han letter]野家"


def test_a_line_is_as_wide_as_it_is_drawn() -> None:
    for name in NAMES:
        face, picture = FontSet(40, bold=True), Image.new("RGB", (1200, 80))
        face.draw(ImageDraw.Draw(picture), (20, 10), name, (255, 255, 255))
        columns = np.flatnonzero(np.asarray(picture).any(axis=(0, 2)))
        assert columns[0] >= 15
        assert abs(columns[-1] - 20 - face.getlength(name)) < 12


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("abc 12", "abc 12"),
        ("سلام", "\ufee1\ufefc\ufeb3"),
        ("قباني", "\ufef2\ufee7\ufe8e\ufe92\ufed7"),
        ("بب د", "\ufea9 \ufe90\ufe91"),
        ("ID (שלום) 12", "ID (םולש) 12"),
        ("Sharon (שרון כהן)", "Sharon (ןהכ ןורש)"),
    ],
)
def test_right_to_left_is_joined_and_turned(written: str, seen: str) -> None:
    assert as_seen(written) == seen
    assert sorted(unicodedata.normalize("NFKC", as_seen(written))) == sorted(written)


def test_half_width_katakana_is_read_as_katakana() -> None:
    assert readable_name("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎") == "ヤマダ タロウ (山田 太郎)"


def test_latin_looks_as_it_did_in_one_font() -> None:
    """Plain text is drawn by the font alone, to the pixel."""
    from inference.report.page import fonts

    one, other = Image.new("RGB", (400, 60)), Image.new("RGB", (400, 60))
    FontSet(28).draw(ImageDraw.Draw(one), (5, 5), "Pneumothorax 42 %", (255, 255, 255))
    font: ImageFont.FreeTypeFont = fonts.face(REGULAR, 28)
    ImageDraw.Draw(other).text((5, 5), "Pneumothorax 42 %", font=font, fill=(255, 255, 255))
    assert np.array_equal(np.asarray(one), np.asarray(other))
