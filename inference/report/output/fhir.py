"""Results for systems that speak FHIR R4: a DiagnosticReport with an Observation a finding, as one JSON Bundle.

Written for https://hl7.org/fhir/R4/: references stay within the bundle, by ``urn:uuid``; nothing is sent anywhere.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any, Final

from inference.annotations.wording import reader_text
from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.film import Radiograph
from inference.core.software import VERSION
from inference.report.deidentify.identity import without_free_text, without_time
from inference.report.page.film.conclusion import statements
from inference.report.page.options import ReportOptions
from inference.text.wording import RESEARCH_USE, evidence_location_text, familiarity_text, state_text

Resource = dict[str, Any]
SNOMED, LOINC, UCUM = "http://snomed.info/sct", "http://loinc.org", "http://unitsofmeasure.org"
OWN = "urn:thoracam:concepts"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
SERVICE = "http://terminology.hl7.org/CodeSystem/v2-0074"
PROCEDURE: Final = (LOINC, "30745-4", "XR Chest Views")
PRESENCE: Final = {
    ScoreState.ABOVE: (SNOMED, "52101004", "Present"),
    ScoreState.BELOW: (SNOMED, "272519000", "Absent"),
    ScoreState.NOT_SURE: (SNOMED, "373068000", "Undetermined"),
}
GENDERS: Final = {"M": "male", "F": "female", "O": "other"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SPACE = uuid.UUID("7d1b0f9e-4d0a-5c0e-9f43-6d61b0d0a1f7")


def fhir_bundle(film: Radiograph, analysis: Analysis, options: ReportOptions, report: str) -> bytes:
    """The results of a film as a FHIR R4 Bundle of type ``collection``, UTF-8 JSON.

    ``report`` is the hash of the report. Identity is left out where the options say so, with all days and times.
    Results are ``preliminary``: a model's, which no reader has confirmed; what a reader said stands beside them.
    """
    if options.anonymize:
        film, analysis = without_free_text(film), without_time(analysis)
    make = _Maker(film, analysis, options, report)
    entries = [make.report(), *make.observations(), make.device(), make.patient(), make.study()]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": make.link(kind, name)["reference"], "resource": item} for kind, name, item in entries],
    }
    return (json.dumps(bundle, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


class _Maker:
    """Makes the resources of one bundle, which refer to each other by names that follow from the report's hash."""

    def __init__(self, film: Radiograph, analysis: Analysis, options: ReportOptions, report: str) -> None:
        self._film, self._analysis, self._options, self._hash = film, analysis, options, report
        self._told = [result for result in analysis.results if result.analysed]

    def link(self, kind: str, name: str) -> dict[str, str]:
        """A reference to a resource of this bundle."""
        return {"reference": f"urn:uuid:{uuid.uuid5(_SPACE, f'{self._hash} {kind} {name}')}"}

    def report(self) -> tuple[str, str, Resource]:
        """The report: what was done, on whom, its results, and the conclusion in fixed words."""
        said = self._analysis.reader.impression if self._analysis.reader is not None else ""
        words = [one.words for one in statements(self._film, self._analysis, self._options)]
        doubt = familiarity_text(self._analysis)
        conclusion = ". ".join(filter(None, ("Model, in fixed words", *words, doubt, RESEARCH_USE)))
        found = _filled(
            resourceType="DiagnosticReport",
            status="preliminary",
            category=[_concept((SERVICE, "RAD", "Radiology"))],
            code=_concept(PROCEDURE),
            subject=self.link("Patient", ""),
            effectiveDateTime=self._day,
            issued=_instant(self._analysis.provenance.created),
            result=[self.link("Observation", result.finding.key) for result in self._told],
            imagingStudy=[self.link("ImagingStudy", "")],
            identifier=[{"system": "urn:thoracam:report:sha256", "value": self._hash}],
            conclusion=f"Reader: {said}\n{conclusion}" if said else conclusion,
        )
        return "DiagnosticReport", "", found

    def observations(self) -> list[tuple[str, str, Resource]]:
        """An observation of each finding that was analysed."""
        return [("Observation", result.finding.key, self._observation(result)) for result in self._told]

    def _observation(self, result: FindingResult) -> Resource:
        reader = self._analysis.reader
        said = reader_text(reader, result.finding.key) if reader is not None else ""
        notes = (state_text(result), evidence_location_text(result), result.limits, said)
        return _filled(
            resourceType="Observation",
            status="preliminary",
            category=[_concept((CATEGORY, "imaging", "Imaging"))],
            code=_concept((SNOMED, result.finding.snomed, result.finding.title)),
            subject=self.link("Patient", ""),
            effectiveDateTime=self._day,
            valueCodeableConcept=_concept(PRESENCE[result.state]) if result.state in PRESENCE else None,
            device=self.link("Device", ""),
            derivedFrom=[self.link("ImagingStudy", "")],
            note=[{"text": text} for text in notes if text],
            component=_components(result),
        )

    def device(self) -> tuple[str, str, Resource]:
        """The program with its model."""
        made = self._analysis.provenance
        versions = (("model", f"{made.pack_name} {made.pack_version}"), ("pack sha256", made.pack_hash))
        found = _filled(
            resourceType="Device",
            deviceName=[{"name": "ThoraCAM", "type": "model-name"}],
            version=[
                {"value": VERSION},
                *({"type": {"text": kind}, "value": value} for kind, value in versions if value.strip()),
            ],
            note=[{"text": RESEARCH_USE}],
        )
        return "Device", "", found

    def patient(self) -> tuple[str, str, Resource]:
        """Whose film it is; without identity nobody."""
        who, hidden = self._film.identity, self._options.anonymize
        found = _filled(
            resourceType="Patient",
            identifier=[{"value": who.patient_id}] if who.patient_id and not hidden else None,
            name=None if hidden or not who.patient_name else [_name(who.patient_name)],
            gender=None if hidden else GENDERS.get(who.sex[:1].upper()),
            birthDate=None if hidden or not _DAY.fullmatch(who.birth_date) else who.birth_date,
        )
        return "Patient", "", found

    def study(self) -> tuple[str, str, Resource]:
        """The study of the film, by the film's hash, and by its UID where identity is not left out."""
        who = self._film.identity
        uids = (
            []
            if self._options.anonymize or not who.study_uid
            else [{"system": "urn:dicom:uid", "value": f"urn:oid:{who.study_uid}"}]
        )
        found = _filled(
            resourceType="ImagingStudy",
            identifier=[*uids, {"system": "urn:thoracam:film:sha256", "value": self._film.film_hash}],
            status="available",
            subject=self.link("Patient", ""),
            started=self._day,
            description=None if self._options.anonymize else who.study_description or None,
        )
        return "ImagingStudy", "", found

    @property
    def _day(self) -> str | None:
        """The day of the film; None where it is not known, or left out with identity."""
        day = self._film.identity.study_date
        return day if _DAY.fullmatch(day) and not self._options.anonymize else None


def _components(result: FindingResult) -> list[Resource]:
    site = result.site.operating_point if result.site else None
    figures = (
        ("probability", "Probability of the finding, calibrated", result.probability),
        ("operating-point", "Operating point on the probability", result.operating_point),
        ("site-operating-point", "Operating point that the site tuned", site),
        ("grey-band-low", "Lower end of the grey band", result.grey_band and result.grey_band[0]),
        ("grey-band-high", "Upper end of the grey band", result.grey_band and result.grey_band[1]),
    )
    return [
        {
            "code": _concept((OWN, f"{'index' if result.index and code == 'probability' else code}", words)),
            "valueQuantity": {"value": round(value, 6), "unit": "1", "system": UCUM, "code": "1"},
        }
        for code, words, value in figures
        if value is not None
    ]


def _concept(code: tuple[str, str, str]) -> Resource:
    system, value, words = code
    return {"coding": [{"system": system, "code": value, "display": words}], "text": words}


def _name(name: str) -> Resource:
    """A person's name as ``family^given^middle``, or as it is written."""
    family, *given = name.split("=")[0].split("^")
    known = [part for part in given[:2] if part.strip()]
    return _filled(text=" ".join((*known, family)).strip(), family=family or None, given=known or None)


def _instant(created: str) -> str | None:
    """A time with its zone, as an instant has to have; None for another."""
    return created if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", created) else None


def _filled(**values: Any) -> Resource:
    """A resource without what is not known: FHIR has no empty values."""
    return {name: value for name, value in values.items() if value is not None and value != [] and value != ""}
