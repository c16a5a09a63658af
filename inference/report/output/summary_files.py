"""The summary of a run on disk: a page for a browser, the same to print as PDF, and as pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from inference.core.findings import Finding
from inference.core.software import SOFTWARE
from inference.files.atomic_file import typed_errors, write_whole
from inference.files.generated_files import is_report
from inference.report.output.summary_html import SummaryFilm, summary_html
from inference.report.output.summary_page import summary_pages
from inference.report.page.display_list import DisplayList
from inference.report.page.options import PLAIN_PAGE, PageForm
from inference.report.page.pdf import About, pages_pdf
from inference.report.page.png import several_films_png
from inference.report.page.rasterize import rasterize, theme_of

NAME = "summary"


def write_summary(
    folder: Path,
    films: Sequence[SummaryFilm],
    findings: Sequence[Finding],
    form: PageForm = PLAIN_PAGE,
    *,
    dated: bool = True,
    told: Callable[[float], object] = lambda _share: None,
) -> None:
    """Write ``summary.html``, ``summary.pdf``, and a PNG a page: ``summary.png``, ``summary-2.png``, ...

    ``dated`` says when it was made; not for films without identity. ``told`` hears of the share that is done.
    Replaces those of an earlier run; raises ``ExportError`` and its kin.
    """
    write_whole(folder / f"{NAME}.html", summary_html(films, findings, form.language), overwrite=True)
    pages = summary_pages(films, findings, form)
    created = datetime.now(UTC).isoformat() if dated else ""
    about = About("ThoraCAM summary", "", SOFTWARE, created)
    write_whole(folder / f"{NAME}.pdf", pages_pdf(_counted(pages, told), about, form), overwrite=True)
    names = [f"{NAME}.png", *(f"{NAME}-{number}.png" for number in range(2, len(pages) + 1))]
    for place, (name, page) in enumerate(zip(names, pages, strict=True)):
        told((1 + place / len(pages)) / 2)
        write_whole(folder / name, several_films_png(rasterize(page, theme_of(form)), NAME), overwrite=True)
    with typed_errors(folder):
        for old in folder.glob(f"{NAME}-*.png"):
            if old.name not in names and re.fullmatch(rf"{NAME}-[1-9][0-9]*\.png", old.name) and is_report(old):
                old.unlink()


def _counted(pages: Sequence[DisplayList], told: Callable[[float], object]) -> Iterator[DisplayList]:
    """The pages, telling of each; they are the first half of the work."""
    for place, page in enumerate(pages):
        told(place / len(pages) / 2)
        yield page
