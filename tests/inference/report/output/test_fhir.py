"""Results as a FHIR bundle: what stands in it, what refers to what, and that identity stays out when asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX
from inference.core.reader_annotations import ReaderAnnotations
from inference.reading import read_film
from inference.report.output.fhir import fhir_bundle
from inference.report.page.options import ReportOptions
from tests.builders import phantom, write_dicom
from tests.inference.report.dicom.dicom_results import WHO, states

HASH = "0" * 64


def bundle(folder: Path, *, anonymize: bool = False, reader: ReaderAnnotations | None = None) -> dict[str, Any]:
    film = read_film(write_dicom(folder / "film.dcm", phantom(120, 100), **WHO))
    made: dict[str, Any] = json.loads(
        fhir_bundle(film, replace(states(film), reader=reader), ReportOptions(anonymize=anonymize), HASH)
    )
    return made


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind]


def test_every_analysed_finding_is_an_observation_with_its_figures(tmp_path: Path) -> None:
    found = {one["code"]["coding"][0]["code"]: one for one in resources(bundle(tmp_path), "Observation")}
    assert len(found) == 3
    above = found[PNEUMOTHORAX.snomed]
    assert above["valueCodeableConcept"]["text"] == "Present"
    assert above["component"][0]["valueQuantity"]["value"] == pytest.approx(0.123457)
    assert found[PLEURAL_EFFUSION.snomed]["valueCodeableConcept"]["text"] == "Absent"


def test_every_reference_leads_to_a_resource_of_the_bundle(tmp_path: Path) -> None:
    made = bundle(tmp_path)
    known = {entry["fullUrl"] for entry in made["entry"]}
    assert len(known) == len(made["entry"])
    text = json.dumps(made)
    wanted = {piece.split('"')[0] for piece in text.split('"reference": "')[1:]}
    assert wanted
    assert wanted <= known


def test_a_models_word_is_preliminary_and_says_that_it_is_for_research(tmp_path: Path) -> None:
    [report] = resources(bundle(tmp_path), "DiagnosticReport")
    assert report["status"] == "preliminary"
    assert report["effectiveDateTime"] == "2026-01-05"
    assert "Not a medical device" in report["conclusion"]


def test_the_readers_impression_goes_before_the_models_words(tmp_path: Path) -> None:
    [report] = resources(bundle(tmp_path, reader=ReaderAnnotations(impression="No change.")), "DiagnosticReport")
    assert report["conclusion"].startswith("Reader: No change.\nModel, in fixed words")


def test_without_identity_neither_names_numbers_nor_days_are_left(tmp_path: Path) -> None:
    known = bundle(tmp_path)
    assert resources(known, "Patient")[0]["identifier"][0]["value"] == "ID-4711"
    assert resources(known, "Patient")[0]["gender"] == "female"
    text = json.dumps(bundle(tmp_path, anonymize=True), ensure_ascii=False)
    for word in ("길동", "4711", "2026", "1950", "Thorax PA"):
        assert word not in text
