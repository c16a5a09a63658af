"""Objects of other programs in words, for the panel, the menu on the film and the report's window."""

from __future__ import annotations

from collections.abc import Iterator

from inference.core.film_objects import (
    FilmDocument,
    FilmPresentation,
    FilmReport,
    FilmSegmentation,
    ObjectKind,
    ReportFinding,
    Segment,
)
from inference.text.messages import UserMessage
from viewer.state.objects.film_objects import FoundObject
from viewer.style.translation import marked, spoken, tr

KINDS = {
    ObjectKind.PRESENTATION: marked("Presentation state"),
    ObjectKind.REPORT: marked("Report"),
    ObjectKind.SEGMENTATION: marked("Segmentation"),
    ObjectKind.DOCUMENT: marked("Document"),
}
FRACTIONS = {"PROBABILITY": marked("Probability"), "OCCUPANCY": marked("Share of each pixel")}
STATUS = {  # flags of the document (PS3.3 C.17.2)
    "complete": marked("complete"),
    "partial": marked("partial"),
    "final": marked("final"),
    "preliminary": marked("preliminary"),
    "verified": marked("verified"),
    "unverified": marked("unverified"),
}


def title(found: FoundObject) -> str:
    """The kind of an object and what it is called, or its file where it could not be read."""
    value = found.value
    name = found.path.name if value is None else value.origin.title or value.origin.maker or found.path.name
    return f"{tr(KINDS[found.kind])}: {name}"


def short_title(found: FoundObject) -> str:
    """What an object is called, and by whom it is, for a line of a menu."""
    value = found.value
    if value is None:
        return title(found)
    named = value.origin.title or tr(KINDS[found.kind])
    by = value.origin.maker or value.origin.person
    return f"{named} – {by}" if by and by != named else named


def lines(found: FoundObject) -> Iterator[str]:
    """What is said of an object beside its title: who, when, and what had to be left out."""
    value = found.value
    if value is None:
        if found.refusal is not None:
            said: UserMessage = spoken(found.refusal)
            yield f"{said.title}. {said.text}"
        return
    if value.origin.maker:
        yield tr("Made by {name}").replace("{name}", value.origin.maker)
    if value.origin.person and value.origin.person != value.origin.maker:
        yield tr("Person: {name}").replace("{name}", value.origin.person)
    if value.origin.when:
        yield value.origin.when
    yield from _own_lines(value)
    yield from map(tr, value.notes)


def _own_lines(value: FilmPresentation | FilmReport | FilmSegmentation | FilmDocument) -> Iterator[str]:
    if isinstance(value, FilmReport):
        for algorithm in value.algorithms:
            yield tr("Algorithm: {name}").replace("{name}", algorithm)
        for observer in value.observers:
            yield tr("Observer: {name}").replace("{name}", observer)
        if value.status:
            yield tr("Status: {name}").replace("{name}", ", ".join(map(_status, value.status.split(", "))))
    elif isinstance(value, FilmSegmentation) and value.fraction:
        yield tr("Its shades mean: {name}").replace("{name}", tr(FRACTIONS.get(value.fraction, value.fraction)))
    elif isinstance(value, FilmDocument):
        yield f"{value.mime}, {max(value.size // 1024, 1)} KB"


def _status(flag: str) -> str:
    return tr(STATUS.get(flag, flag))


def finding_title(finding: ReportFinding) -> str:
    """A finding and where it is."""
    return f"{finding.name}, {finding.site}" if finding.site else finding.name


def segment_lines(segment: Segment) -> tuple[str, ...]:
    """What a segment is, and who drew it."""
    return tuple(filter(None, (segment.name, segment.category, segment.made_by)))
