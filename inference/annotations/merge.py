"""Two windows on one film: what each changed, item by item, so that neither loses what the other drew or said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from inference.core.annotation import Annotation
from inference.core.reader_annotations import ReaderAnnotations

Key = TypeVar("Key")
Value = TypeVar("Value")


def merged(known: ReaderAnnotations, mine: ReaderAnnotations, theirs: ReaderAnnotations) -> ReaderAnnotations:
    """What ``mine`` changed since ``known`` over what is kept by now (``theirs``); the newer word wins per item."""
    if theirs == known:
        return mine
    return ReaderAnnotations(
        _annotations(known, mine, theirs),
        MappingProxyType(merged_items(known.assessments, mine.assessments, theirs.assessments)),
        MappingProxyType(merged_items(known.calls, mine.calls, theirs.calls)),
        mine.revealed or theirs.revealed,
        mine.call_author if mine.call_author != known.call_author else theirs.call_author,
        *_impression(known, mine, theirs),
        mine.key_reason if mine.key_reason != known.key_reason else theirs.key_reason,
    )


def _impression(known: ReaderAnnotations, mine: ReaderAnnotations, theirs: ReaderAnnotations) -> tuple[str, str]:
    """My impression where I changed it, else theirs, with whose it is."""
    newer = mine if mine.impression != known.impression else theirs
    return newer.impression, newer.impression_author


def merged_items(
    known: Mapping[Key, Value], mine: Mapping[Key, Value], theirs: Mapping[Key, Value]
) -> dict[Key, Value]:
    """The items of two who changed ``known``: mine where I changed one, or took it away, else theirs."""
    changed = {key for key in {*known, *mine} if known.get(key) != mine.get(key)}
    kept = {key: value for key, value in theirs.items() if key not in changed}
    return {**kept, **{key: mine[key] for key in mine if key in changed}}


def _annotations(
    known: ReaderAnnotations, mine: ReaderAnnotations, theirs: ReaderAnnotations
) -> tuple[Annotation, ...]:
    """Annotations by their numbers; one of theirs that took a number which is mine too gets another."""
    old, own, other = (_by_number(reader) for reader in (known, mine, theirs))
    items = merged_items(old, own, other)
    free = max((0, *old, *own, *other)) + 1
    doubled = [one for number, one in other.items() if number not in old and number in own and own[number] != one]
    moved = [replace(one, number=free + place) for place, one in enumerate(doubled)]
    return (*sorted(items.values(), key=lambda one: one.number), *moved)


def _by_number(reader: ReaderAnnotations) -> dict[int, Annotation]:
    return {annotation.number: annotation for annotation in reader.annotations}
