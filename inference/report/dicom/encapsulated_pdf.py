"""The report's PDF as a DICOM object that archives and viewers keep with the study (PS3.3 A.45.1)."""

from __future__ import annotations

from typing import Final

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import EncapsulatedPDFStorage

from inference.report.dicom.context import Context
from inference.report.dicom.own_object import new_object
from inference.text.wording import RESEARCH_USE

SERIES: Final = 9903
TITLE: Final = f"ThoraCAM report. {RESEARCH_USE}"
DOCUMENT: Final = ("18748-4", "LN", "Diagnostic imaging report")  # PS3.16 CID 7020


def encapsulated_pdf(pdf: bytes, context: Context) -> Dataset:
    """A report of PDF bytes as an Encapsulated PDF of the film's study, which refers to the film.

    ``BurnedInAnnotation`` says whether the pages name the patient. Content date and time, which the standard lets be
    empty, are left to the study's own.
    """
    data = new_object(context, EncapsulatedPDFStorage, "DOC", SERIES, "ThoraCAM AI report, research use only")
    data.ConversionType = "WSD"
    data.ContentDate, data.ContentTime, data.AcquisitionDateTime = "", "", ""
    data.BurnedInAnnotation = "NO" if context.anonymous else "YES"
    data.SourceInstanceSequence = Sequence([_source(context)])
    data.DocumentTitle = TITLE
    data.ConceptNameCodeSequence = Sequence([_code(*DOCUMENT)])
    data.MIMETypeOfEncapsulatedDocument = "application/pdf"
    data.EncapsulatedDocumentLength = len(pdf)
    data.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    return data


def _source(context: Context) -> Dataset:
    """The film that the report is about; of one that came from a picture, its capture."""
    source = Dataset()
    source.ReferencedSOPClassUID = context.film.sop_class
    source.ReferencedSOPInstanceUID = context.film.sop_uid
    return source


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item
