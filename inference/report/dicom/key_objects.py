"""A film pointed out to others: Key Object Selections, TID 2010 (PS3.16, PS3.3 A.35.4), of the model and of the reader.

Two documents, for they have two authors: nobody shall take what a reader flagged for the model's word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from highdicom.ko import KeyObjectSelection, KeyObjectSelectionDocument
from highdicom.sr import CodedConcept, ObserverContext
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from inference.core.analysis import Analysis, ScoreState
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import Agreement, KeyReason, ReaderAnnotations, UnaidedCall
from inference.report.dicom import codes as concepts
from inference.report.dicom.context import Context
from inference.report.dicom.observers import device_observer, person_observer
from inference.report.dicom.own_object import film_evidence
from inference.report.page.options import ReportOptions
from inference.text.wording import RESEARCH_USE, probability_text, state_text

SERIES: Final = 9905
READER_SERIES: Final = 9908
FLAGGED: Final = "Flagged by the reader"


class _Document(KeyObjectSelectionDocument):
    """A document whose patient and study come from a context."""

    def copy_patient_and_study_information(self, dataset: Dataset) -> None:
        """Leave it to the context."""


def key_objects(film: Radiograph, analysis: Analysis, context: Context) -> Dataset | None:
    """The film as *Of Interest* because of what the model finds, with the findings in words; None without a reason.

    What the model finds above its operating point is a reason unless the reader disagrees, or the film is unlike those
    it knows. TID 2010 has no place for codes of findings, so that the description says them.
    """
    found = _of_model(analysis, analysis.reader or ReaderAnnotations())
    if not found:
        return None
    observer = device_observer(analysis.provenance)
    document = _document(film, context, concepts.OF_INTEREST, (*found, RESEARCH_USE), device=observer)
    document.SeriesDescription = "ThoraCAM AI key objects, research use only"
    return document


def reader_key_objects(
    film: Radiograph, analysis: Analysis, context: Context, options: ReportOptions
) -> Dataset | None:
    """The film for the reason that its reader flagged it for, by code (CID 7010), else *Of Interest* for what the
    reader called present before seeing the model; None where the reader did neither.
    """
    said = analysis.reader or ReaderAnnotations()
    called, flagged = _of_reader(said), said.key_reason
    if not called and flagged is None:
        return None
    reason = concepts.KEY_REASONS[flagged or KeyReason.OF_INTEREST]
    words = (*([FLAGGED] if flagged else []), *called)
    document = _document(film, context, reason, words, person=person_observer(options))
    document.SeriesNumber, document.SeriesDescription = READER_SERIES, "Key objects of the reader"
    return document


def _document(
    film: Radiograph,
    context: Context,
    reason: CodedConcept,
    words: Sequence[str],
    *,
    person: ObserverContext | None = None,
    device: ObserverContext | None = None,
) -> Dataset:
    image = film_evidence(context)
    image.Rows, image.Columns = film.shape  # without which it is taken for no image
    content = KeyObjectSelection(
        reason,
        [image],
        observer_person_context=person,
        observer_device_context=device,
        description=". ".join(words),
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
