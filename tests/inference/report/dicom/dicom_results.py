"""Exports of results as DICOM that the tests read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from highdicom.sr import Comprehensive3DSR, ComprehensiveSR, MeasurementReport, srread

from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.film import Radiograph
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX, RIB_FRACTURE
from inference.core.reader_annotations import ReaderAnnotations
from inference.reading import read_film
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.files import RESULTS, write_dicom_files
from inference.report.page.options import ReportOptions
from inference.report.page.png import report_png
from tests.fakes import analysis_of

WHO: dict[str, Any] = {
    "PatientName": "홍^길동",
    "PatientID": "ID-4711",
    "PatientBirthDate": "19500101",
    "PatientSex": "F",
    "PatientAge": "076Y",
    "StudyDate": "20260105",
    "StudyTime": "101500",
    "StudyID": "S1",
    "AccessionNumber": "ACC9",
    "StudyDescription": "Thorax PA",
    "ReferringPhysicianName": "Ref^Doc",
    "SpecificCharacterSet": "ISO_IR 192",
    "PatientOrientation": ["L", "F"],
}

SOUND: dict[str, Any] = {
    "PatientBirthDate": "19500101",
    "PatientSex": "F",
    "StudyDate": "20260105",
    "StudyTime": "101500",
    "StudyID": "S1",
    "AccessionNumber": "A",
    "ReferringPhysicianName": "Ref^Doc",
    "SeriesNumber": 1,
    "InstanceNumber": 1,
    "Manufacturer": "Maker",
    "PatientOrientation": ["L", "F"],
}


def states(film: Radiograph) -> Analysis:
    """One finding of each state: present, absent, undetermined, and four not analysed."""
    analysis = analysis_of(film, probability=0.123456789)
    known = {
        PNEUMOTHORAX: analysis.result(PNEUMOTHORAX),
        PLEURAL_EFFUSION: FindingResult(PLEURAL_EFFUSION, ScoreState.BELOW, 1 / 3, 0.25, 0.5, (0.4, 0.6)),
        RIB_FRACTURE: FindingResult(RIB_FRACTURE, ScoreState.NOT_SURE, 0.5000001, 0.5, 0.5, None, experimental=True),
    }
    return replace(analysis, results=tuple(known.get(item.finding, item) for item in analysis.results))


def export(folder: Path, path: Path, *, reader: ReaderAnnotations | None = None, **options: Any) -> Analysis:
    film = read_film(path)
    analysis, asked = replace(states(film), reader=reader), ReportOptions(**options)
    page = report_png(film, analysis, asked)
    write_dicom_files(folder, film, analysis, asked, pages=[page], uids=NewUids())
    return analysis


def report(folder: Path, name: str = RESULTS) -> ComprehensiveSR | Comprehensive3DSR:
    made = srread(folder / name)
    assert isinstance(made, ComprehensiveSR | Comprehensive3DSR)
    return made


def content(made: ComprehensiveSR | Comprehensive3DSR) -> MeasurementReport:
    assert isinstance(made.content, MeasurementReport)
    return made.content


def groups(folder: Path, name: str = RESULTS) -> list[Any]:
    return content(report(folder, name)).get_image_measurement_groups()


def rois(folder: Path, name: str = RESULTS) -> list[Any]:
    return list(content(report(folder, name)).get_planar_roi_measurement_groups())
