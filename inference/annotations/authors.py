"""Whose annotations are: those of a report stay its reader's, also when the user takes them over."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from inference.core.annotation import Annotation
from inference.core.reader_annotations import ReaderAnnotations, without_free_text


def by_author(reader: ReaderAnnotations, author: str) -> ReaderAnnotations:
    """The same as another reader's: all that is nobody's by name is ``author``'s."""
    return replace(
        reader,
        annotations=tuple(replace(one, author=one.author or author) for one in reader.annotations),
        assessments=MappingProxyType(
            {key: replace(one, author=one.author or author) for key, one in reader.assessments.items()}
        ),
        call_author=(reader.call_author or author) if reader.calls else "",
        impression_author=(reader.impression_author or author) if reader.impression else "",
    )


def beyond(reader: ReaderAnnotations, own: ReaderAnnotations) -> ReaderAnnotations:
    """What a report holds that its user has not: without what is the same, with or without its words."""
    for known in (own, without_free_text(own)):
        drawn = {_unnumbered(one) for one in known.annotations}
        same_calls = dict(reader.calls) == dict(known.calls)
        reader = replace(
            reader,
            annotations=tuple(one for one in reader.annotations if _unnumbered(one) not in drawn),
            assessments=MappingProxyType(
                {key: one for key, one in reader.assessments.items() if known.assessments.get(key) != one}
            ),
            calls=MappingProxyType({}) if same_calls else reader.calls,
            revealed=reader.revealed and bool(reader.calls) and not same_calls,
            impression="" if reader.impression == known.impression else reader.impression,
            impression_author="" if reader.impression == known.impression else reader.impression_author,
            key_reason=None,  # a flag is of the list of whoever set it
        )
    return reader


def taken_over(own: ReaderAnnotations, other: ReaderAnnotations) -> ReaderAnnotations:
    """The user's own with what another reader drew and said; where the user spoke, the user's word stays."""
    free = 1 + max((one.number for one in own.annotations), default=0)
    drawn = tuple(replace(one, number=free + place) for place, one in enumerate(other.annotations))
    called = own if own.calls or own.revealed else other
    written = own if own.impression else other
    return ReaderAnnotations(
        (*own.annotations, *drawn),
        MappingProxyType({**other.assessments, **own.assessments}),
        called.calls,
        called.revealed,
        called.call_author,
        written.impression,
        written.impression_author,
        own.key_reason,
    )


def _unnumbered(annotation: Annotation) -> Annotation:
    return replace(annotation, number=0)
