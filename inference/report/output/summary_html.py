"""All films of a run on one page that needs no program: a table with thumbnails, the worst film first."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image

from inference.core.analysis import ScoreState
from inference.core.film import Radiograph
from inference.core.findings import Finding
from inference.imaging.display_pipeline import render
from inference.report.output.csv_json import SITE_STATE, UNLIKE, Row
from inference.report.page.display_list import LIGHT, PageColour
from inference.report.page.film.copies import reduced_film
from inference.text.catalogue import translator
from inference.text.html_page import html_page
from inference.text.wording import RESEARCH_USE, STATE_WORDS, UNLIKE_BRIEFLY, Translate, percent

THUMBNAIL = 160  # pixels of the longer side; shown smaller
TITLE, FILM, EXPERIMENTAL = "ThoraCAM summary", "Film", "experimental"
_ONE, _MANY = "1 film", "{count} films"
_SITE = "here: {state}"  # by the site's own operating point
_COUNT = "{films}; with a finding above its operating point: {above}."
SORTED = "Sorted by how far the worst finding lies above its operating point."
_COLOURS = {colour.name.lower(): "#{:02x}{:02x}{:02x}".format(*LIGHT[colour]) for colour in PageColour}


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    return [TITLE, FILM, EXPERIMENTAL, _ONE, _MANY, _COUNT, _SITE, SORTED]


@dataclass(frozen=True, slots=True)
class SummaryFilm:
    """One film: its rows of the table, its folder (empty where it failed), a thumbnail as PNG or empty, the keys of
    findings without proof on real films, and the report in the folder (empty where none was asked for)."""

    rows: tuple[Row, ...]
    folder: str = ""
    thumbnail: bytes = b""
    experimental: frozenset[str] = frozenset()
    report: str = "report.png"

    @property
    def unlike(self) -> bool:
        """Whether the film is unlike those that the model knows, so that no number is to be trusted."""
        return any(row.get(UNLIKE) == "yes" for row in self.rows)


def thumbnail_png(film: Radiograph) -> bytes:
    """The film as it opens, at most ``THUMBNAIL`` pixels large."""
    small = Image.fromarray(render(reduced_film(film, THUMBNAIL)))
    buffer = io.BytesIO()
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def summary_html(films: Iterable[SummaryFilm], findings: Sequence[Finding], language: str = "en") -> bytes:
    """The page, HTML in UTF-8 without scripts or anything from elsewhere; reports are linked by relative paths."""
    ordered, t = worst_first(films), translator(language)
    return html_page(
        "summary.html",
        language=language,
        title=t(TITLE),
        film_title=t(FILM),
        films=[_film(film, findings, t) for film in ordered],
        findings=[(finding.key, t(finding.title)) for finding in findings],
        count=count_text(ordered, t),
        research_use=t(RESEARCH_USE),
        experimental=t(EXPERIMENTAL),
        colours=_COLOURS,
    )


def worst_first(films: Iterable[SummaryFilm]) -> list[SummaryFilm]:
    """The films, those first whose worst finding lies farthest above its operating point."""
    return sorted(films, key=worst, reverse=True)


def count_text(films: Sequence[SummaryFilm], t: Translate = str) -> str:
    """How many films there are, how many of them matter, and how they are sorted."""
    above = sum(any(row["state"] == ScoreState.ABOVE for row in film.rows) for film in films)
    count = t(_ONE if len(films) == 1 else _MANY).format(count=len(films))
    return f"{t(_COUNT).format(films=count, above=above)} {t(SORTED)}"


def worst(film: SummaryFilm) -> float:
    """How far a film's worst finding lies above its operating point (probabilities, below: negative); -2 without."""
    known = (row for row in film.rows if row["probability"] and row["operating_point"])
    return max((float(row["probability"]) - float(row["operating_point"]) for row in known), default=-2.0)


def _film(film: SummaryFilm, findings: Sequence[Finding], t: Translate) -> dict[str, object]:
    """A film as the template takes it."""
    by_key = {row["finding"]: row for row in film.rows}
    return {
        "name": film.rows[0]["film"] if film.rows else "",
        "folder": film.folder,
        "report": film.report,
        "unlike": t(UNLIKE_BRIEFLY) if film.unlike else "",
        "thumbnail": film.thumbnail,
        "results": {finding.key: _result(by_key.get(finding.key), film.experimental, t) for finding in findings},
    }


def _result(row: Row | None, experimental: frozenset[str], t: Translate) -> dict[str, object] | None:
    if row is None:
        return None
    state = ScoreState(row["state"])
    number = f"{percent(float(row['probability']))}, " if row["probability"] else ""
    site = t(_SITE).format(state=t(STATE_WORDS[ScoreState(row[SITE_STATE])])) if row.get(SITE_STATE) else ""
    return {
        "state": state,
        "words": f"{number}{t(STATE_WORDS[state])}",
        "site": site,
        "experimental": bool(number) and row["finding"] in experimental,
    }
