"""What a report shows as its reader's, beside what the user said and drew: whose it is, and since when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from inference.annotations.authors import beyond, by_author
from inference.annotations.serialization import from_dict
from inference.core.annotation import Annotation
from inference.core.reader_annotations import ReaderAnnotations
from inference.report.film_info import readable_name
from inference.text.messages import UserMessage, annotations_of_report
from inference.text.one_line import one_line

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class ReportAnnotations:
    """What the reader of a report said and drew on a film; ``author`` is who and when, as far as the report says."""

    author: str
    reader: ReaderAnnotations

    @property
    def message(self) -> UserMessage:
        """What is said of them above the film."""
        return annotations_of_report(self.author)

    @property
    def drawn(self) -> tuple[Annotation, ...]:
        """The annotations with numbers below zero, so that they are taken for none of the user's."""
        return tuple(replace(one, number=-place) for place, one in enumerate(self.reader.annotations, start=1))


def annotations_of(facts: Mapping[str, Any], name: str, own: ReaderAnnotations) -> ReportAnnotations | None:
    """What the report called ``name`` holds and the user has not; None where nothing, or where it makes no sense."""
    try:
        found = ReaderAnnotations() if facts.get("reader") is None else from_dict(facts["reader"])
    except ValueError:
        return None
    other = beyond(found, own)
    if other.empty:
        return None
    author = author_of(facts, name)
    return ReportAnnotations(author, by_author(other, author))


def author_of(facts: Mapping[str, Any], name: str) -> str:
    """The reader of a report, else its file's ``name``, and the day on which it was written."""
    names = [facts.get(key) for key in ("signed_by", "read_by")]
    who = next((one_line(readable_name(name)).strip() for name in names if isinstance(name, str)), "")
    day = _DAY.match(made) if isinstance(made := facts.get("created"), str) else None
    return ", ".join(filter(None, ((who or one_line(name))[:_LONGEST], day[0] if day else "")))
