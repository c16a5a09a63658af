"""What was seen of the films, for the page of a judgement: places, faithfulness, and pictures worth a look."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from inference.core.findings import BY_KEY
from inference.report.page.png import encode_picture
from inference.training.evaluation.figures import Interval
from inference.training.evaluation.judging import Judged, Judgement
from inference.training.evaluation.looks import Looks
from inference.training.evaluation.places import HOT, REACH, mean_interval, place_figures

EACH = 4  # pictures under each heading
SMALL = 240  # pixels of a small picture's longer side
PLACES = ("finding", "films with a mask", "hit rate", "chance", "overlap (IoU)", "chance of overlap")
FAITHFUL = (
    "finding",
    "films",
    "fall without the hottest place",
    "median fall without other places",
    "hottest mattered more",
)


def looks_html(looks: Looks, judgement: Judgement) -> str:
    """The part of the page, headings and all; parts without anything to show are left out."""
    parts = []
    if any(looks.placed.values()):
        parts.append(f"<h2>Where heatmaps lie</h2><p>{PLACE_WORDS}</p>{table(place_rows(looks))}")
    if any(looks.faithful.values()):
        parts.append(f"<h2>What scores rest on</h2><p>{FAITHFUL_WORDS}</p>{table(faithfulness_rows(looks))}")
    if looks.pictures:
        parts.append("<h2>Films worth a look</h2>" + "".join(_gallery(looks, item) for item in judgement.findings))
    return "".join(parts)


def place_rows(looks: Looks) -> list[Sequence[str]]:
    """Hit rates and overlaps as rows of text, the heading first."""
    rows: list[Sequence[str]] = [PLACES]
    for key, items in looks.placed.items():
        found = place_figures([item for _, item in items], [patient for patient, _ in items])
        figures = (said(found.hits), _share(found.hit_chance), said(found.overlap), _share(found.overlap_chance))
        rows.append((BY_KEY[key].title, str(found.films), *figures))
    return rows


def faithfulness_rows(looks: Looks) -> list[Sequence[str]]:
    """Falls of the probability as rows of text, the heading first."""
    rows: list[Sequence[str]] = [FAITHFUL]
    for key, items in looks.faithful.items():
        if items:
            patients = [patient for patient, _ in items]
            drops = mean_interval([found.drop for _, found in items], patients)
            others = mean_interval([found.random_drop for _, found in items], patients)
            better = sum(found.drop > found.random_drop for _, found in items)
            rows.append((BY_KEY[key].title, str(len(items)), said(drops), said(others), f"{better} of {len(items)}"))
    return rows


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text as a table, the first its heading."""
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><tr>{head}</tr>{body}</table>"


def image(picture: bytes, name: str) -> str:
    """A PNG inside the page."""
    return f'<img alt="{html.escape(name)}" src="data:image/png;base64,{base64.b64encode(picture).decode()}">'


def said(interval: Interval | None) -> str:
    """A figure with its interval; empty where it cannot be had."""
    return "" if interval is None else f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


def _share(value: float) -> str:
    return f"{value:.2f}" if np.isfinite(value) else ""


def _gallery(looks: Looks, item: Judged) -> str:
    called = item.probabilities >= item.operating_point
    kinds = (
        ("found", called & item.truth, -item.probabilities),
        ("false alarms", called & ~item.truth, -item.probabilities),
        ("missed", ~called & item.truth, item.probabilities),
    )
    parts = [f"<h3>{html.escape(BY_KEY[item.key].title)}</h3>"]
    for words, kept, order in kinds:
        chosen = [place for place in np.argsort(order, kind="stable") if kept[place]][:EACH]
        if chosen:
            figures = "".join(_figure(looks, item, int(place)) for place in chosen)
            parts.append(f"<p>{words}: {int(kept.sum())} films</p>{figures}")
    return "".join(parts)


def _figure(looks: Looks, item: Judged, place: int) -> str:
    file = item.films[place].file
    path = looks.pictures.get((item.key, file))
    if path is None:
        return ""
    caption = f"{html.escape(file)}: {item.probabilities[place]:.2f}"
    return f"<figure>{image(_small(path), file)}<figcaption>{caption}</figcaption></figure>"


def _small(path: Path) -> bytes:
    picture = cv2.imread(str(path))
    assert picture is not None
    factor = min(1.0, SMALL / max(picture.shape[:2]))
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return encode_picture(np.ascontiguousarray(np.asarray(small, dtype=np.uint8)[:, :, ::-1]))


PLACE_WORDS = (
    f"Films with a mask. A hit: the centre of the hottest cell lies within {REACH:.0%} of the film's width of the "
    f"finding. Overlap: of the mask and what is above {HOT:.0%} of the map's greatest value. Chance: what the maps of "
    "other films with the finding would have got."
)
FAITHFUL_WORDS = (
    "Films with the finding that were called: the fall of the probability when the hottest 5 % of the film are blurred "
    "away, against ten other places of the same shape."
)
