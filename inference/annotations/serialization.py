"""Reader annotations as plain values for JSON, and back again with every value checked."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from inference.core.annotation import Annotation, AnnotationKind, HeatInRegion, is_whole
from inference.core.findings import BY_KEY
from inference.core.reader_annotations import Agreement, Assessment, KeyReason, ReaderAnnotations, UnaidedCall
from inference.files.stored_types import Finite, Positive, Share

FORMAT: Final = 1
Text = Annotated[str, Meta(max_length=10_000)]
Author = Annotated[str, Meta(max_length=500)]


class _Heat(Struct):
    """A :class:`HeatInRegion` as it is stored."""

    hit: bool
    overlap: Share | None
    coverage: Share | None
    pack: Annotated[str, Meta(max_length=128)]


class _Annotation(Struct, omit_defaults=True):
    """An :class:`Annotation` as it is stored."""

    number: int
    kind: AnnotationKind
    points: tuple[tuple[Finite, Finite], ...]
    text: Text
    known_mm: Positive | None
    author: Author = ""
    label_at: tuple[Finite, Finite] | None = None
    hidden: bool = False
    finding: Annotated[str, Meta(max_length=100)] = ""
    heat: _Heat | None = None


class _Assessment(Struct, omit_defaults=True):
    """An :class:`Assessment` as it is stored."""

    choice: Agreement | None
    note: Text
    author: Author = ""


class _Stored(Struct, omit_defaults=True):
    """All that a reader left, as it is stored; ``marks`` and ``verdicts`` are the keys that users' files have."""

    format: Literal[1]
    annotations: tuple[_Annotation, ...] = msgspec.field(name="marks")
    assessments: dict[str, _Assessment] = msgspec.field(name="verdicts")
    calls: dict[str, UnaidedCall]
    revealed: bool
    call_author: Author = ""
    impression: Text = ""
    impression_author: Author = ""
    key_reason: KeyReason | None = None


def to_dict(reader: ReaderAnnotations) -> dict[str, object]:
    """Annotations, assessments and unaided calls, ready for JSON."""
    stored = _Stored(
        FORMAT,
        tuple(
            _Annotation(
                *(one.number, one.kind, one.points, one.text, one.known_mm, one.author, one.label_at, one.hidden),
                one.finding,
                None if one.heat is None else _Heat(one.heat.hit, one.heat.overlap, one.heat.coverage, one.heat.pack),
            )
            for one in reader.annotations
        ),
        {key: _Assessment(one.choice, one.note, one.author) for key, one in reader.assessments.items()},
        dict(reader.calls),
        reader.revealed,
        reader.call_author,
        reader.impression,
        reader.impression_author,
        reader.key_reason,
    )
    plain: dict[str, object] = msgspec.to_builtins(stored)
    return plain


def from_dict(values: object) -> ReaderAnnotations:
    """The reader annotations that :func:`to_dict` wrote; raises ``ValueError`` for anything else."""
    stored = msgspec.convert(values, _Stored)
    annotations = tuple(map(_annotation, stored.annotations))
    if not all(map(is_whole, annotations)):
        raise ValueError("an annotation with other points than its kind needs")
    if len({annotation.number for annotation in annotations}) != len(annotations):
        raise ValueError("two annotations of one number")
    if not {*stored.assessments, *stored.calls, *(one.finding for one in annotations if one.finding)} <= BY_KEY.keys():
        raise ValueError("a finding that is none of the seven")
    assessments = {key: Assessment(one.choice, one.note, one.author) for key, one in stored.assessments.items()}
    return ReaderAnnotations(
        annotations,
        MappingProxyType(assessments),
        MappingProxyType(stored.calls),
        stored.revealed,
        stored.call_author,
        stored.impression,
        stored.impression_author,
        stored.key_reason,
    )


def _annotation(stored: _Annotation) -> Annotation:
    found = stored.heat
    heat = None if found is None else HeatInRegion(found.hit, found.overlap, found.coverage, found.pack)
    return Annotation(**{**msgspec.structs.asdict(stored), "heat": heat})
