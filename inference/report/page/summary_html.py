"""All films of a run on one page that needs no program: a table with thumbnails, the worst film first."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from PIL import Image

from inference.core.analysis import ScoreState
from inference.core.findings import BY_KEY, Finding
from inference.report.output.csv_json import Row
from inference.report.page.display_list import LIGHT, PageColour
from inference.text.wording import RESEARCH_USE, STATE_WORDS, percent

THUMBNAIL = 160  # pixels of the longer side; shown smaller
_STYLE = """
body { font: 15px/1.45 "Noto Sans KR", "Segoe UI", system-ui, sans-serif;
  margin: 2.5rem; color: INK; background: PAPER }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .45rem .7rem; border-bottom: 1px solid RULE; vertical-align: middle }
th { position: sticky; top: 0; background: PAPER; font-weight: 600 }
td { overflow-wrap: anywhere }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums }
.above { background: #fbe9d5; font-weight: 600 } .not_sure { background: #eef0f3 }
.not_analysed, .failed { color: QUIET } strong { color: MARK }
img { display: block; max-width: 96px; max-height: 96px; background: #000 }
@media print { th { position: static } tr { break-inside: avoid } }
"""


@dataclass(frozen=True, slots=True)
class SummaryFilm:
    """One film: its rows of the table, its report's folder (empty where it failed), a thumbnail as PNG or empty, and
    the keys of findings without proof on real films."""

    rows: tuple[Row, ...]
    folder: str = ""
    thumbnail: bytes = b""
    experimental: frozenset[str] = frozenset()


def thumbnail_png(picture: Image.Image) -> bytes:
    """A picture at most ``THUMBNAIL`` pixels large."""
    small = picture.convert("L")
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def summary_html(films: Iterable[SummaryFilm], findings: Sequence[Finding]) -> bytes:
    """The page, HTML in UTF-8 without scripts or anything from elsewhere; reports are linked by relative paths."""
    ordered = worst_first(films)
    heads = "".join(f"<th>{html.escape(finding.title)}</th>" for finding in findings)
    body = "\n".join(_line(film, findings) for film in ordered)
    page = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>ThoraCAM summary</title>'
        f"<style>{_style()}</style></head><body>\n<h1>ThoraCAM summary</h1>\n"
        f"<p>{html.escape(count_text(ordered))}</p>\n"
        f"<p><strong>{html.escape(RESEARCH_USE)}</strong></p>\n"
        f"<table><thead><tr><th></th><th>Film</th>{heads}</tr></thead><tbody>\n{body}\n</tbody></table>\n</body></html>\n"
    )
    return page.encode("utf-8")


def worst_first(films: Iterable[SummaryFilm]) -> list[SummaryFilm]:
    """The films, those first whose worst finding lies farthest above its operating point."""
    return sorted(films, key=worst, reverse=True)


def count_text(films: Sequence[SummaryFilm]) -> str:
    """How many films there are, how many of them matter, and how they are sorted."""
    above = sum(any(row["state"] == ScoreState.ABOVE for row in film.rows) for film in films)
    count = f"{len(films)} film{'' if len(films) == 1 else 's'}, {above} with a finding above its operating point"
    return f"{count}. Sorted by how far the worst finding lies above its operating point."


def worst(film: SummaryFilm) -> float:
    """How far a film's worst finding lies above its operating point (probabilities, below: negative); -2 without."""
    known = (row for row in film.rows if row["probability"] and row["operating_point"])
    return max((float(row["probability"]) - float(row["operating_point"]) for row in known), default=-2.0)


def _line(film: SummaryFilm, findings: Sequence[Finding]) -> str:
    by_key = {row["finding"]: row for row in film.rows}
    name = html.escape(film.rows[0]["film"]) if film.rows else ""
    if film.folder:
        name = f'<a href="{html.escape(quote(film.folder))}/report.png">{name}</a>'
    picture = f'<img alt="" src="data:image/png;base64,{base64.b64encode(film.thumbnail).decode()}">'
    cells = "".join(_cell(by_key.get(finding.key), film.experimental) for finding in findings)
    return f"<tr><td>{picture if film.thumbnail else ''}</td><td>{name}</td>{cells}</tr>"


def _cell(row: Row | None, experimental: frozenset[str]) -> str:
    if row is None:
        return "<td></td>"
    state = ScoreState(row["state"])
    number = f"{percent(float(row['probability']))}, " if row["probability"] else ""
    doubt = "<br><small>experimental</small>" if number and row["finding"] in experimental else ""
    title = html.escape(BY_KEY[row["finding"]].title)
    return f'<td class="number {state}" title="{title}">{number}{STATE_WORDS[state]}{doubt}</td>'


def _style() -> str:
    style = _STYLE
    for tone in (PageColour.INK, PageColour.PAPER, PageColour.RULE, PageColour.QUIET, PageColour.MARK):
        style = style.replace(tone.name, "#{:02x}{:02x}{:02x}".format(*LIGHT[tone]))
    return style
