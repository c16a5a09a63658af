"""A film with a finding pointed out to others: a Key Object Selection, TID 2010 (PS3.16, PS3.3 A.35.4)."""

from __future__ import annotations

from typing import Final

from highdicom.ko import KeyObjectSelection, KeyObjectSelectionDocument
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from inference.core.analysis import Analysis, ScoreState
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import Agreement, ReaderAnnotations, UnaidedCall
from inference.report.dicom import codes as concepts
from inference.report.dicom.context import Context
from inference.report.dicom.observers import device_observer, person_observer
from inference.report.dicom.own_object import film_evidence
from inference.report.page.options import ReportOptions
from inference.text.wording import RESEARCH_USE, probability_text, state_text

SERIES: Final = 9905


class _Document(KeyObjectSelectionDocument):
    """A document whose patient and study come from a context."""

    def copy_patient_and_study_information(self, dataset: Dataset) -> None:
        """Leave it to the context."""


def key_objects(film: Radiograph, analysis: Analysis, context: Context, options: ReportOptions) -> Dataset | None:
    """The film as *Of Interest*, with the reasons in words; None where neither model nor reader gives one.

    What the model finds above its operating point is a reason unless the reader disagrees, or the film is unlike those
    it knows; what the reader called present before seeing the model is one too. TID 2010 has no place for codes of
    findings, so that the description says them.
    """
    said = analysis.reader or ReaderAnnotations()
    found, called = _of_model(analysis, said), _of_reader(said)
    if not found and not called:
        return None
    image = film_evidence(context)
    image.Rows, image.Columns = film.shape  # without which it is taken for no image
    content = KeyObjectSelection(
        concepts.OF_INTEREST,
        [image],
        observer_person_context=person_observer(options) if called else None,
        observer_device_context=device_observer(analysis.provenance) if found else None,
        description=". ".join((*found, *called, RESEARCH_USE)),
    )
    if context.film.frame is not None:
        [item] = content[0].ContentSequence[-1].ReferencedSOPSequence
        item.ReferencedFrameNumber = context.film.frame
    document: Dataset = _Document(
        [image],
        content,
        series_instance_uid=generate_uid(None),
        series_number=SERIES,
        sop_instance_uid=generate_uid(None),
        instance_number=1,
        manufacturer=concepts.MANUFACTURER,
        manufacturer_model_name=concepts.MANUFACTURER,
        series_description="ThoraCAM AI key objects, research use only",
        transfer_syntax_uid=ExplicitVRLittleEndian,
    )
    context.fill(document)
    return document


def _of_model(analysis: Analysis, reader: ReaderAnnotations) -> list[str]:
    if analysis.unlike:
        return []
    return [
        f"AI: {result.finding.title} {probability_text(result)}, {state_text(result)}"
        for result in analysis.results
        if result.state is ScoreState.ABOVE and reader.assessment(result.finding.key).choice is not Agreement.REJECT
    ]


def _of_reader(reader: ReaderAnnotations) -> list[str]:
    present = [finding for finding in FINDINGS if reader.calls.get(finding.key) is UnaidedCall.PRESENT]
    return [f"Reader: {finding.title} present" for finding in present if reader.revealed]
