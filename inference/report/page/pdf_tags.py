"""The structure tree of a PDF (ISO 32000-1, 14.7): nested elements over marked content; fpdf2 has but figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.output import PDFPage
from fpdf.structure_tree import StructureTreeBuilder
from fpdf.syntax import PDFArray, PDFObject, PDFString

from inference.report.page.structure import Tag, Tags, is_decoration

_LEAST_VERSION = "1.7"  # of PDF, whose structure types these are


class StructureTree(StructureTreeBuilder):
    """Takes the place of the structure builder of ``pdf``, and marks what is written as content of its elements."""

    def __init__(self, pdf: FPDF) -> None:
        super().__init__()
        self._pdf = pdf
        self._document = _Element("Document", self.struct_tree_root)
        self.struct_tree_root.k = PDFArray([self._document])
        self._elements: dict[Tag, _Element] = {}  # in the order in which they are read
        pdf.struct_builder = self
        pdf._set_min_pdf_version(_LEAST_VERSION)  # noqa: SLF001 - as its own structure does

    def __iter__(self) -> Iterator[PDFObject]:
        """All objects of the tree, its root first; what fpdf2 writes."""
        yield from (self.struct_tree_root, self._document, self.struct_tree_root.parent_tree)
        yield from self._elements.values()

    def empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self._elements

    @contextmanager
    def content(self, tags: Tags) -> Iterator[None]:
        """What is written meanwhile is content of the last of these elements, or decoration."""
        self._write("/Artifact BMC" if is_decoration(tags) else self._begun(tags))
        yield
        self._write("EMC")

    def _begun(self, tags: Tags) -> str:
        """The operator by which content of an element begins, which is from now on a part of it."""
        page, place = self._pdf.pages[self._pdf.page], self._pdf.page - 1
        page.struct_parents = place
        contents = self.struct_tree_root.parent_tree.nums[place]
        element = self._element(tags)
        element.add(page, len(contents))
        contents.append(element)
        return f"/{tags[-1].role.type} <</MCID {len(contents) - 1}>> BDC"

    def _element(self, tags: Tags) -> _Element:
        parent = self._document
        for tag in tags:
            if tag not in self._elements:
                self._elements[tag] = _Element(tag.role.type, parent, tag.alt, tag.role.scope)
                parent.k.append(self._elements[tag])
            parent = self._elements[tag]
        return parent

    def _write(self, operator: str) -> None:
        self._pdf._out(operator)  # noqa: SLF001 - there is no other way to write an operator


class _Element(PDFObject):
    """A structure element; its fields are the entries of its dictionary, by fpdf2's rule for their names."""

    def __init__(self, kind: str, parent: PDFObject, alt: str = "", scope: str = "") -> None:
        super().__init__()
        self.type, self.s, self.p = "/StructElem", f"/{kind}", parent
        self.k = PDFArray()
        self.pg: PDFPage | None = None
        self.alt = PDFString(alt) if alt else None
        self.a = f"<</O /Table /Scope /{scope}>>" if scope else None

    def add(self, page: PDFPage, number: int) -> None:
        """Take a marked piece of a page as content."""
        self.pg = self.pg or page
        self.k.append(number if page is self.pg else _ElsewhereContent(page, number))


class _ElsewhereContent:
    """A piece of an element that goes on with another page (ISO 32000-1, table 324)."""

    def __init__(self, page: PDFPage, number: int) -> None:
        self._page, self._number = page, number

    def serialize(self, **_: object) -> str:
        """The reference as it is written."""
        return f"<</Type /MCR /Pg {self._page.ref} /MCID {self._number}>>"
