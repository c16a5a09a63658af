"""An analysis as a structured report, TID 1500 (PS3.16): Comprehensive SR, which every archive takes, or 3D."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from highdicom.sr import (
    AlgorithmIdentification,
    Comprehensive3DSR,
    ComprehensiveSR,
    FindingSite,
    Measurement,
    MeasurementReport,
    MeasurementsAndQualitativeEvaluations,
    ObservationContext,
    QualitativeEvaluation,
    RelationshipTypeValues,
    SourceImageForMeasurementGroup,
    TextContentItem,
    TrackingIdentifier,
)
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Radiograph
from inference.core.software import VERSION
from inference.report.dicom import codes as concepts
from inference.report.dicom.context import Context
from inference.report.dicom.observers import LONGEST, caret, device_observer, person_observer
from inference.report.dicom.sr_reader import reader_groups
from inference.report.dicom.sr_regions import Group, located, region_groups
from inference.report.dicom.sr_set import SetObject, evidence, with_film_and_set
from inference.report.page.options import ReportClass, ReportOptions
from inference.text.wording import familiarity_text, prevalence_text

SERIES: Final = 9902
READER_SERIES: Final = 9907
NOT_STATED: Final = "not stated"


class _Report(ComprehensiveSR):
    """A report whose patient and study come from a context, whatever SOP class the film has."""

    def copy_patient_and_study_information(self, dataset: Dataset) -> None:
        """Leave it to the context."""


class _Report3D(Comprehensive3DSR):
    """The same as Comprehensive 3D SR."""

    def copy_patient_and_study_information(self, dataset: Dataset) -> None:
        """Leave it to the context."""


_CLASSES: Final = {ReportClass.COMPREHENSIVE: _Report, ReportClass.COMPREHENSIVE_3D: _Report3D}


@dataclass(frozen=True, slots=True)
class _Series:
    """The series of a document, which has no other."""

    number: int
    description: str


_MODEL: Final = _Series(SERIES, "ThoraCAM AI results, research use only")
_READER: Final = _Series(READER_SERIES, "Report of the reader, by ThoraCAM")


def structured_report(
    film: Radiograph,
    analysis: Analysis,
    context: Context,
    options: ReportOptions,
    keys: Collection[str] = (),
    objects: Sequence[SetObject] = (),
) -> Dataset | None:
    """What the model says: a measurement group for each finding with a probability; None where it has none.

    A group holds the finding's code and site, the film, algorithm and version, probability, score, operating point and
    grey band as numbers without unit, and present, absent or undetermined by the state. Findings that were not analysed
    are in no group, where they could be taken for found; the completion flag (PS3.3 C.17.2) then says PARTIAL and
    how many. The findings of ``keys`` have regions of their own too. ``objects`` are those of the same results, whose
    root the report is (IHE RAD, AI Results): it refers to each. UNVERIFIED and PRELIMINARY unless a person signs, whose
    report is COMPLETE, as only such may be verified.
    Where the pack knows its films, a further group says how like them this one is, and in words what follows, and each
    finding's group that its figures are not to be trusted.
    """
    analysed = [result for result in analysis.results if result.analysed]
    if not analysed:
        return None
    familiarity = [_familiarity_group(analysis, context)] if analysis.familiarity is not None else []
    regions = region_groups(film, analysis, keys, _algorithm(analysis), context)
    groups: list[Group] = [*familiarity, *(_group(result, analysis, context) for result in analysed), *regions]
    observer = ObservationContext(observer_device_context=device_observer(analysis.provenance))
    content = _content(observer, located(groups, film, context), context)
    left = len(analysis.results) - len(analysed)
    report = _document(with_film_and_set(content, film, context, objects), _MODEL, context, options, objects, left == 0)
    if left:
        report.CompletionFlagDescription = f"{left} of {len(analysis.results)} findings were not analysed"
    return report


def reader_report(
    film: Radiograph,
    analysis: Analysis,
    context: Context,
    options: ReportOptions,
    objects: Sequence[SetObject] = (),
) -> Dataset | None:
    """What the reader said and drew, apart from the model's word and by the reader as observer; None for nothing.

    PARTIAL, UNVERIFIED and PRELIMINARY unless the reader signs. A reader is named only where the name was given and
    identity is not left out.
    """
    groups = reader_groups(film, analysis.reader, context) if analysis.reader is not None else []
    if not groups:
        return None
    observer = ObservationContext(observer_person_context=person_observer(options))
    content = _content(observer, located(groups, film, context), context)
    content = with_film_and_set(content, film, context, objects)
    return _document(content, _READER, context, options, objects, False)


def _document(
    content: MeasurementReport,
    series: _Series,
    context: Context,
    options: ReportOptions,
    objects: Sequence[SetObject],
    complete: bool,
) -> Dataset:
    signer = options.signer
    report: Dataset = _CLASSES[
        options.dicom.report
    ](
        evidence=evidence(context, objects),
        content=content,
        series_instance_uid=generate_uid(None),
        series_number=series.number,
        sop_instance_uid=generate_uid(None),
        instance_number=1,
        manufacturer=concepts.MANUFACTURER,
        manufacturer_model_name=concepts.MANUFACTURER,
        software_versions=VERSION,
        series_description=series.description,
        coding_schemes=[concepts.coding_scheme()],
        is_complete=signer is not None or complete,  # only what is complete can be verified
        is_final=signer is not None,
        is_verified=signer is not None,
        verifying_observer_name=caret(signer.name) if signer else None,
        verifying_organization=(signer.organization or NOT_STATED)[:LONGEST] if signer else None,
        transfer_syntax_uid=ExplicitVRLittleEndian,
    )
    context.fill(report)
    return report


def _content(observer: ObservationContext, groups: Sequence[Group], context: Context) -> MeasurementReport:
    return MeasurementReport(
        observation_context=observer,
        procedure_reported=concepts.procedure(context.procedure, context.body_part),
        imaging_measurements=groups,
        title=concepts.TITLE,
    )


def _group(result: FindingResult, analysis: Analysis, context: Context) -> MeasurementsAndQualitativeEvaluations:
    unlike = [QualitativeEvaluation(concepts.FAMILIARITY, concepts.UNLIKE)] if analysis.unlike else []
    return MeasurementsAndQualitativeEvaluations(
        tracking_identifier=TrackingIdentifier(uid=generate_uid(None), identifier=result.finding.title),
        finding_type=concepts.finding_code(result.finding),
        finding_sites=[FindingSite(anatomic_location=concepts.SITES[result.finding])],
        algorithm_id=_algorithm(analysis),
        source_images=[_whole_film(context)],
        measurements=_measurements(result),
        qualitative_evaluations=[*_evaluations(result), *unlike],
    )


def _familiarity_group(analysis: Analysis, context: Context) -> MeasurementsAndQualitativeEvaluations:
    """How like the films the model knows the film is, as a percentile and in words."""
    found = analysis.familiarity
    assert found is not None
    said = concepts.UNLIKE if found.unlike else concepts.FAMILIAR
    group = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=TrackingIdentifier(uid=generate_uid(None), identifier="Familiarity of the film"),
        algorithm_id=_algorithm(analysis),
        source_images=[_whole_film(context)],
        measurements=[Measurement(concepts.PERCENTILE, found.percentile, concepts.PERCENT)],
        qualitative_evaluations=[QualitativeEvaluation(concepts.FAMILIARITY, said)],
    )
    if found.unlike:
        [container] = group
        words = TextContentItem(concepts.COMMENT, familiarity_text(analysis), RelationshipTypeValues.CONTAINS)
        container.ContentSequence.append(words)
    return group


def _whole_film(context: Context) -> SourceImageForMeasurementGroup:
    film = context.film
    return SourceImageForMeasurementGroup(film.sop_class, film.sop_uid, None if film.frame is None else [film.frame])


def _measurements(result: FindingResult) -> list[Measurement]:
    """Numbers on 0..1, unit 1 (UCUM); what the analysis does not have is left out."""
    low, high = result.grey_band or (None, None)
    numbers = {
        concepts.PROBABILITY: result.probability,
        concepts.SCORE: result.score,
        concepts.OPERATING_POINT: result.operating_point,
        concepts.GREY_LOW: low,
        concepts.GREY_HIGH: high,
        concepts.SITE_POINT: None if result.site is None else result.site.operating_point,
        concepts.SITE_FALSE_CALLS: None if result.site is None else result.site.point.false_calls,
    }
    return [
        Measurement(name=name, value=float(value), unit=concepts.NO_UNITS)
        for name, value in numbers.items()
        if value is not None
    ]


def _evaluations(result: FindingResult) -> list[QualitativeEvaluation]:
    found = []
    if result.state in concepts.STATES:
        found.append(QualitativeEvaluation(concepts.PRESENCE, concepts.STATES[result.state]))
    if result.site is not None and result.site.state in concepts.STATES:
        found.append(QualitativeEvaluation(concepts.SITE_PRESENCE, concepts.STATES[result.site.state]))
    if result.experimental:
        found.append(QualitativeEvaluation(concepts.EVIDENCE, concepts.EXPERIMENTAL))
    return found


def _algorithm(analysis: Analysis) -> AlgorithmIdentification:
    """The model pack (TID 4019)."""
    made = analysis.provenance
    facts = (f"pack sha256 {made.pack_hash}", f"heatmap {made.method}", f"{made.device} {made.precision}")
    parameters = [*facts, *filter(None, [prevalence_text(analysis)])]
    return AlgorithmIdentification(
        name=made.pack_name or "unnamed model pack", version=made.pack_version or "unknown", parameters=parameters
    )
