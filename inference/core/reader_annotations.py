"""What a reader says and draws on a film: the plain value that is stored and that reports take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from inference.core.annotation import Annotation, AnnotationKind, HeatInRegion

ANOTHER, CHANGED = "another reader", ", changed since"


class Agreement(StrEnum):
    """What the reader thinks of the model's word on a finding."""

    ACCEPT = "accept"
    UNSURE = "unsure"
    REJECT = "reject"


class UnaidedCall(StrEnum):
    """What the reader said of a finding before seeing the model."""

    PRESENT = "present"
    UNSURE = "unsure"
    ABSENT = "absent"


class KeyReason(StrEnum):
    """Why a reader flags a film as a key film: what it is flagged for (PS3.16 CID 7010)."""

    OF_INTEREST = "of_interest"
    REFERRING = "for_referring_provider"
    TEACHING = "for_teaching"
    CONFERENCE = "for_conference"
    PEER_REVIEW = "for_peer_review"
    RESEARCH = "for_research"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The reader's word on one finding; ``choice`` None where only a note was written; ``author`` as of annotations."""

    choice: Agreement | None = None
    note: str = ""
    author: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        return self.choice is None and not self.note


@dataclass(frozen=True, slots=True)
class ReaderAnnotations:
    """Everything a reader left on one film.

    ``assessments`` and ``calls`` are by the finding's key; ``calls`` were made before the model was shown, and are
    fixed once it was (``revealed``); ``call_author`` is the reader whose calls were taken over, empty for the user's.
    ``impression`` is what the reader makes of the whole film, in words of their own, ``impression_author`` the reader
    from whom it was taken over, as of annotations. ``key_reason`` is why the film is flagged as a key film, None where
    it is not.
    """

    annotations: tuple[Annotation, ...] = ()
    assessments: Mapping[str, Assessment] = field(default_factory=lambda: MappingProxyType({}))
    calls: Mapping[str, UnaidedCall] = field(default_factory=lambda: MappingProxyType({}))
    revealed: bool = False
    call_author: str = ""
    impression: str = ""
    impression_author: str = ""
    key_reason: KeyReason | None = None

    @property
    def empty(self) -> bool:
        """Whether the reader left nothing at all."""
        said = self.assessments or self.calls or self.revealed or self.impression
        return not (self.annotations or said or self.key_reason)

    def assessment(self, key: str) -> Assessment:
        """The assessment of a finding, an empty one where there is none."""
        return self.assessments.get(key, Assessment())


def heat_of_findings(reader: ReaderAnnotations) -> Iterator[tuple[Annotation, HeatInRegion]]:
    """Each annotation that belongs to a finding, with how its heatmap met it, for whoever counts over films.

    Another reader's regions, taken over from a report, do not count; what no heatmap was held against yet is left out.
    """
    for annotation in reader.annotations:
        if annotation.finding and annotation.heat is not None and not annotation.author:
            yield annotation, annotation.heat


def with_assessment(reader: ReaderAnnotations, key: str, assessment: Assessment) -> ReaderAnnotations:
    """Another assessment of one finding; an empty one is forgotten."""
    others = {name: known for name, known in reader.assessments.items() if name != key}
    assessments = others if assessment.empty else {**others, key: assessment}
    return replace(reader, assessments=MappingProxyType(assessments))


def with_call(reader: ReaderAnnotations, key: str, call: UnaidedCall | None) -> ReaderAnnotations:
    """Another call on one finding, None takes it back; nothing changes once the model was shown."""
    if reader.revealed:
        return reader
    others = {name: known for name, known in reader.calls.items() if name != key}
    return replace(reader, calls=MappingProxyType(others if call is None else {**others, key: call}))


def without_free_text(reader: ReaderAnnotations) -> ReaderAnnotations:
    """The same without anything the reader wrote, which may name the patient; annotations of text alone are gone.

    Of other readers it is said that they are others, not who.
    """
    assessments = {
        key: replace(known, note="", author=_unnamed(known.author))
        for key, known in reader.assessments.items()
        if known.choice is not None
    }
    annotations = tuple(
        replace(annotation, text="", author=_unnamed(annotation.author))
        for annotation in reader.annotations
        if annotation.kind is not AnnotationKind.TEXT
    )
    call_author = _unnamed(reader.call_author)
    return replace(
        reader,
        annotations=annotations,
        assessments=MappingProxyType(assessments),
        call_author=call_author,
        impression="",
        impression_author="",
    )


def has_free_text(reader: ReaderAnnotations) -> bool:
    """Whether there are words of the reader, which go with identity."""
    notes = any(known.note for known in reader.assessments.values())
    return notes or bool(reader.impression) or any(annotation.text for annotation in reader.annotations)


def without_hidden(reader: ReaderAnnotations) -> ReaderAnnotations:
    """The same as it is seen: without annotations that the reader has hidden."""
    shown = tuple(annotation for annotation in reader.annotations if not annotation.hidden)
    return reader if len(shown) == len(reader.annotations) else replace(reader, annotations=shown)


def without_annotations(reader: ReaderAnnotations) -> ReaderAnnotations:
    """The same as it is seen where annotations are switched off: what was said stays, nothing drawn does."""
    return replace(reader, annotations=()) if reader.annotations else reader


def changed_author(author: str) -> str:
    """Whose an annotation is that the user changed: no longer another reader's alone."""
    return author if not author or author.endswith(CHANGED) else author + CHANGED


def _unnamed(author: str) -> str:
    return author and ANOTHER + (CHANGED if author.endswith(CHANGED) else "")
