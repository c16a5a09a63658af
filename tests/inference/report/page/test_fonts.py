"""Letters of every script on a report: in a bundled font, joined and in order, or said in words; never an empty box."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from inference.report.film_info import readable_name
from inference.report.page.bidi import Direction, base_direction, visual_order
from inference.report.page.fonts import BOLD, OTHERS, REGULAR, FontSet, drawable, has_glyph
from inference.report.page.fonts import face as font_face
from inference.report.page.text_layout import wrapped

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


# by UAX 9, checked by hand: numbers run from left to right between names that do not
SEEN = [
    ("abc 12", "abc 12"),
    ("سلام", "\ufee1\ufefc\ufeb3"),
    ("قباني", "\ufef2\ufee7\ufe8e\ufe92\ufed7"),
    ("بب د", "\ufea9 \ufe90\ufe91"),
    ("مُد", "\ufeaa\u064f\ufee3"),
    ("چگ", "\ufb93\ufb7c"),
    ("أحمد 12 علي", "\ufef2\ufee0\ufecb 12 \ufeaa\ufee4\ufea3\ufe83"),
    ("أحمد ١٢ علي", "\ufef2\ufee0\ufecb ١٢ \ufeaa\ufee4\ufea3\ufe83"),
    ("כהן 123 לוי", "יול 123 ןהכ"),
    ("כהן 1.5-2 לוי", "יול 1.5-2 ןהכ"),
    ("שרון 12", "12 ןורש"),
    ("ID (שלום) 12", "ID (םולש) 12"),
    ("Sharon (שרון כהן)", "Sharon (ןהכ ןורש)"),
    ("Sharon (שרון 7 כהן)", "Sharon (ןהכ 7 ןורש)"),
    ("שרון «12» כהן", "ןהכ «12» ןורש"),
    ("a < b שרון", "a < b ןורש"),
    ("(שרון) [12]", "[12] (ןורש)"),
    ("שרון (Sharon) כהן", "ןהכ (Sharon) ןורש"),
]


@pytest.mark.parametrize(("written", "seen"), SEEN)
def test_right_to_left_is_joined_and_in_the_order_of_the_eye(written: str, seen: str) -> None:
    shown = visual_order(written, base_direction(written))
    assert shown == seen
    assert sorted(unicodedata.normalize("NFKC", shown)) == sorted(unicodedata.normalize("NFKC", written))


def test_the_lines_of_a_paragraph_run_as_its_first_letter_does() -> None:
    face = FontSet(20)
    lines = wrapped("שרון כהן and a long line of Latin", face, face.getlength("שרון כהן ") + 5)
    assert next(line for line, _ in lines) == "שרון כהן "  # the space at which it is broken
    assert {direction for _, direction in lines} == {Direction.RTL}
    assert base_direction("12 שרון") == Direction.RTL
    assert base_direction("ID שרון") == base_direction("12") == Direction.LTR


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        (("1", "שרון 12.dcm"), ("1", "dcm.12 ןורש")),  # no view is stated: the first letter is the file's
        (("2", "PA", "שרון 12.dcm"), ("2", "PA", "dcm.12 ןורש")),
        (("שרון", "7", "PA"), ("ןורש", "7", "PA")),
        (("שרון-7", "1950-01-31", "F"), ("7-ןורש", "1950-01-31", "F")),  # a patient's number, and day of birth
    ],
)
@pytest.mark.parametrize("between", ["  ·  ", " · ", "   "])
def test_the_parts_of_a_composed_line_stay_where_they_were_put(
    parts: tuple[str, ...], seen: tuple[str, ...], between: str
) -> None:
    line = between.join(parts)
    assert base_direction(line) == Direction.LTR
    assert visual_order(line, base_direction(line)) == between.join(seen)


def test_a_path_is_broken_behind_a_separator() -> None:
    face = FontSet(20)
    lines = [line for line, _ in wrapped("films/ward-7/1-pa.dcm", face, face.getlength("films/ward-7/1-p"))]
    assert lines == ["films/ward-7/1-", "pa.dcm"]
    assert "".join(lines) == "films/ward-7/1-pa.dcm"


@pytest.mark.parametrize("name", ["כהן 123 לוי", "أحمد 12 علي"])
def test_a_name_with_a_number_is_drawn_as_its_glyphs_stand_from_left_to_right(name: str) -> None:
    """The picture of the name is that of its visual order, put down glyph by glyph."""
    direction = base_direction(name)
    drawn, expected = (Image.new("RGB", (500, 60)) for _ in range(2))
    FontSet(28).draw(ImageDraw.Draw(drawn), (5, 5), name, (255, 255, 255), direction)
    pen, x = ImageDraw.Draw(expected), 5.0
    for run in FontSet(28).runs(name, direction):
        pen.text((x, 5 + FontSet(28).ascent), run.text, font=font_face(run.font, 28), anchor="ls")
        x += run.width
    assert np.array_equal(np.asarray(drawn), np.asarray(expected))
    assert "".join(run.text for run in FontSet(28).runs(name, direction)) == dict(SEEN)[name]


def test_half_width_katakana_is_read_as_katakana() -> None:
    assert readable_name("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎") == "ヤマダ タロウ (山田 太郎)"


def test_latin_looks_as_it_did_in_one_font() -> None:
    """Plain text is drawn by the font alone, to the pixel."""
    one, other = Image.new("RGB", (400, 60)), Image.new("RGB", (400, 60))
    FontSet(28).draw(ImageDraw.Draw(one), (5, 5), "Pneumothorax 42 %", (255, 255, 255))
    font: ImageFont.FreeTypeFont = font_face(REGULAR, 28)
    ImageDraw.Draw(other).text((5, 5), "Pneumothorax 42 %", font=font, fill=(255, 255, 255))
    assert np.array_equal(np.asarray(one), np.asarray(other))
