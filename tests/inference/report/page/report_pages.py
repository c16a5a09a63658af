"""Reports with as much or as little on them as there can be, and what of a page lies over what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from inference.core.analysis import Analysis, Faithfulness, FindingResult, Heatmap, ScoreState
from inference.core.film import Identity, Orientation, Radiograph, read_only
from inference.core.findings import FINDINGS, Finding
from inference.engine.film_check import FilmCheck, FilmCheckOutcome
from inference.report.page.display_list import Box, DisplayList, Item, PageImage, TextLine
from inference.report.page.fonts import FontSet, face
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of

LONG = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior von und zu Hohenlohe-Waldenburg-Schillingsfürst"
UNBROKEN = "W" * 300
KOREAN = "Kim^Cheolsu=金^哲洙=김^철수"
Area = tuple[float, float, float, float]


def heat_at(finding: Finding, row: int, column: int, *, peak: float = 1.0) -> Heatmap:
    """A map of 4 x 4 cells with one hot cell, full colour at 1."""
    values = np.zeros((4, 4), np.float32)
    values[row, column] = peak
    return Heatmap(finding, read_only(values), full_scale=1.0)


def positive(finding: Finding, place: int = 0, **fields: Any) -> FindingResult:
    """A finding above its operating point, hot in one cell of the diagonal."""
    known = {
        "heatmap": heat_at(finding, place % 4, place % 4),
        "probability": 0.93,
        "score": 0.9,
        "operating_point": 0.5,
        "grey_band": (0.4, 0.6),
    }
    return FindingResult(finding, ScoreState.ABOVE, **{**known, **fields})


def analysis_with(film: Radiograph, *results: FindingResult) -> Analysis:
    """An analysis with these results, and the other findings not analysed."""
    known = {result.finding: result for result in results}
    plain = analysis_of(film)
    rest = FindingResult(FINDINGS[0], ScoreState.NOT_ANALYSED, reason="This model was not trained for it.")
    found = tuple(known.get(finding) or replace(rest, finding=finding) for finding in FINDINGS)
    return replace(plain, results=found)


def everything() -> tuple[Radiograph, Analysis]:
    """Seven positive findings with long limits, tests, doubts and names that never end."""
    who = Identity(
        patient_name=LONG,
        patient_id=UNBROKEN,
        birth_date="1950-01-01",
        sex="F",
        age="076Y",
        study_date="2026-01-05",
        study_time="10:15",
        study_description=f"{LONG} {UNBROKEN}",
        institution=LONG,
        modality="DX",
        body_part="CHEST",
        view_position="PA",
    )
    film = radiograph(phantom(), identity=who, orientation=Orientation("L", "F"), notes=(LONG * 3, "Kurz.", UNBROKEN))
    results = [
        positive(
            finding,
            place,
            experimental=place % 2 == 0,
            limits=LONG * 3 if place else UNBROKEN,
            faithfulness=Faithfulness(finding, 0.9, 0.5, 0.01, 0.05, 10),
        )
        for place, finding in enumerate(FINDINGS)
    ]
    analysis = analysis_with(film, *results)
    check = FilmCheck(FilmCheckOutcome.WARN, (LONG, UNBROKEN))
    return film, replace(analysis, check=check, override=True)


def nothing() -> tuple[Radiograph, Analysis]:
    """Seven findings that failed, each for a reason of its own, on a film of which nothing is known."""
    film = radiograph(phantom(24, 20))
    results = [
        FindingResult(finding, ScoreState.FAILED, reason=f"Reason {place}, {LONG}.")
        for place, finding in enumerate(FINDINGS)
    ]
    return film, analysis_with(film, *results)


def ink(item: Item) -> Area:
    """Where an item leaves something: left, top, right, bottom."""
    if isinstance(item, TextLine):
        fonts, x, boxes = FontSet(item.size, bold=item.bold), item.x, []
        for run in fonts.runs(item.text, item.direction):
            boxes.append((x, *face(run.font, item.size).getbbox(run.text, anchor="ls", stroke_width=run.thicker)))
            x += run.width
        base = item.y + fonts.ascent
        tops, bottoms = [base + box[2] for box in boxes], [base + box[4] for box in boxes]
        return boxes[0][0] + boxes[0][1], min(tops), boxes[-1][0] + boxes[-1][3], max(bottoms)
    if isinstance(item, PageImage):
        return item.x, item.y, item.x + item.width, item.y + item.height
    return item.left, item.top, item.right, item.bottom


def lines_of(pages: Iterable[DisplayList]) -> list[str]:
    """The lines of text on pages, in their order."""
    return [item.text for page in pages for item in page.items if isinstance(item, TextLine)]


def overlaps(display_list: DisplayList) -> list[tuple[Item, Item]]:
    """Words that lie over words, pictures or bars, and pictures over pictures."""
    items = [(item, ink(item)) for item in display_list.items if not (isinstance(item, Box) and item.frame)]
    found = []
    for (one, first), (other, second) in combinations(items, 2):
        if isinstance(one, Box) and isinstance(other, Box):
            continue  # a bar is made of boxes
        if min(first[2], second[2]) - max(first[0], second[0]) > 1 and (
            min(first[3], second[3]) - max(first[1], second[1]) > 1
        ):
            found.append((one, other))
    return found


def outside(display_list: DisplayList) -> list[Item]:
    """What is cut off by the edge of the page."""
    areas = ((item, ink(item)) for item in display_list.items)
    return [
        item
        for item, (left, top, right, bottom) in areas
        if left < 0 or top < 0 or right > display_list.width or bottom > display_list.height
    ]
