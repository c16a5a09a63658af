"""Letters of every script on a report: in a bundled font, joined and in order, or said in words; never an empty box."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from inference.film_info import readable_name
from inference.report.lettering import BOLD, OTHERS, REGULAR, Lettering, drawable, has_glyph
from inference.report.right_to_left import as_seen

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
    runs = Lettering(30, bold=bold)._runs(name)
    assert len("".join(run for _, run in runs)) <= len(name)
    assert all(has_glyph(font, letter) for font, run in runs for letter in run)
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
        face, picture = Lettering(40, bold=True), Image.new("RGB", (1200, 80))
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
    from inference.report import lettering

    one, other = Image.new("RGB", (400, 60)), Image.new("RGB", (400, 60))
    Lettering(28).draw(ImageDraw.Draw(one), (5, 5), "Pneumothorax 42 %", (255, 255, 255))
    font: ImageFont.FreeTypeFont = lettering._font(REGULAR, 28)
    ImageDraw.Draw(other).text((5, 5), "Pneumothorax 42 %", font=font, fill=(255, 255, 255))
    assert np.array_equal(np.asarray(one), np.asarray(other))
