"""The seed's spreadsheets: csv and Excel read alike, folders are found, and what is left out is said."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from inference.files.spreadsheet import MAX_UNPACKED, rows_of
from inference.training.data.labels import LabelError
from inference.training.data.seed_labels import read_seed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
KINDS = (("workbook.xml", "sheet.main"), ("sharedStrings.xml", "sharedStrings"), ("worksheets/one.xml", "worksheet"))


def excel(path: Path, sheet: str, strings: tuple[str, ...] = (), **more: str) -> Path:
    """An Excel file with as little in it as there may be, and ``more`` parts."""
    book = '<sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/xl/{name}" ContentType="{KIND}.{kind}+xml"/>' for name, kind in KINDS)
        + "</Types>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId7" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/one.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">'
        + "".join(f"<si><t>{text}</t></si>" for text in strings)
        + "</sst>",
        "xl/worksheets/one.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **more}.items():
            archive.writestr(name, content)
    return path


def dicom(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\0" * 128 + b"DICM")


def spreadsheet(folder: Path, text: str) -> Path:
    path = folder / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_excel_file_reads_as_its_csv_would(tmp_path: Path) -> None:
    sheet = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Pneumothorax</t></is></c></row>'
        '<row r="3"><c r="A3"><v>12.0</v></c><c r="C3"><v>1</v></c></row>'
    )
    rows = rows_of(excel(tmp_path / "labels.xlsx", sheet, ("Serial No",)))
    assert [(row.line, row.cells) for row in rows] == [(3, {"Serial No": "12", "Pneumothorax": "1"})]


def test_an_excel_file_of_a_spreadsheet_program_reads_cell_by_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows: list[list[object]] = [
        ["Serial No", "Pneumothorax", None, "age"],
        [7, True, "x", 60.5],
        [None, None, None, None],
        ["008", 0, None, " 61 "],
    ]
    for row in rows:
        book.worksheets[0].append(row)
    book.create_sheet("other").append(["nothing", "of", "this"])
    book.save(tmp_path / "labels.xlsx")
    assert [(row.line, row.cells) for row in rows_of(tmp_path / "labels.xlsx")] == [
        (2, {"Serial No": "7", "Pneumothorax": "1", "age": "60.5"}),
        (4, {"Serial No": "008", "Pneumothorax": "0", "age": "61"}),
    ]


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="1e300"><c r="A1"><v>1</v></c></row>',
        '<row r="-1"><c r="A-1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
        "<row><c><v>" + "9" * 5000 + "</v></c></row>",
        '<row><c r="XFD1"/></row>' * 2000,
        '<row r="1"><c',
    ],
)
def test_a_sheet_that_no_table_of_labels_is_like_is_refused_in_words(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(LabelError, match=r"labels\.xlsx (has a cell in row|is not an Excel file)"):
        rows_of(excel(tmp_path / "labels.xlsx", sheet))


def test_an_excel_file_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = excel(tmp_path / "labels.xlsx", "", (), **{"xl/media/a": "0" * (MAX_UNPACKED + 1)})
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(LabelError, match="too large: unpacked"):
        rows_of(bomb)


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/one.xml"])
def test_an_excel_file_with_a_part_missing_is_refused_in_words(tmp_path: Path, missing: str) -> None:
    whole = excel(tmp_path / "whole.xlsx", "")
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(tmp_path / "labels.xlsx", "w") as other:
        for name in archive.namelist():
            if name != missing:
                other.writestr(name, archive.read(name))
    with pytest.raises(LabelError, match=r"labels\.xlsx (is not an Excel file|cannot be read)"):
        rows_of(tmp_path / "labels.xlsx")


def test_serials_find_their_folders_however_numbers_are_written(tmp_path: Path) -> None:
    dicom(tmp_path / "films" / "007" / "DICOM" / "IM1")
    path = spreadsheet(tmp_path, "Serial No,Pneumothorax,Pleural Effusion\n7.0,1,\n")
    table = read_seed(path, tmp_path / "films")
    assert table.names == ("pneumothorax", "pleural_effusion")
    assert table.films[0].file.endswith("IM1")
    assert table.films[0].targets[0] == 1.0
    assert np.isnan(table.films[0].targets[1])


def test_what_is_left_out_is_said_with_line_and_reason(tmp_path: Path) -> None:
    dicom(tmp_path / "films" / "1" / "a.dcm")
    (tmp_path / "films" / "2").mkdir()
    text = "Serial No,Remarks,Haemothorax\n1,,0\n1,,1\n2,,1\n3,,1\n,x,1\n4,,perhaps\n"
    table = read_seed(spreadsheet(tmp_path, text), tmp_path / "films")
    assert [film.patient for film in table.films] == ["1"]
    assert [(row.line, row.reason) for row in table.skipped] == [
        (1, "column 'Remarks' is no finding"),
        (3, "the serial is listed twice"),
        (4, "there is no DICOM file in the folder"),
        (5, "there is no folder of that serial"),
        (6, "no serial"),
        (7, "'perhaps' is neither 0 nor 1 nor blank"),
    ]


def test_a_spreadsheet_without_serials_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="no column Serial No"):
        read_seed(spreadsheet(tmp_path, "Name,Pneumothorax\na,1\n"), tmp_path)


def test_a_file_that_only_claims_to_be_excel_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.xlsx").write_text("not a zip file")
    with pytest.raises(LabelError, match="not an Excel file"):
        rows_of(tmp_path / "labels.xlsx")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"neither \.csv nor \.xlsx"):
        rows_of(tmp_path / "labels.ods")
