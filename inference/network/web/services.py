"""The three services: QIDO-RS finds, STOW-RS stores, WADO-RS retrieves (PS3.18 10.4 to 10.6)."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from typing import Any

import requests
from dicomweb_client.web import DICOMwebClient
from pydicom import dcmread
from pydicom.dataset import Dataset

from inference.core.errors import NetworkError, ObjectRefused
from inference.network.nodes.node import WebNode
from inference.network.nodes.secrets import Secrets
from inference.network.sending.objects import DicomObject
from inference.network.web.client import web_client

_READ = 1 << 20  # bytes of an answer at once
_AS_STORED = (("application/dicom", "*"),)


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


def store(node: WebNode, secrets: Secrets, item: DicomObject) -> None:
    """Store an object by STOW-RS, as it lies; raises ``ObjectRefused`` where the answer says that it was not kept."""
    with web_client(node, secrets) as client:
        try:
            answer = client.store_instances([dcmread(item.path)])
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


def retrieve(node: WebNode, secrets: Secrets, study: str, series: str = "") -> Generator[Dataset, None, None]:
    """Each object of a study or series by WADO-RS, as it is stored there; raises ``NetworkError`` kin."""
    with web_client(node, secrets, chunk=_READ) as client:
        if series:
            found = client.iter_series(study, series, media_types=_AS_STORED)
        else:
            found = client.iter_study(study, media_types=_AS_STORED)
        try:
            yield from found
        except EOFError:
            raise NetworkError(node.name, "what it answered ends in the middle") from None
