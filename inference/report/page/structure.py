"""What each thing on a page is to somebody who does not see it: heading, paragraph, table (ISO 32000-1, 14.8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The standard structure types that pages use, and what is decoration and read by nobody."""

    TITLE = "H1"
    PART = "H2"
    SECTION = "H3"
    PARAGRAPH = "P"
    FIGURE = "Figure"
    TABLE = "Table"
    ROW = "TR"
    COLUMN_HEADER = "TH column"
    ROW_HEADER = "TH row"
    CELL = "TD"
    LIST = "L"
    ITEM = "LI"
    LABEL = "Lbl"
    BODY = "LBody"
    ARTIFACT = "Artifact"

    @property
    def type(self) -> str:
        """The structure type alone."""
        return self.value.split()[0]

    @property
    def scope(self) -> str:
        """What a header cell is the header of, ``Row`` or ``Column``; empty for all others."""
        return self.value.partition(" ")[2].capitalize()


_OF_PARTS = frozenset({Role.TABLE, Role.ROW, Role.LIST, Role.ITEM})  # these hold no words of their own


@dataclass(frozen=True, slots=True, eq=False)  # two paragraphs are two, whatever they say
class Tag:
    """One element of a document; ``alt`` says in words what a picture shows."""

    role: Role
    alt: str = ""


Tags = tuple[Tag, ...]  # an element inside the elements before it; empty for decoration


class Structure:
    """Where in a document the next thing on one of its pages belongs: ``tags``."""

    def __init__(self) -> None:
        self.tags: Tags = ()

    def within(self, role: Role, alt: str = "") -> AbstractContextManager[None]:
        """Everything that is laid down meanwhile belongs to a new element."""
        return self.into(Tag(role, alt))

    @contextmanager
    def into(self, tag: Tag) -> Iterator[None]:
        """Everything that is laid down meanwhile belongs to this element, which may have some content already."""
        before = self.tags
        self.tags = (*before, tag)
        try:
            yield
        finally:
            self.tags = before

    def words(self) -> AbstractContextManager[None]:
        """A paragraph of its own, unless the element at hand takes words itself."""
        takes = self.tags and self.tags[-1].role not in _OF_PARTS
        return nullcontext() if takes else self.within(Role.PARAGRAPH)


def is_decoration(tags: Tags) -> bool:
    """Whether what has these tags is nothing to read out."""
    return not tags or any(tag.role is Role.ARTIFACT for tag in tags)
