"""Pages of one size that are filled from the top: what does not fit goes on with the next one, nothing is cut."""

from __future__ import annotations

from collections.abc import Callable

from inference.report.page.display_list import DisplayList, PageColour
from inference.report.page.fonts import FontSet
from inference.report.page.options import Paper
from inference.report.page.structure import Role, Structure
from inference.report.page.text_layout import LEADING, LEAST, Page, shown, wrapped

FOOT = 46  # units at the bottom of a page, above its margin


class Sheets:
    """Pages that are being filled; ``y`` is where the next thing goes on the last of them, ``unit`` pixels a unit.

    ``head`` draws what stands at the top of every page but the first, from a y to the y below it.
    """

    def __init__(self, paper: Paper, unit: float, head: Callable[[Page, int], int] | None = None) -> None:
        self._size, self.unit, self._head = paper.units, unit, head
        self.structure = Structure()
        self.pages = [Page(round(self._size[0] * unit), unit, self.structure)]
        self.y = self.page.px(38)

    @property
    def page(self) -> Page:
        """The page that is being filled."""
        return self.pages[-1]

    @property
    def height(self) -> int:
        """Pixels from top to bottom of a page."""
        return round(self._size[1] * self.unit)

    @property
    def left(self) -> int:
        """Pixels that are left on this page."""
        return self.height - self.page.margin - self.page.px(FOOT) - self.y

    def turn(self) -> None:
        """Go on with a new page."""
        self.pages.append(Page(round(self._size[0] * self.unit), self.unit, self.structure))
        self.y = self.page.px(38)
        if self._head is not None:
            with self.structure.within(Role.ARTIFACT):
                self.y = self._head(self.page, self.y)

    def need(self, height: float) -> None:
        """Go on with a new page unless so many pixels are left on this one."""
        if height > self.left:
            self.turn()

    def space(self, units: float) -> None:
        """Leave some room."""
        self.y += self.page.px(units)

    def rule(self) -> None:
        """A thin line across the page."""
        if self.left > self.page.px(40):
            self.y = self.page.rule(self.y + self.page.px(8))

    def heading(self, title: str, note: str = "", *, then: float = 60) -> None:
        """The heading of a part, with a quiet note; never the last thing on a page: ``then`` units must fit below."""
        self.need(self.page.px(then + 30))
        self.page.mark(title, self.y)
        with self.structure.within(Role.PART):
            self.words(title, size=21, bold=True, colour=PageColour.ACCENT)
        if note:
            self.words(note, size=LEAST, colour=PageColour.QUIET)
        self.space(4)

    def words(
        self,
        words: str,
        *,
        indent: float = 0,
        size: float = 19,
        colour: PageColour = PageColour.INK,
        bold: bool = False,
    ) -> None:
        """Text from margin to margin, ``indent`` units from the left one, on as many pages as it takes."""
        pixels = self.page.px(size)
        shift = self.page.px(indent) if indent else 0
        with self.structure.words():
            for line, direction in wrapped(shown(words), FontSet(pixels, bold=bold), self.page.inner - shift):
                self.need(round(pixels * LEADING))
                x = self.page.margin + shift
                self.y = self.page.line(x, self.y, line, direction, size=size, colour=colour, bold=bold)

    def hanging(
        self, title: str, words: str, indent: float, *, size: float = LEAST, colour: PageColour = PageColour.QUIET
    ) -> None:
        """An item of a list: a title at the margin, narrower than ``indent`` units, and text beside it."""
        scratch = Page(self.page.width, self.unit)
        room = self.page.px(indent) - self.page.px(14)
        high = scratch.text(0, 0, title, size=size, bold=True, width=room)
        self.need(high)
        page, top = self.page, self.y
        with self.structure.within(Role.ITEM):
            with self.structure.within(Role.LABEL):
                below = page.text(page.margin, top, title, size=size, bold=True, width=room)
            with self.structure.within(Role.BODY):
                self.words(words, indent=indent, size=size, colour=colour)
        if self.page is page:
            self.y = max(self.y, below)

    def finished(self, words: str, hash_words: str) -> tuple[DisplayList, ...]:
        """All pages with their feet: what a report is not, which is read out once, whose page it is, and which."""
        for number, page in enumerate(self.pages, start=1):
            with self.structure.within(Role.PARAGRAPH if number == 1 else Role.ARTIFACT):
                y = self.height - page.margin - page.px(FOOT - 18)
                page.text(
                    page.margin, y, words, size=LEAST, bold=True, colour=PageColour.ACCENT, width=page.inner * 0.5
                )
            with self.structure.within(Role.ARTIFACT):
                self._draw_foot(page, y, hash_words, f"{number} / {len(self.pages)}")
        return tuple(page.finished(self.height) for page in self.pages)

    def _draw_foot(self, page: Page, y: int, hash_words: str, count: str) -> None:
        """What is on each page for whoever sorts paper."""
        page.rule(y - page.px(8))
        middle, right, quiet = page.margin + page.inner * 0.7, page.width - page.margin, PageColour.QUIET
        page.text(middle, y, hash_words, size=LEAST, colour=quiet, width=page.inner * 0.36, align="middle")
        page.text(right, y, count, size=LEAST, bold=True, width=page.inner * 0.1, align="right")
