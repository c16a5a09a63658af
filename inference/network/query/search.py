"""Search: the studies that a node has, the series and objects of one, and what is expected today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import UID

from inference.core.cancel import CancelToken
from inference.core.errors import UsageError
from inference.network.dimse.find import STUDY_ROOT, WORKLIST, find
from inference.network.nodes.node import DicomNode, Node, WebNode
from inference.network.nodes.secrets import Secrets
from inference.network.query.criteria import Criteria, is_named, plainer
from inference.network.query.identifiers import identifiers
from inference.network.web import services
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import items
from inference.reading.dicom.identity import clock, iso_date

PAGE = 50
MOST_BELOW = 2_000  # series of a study, objects of a series, examinations of a day: a node may answer without end
MOST_LOOKED_THROUGH = 1_000  # studies that are compared here where a service does not understand a name


@dataclass(frozen=True, slots=True)
class StudyFound:
    """A study of a node, as text; ``objects`` is 0 where the node does not say how many there are."""

    study_uid: str
    patient_name: str
    patient_id: str
    birth_date: str
    sex: str
    date: str
    time: str
    description: str
    accession: str
    modalities: str
    objects: int


@dataclass(frozen=True, slots=True)
class StudiesPage:
    """Some of the studies that match, and whether there are more."""

    studies: tuple[StudyFound, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class SeriesFound:
    """A series of a study, and how many objects it has (0: not said)."""

    series_uid: str
    modality: str
    number: str
    description: str
    objects: int


@dataclass(frozen=True, slots=True)
class InstanceFound:
    """An object of a series, and of which kind it is, by the name of its SOP class."""

    sop_uid: str
    number: str
    kind: str


@dataclass(frozen=True, slots=True)
class Expected:
    """An entry of a modality worklist: an examination that is planned."""

    patient_name: str
    patient_id: str
    accession: str
    study_uid: str
    date: str
    time: str
    modality: str
    description: str


def search_studies(
    node: Node,
    criteria: Criteria,
    secrets: Secrets,
    *,
    page: int = 1,
    size: int = PAGE,
    token: CancelToken | None = None,
) -> StudiesPage:
    """One page of the studies that match, as the node orders them. Raises ``NetworkError`` kin, or ``Cancelled``."""
    skip = (page - 1) * size
    if isinstance(node, DicomNode):
        found = list(islice(_matches(node, criteria, skip + size + 1, token), skip, skip + size + 1))
    else:
        found = list(services.search(node, secrets, "STUDY", criteria.keys(), most=size + 1, skip=skip))
        if not found and (plain := plainer(criteria.name)):
            named = _looked_through(node, criteria, plain, secrets)
            found = list(islice(named, skip, skip + size + 1))
    studies = tuple(_study(match) for match in found[:size])
    return StudiesPage(studies, more=len(found) > size)


def _matches(node: DicomNode, criteria: Criteria, most: int, token: CancelToken | None) -> Iterator[Dataset]:
    """What a node finds, asked in each character set that the name may be stored in; each study once."""
    seen: set[str] = set()
    for asked in identifiers(criteria):
        for match in find(node, STUDY_ROOT, asked, most=most, token=token):
            uid = str(match.get("StudyInstanceUID", ""))
            if uid not in seen:
                seen.add(uid)
                yield match


def _looked_through(node: WebNode, criteria: Criteria, plain: str, secrets: Secrets) -> Iterator[Dataset]:
    """Studies of a service that matches plain letters alone, as Orthanc's of Debian: names are compared here."""
    keys = {**criteria.keys(), "PatientName": plain}
    for match in services.search(node, secrets, "STUDY", keys, most=MOST_LOOKED_THROUGH):
        if is_named(text(match, "PatientName"), criteria.keys()["PatientName"]):
            yield match


def search_series(node: Node, study_uid: str, secrets: Secrets, token: CancelToken | None = None) -> list[SeriesFound]:
    """The series of a study; raises as :func:`search_studies`."""
    if isinstance(node, DicomNode):
        asked = Dataset()
        asked.QueryRetrieveLevel, asked.StudyInstanceUID = "SERIES", study_uid
        for keyword in ("SeriesInstanceUID", "Modality", "SeriesNumber", "SeriesDescription"):
            setattr(asked, keyword, None)
        asked.NumberOfSeriesRelatedInstances = None
        found = find(node, STUDY_ROOT, asked, most=MOST_BELOW, token=token)
    else:
        found = services.search(node, secrets, "SERIES", {"StudyInstanceUID": study_uid}, most=MOST_BELOW)
    return [
        SeriesFound(
            text(match, "SeriesInstanceUID"),
            text(match, "Modality"),
            text(match, "SeriesNumber"),
            text(match, "SeriesDescription"),
            _count(match, "NumberOfSeriesRelatedInstances"),
        )
        for match in found
    ]


def search_instances(
    node: Node, study_uid: str, series_uid: str, secrets: Secrets, token: CancelToken | None = None
) -> list[InstanceFound]:
    """The objects of a series; raises as :func:`search_studies`."""
    if isinstance(node, DicomNode):
        asked = Dataset()
        asked.QueryRetrieveLevel = "IMAGE"
        asked.StudyInstanceUID, asked.SeriesInstanceUID = study_uid, series_uid
        for keyword in ("SOPInstanceUID", "SOPClassUID", "InstanceNumber"):
            setattr(asked, keyword, None)
        found = find(node, STUDY_ROOT, asked, most=MOST_BELOW, token=token)
    else:
        wanted = {"StudyInstanceUID": study_uid, "SeriesInstanceUID": series_uid}
        found = services.search(node, secrets, "IMAGE", wanted, most=MOST_BELOW)
    return [
        InstanceFound(
            text(match, "SOPInstanceUID"), text(match, "InstanceNumber"), UID(text(match, "SOPClassUID")).name
        )
        for match in found
    ]


def search_worklist(node: Node, dates: str, modality: str = "", token: CancelToken | None = None) -> list[Expected]:
    """What a modality worklist expects on these days; raises ``UsageError`` for a DICOMweb node, else as above."""
    if not isinstance(node, DicomNode):
        raise UsageError("A worklist is asked for by C-FIND: choose a DICOM node.")
    step = Dataset()
    step.ScheduledProcedureStepStartDate, step.Modality = dates, modality.upper()
    for keyword in ("ScheduledProcedureStepStartTime", "ScheduledProcedureStepDescription", "ScheduledStationAETitle"):
        setattr(step, keyword, "")
    asked = Dataset()
    for keyword in ("PatientName", "PatientID", "AccessionNumber", "StudyInstanceUID", "RequestedProcedureDescription"):
        setattr(asked, keyword, "")
    asked.ScheduledProcedureStepSequence = Items([step])
    return [_expected(match) for match in find(node, WORKLIST, asked, most=MOST_BELOW, token=token)]


def _expected(match: Dataset) -> Expected:
    step = next(iter(items(match, "ScheduledProcedureStepSequence")), Dataset())
    if "SpecificCharacterSet" in match:
        step.SpecificCharacterSet = match.SpecificCharacterSet
    planned = text(step, "ScheduledProcedureStepDescription")
    return Expected(
        text(match, "PatientName"),
        text(match, "PatientID"),
        text(match, "AccessionNumber"),
        text(match, "StudyInstanceUID"),
        iso_date(text(step, "ScheduledProcedureStepStartDate")),
        clock(text(step, "ScheduledProcedureStepStartTime")),
        text(step, "Modality"),
        planned or text(match, "RequestedProcedureDescription"),
    )


def _study(match: Dataset) -> StudyFound:
    modalities = match.get("ModalitiesInStudy", "") or ""
    return StudyFound(
        text(match, "StudyInstanceUID"),
        text(match, "PatientName"),
        text(match, "PatientID"),
        iso_date(text(match, "PatientBirthDate")),
        text(match, "PatientSex"),
        iso_date(text(match, "StudyDate")),
        clock(text(match, "StudyTime")),
        text(match, "StudyDescription"),
        text(match, "AccessionNumber"),
        modalities if isinstance(modalities, str) else ", ".join(map(str, modalities)),
        _count(match, "NumberOfStudyRelatedInstances"),
    )


def _count(match: Dataset, keyword: str) -> int:
    try:
        return max(int(match.get(keyword) or 0), 0)
    except (TypeError, ValueError):
        return 0
