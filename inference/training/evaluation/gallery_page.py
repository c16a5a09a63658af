"""What was kept of the heatmaps, for the page of an evaluation: localisation, faithfulness, pictures worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from inference.core.findings import BY_KEY
from inference.core.statistics.metrics import Interval
from inference.report.page.png import picture_png
from inference.training.evaluation.boxes import box_metrics
from inference.training.evaluation.heatmap_gallery import HeatmapGallery
from inference.training.evaluation.localisation import localisation_metrics, mean_interval
from inference.training.evaluation.pack_evaluation import Evaluation, FindingScores

EACH = 4  # pictures under each heading
SMALL = 240  # pixels of a small picture's longer side
LOCALISATION = ("finding", "films with a mask", "hit rate", "chance", "overlap (IoU)", "chance of overlap")
BOXES = ("finding", "films with boxes", "hottest point inside", "share of heat inside", "share of the film inside")
FAITHFULNESS = (
    "finding",
    "films",
    "fall without the hottest place",
    "median fall without other places",
    "hottest mattered more",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One small picture, PNG, of a film with its caption; ``link`` leads to the whole one, from the page's folder."""

    file: str
    caption: str
    picture: bytes
    link: str


@dataclass(frozen=True, slots=True)
class Group:
    """The first pictures of those films that were called alike and rightly or not; ``films`` says of how many."""

    title: str
    films: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of one finding."""

    title: str
    groups: tuple[Group, ...]


def galleries(gallery: HeatmapGallery, evaluation: Evaluation) -> list[Gallery]:
    """The pictures worth a look, finding by finding."""
    return [Gallery(BY_KEY[item.key].title, tuple(_groups(gallery, item))) for item in evaluation.findings]


def localisation_rows(gallery: HeatmapGallery) -> list[Sequence[object]]:
    """Hit rates and overlaps as rows of text, the heading first."""
    rows: list[Sequence[object]] = [LOCALISATION]
    for key, items in gallery.on_masks.items():
        found = localisation_metrics([item for _, item in items], [patient for patient, _ in items])
        hits = (interval_text(found.hits), figure_text(found.hit_chance))
        overlap = (interval_text(found.overlap), figure_text(found.overlap_chance))
        rows.append((BY_KEY[key].title, str(found.films), *hits, *overlap))
    return rows


def box_rows(gallery: HeatmapGallery) -> list[Sequence[object]]:
    """Where heatmaps lie to boxes, as rows of text, the heading first."""
    rows: list[Sequence[object]] = [BOXES]
    for key, items in gallery.in_boxes.items():
        found = box_metrics([item for _, item in items], [patient for patient, _ in items])
        figures = (interval_text(found.inside), interval_text(found.share), figure_text(found.area))
        rows.append((BY_KEY[key].title, str(found.films), *figures))
    return rows


def faithfulness_rows(gallery: HeatmapGallery) -> list[Sequence[object]]:
    """Falls of the probability as rows of text, the heading first."""
    rows: list[Sequence[object]] = [FAITHFULNESS]
    for key, items in gallery.faithfulness.items():
        if items:
            patients = [patient for patient, _ in items]
            drops = interval_text(mean_interval([found.drop for _, found in items], patients))
            others = interval_text(mean_interval([found.random_drop for _, found in items], patients))
            better = sum(found.drop > found.random_drop for _, found in items)
            rows.append((BY_KEY[key].title, str(len(items)), drops, others, f"{better} of {len(items)}"))
    return rows


def interval_text(interval: Interval | None) -> str:
    """A figure with its interval; empty where it cannot be had."""
    if interval is None or not np.isfinite(interval.value):
        return ""
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


def figure_text(value: float) -> str:
    """A figure; empty where it cannot be had."""
    return f"{value:.2f}" if np.isfinite(value) else ""


def _groups(gallery: HeatmapGallery, item: FindingScores) -> Iterator[Group]:
    called = item.probabilities >= item.operating_point
    kinds = (
        ("found", called & item.truth, -item.probabilities),
        ("false alarms", called & ~item.truth, -item.probabilities),
        ("missed", ~called & item.truth, item.probabilities),
    )
    for title, kept, order in kinds:
        shown = [int(number) for number in np.argsort(order, kind="stable") if kept[number]][:EACH]
        if shown:
            yield Group(title, int(kept.sum()), tuple(_figures(gallery, item, shown)))


def _figures(gallery: HeatmapGallery, item: FindingScores, numbers: Sequence[int]) -> Iterator[Figure]:
    for number in numbers:
        file = item.films[number].file
        path = gallery.pictures.get((item.key, file))
        if path is not None:
            link = path.relative_to(gallery.options.folder).as_posix()
            yield Figure(file, f"{file}: {item.probabilities[number]:.2f}", _small(path), link)


def _small(path: Path) -> bytes:
    picture = cv2.imread(str(path))
    assert picture is not None
    factor = min(1.0, SMALL / max(picture.shape[:2]))
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return picture_png(np.ascontiguousarray(np.asarray(small, dtype=np.uint8)[:, :, ::-1]), path.name)
