"""The seed's spreadsheets: csv and Excel read alike, folders are found, and what is left out is said."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from inference.training.data.labels import LabelError
from inference.training.data.seed_labels import read_seed
from inference.training.data.spreadsheet import rows_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def excel(path: Path, sheet: str, strings: tuple[str, ...] = ()) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a" r:id="rId7"/></sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        link = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId7" Target="worksheets/one.xml"/></Relationships>'
        archive.writestr("xl/_rels/workbook.xml.rels", link)
        items = "".join(f"<si><t>{text}</t></si>" for text in strings)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{items}</sst>')
        content = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
        archive.writestr("xl/worksheets/one.xml", content)
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
