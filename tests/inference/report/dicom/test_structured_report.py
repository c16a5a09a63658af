"""An analysis as a structured report, read back from disk by highdicom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.sr.codedict import codes

from inference.core.analysis import FindingResult, ScoreState
from inference.core.findings import FINDINGS, PLEURAL_EFFUSION, PNEUMOTHORAX, RIB_FRACTURE
from inference.reading import read_film
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.codes import PRESENCE, PROBABILITY, SCHEME, SITES
from inference.report.dicom.files import write_dicom_files
from inference.report.page.options import Observer, ReportOptions
from inference.report.page.png import report_png
from tests.builders import phantom, write_dicom
from tests.inference.report.dicom.dicom_results import WHO, content, export, groups, report, states


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(), **WHO)


def test_numbers_in_the_structured_report_are_those_of_the_analysis(source: Path, tmp_path: Path) -> None:
    analysis = export(tmp_path / "out", source)
    found = groups(tmp_path / "out")
    analysed = [result for result in analysis.results if result.analysed]
    assert len(found) == len(analysed) == 3
    for group, result in zip(found, analysed, strict=True):
        [probability] = group.get_measurements(name=PROBABILITY)
        assert result.probability == pytest.approx(probability.value, abs=1e-6)
        assert (probability.unit.value, probability.unit.scheme_designator) == ("1", "UCUM")
        assert group.finding_type.value == result.finding.snomed
        assert group.finding_sites[0].topographical_modifier is None
        assert group.finding_sites[0].value == SITES[result.finding]


def test_states_are_present_absent_and_undetermined(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source)
    said = {
        group.finding_type.value: group.get_qualitative_evaluations(name=PRESENCE)[0].value.meaning
        for group in groups(tmp_path / "out")
    }
    assert said == {
        PNEUMOTHORAX.snomed: "Present",
        PLEURAL_EFFUSION.snomed: "Absent",
        RIB_FRACTURE.snomed: "Undetermined",
    }


def test_a_report_is_unverified_and_says_what_is_missing(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source)
    made = report(tmp_path / "out")
    assert (made.VerificationFlag, made.CompletionFlag, made.PreliminaryFlag) == (
        "UNVERIFIED",
        "PARTIAL",
        "PRELIMINARY",
    )
    assert made.CompletionFlagDescription == f"4 of {len(FINDINGS)} findings were not analysed"
    assert [item.CodingSchemeDesignator for item in made.CodingSchemeIdentificationSequence] == [SCHEME]
    assert not content(made).get_observer_contexts(observer_type=codes.DCM.Person)


def test_a_report_is_verified_only_by_a_person(source: Path, tmp_path: Path) -> None:
    export(tmp_path / "out", source, observer=Observer("Reader^Ann", "Chest clinic", signed=True))
    made = report(tmp_path / "out")
    assert (made.VerificationFlag, made.CompletionFlag, made.PreliminaryFlag) == ("VERIFIED", "COMPLETE", "FINAL")
    assert made.VerifyingObserverSequence[0].VerifyingObserverName == "Reader^Ann"
    assert not content(made).get_observer_contexts(observer_type=codes.DCM.Person)  # who verifies is no observer


def test_groups_name_the_film_and_the_model(source: Path, tmp_path: Path) -> None:
    analysis = export(tmp_path / "out", source)
    film = dcmread(source)
    made = report(tmp_path / "out")
    for group in groups(tmp_path / "out"):
        assert group.source_images[0].referenced_sop_instance_uid == film.SOPInstanceUID
        assert f"'{analysis.provenance.pack_name}'" in str(group)
    assert analysis.provenance.pack_hash.encode() in (tmp_path / "out" / "results-sr.dcm").read_bytes()
    assert made.get_evidence()[0][2] == film.SOPInstanceUID


def test_an_analysis_of_nothing_writes_no_structured_report(source: Path, tmp_path: Path) -> None:
    film = read_film(source)
    analysis = states(film)
    nothing = tuple(FindingResult(finding, ScoreState.NOT_ANALYSED) for finding in FINDINGS)
    empty = replace(analysis, results=nothing)
    options = ReportOptions()
    page = report_png(film, empty, options)
    write_dicom_files(tmp_path / "out", film, empty, options, pages=[page], uids=NewUids())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.dcm"]
