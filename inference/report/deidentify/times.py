"""The moment at which an object was made, left out of it: it is often the day of the film (PS3.15 Table E.1-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydicom.dataset import Dataset

_NO_DAY: Final = {"DA": "19000101", "TM": "000000"}  # where the standard wants a value that is one (action D)
_CONTENT: Final = ("ContentDate", "ContentTime")
_PRESENTATION: Final = ("PresentationCreationDate", "PresentationCreationTime")
_MADE: Final = (
    ("InstanceCreationDate", "InstanceCreationTime"),
    _CONTENT,
    _PRESENTATION,
    ("DateOfSecondaryCapture", "TimeOfSecondaryCapture"),
)
_EMPTY: Final = (*_CONTENT, "StudyDate", "StudyTime", "PatientBirthDate", "AcquisitionDateTime")  # action Z
_DATED: Final = ("SR", "KO")  # documents
_OTHERS: Final = ("TimezoneOffsetFromUTC", "ContributingEquipmentSequence")  # action X, as every other date


def tell_in_zone(data: Dataset, offset: str) -> None:
    """Tell the moments of an object of our own, just made, in a time zone as ``+0900``; all its times are in one."""
    now = datetime.strptime(offset, "%z").tzinfo
    moment = datetime.now(now)
    for date, time in _MADE:
        if date in data:
            setattr(data, date, moment.strftime("%Y%m%d"))
        if time in data:
            setattr(data, time, moment.strftime("%H%M%S.%f"))
    for keyword in ("ContributingEquipmentSequence", "VerifyingObserverSequence"):
        for item in data.get(keyword) or ():
            for known in ("ContributionDateTime", "VerificationDateTime"):
                if known in item:
                    setattr(item, known, moment.strftime("%Y%m%d%H%M%S.%f%z"))


def leave_out_times(data: Dataset) -> None:
    """Take every date and time out of an object of our own, at any depth; a document gets a day that is none."""
    for keyword in _OTHERS:
        if keyword in data:
            del data[keyword]
    for element in list(data):
        if element.VR == "SQ":
            for item in element.value:
                leave_out_times(item)
        elif element.VR in ("DA", "TM", "DT"):
            _leave_out(data, element.keyword)


def _leave_out(data: Dataset, keyword: str) -> None:
    document = data.get("Modality") in _DATED or "SharedFunctionalGroupsSequence" in data
    if keyword in _PRESENTATION or (keyword in _CONTENT and document):
        data[keyword].value = _NO_DAY[data[keyword].VR]  # type 1 there, PS3.3 C.11.10, C.17.2 and C.7.6.16
    elif keyword not in _EMPTY:
        del data[keyword]
    else:
        data[keyword].value = ""
