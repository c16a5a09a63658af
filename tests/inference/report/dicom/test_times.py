"""Without identity: no page, object, picture or table tells when it was made, which is often the day of the film."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pydicom import dcmread
from pypdf import PdfReader

from inference.core.findings import FINDINGS
from inference.reading import read_film
from inference.report.output.csv_json import result_json
from inference.report.output.study_files import write_study_report
from inference.report.output.summary_files import write_summary
from inference.report.page.display_list import TextLine
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from inference.report.page.pdf import report_pdf
from tests.builders import phantom, write_dicom, write_png
from tests.fakes import analysis_of
from tests.inference.report.dicom.dicom_results import export


@pytest.mark.parametrize("picture", [False, True])
def test_nothing_without_identity_tells_when_it_was_made(tmp_path: Path, *, picture: bool) -> None:
    source = write_png(tmp_path / "f.png", phantom()) if picture else write_dicom(tmp_path / "f.dcm", phantom())
    export(tmp_path / "out", source, anonymize=True)
    for path in (tmp_path / "out").iterdir():
        data = dcmread(path)
        times = [element for element in data.iterall() if element.VR in ("DA", "TM", "DT") and element.value]
        assert {str(element.value) for element in times} <= {"19000101", "000000"}, path.name
        assert "ContributingEquipmentSequence" not in data
        assert path.name == "results-sr.dcm" or not times
    assert dcmread(tmp_path / "out" / "results-sr.dcm").ContentDate == "19000101"


def test_no_report_without_identity_tells_when_it_was_made(tmp_path: Path) -> None:
    film = read_film(write_dicom(tmp_path / "film.dcm", phantom()))
    analysis, year = analysis_of(film), b"2026"
    for anonymize in (False, True):
        options = ReportOptions(anonymize=anonymize)
        page = film_report(film, analysis, options)
        words = "".join(item.text for one in page.pages for item in one.items if isinstance(item, TextLine)).encode()
        made = result_json(film, analysis, name=None if anonymize else "film.dcm")
        pdf = PdfReader(io.BytesIO(report_pdf(page, options)))
        said = (str(pdf.metadata) + "".join(one.extract_text() for one in pdf.pages)).replace("\0", "").encode()
        found = [year in data for data in (words, json.dumps(page.facts).encode(), made, said)]
        assert found == [not anonymize] * 4
    write_study_report(tmp_path / "study", [lambda: (film, analysis, None)], ReportOptions(anonymize=True))
    assert not any(year in path.read_bytes() for path in (tmp_path / "study").glob("*.*") if path.suffix != ".png")


def test_no_summary_without_identity_tells_when_it_was_made(tmp_path: Path) -> None:
    write_summary(tmp_path, [], FINDINGS, dated=False)
    assert b"D:1970" in (tmp_path / "summary.pdf").read_bytes()
