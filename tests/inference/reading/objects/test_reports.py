"""Structured reports of other programs: who made them, what they find, where on the film, and within which bounds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from highdicom.sr import ComprehensiveSR
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import BasicTextSRStorage, MammographyCADSRStorage, generate_uid

from inference.annotations.measure.measurements import scale_of
from inference.annotations.measure.outline import outline
from inference.core.errors import FilmTooLarge, ObjectMismatch
from inference.core.film_objects import FilmReport, ReportItem, facts_of
from inference.core.findings import PNEUMOTHORAX
from inference.core.limits import Limits
from inference.imaging.heatmap_contours import outline_of
from inference.reading import read_film
from inference.reading.objects.read_object import read_object
from inference.reading.objects.report import DEEPEST
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.codes import PROBABILITY, finding_code
from inference.report.dicom.files import write_dicom_files
from inference.report.page.options import ReportOptions
from tests.builders import phantom, write_dataset, write_dicom
from tests.inference.reading.objects import others
from tests.inference.reading.objects.others import content, number, report
from tests.inference.reading.objects.states import read
from tests.inference.report.dicom.dicom_results import WHO, states
from tests.inference.report.dicom.test_sr_reader import READER

OF_STUDY: dict[str, Any] = {**WHO, "StudyInstanceUID": "1.2.826.0.1.7", "SeriesInstanceUID": "1.2.826.0.1.7.1"}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dicom(tmp_path_factory.mktemp("film") / "film.dcm", phantom(), **OF_STUDY)


def read_report(path: Path, film: Path) -> FilmReport:
    found = read(path, film)
    assert isinstance(found, FilmReport)
    return found


def written(path: Path, data: Dataset, film: Path) -> FilmReport:
    return read_report(write_dataset(path / "report.dcm", data), film)


def count(item: ReportItem) -> int:
    return 1 + sum(map(count, item.items))


def test_a_report_after_tid_1500_says_who_and_what(tmp_path: Path, film: Path) -> None:
    found = read_report(others.measurement_report(tmp_path / "sr.dcm", film), film)
    assert found.origin.maker == "Elsewhere Ltd NoduleNet 2.4"
    assert found.algorithms == ("NoduleNet 2.4",)
    assert found.observers == ("Lee Jiwoo", "Elsewhere Ltd N1 Reading room 3")
    assert found.status == "complete, preliminary, unverified"
    [nodule] = found.findings
    assert (nodule.name, nodule.site) == ("Nodule", "Upper lobe of lung")
    assert [(one.name, one.value, one.unit, one.likelihood) for one in nodule.numbers] == [
        ("Diameter", "12.5", "mm", False),
        ("Probability of cancer", "0.87", "", True),
    ]
    assert nodule.said == ("Certainty: High",)


def test_its_region_lies_on_the_film(tmp_path: Path, film: Path) -> None:
    found = read_report(others.measurement_report(tmp_path / "sr.dcm", film, ComprehensiveSR), film)
    [region] = found.regions
    assert found.findings[0].regions == (0,)
    assert region.name == "Nodule"  # and not the group of measurements that it stands in
    assert region.graphic.points == ((30.5, 40.25), (36.5, 40.25))
    assert {round(abs(complex(x - 30.5, y - 40.25)), 9) for x, y in region.graphic.line} == {6.0}


def test_a_chest_cad_report_is_understood(tmp_path: Path, film: Path) -> None:
    found = written(tmp_path, others.chest_cad(film), film)
    assert found.origin.title == "Chest CAD Report"
    assert found.algorithms == ("Opacity finder 7.1",)
    [opacity] = found.findings
    assert opacity.name == "Opacity"
    assert [(one.value, one.unit, one.likelihood) for one in opacity.numbers] == [("73", "%", True)]
    assert found.regions[0].graphic.line == ((10, 20), (40, 20), (40, 60), (10, 20))
    assert found.regions[0].name == "Opacity"


def test_a_mammography_cad_report_is_read_by_the_same_concepts(tmp_path: Path, film: Path) -> None:
    found = written(tmp_path, others.chest_cad(film, SOPClassUID=MammographyCADSRStorage), film)
    assert [one.name for one in found.findings] == ["Opacity"]


def test_a_radiologists_words_are_shown_literally(tmp_path: Path, film: Path) -> None:
    words = content("TEXT", "121071", "Finding", TextValue="<img src=x> No pneumothorax. 왼쪽 정상")
    root = content("CONTAINER", "18748-4", "Diagnostic Imaging Report", words, scheme="LN")
    found = written(tmp_path, report(film, root, BasicTextSRStorage), film)
    assert found.root.items[0] == ReportItem("Finding", "<img src=x> No pneumothorax. 왼쪽 정상")


def test_numbers_outside_of_findings_are_kept_together(tmp_path: Path, film: Path) -> None:
    root = content("CONTAINER", "1", "Measurements", number("2", "Heart", "131", "mm"), scheme="99X")
    found = written(tmp_path, report(film, root), film)
    assert [(one.name, [(n.name, n.value, n.unit) for n in one.numbers]) for one in found.findings] == [
        ("Measurements", [("Heart", "131", "mm")])
    ]


def test_a_number_without_value_says_why(tmp_path: Path, film: Path) -> None:
    nothing = content("NUM", "2", "Heart", NumericValueQualifierCodeSequence=others.coded("114006", "DCM", "Failed"))
    found = written(tmp_path, report(film, content("CONTAINER", "1", "M", nothing)), film)
    assert found.root.items[0].value == "Failed"


def test_the_patients_name_stays_out_of_the_tree(tmp_path: Path, film: Path) -> None:
    subject = content("PNAME", "121029", "Subject Name", PersonName="Hong^Gildong")
    found = written(tmp_path, report(film, content("CONTAINER", "1", "M", subject)), film)
    assert "Hong" not in repr(found)


def test_what_this_program_writes_is_read_back_to_the_same_numbers_and_points(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **OF_STUDY)
    film = read_film(path)
    analysis = replace(states(film), reader=READER)
    write_dicom_files(tmp_path / "out", film, analysis, ReportOptions(), pages=[], uids=NewUids())
    model, reader = (read_report(tmp_path / "out" / name, path) for name in ("results-sr.dcm", "reader-sr.dcm"))
    said = {(one.name, number.name): float(number.value) for one in model.findings for number in one.numbers}
    for result in analysis.results:
        if result.analysed:
            name = finding_code(result.finding).meaning
            assert said[name, PROBABILITY.meaning] == pytest.approx(result.probability, abs=1e-9)
    pneumothorax = analysis.result(PNEUMOTHORAX)
    assert pneumothorax.heatmap is not None
    outlined = outline_of(pneumothorax.heatmap, analysis.placement, film.shape)
    read_back = [np.array(region.graphic.points) for region in model.regions]
    for loop in outlined:
        assert any(same_points(np.array((*loop, loop[0])), points) for points in read_back)
    names = [number.name for one in reader.findings for number in one.numbers]
    assert "Modality value of the film (Mean)" in names
    scale = scale_of(film, READER.annotations)
    drawn = [np.array(line) for one in READER.annotations for line in outline(one, scale) if len(line) > 1]
    found = [np.array(region.graphic.points) for region in reader.regions]
    assert sum(any(same_points(line, points) for points in found) for line in drawn) >= 5


def same_points(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return one.shape == other.shape and bool(np.abs(one - other).max() < 0.01)


# -- which film -------------------------------------------------------------------------------------------------------


def test_a_report_on_other_films_is_none_of_this_one(tmp_path: Path, film: Path) -> None:
    other = write_dicom(tmp_path / "other.dcm", phantom(), **OF_STUDY)
    assert read(others.measurement_report(tmp_path / "sr.dcm", other), film) is None


def test_a_report_without_evidence_is_of_its_study(tmp_path: Path, film: Path) -> None:
    root = content("CONTAINER", "1", "Words", content("TEXT", "2", "T", TextValue="x"))
    data = report(film, root)
    del data.CurrentRequestedProcedureEvidenceSequence
    assert written(tmp_path, data, film).root.name == "Words"
    data.StudyInstanceUID = generate_uid()
    assert read(write_dataset(tmp_path / "other.dcm", data), film) is None


@pytest.mark.parametrize(("keyword", "why"), [("PatientID", "another patient"), ("StudyInstanceUID", "another study")])
def test_a_report_that_lies_about_the_film_is_refused(tmp_path: Path, film: Path, keyword: str, why: str) -> None:
    data = others.chest_cad(film)
    target = data if keyword == "PatientID" else data.CurrentRequestedProcedureEvidenceSequence[0]
    setattr(target, keyword, "1.2.3")
    with pytest.raises(ObjectMismatch, match=why):
        read(write_dataset(tmp_path / "sr.dcm", data), film)


def test_regions_of_other_films_are_counted_and_not_drawn(tmp_path: Path, film: Path) -> None:
    data = others.chest_cad(film)
    library = data.ContentSequence[0].ContentSequence[0]
    library.ReferencedSOPSequence[0].ReferencedSOPInstanceUID = generate_uid()
    found = written(tmp_path, data, film)
    assert found.regions == ()
    assert "1 of its regions lie on other images." in found.notes


# -- bounds -----------------------------------------------------------------------------------------------------------


def test_items_by_reference_are_named_and_never_followed(tmp_path: Path, film: Path) -> None:
    root = content("CONTAINER", "1", "Round", content("CONTAINER", "2", "In", others.by_reference(1)))
    assert written(tmp_path, report(film, root), film).root.items[0].items == (ReportItem("→", "1 Round"),)


def test_a_reference_into_nothing_selects_nothing(tmp_path: Path, film: Path) -> None:
    data = others.chest_cad(film)
    outline = data.ContentSequence[1].ContentSequence[0].ContentSequence[-1]
    outline.ContentSequence = Sequence([others.by_reference(1, 999, 4_000_000_000)])
    assert written(tmp_path, data, film).regions == ()


def test_a_report_of_too_many_items_is_cut_and_says_so(
    tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.reading.objects.report.MOST_ITEMS", 50)
    many = [content("TEXT", "2", "T", TextValue="x")] * 70
    found = written(tmp_path, report(film, content("CONTAINER", "1", "Long", *many)), film)
    assert count(found.root) == 51
    assert found.notes == (f"The report is longer than is read: 50 items, {DEEPEST} levels.",)


def test_a_deep_report_is_cut_and_a_deeper_one_refused(tmp_path: Path, film: Path) -> None:
    deep = content("CONTAINER", "1", "Bottom")
    for _ in range(DEEPEST + 20):
        deep = content("CONTAINER", "1", "Level", deep)
    path = write_dataset(tmp_path / "sr.dcm", report(film, deep))
    found = read_report(path, film)
    assert count(found.root) == DEEPEST + 1
    assert found.notes
    with pytest.raises(FilmTooLarge, match="nested"):
        read_object(path, facts_of(read_film(film)), Limits(nesting=30))
