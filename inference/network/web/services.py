"""The three services: QIDO-RS finds, STOW-RS stores, WADO-RS retrieves (PS3.18 10.4 to 10.6)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import requests
from dicomweb_client.web import DICOMwebClient
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError

from inference.core.errors import DamagedFilm, NetworkError, ObjectRefused
from inference.network.nodes.node import WebNode
from inference.network.nodes.secrets import Secrets
from inference.network.sending.conversion import NEW_META, converted
from inference.network.sending.objects import DicomObject
from inference.network.web.client import web_client, web_session
from inference.network.web.parts import Check, Name, NoParts, boundary_of, written_parts
from inference.reading.dicom.elements import ODD

_READ = 1 << 18  # bytes of an answer at once
_AS_STORED = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}


def check_service(node: WebNode, secrets: Secrets) -> float:
    """The seconds in which a service answered the smallest question; raises ``NetworkError`` kin."""
    since = time.monotonic()
    list(search(node, secrets, "STUDY", {}, most=1))
    return time.monotonic() - since


def search(
    node: WebNode, secrets: Secrets, level: str, filters: Mapping[str, str], *, most: int = 0, skip: int = 0
) -> Iterator[Dataset]:
    """Each match of a level, by QIDO-RS; ``filters`` by keyword. Raises ``NetworkError`` kin."""
    filters = dict(filters)
    study, series = filters.pop("StudyInstanceUID", ""), filters.pop("SeriesInstanceUID", "")
    with web_client(node, secrets) as client:
        for found in _asked(client, level, study, series, filters, most, skip):
            yield Dataset.from_json(found)


def objects_of(node: WebNode, secrets: Secrets, study: str) -> int:
    """How many objects a study has, for the progress of its retrieval; 0 where the service does not say."""
    try:
        found = list(search(node, secrets, "STUDY", {"StudyInstanceUID": study}, most=1))
        return max(int(found[0].get("NumberOfStudyRelatedInstances") or 0), 0) if found else 0
    except (NetworkError, TypeError, ValueError):
        return 0


def _asked(
    client: DICOMwebClient, level: str, study: str, series: str, filters: dict[str, str], most: int, skip: int
) -> list[dict[str, Any]]:
    page: dict[str, Any] = {"limit": most or None, "offset": skip or None}
    if level == "STUDY":
        wanted = {**filters, **({"StudyInstanceUID": study} if study else {})}
        return list(client.search_for_studies(search_filters=wanted, fields=["StudyDescription"], **page))
    if level == "SERIES":
        return list(client.search_for_series(study or None, search_filters=filters, **page))
    return list(client.search_for_instances(study or None, series or None, search_filters=filters, **page))


def store(node: WebNode, secrets: Secrets, item: DicomObject) -> str:
    """Store an object by STOW-RS, as it lies, or as a whole file where it is none; answers how it was converted.

    Raises ``ObjectRefused`` where the answer says that it was not kept, and ``FilmError`` kin.
    """
    if item.whole_meta:
        _stored(node, secrets, item, item.path)
        return ""
    with tempfile.TemporaryDirectory(prefix="thoracam-") as folder:
        _stored(node, secrets, item, converted(item.path, Path(folder) / "object.dcm", item.syntax))
    return NEW_META


def _stored(node: WebNode, secrets: Secrets, item: DicomObject, path: Path) -> None:
    try:
        data = dcmread(path)
    except (*ODD, InvalidDicomError) as error:
        raise DamagedFilm(item.path, f"it cannot be parsed ({type(error).__name__})") from None
    with web_client(node, secrets) as client:
        try:
            answer = client.store_instances([data])
        except requests.exceptions.HTTPError as error:
            raise_for_object(node, item, _answer_of(error))
            raise
        raise_for_object(node, item, answer)


def raise_for_object(node: WebNode, item: DicomObject, answer: Dataset) -> None:
    """Read the answer (PS3.18 I.2): a service may say 200 and list the object among those that failed."""
    for failed in answer.get("FailedSOPSequence", None) or ():
        if str(failed.get("ReferencedSOPInstanceUID", item.sop_uid)) == item.sop_uid:
            reason = int(failed.get("FailureReason", 0) or 0)
            raise ObjectRefused(node.name, f"it did not keep the object, for reason {reason:04X}")


def _answer_of(error: requests.exceptions.HTTPError) -> Dataset:
    try:
        return Dataset() if error.response is None else Dataset.from_json(error.response.json())
    except (ValueError, KeyError, TypeError, AttributeError):
        return Dataset()


def retrieve(
    node: WebNode, secrets: Secrets, study: str, series: str, name: Name, check: Check
) -> Generator[Path, None, None]:
    """Each object of a study or series by WADO-RS, byte for byte as a file; raises ``NetworkError`` kin.

    ``name`` and ``check`` are as :func:`inference.network.web.parts.written_parts` has them.
    """
    url = "/".join((node.url, "studies", study, *(("series", series) if series else ())))
    timeout = (node.connect_seconds, node.answer_seconds)
    with (
        web_session(node, secrets) as session,
        session.get(url, headers=_AS_STORED, stream=True, timeout=timeout) as got,
    ):
        if got.status_code == 404:
            raise NetworkError(node.name, "it has no such study, or no WADO-RS at this URL (HTTP status 404)")
        got.raise_for_status()
        try:
            boundary = boundary_of(got.headers.get("Content-Type", ""))
            yield from written_parts(got.iter_content(_READ), boundary, name, check)
        except NoParts as error:
            raise NetworkError(node.name, str(error)) from None
