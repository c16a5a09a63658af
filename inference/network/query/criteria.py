"""What is searched for, as a person types it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from inference.core.errors import UsageError

_UID = re.compile(r"[0-9]+(\.[0-9]+)*")
_DAY = r"(\d{4})-?(\d\d)-?(\d\d)"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Empty parts match anything; ``*`` and ``?`` are wildcards; a name without one is the beginning of a name.

    ``dates`` is a day or a range as DICOM has it (``20261101-20261130``).
    """

    name: str = ""
    patient_id: str = ""
    dates: str = ""
    modality: str = ""
    accession: str = ""
    study_uid: str = ""

    @property
    def empty(self) -> bool:
        """Whether this asks for everything that a node has."""
        return not any((self.name, self.patient_id, self.dates, self.modality, self.accession, self.study_uid))

    def keys(self) -> dict[str, str]:
        """The keys of a study that are given, by keyword."""
        found = {
            "PatientName": self.name if not self.name or set("*?^=") & set(self.name) else f"{self.name}*",
            "PatientID": self.patient_id,
            "StudyDate": self.dates,
            "ModalitiesInStudy": self.modality.upper(),
            "AccessionNumber": self.accession,
            "StudyInstanceUID": self.study_uid,
        }
        return {keyword: value for keyword, value in found.items() if value}


def plainer(name: str) -> str:
    """A name to match that has plain letters alone and finds no fewer; empty where it is so already.

    Services that do not read the escapes of a URL find nothing by the others.
    """
    if re.fullmatch(r"[A-Za-z0-9*._~-]*", name):
        return ""
    return re.sub(r"\*+", "*", re.sub(r"[^A-Za-z0-9*._~-]", "*", f"{name}*"))


def is_named(name: str, pattern: str) -> bool:
    """Whether a name, or one of its groups (alphabetic, ideographic, phonetic), is as the wildcards say; any case."""
    wanted = re.escape(pattern.casefold()).replace(r"\*", ".*").replace(r"\?", ".")
    return any(re.fullmatch(wanted, group.strip().casefold()) for group in (name, *name.split("=")))


def study_uid(text: str) -> str:
    """The same; raises ``UsageError`` where it is no UID, which would become part of an address or a path."""
    if len(text) > 64 or not _UID.fullmatch(text):
        raise UsageError("That is no UID of a study: digits and full stops, at most 64.")
    return text


def dates_from(text: str, today: date | None = None) -> str:
    """``today``, ``7d`` (the last seven days), a day, or two with ``..`` between, as DICOM has it.

    Raises ``UsageError`` where the text is none of these.
    """
    now, text = today or date.today(), text.strip().lower()  # noqa: DTZ011 - the day on this desk
    if not text:
        return ""
    if text == "today":
        return f"{now:%Y%m%d}"
    if found := re.fullmatch(r"(\d{1,4})d", text):
        return f"{now - timedelta(days=int(found[1]) - 1):%Y%m%d}-{now:%Y%m%d}"
    first, dots, last = text.partition("..")
    parts = [_day(part) for part in ((first, last) if dots else (first,))]
    if not any(parts):
        raise UsageError("A date is 2026-11-28, 2026-11-01..2026-11-28, 2026-11-01.., 7d or today.")
    return "-".join(parts)


def _day(text: str) -> str:
    if not text.strip():
        return ""
    found = re.fullmatch(_DAY, text.strip())
    try:
        assert found is not None
        return f"{date(*(int(part) for part in found.groups())):%Y%m%d}"
    except (AssertionError, ValueError):
        raise UsageError(f"“{text}” is no date: 2026-11-28, 2026-11-01..2026-11-28, 7d or today.") from None
