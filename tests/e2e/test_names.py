"""Names in every script, from the file to the corner of the window, the study list, the report and the table."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from pydicom.uid import generate_uid
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inference.files.names import safe_name
from inference.report.page.display_list import DARK, PageColour
from inference.report.page.film.report import Fineness
from inference.report.page.fonts import FontSet, drawable
from inference.report.page.text_layout import LEADING, MARGIN
from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner, viewports_of
from tests.e2e.user import Condition, User, analysed, export, session_of, use_pack
from viewer.__main__ import main
from viewer.window.main_window import MainWindow

NAMES = {  # the character set, the name as stored, the name as read, a description of the study
    "korean": ("\\ISO 2022 IR 149", "Hong^Gildong=洪^吉洞=홍^길동", "Hong Gildong (洪 吉洞, 홍 길동)", "흉부 정면"),
    "japanese": (
        "ISO 2022 IR 13\\ISO 2022 IR 87",
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
        "ヤマダ タロウ (山田 太郎, やまだ たろう)",
        "胸部正面",
    ),
    "chinese": ("GB18030", "Wang^XiaoDong=王^小东=", "Wang XiaoDong (王 小东)", "胸部正位"),
    "cyrillic": ("ISO_IR 144", "Иванов^Пётр^Ильич", "Иванов Пётр Ильич", "Грудная клетка"),
    "greek": ("ISO_IR 126", "Διονύσιος^Νίκος", "Διονύσιος Νίκος", "Θώρακας"),
    "arabic": ("ISO_IR 127", "قباني^لنزار", "قباني لنزار", "صدر"),
    "latin": ("ISO_IR 100", "Müller^Jérôme^^Dr^", "Müller Jérôme Dr", "Lunge à côté"),
}


def write(path: Path, language: str) -> Path:
    charset, name, _, study = NAMES[language]
    return write_dicom(
        path,
        hot_corner(700, 640),
        SpecificCharacterSet=charset.split("\\"),
        PatientName=name,
        StudyDescription=study,
        StudyInstanceUID=generate_uid(),
    )


@pytest.mark.parametrize("language", list(NAMES))
def test_a_name_arrives_in_the_corner_the_list_and_the_report(
    qapp: QApplication, tiny_pack: Path, tmp_path: Path, language: str
) -> None:
    use_pack(tiny_pack)
    _, _, name, study = NAMES[language]
    film, report = write(tmp_path / "film.dcm", language), tmp_path / "report.png"

    def script(window: MainWindow) -> Iterator[Condition]:
        yield analysed(window)
        assert window.viewports.film.texts.corners.top_left[0] == name
        assert study in window.viewports.film.texts.corners.top_right
        rows = window.worklist.list
        assert study in str(rows.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
        window.commands.run("compact_list")
        assert any(study in row.text for row in rows.shown_rows())
        assert session_of(window).studies[0].title == study
        export(window, report, anonymize=False)
        yield report.exists

    user = User(script)
    assert main([str(film)]) == 0
    user.check()
    assert drawable(name) == name
    assert stands_at_the_top(report, name)


def stands_at_the_top(report: Path, name: str) -> bool:
    """Whether the title of a report is this name, letter by letter, in the bundled fonts."""
    _, facts = viewports_of(report)
    viewports = facts["panes"]
    assert isinstance(viewports, dict)
    top, unit = viewports["film"][1], Fineness.FULL.page
    size, left = round(28 * unit), round(MARGIN * unit)
    face = FontSet(size, bold=True)
    title = Image.new("RGB", (round(face.getlength(name)), round(size * LEADING)), DARK[PageColour.PAPER])
    face.draw(ImageDraw.Draw(title), (0, 0), name, DARK[PageColour.INK])
    with Image.open(report) as page:
        seen = np.asarray(page.convert("RGB").crop((left, 0, left + title.width, top)))
    expected = np.asarray(title)
    places = range(len(seen) - len(expected))
    return any(np.array_equal(seen[place : place + len(expected)], expected) for place in places)


def test_names_of_files_in_every_script_stand_in_the_table_and_name_the_folders(
    tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    words = {language: read.split("(")[0].strip() for language, (_, _, read, _) in NAMES.items()}
    for language, name in words.items():
        write(folder / f"{name}.dcm", language)
    out = tmp_path / "reports"
    assert main(["analyze", str(folder), "--out", str(out), "--model", str(tiny_pack), "--anyway"]) == 0
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert {Path(row["film"]).stem for row in rows} == set(words.values())
    named = {safe_name(f"{read} T-1") for _, _, read, _ in NAMES.values()}
    assert {path.name for path in out.iterdir() if path.is_dir()} == named == {row["folder"] for row in rows}
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
def test_a_file_whose_name_is_no_utf_8_is_done_too_and_costs_no_other_its_row(tiny_pack: Path, tmp_path: Path) -> None:
    """As discs and archives from Korea have them; a character that turns others round stays out of folder names."""
    folder = tmp_path / "films"
    folder.mkdir()
    korean = "흉부.dcm".encode("cp949")
    for name in (korean, b"good.dcm", "\u202egnp.dcm".encode()):
        write_dicom(Path(os.fsdecode(bytes(folder) + b"/" + name)), hot_corner())
    out = tmp_path / "reports"
    wanted = ["--summary", "--seed-csv", "--pdf", "--dicom", "--anyway"]
    assert main(["analyze", str(folder), "--out", str(out), "--model", str(tiny_pack), *wanted]) == 0
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        shown = {Path(row["film"]).name for row in csv.DictReader(handle)}
    assert shown == {korean.decode("utf-8", "replace"), "good.dcm", "\u202egnp.dcm"}
    folders = {path.name for path in out.iterdir() if path.is_dir()}
    assert {"Test Film T-1 good", "Test Film T-1 _gnp"} < folders
    assert all(name.isprintable() for name in folders)
