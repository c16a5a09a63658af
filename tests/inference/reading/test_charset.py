"""Names, dates and other texts from files: every character set, every component group, and bytes nobody declared."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from inference.core.film import Identity
from inference.reading import read_film
from inference.reading.dicom.charset import printable, undeclared
from inference.reading.dicom.identity import clock, iso_date
from inference.report.film_info import readable_name
from tests.builders import phantom, write_dicom

BUGS = Path(__file__).parents[2] / "bugs"
SMALL = phantom(16, 16)
NAMES = {
    "ISO_IR 100": "Müller^Jérôme",
    "ISO_IR 144": "Иванов^Пётр",
    "ISO_IR 192": "Hong^Gildong=洪^吉洞=홍^길동",
    "GB18030": "Wang^XiaoDong=王^小东=",
    "\\ISO 2022 IR 149": "Hong^Gildong=洪^吉洞=홍^길동",
    "\\ISO 2022 IR 87": "Yamada^Tarou=山田^太郎=やまだ^たろう",
    "ISO 2022 IR 13\\ISO 2022 IR 87": "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
}


def identity_of(path: Path) -> Identity:
    return read_film(path).identity


def with_raw_name(tmp_path: Path, name: bytes, charset: bytes | None = None) -> Path:
    """A film whose name and character set are these bytes, whatever pydicom thinks of them."""
    path = write_dicom(tmp_path / "film.dcm", SMALL, PatientName="Test^Film!")
    content = path.read_bytes().replace(element(0x10, 0x10, b"PN", b"Test^Film!"), element(0x10, 0x10, b"PN", name))
    at = content.index(b"\x08\x00\x16\x00UI")
    declared = b"" if charset is None else element(0x08, 0x05, b"CS", charset)
    path.write_bytes(content[:at] + declared + content[at:])
    return path


def element(group: int, number: int, vr: bytes, value: bytes) -> bytes:
    value += b" " * (len(value) % 2)
    return (
        b"".join(part.to_bytes(2, "little") for part in (group, number)) + vr + len(value).to_bytes(2, "little") + value
    )


@pytest.mark.parametrize("charset", list(NAMES))
def test_names_round_trip_in_their_character_set(tmp_path: Path, charset: str) -> None:
    name = NAMES[charset]
    path = write_dicom(tmp_path / "a.dcm", SMALL, SpecificCharacterSet=charset.split("\\"), PatientName=name)
    assert identity_of(path).patient_name == name.rstrip("=")


CHINESE = b"\x1b$)A" + "张".encode("gb2312") + b"^\x1b$)A" + "小东".encode("gb2312")
KOREAN = b"\x1b$)C" + "홍".encode("euc_kr") + b"^\x1b$)C" + "길동".encode("euc_kr")
KOREAN_ONCE = b"\x1b$)C" + "홍^길동".encode("euc_kr")
JAPANESE = (
    b"\x1b$B" + "山田".encode("iso2022_jp")[3:-3] + b"\x1b(B^\x1b$B" + "太郎".encode("iso2022_jp")[3:-3] + b"\x1b(B"
)
RARE = b"\x1b$(D" + "丂".encode("iso2022_jp_2")[4:-3] + b"\x1b(B^x"


@pytest.mark.parametrize(
    ("charset", "name", "read"),
    [
        (b"\\ISO 2022 IR 58", b"Zhang^XiaoDong=" + CHINESE, "Zhang^XiaoDong=张^小东"),
        (b"ISO 2022 IR 100\\ISO 2022 IR 58", b"M\xfcller^A=" + CHINESE, "Müller^A=张^小东"),
        (b"\\ISO 2022 IR 58", b"A^B=\x1b$)A" + "张^小东".encode("gb2312"), "A^B=张^小东"),
        (b"\\ISO 2022 IR 58", b"A^B=\x1b$)A" + "堃^镕".encode("gbk"), "A^B=堃^镕"),
        (b"\\ISO 2022 IR 149", b"Hong^Gildong==" + KOREAN, "Hong^Gildong==홍^길동"),
        (b"\\ISO 2022 IR 149", b"Hong^Gildong==" + KOREAN_ONCE, "Hong^Gildong==홍^길동"),
        (b"ISO 2022 IR 100\\ISO 2022 IR 149", b"M\xfcller^A==" + KOREAN, "Müller^A==홍^길동"),
        (b"\\ISO 2022 IR 87", b"Yamada^Tarou=" + JAPANESE, "Yamada^Tarou=山田^太郎"),
        (b"\\ISO 2022 IR 87\\ISO 2022 IR 159", b"A^B=" + RARE, "A^B=丂^x"),
        (b"ISO 2022 IR 6\\ISO 2022 IR 159", b"A^B=" + RARE, "A^B=丂^x"),
        (None, b"Zhang^XiaoDong=" + CHINESE, "Zhang^XiaoDong=张^小东"),
        (b"ISO_IR 100", b"Hong^Gildong==" + KOREAN, "Hong^Gildong==홍^길동"),
        (b"ISO_IR 6", b"A^B=" + RARE, "A^B=丂^x"),
    ],
)
def test_escapes_of_iso_2022_are_followed_and_never_shown(
    tmp_path: Path, charset: bytes | None, name: bytes, read: str
) -> None:
    assert identity_of(with_raw_name(tmp_path, name, charset)).patient_name == read


def test_the_chinese_film_has_its_name() -> None:
    assert identity_of(BUGS / "cs_ir58.dcm").patient_name == "Zhang^XiaoDong=张^小东"


def test_undeclared_korean_is_read(tmp_path: Path) -> None:
    assert identity_of(with_raw_name(tmp_path, "홍^길동".encode("cp949"))).patient_name == "홍^길동"


def test_undeclared_utf8_is_read(tmp_path: Path) -> None:
    assert identity_of(with_raw_name(tmp_path, "Müller^Jörg".encode())).patient_name == "Müller^Jörg"


def test_undeclared_western_text_is_not_taken_for_korean() -> None:
    assert undeclared("Müller^Jörg".encode("latin-1")) == "Müller^Jörg"


@pytest.mark.parametrize("charset", [b"ISO_IR 999", b"nonsense", b"ISO 2022 IR 149\\junk", b"ISO_IR 192", b"\xff\xfe"])
def test_wrong_character_sets_never_fail(tmp_path: Path, charset: bytes) -> None:
    assert identity_of(with_raw_name(tmp_path, b"\xc8\xab^\xb1\xe6\xff\x1b$)C\xff", charset)).patient_name


def test_text_is_one_line_without_control_characters(tmp_path: Path) -> None:
    path = with_raw_name(tmp_path, b"Doe^\x1b[31mJane\r\n<b>\x00")
    assert identity_of(path).patient_name == "Doe^ [31mJane  <b>"


def test_text_is_cut_at_a_thousand_characters() -> None:
    assert len(printable("x" * 100_000)) == 1024


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("Doe^Jane", "Doe Jane"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada Tarou (山田 太郎, やまだ たろう)"),
        ("=山田^太郎", "山田 太郎"),
        ("Doe^Jane^^Dr^", "Doe Jane Dr"),
        ("", ""),
    ],
)
def test_names_are_made_readable(name: str, readable: str) -> None:
    assert readable_name(name) == readable


@pytest.mark.parametrize(
    ("value", "shown"),
    [("20240131", "2024-01-31"), ("2024.01.31", "2024-01-31"), ("20240231", "20240231"), ("", ""), ("2024", "2024")],
)
def test_legal_dates_become_iso(value: str, shown: str) -> None:
    assert iso_date(value) == shown


@pytest.mark.parametrize(("value", "shown"), [("235959.123", "23:59"), ("07:05:00", "07:05"), ("9", ""), ("2561", "")])
def test_times_become_hours_and_minutes(value: str, shown: str) -> None:
    assert clock(value) == shown


def test_identity_is_taken_from_its_elements(tmp_path: Path) -> None:
    path = write_dicom(
        tmp_path / "a.dcm",
        SMALL,
        PatientID="P-1",
        PatientBirthDate="19700131",
        PatientSex="F",
        PatientAge="054Y",
        StudyDate="20240131",
        StudyTime="140500",
        StudyDescription="Chest",
        AccessionNumber="A-1",
        InstitutionName="Clinic",
        SeriesDescription="PA",
        ImageLaterality="L",
    )
    known = identity_of(path)
    assert (known.patient_id, known.birth_date, known.sex, known.age) == ("P-1", "1970-01-31", "F", "054Y")
    assert (known.study_date, known.study_time, known.study_description) == ("2024-01-31", "14:05", "Chest")
    assert (known.accession, known.institution, known.series_description) == ("A-1", "Clinic", "PA")
    assert (known.modality, known.body_part, known.view_position, known.laterality) == ("DX", "CHEST", "PA", "L")


def test_silent_files_have_an_empty_identity(tmp_path: Path) -> None:
    silent: dict[str, Any] = dict.fromkeys(("PatientName", "PatientID", "Modality", "BodyPartExamined", "ViewPosition"))
    known = identity_of(write_dicom(tmp_path / "a.dcm", SMALL, **silent))
    assert not any((known.patient_name, known.patient_id, known.modality, known.study_date, known.view_position))


def test_odd_values_reach_neither_log_nor_warnings(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read_film(with_raw_name(tmp_path, b"Secret^\xff\xff", b"ISO_IR 192"))
    assert "Secret" not in caplog.text
